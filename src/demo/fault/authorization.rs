//! Faults of the authorization endpoint and of the authorization response.

use super::{
    Choice, Effect, Endpoint, Form, Object, Point, Switch,
    bodies::{self, ELSEWHERE, set},
};
use serde_json::Value;

const AT: Endpoint = Endpoint::Authorization;

const fn response(change: fn(&mut Object, &super::Context<'_>)) -> Effect {
    Effect::Object(Point::AuthorizationResponse, change)
}

pub(super) const SWITCHES: &[Switch] = &[
    Switch {
        name: "authorization.status",
        about: "The status of the authorization endpoint's answer.",
        choices: &[Choice::new(
            Form::Status,
            "answers with this status and no sign-in",
            &[Effect::Instead(AT, bodies::status)],
        )],
    },
    Switch {
        name: "authorization.redirect",
        about: "Where the authorization endpoint leads first.",
        choices: &[Choice::new(
            Form::Status,
            "redirects to another host with this status, as http to https or a missing slash",
            &[Effect::Instead(AT, bodies::redirect)],
        )],
    },
    Switch {
        name: "authorization.body",
        about: "What the authorization endpoint shows.",
        choices: &[
            Choice::word(
                "html",
                "shows the same page with 200, whatever it is asked",
                &[Effect::Instead(AT, |_| Some(bodies::page()))],
            )
            .from("Logto, endpoint without `/oidc`"),
            Choice::word(
                "challenge",
                "shows a firewall's challenge, with 403",
                &[Effect::Instead(AT, bodies::challenge)],
            )
            .from("Cloudflare"),
        ],
    },
    Switch {
        name: "authorization.iss",
        about: "The `iss` of the authorization response (RFC 9207).",
        choices: &[
            Choice::word(
                "missing",
                "leaves it out although it is announced",
                &[response(|object, _| {
                    object.shift_remove("iss");
                })],
            )
            .from("OIDF fapi2 remove-authorization-response-iss"),
            Choice::word(
                "other",
                "names another issuer",
                &[response(|object, _| {
                    set(object, "iss", format!("{ELSEWHERE}/oidc"));
                })],
            )
            .from("OIDF fapi2 invalid-authorization-response-iss"),
        ],
    },
    Switch {
        name: "authorization.state",
        about: "The `state` of the authorization response.",
        choices: &[
            Choice::word(
                "missing",
                "loses it",
                &[response(|object, _| {
                    object.shift_remove("state");
                })],
            )
            .from("OIDF fapi2 ensure-authorization-response-with-invalid-missing-state-fails"),
            Choice::word(
                "other",
                "sends another one back",
                &[response(|object, _| {
                    set(object, "state", "somebody-elses");
                })],
            )
            .from("OIDF fapi2 ensure-authorization-response-with-invalid-state-fails"),
        ],
    },
    Switch {
        name: "authorization.code",
        about: "The code of the authorization response.",
        choices: &[
            Choice::word(
                "missing",
                "leaves it out",
                &[response(|object, _| {
                    object.shift_remove("code");
                })],
            ),
            Choice::word(
                "long",
                "has 9,000 characters",
                &[response(|object, _| {
                    if object.contains_key("code") {
                        set(object, "code", "c".repeat(9000));
                    }
                })],
            ),
            Choice::word(
                "beside-error",
                "comes together with an error",
                &[response(|object, _| {
                    set(object, "error", "access_denied");
                })],
            ),
        ],
    },
    Switch {
        name: "authorization.error",
        about: "What the provider says after the sign-in.",
        choices: &[Choice::new(
            Form::ErrorCode,
            "refuses with this error instead of sending a code",
            &[response(|object, context| {
                object.shift_remove("code");
                // The error stands first, as it does in every refusal.
                let rest = std::mem::take(object);
                set(object, "error", context.argument);
                object.extend(rest.into_iter().filter(|(name, _): &(String, Value)| name != "error"));
            })],
        )
        .from("RFC 6749 §4.1.2.1")],
    },
];
