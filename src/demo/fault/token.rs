//! Faults of the token endpoint, whatever is exchanged.

use super::{
    Behaviour, Choice, Effect, Endpoint, Form, Object, Point, Switch,
    bodies::{self, edit, object, set},
};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, PRAGMA},
};
use serde_json::{Value, json};

const AT: Endpoint = Endpoint::Token;

const fn tokens(change: fn(&mut Object, &super::Context<'_>)) -> Effect {
    Effect::Object(Point::TokenResponse, change)
}

const fn behaves(behaviour: Behaviour) -> Effect {
    Effect::Behaviour(behaviour)
}

pub(super) const SWITCHES: &[Switch] = &[
    Switch {
        name: "token.status",
        about: "The status of the token endpoint's answer.",
        choices: &[Choice::new(
            Form::Status,
            "answers with this status and uses nothing up",
            &[Effect::Instead(AT, bodies::status)],
        )],
    },
    Switch {
        name: "token.error",
        about: "What the token endpoint says.",
        choices: &[Choice::new(
            Form::ErrorCode,
            "refuses with this error and uses nothing up",
            &[Effect::Instead(AT, |context| {
                let body = json!({ "error": context.argument, "error_description": "refused by the demo" });
                let status = if context.argument == "invalid_client" {
                    StatusCode::UNAUTHORIZED
                } else {
                    StatusCode::BAD_REQUEST
                };
                Some(bodies::text_answer(status, "application/json; charset=utf-8", &body.to_string()))
            })],
        )
        .from("RFC 6749 §5.2")],
    },
    Switch {
        name: "token.error_status",
        about: "The status of the token endpoint's errors.",
        choices: &[Choice::new(
            Form::Status,
            "sends every error with this status",
            &[Effect::Spoil(AT, |answer, context| {
                if object(answer).is_some_and(|members| members.contains_key("error")) {
                    *answer.status_mut() = context.status();
                }
            })],
        )
        .from("GitHub, with 200")],
    },
    Switch {
        name: "token.redirect",
        about: "Where tokens are asked for.",
        choices: &[Choice::new(
            Form::Status,
            "redirects to another host with this status",
            &[Effect::Instead(AT, bodies::redirect)],
        )
        .from("RFC 9700 §4.12")],
    },
    Switch {
        name: "token.connection",
        about: "The connection on which tokens are asked for.",
        choices: &[
            Choice::word("hang", "stays open without an answer", &[Effect::Spoil(AT, bodies::never)]),
            Choice::word("close", "is closed without an answer", &[Effect::Spoil(AT, bodies::closed)]),
            Choice::word("cut", "is closed in the middle of the answer", &[Effect::Spoil(AT, bodies::cut)]),
        ],
    },
    Switch {
        name: "token.auth",
        about: "How a client may authenticate.",
        choices: &[
            Choice::word(
                "basic-only",
                "takes the secret in the header only",
                &[behaves(Behaviour::BasicOnly)],
            )
            .from("OIDF oidcc-client-test-client-secret-basic"),
            Choice::word("post-only", "takes the secret in the body only", &[behaves(Behaviour::PostOnly)])
                .from("Auth0, method Post"),
        ],
    },
    Switch {
        name: "token.content_type",
        about: "How a token request is encoded.",
        choices: &[Choice::word("json-only", "takes JSON only", &[behaves(Behaviour::JsonOnly)])
            .from("most ChatGPT plugins")],
    },
    Switch {
        name: "token.state",
        about: "Whether the token request must repeat `state`.",
        choices: &[Choice::word("required", "wants `state` again", &[behaves(Behaviour::StateRequired)])],
    },
    Switch {
        name: "token.cache_control",
        about: "Whether a token response may be kept by a cache.",
        choices: &[Choice::word(
            "missing",
            "does not forbid it",
            &[Effect::Spoil(AT, |answer, _| {
                answer.headers_mut().remove(CACHE_CONTROL);
                answer.headers_mut().remove(PRAGMA);
            })],
        )
        .from("RFC 6749 §5.1")],
    },
    Switch {
        name: "token.body",
        about: "The body of the token endpoint's answers.",
        choices: &[
            Choice::word("html", "is a page", &[Effect::Spoil(AT, bodies::html)]),
            Choice::word("empty", "is empty", &[Effect::Spoil(AT, bodies::empty)]),
            Choice::word("truncated", "ends in the middle", &[Effect::Spoil(AT, bodies::truncated)]),
            Choice::word("list", "is a list", &[Effect::Spoil(AT, bodies::list)]),
            Choice::word("form", "is form-encoded", &[Effect::Spoil(AT, bodies::form)])
                .from("GitHub, of old"),
            Choice::word(
                "form-unless-json",
                "is form-encoded where `Accept` does not ask for JSON",
                &[Effect::Spoil(AT, bodies::form_unless_json)],
            )
            .from("GitHub"),
            Choice::word(
                "bom",
                "begins with a byte order mark",
                &[Effect::Spoil(AT, bodies::byte_order_mark)],
            ),
            Choice::word(
                "duplicate",
                "has `access_token` twice, the good one last",
                &[Effect::Spoil(AT, |answer, _| {
                    if object(answer).is_some_and(|members| members.contains_key("access_token")) {
                        answer.body_mut().splice(1..1, *br#""access_token":"the-first","#);
                    }
                })],
            ),
            Choice::word("large", "has 20 MiB", &[Effect::Spoil(AT, bodies::large)]),
            Choice::word(
                "challenge",
                "is a firewall's challenge, with 403",
                &[Effect::Instead(AT, bodies::challenge)],
            )
            .from("Cloudflare"),
        ],
    },
    Switch {
        name: "token.access_token",
        about: "The access token.",
        choices: &[
            Choice::word(
                "missing",
                "is missing",
                &[tokens(|object, _| drop(object.shift_remove("access_token")))],
            ),
            Choice::word("empty", "is empty", &[tokens(|object, _| set(object, "access_token", ""))]),
            Choice::word("number", "is a number", &[tokens(|object, _| set(object, "access_token", 12345))]),
            Choice::word(
                "newline",
                "has a line break in it",
                &[tokens(|object, _| {
                    edit(object, "access_token", |token| format!("{token}\r\nX-Evil: 1").into())
                })],
            ),
        ],
    },
    Switch {
        name: "token.token_type",
        about: "The type of the access token.",
        choices: &[
            Choice::word(
                "missing",
                "is missing",
                &[tokens(|object, _| drop(object.shift_remove("token_type")))],
            ),
            Choice::word("mac", "is `mac`", &[tokens(|object, _| set(object, "token_type", "mac"))]),
            Choice::word(
                "upper",
                "is in capitals",
                &[tokens(|object, _| set(object, "token_type", "BEARER"))],
            )
            .from("OIDF fapi2 token-type-case-insensitivity"),
            Choice::word(
                "lower",
                "is in small letters",
                &[tokens(|object, _| set(object, "token_type", "bearer"))],
            )
            .from("OpenAI's own example"),
        ],
    },
    Switch {
        name: "token.expires_in",
        about: "The lifetime that a token response tells.",
        choices: &[
            Choice::word(
                "missing",
                "is missing",
                &[tokens(|object, _| drop(object.shift_remove("expires_in")))],
            )
            .from("OIDF fapi2 token-endpoint-response-without-expires_in"),
            Choice::word(
                "string",
                "is text",
                &[tokens(|object, _| {
                    let text = object.get("expires_in").map(Value::to_string).unwrap_or_default();
                    set(object, "expires_in", text);
                })],
            )
            .from("Azure, v1"),
            Choice::word("fraction", "is 3600.5", &[tokens(|object, _| set(object, "expires_in", 3600.5))]),
            Choice::word("zero", "is 0", &[tokens(|object, _| set(object, "expires_in", 0))]),
            Choice::word("negative", "is -1", &[tokens(|object, _| set(object, "expires_in", -1))]),
            Choice::word("huge", "is 1e20", &[tokens(|object, _| set(object, "expires_in", 1e20))]),
            Choice::word("null", "is null", &[tokens(|object, _| set(object, "expires_in", Value::Null))]),
        ],
    },
    Switch {
        name: "token.lifetime",
        about: "How long access tokens live.",
        choices: &[Choice::new(
            Form::Seconds,
            "is this many seconds",
            &[behaves(Behaviour::AccessTokenLifetime)],
        )],
    },
    Switch {
        name: "token.scope",
        about: "The scope that was granted.",
        choices: &[
            Choice::word("missing", "is not told", &[tokens(|object, _| drop(object.shift_remove("scope")))]),
            Choice::word(
                "comma",
                "is separated by commas",
                &[tokens(|object, _| edit(object, "scope", |scope| scope.replace(' ', ",").into()))],
            )
            .from("GitHub, Slack"),
            Choice::word(
                "narrower",
                "lacks the last that was asked for",
                &[tokens(|object, _| {
                    edit(object, "scope", |scope| scope.rsplit_once(' ').map_or("", |(rest, _)| rest).into());
                })],
            ),
            Choice::word(
                "wider",
                "has `admin` besides",
                &[tokens(|object, _| edit(object, "scope", |scope| format!("{scope} admin").into()))],
            ),
        ],
    },
    Switch {
        name: "token.refresh_token",
        about: "The refresh token.",
        choices: &[
            Choice::word(
                "missing",
                "is missing",
                &[tokens(|object, _| drop(object.shift_remove("refresh_token")))],
            ),
            Choice::word("empty", "is empty", &[tokens(|object, _| set(object, "refresh_token", ""))]),
        ],
    },
    Switch {
        name: "token.id_token",
        about: "The ID token.",
        choices: &[Choice::word(
            "missing",
            "is missing",
            &[tokens(|object, _| {
                object.shift_remove("id_token");
            })],
        )],
    },
    Switch {
        name: "token.members",
        about: "Members of a token response that nobody knows.",
        choices: &[Choice::word(
            "unknown",
            "come along",
            &[tokens(|object, _| set(object, "ext_expires_in", json!([null, { "deep": true }])))],
        )
        .from("RFC 6749 §5.1")],
    },
];
