//! Faults of the metadata document.

use super::{
    Behaviour, Choice, Effect, Endpoint, Form, Object, Point, Switch,
    bodies::{self, ELSEWHERE, edit, set, without_argument},
};
use serde_json::Value;

const AT: Endpoint = Endpoint::Discovery;

/// The endpoints, as the metadata names them.
const ENDPOINTS: [&str; 4] = ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"];

const fn metadata(change: fn(&mut Object, &super::Context<'_>)) -> Effect {
    Effect::Object(Point::Metadata, change)
}

/// Leaves out the member that the word names.
const fn missing(member: &'static str, does: &'static str) -> Choice {
    const LEAVE_OUT: &[Effect] = &[metadata(without_argument)];
    Choice::word(member, does, LEAVE_OUT)
}

pub(super) const SWITCHES: &[Switch] = &[
    Switch {
        name: "issuer",
        about: "The issuer, everywhere that it is named.",
        choices: &[
            Choice::word(
                "slash",
                "ends with a slash",
                &[
                    metadata(|object, context| set(object, "issuer", format!("{}/", context.issuer))),
                    Effect::Object(Point::IdTokenClaims, |object, context| {
                        set(object, "iss", format!("{}/", context.issuer));
                    }),
                    Effect::Object(Point::AuthorizationResponse, |object, context| {
                        set(object, "iss", format!("{}/", context.issuer));
                    }),
                ],
            )
            .from("Auth0"),
            Choice::word(
                "template",
                "has `{tenantid}` in the metadata and the tenant itself in ID tokens",
                &[
                    metadata(|object, context| {
                        set(object, "issuer", format!("{}/{{tenantid}}/v2.0", context.issuer));
                    }),
                    Effect::Object(Point::IdTokenClaims, |object, context| {
                        let tenant = "9188040d-6c67-4c5b-b112-36a304b66dad";
                        set(object, "iss", format!("{}/{tenant}/v2.0", context.issuer));
                    }),
                ],
            )
            .from("Microsoft Entra, endpoint `common`"),
        ],
    },
    Switch {
        name: "discovery.issuer",
        about: "The issuer that the metadata names.",
        choices: &[
            Choice::word(
                "other",
                "names another issuer",
                &[metadata(|object, _| set(object, "issuer", format!("{ELSEWHERE}/oidc")))],
            )
            .from("OIDF oidcc-client-test-discovery-issuer-mismatch"),
            Choice::word(
                "slash",
                "adds a slash",
                &[metadata(|object, context| set(object, "issuer", format!("{}/", context.issuer)))],
            ),
            Choice::word(
                "missing",
                "names no issuer",
                &[metadata(|object, _| drop(object.shift_remove("issuer")))],
            ),
        ],
    },
    Switch {
        name: "discovery.endpoints",
        about: "The endpoints that the metadata names.",
        choices: &[
            Choice::word(
                "http",
                "names endpoints of another host without TLS",
                &[metadata(|object, _| each_endpoint(object, "http://elsewhere.example"))],
            )
            .from("RFC 8414 §2"),
            Choice::word(
                "relative",
                "names paths instead of URLs",
                &[metadata(|object, _| each_endpoint(object, ""))],
            ),
            Choice::word(
                "other-host",
                "names endpoints of another host",
                &[metadata(|object, _| each_endpoint(object, ELSEWHERE))],
            ),
            Choice::word(
                "credentials",
                "has a user name in each endpoint",
                &[metadata(|object, _| each_endpoint(object, "https://user@elsewhere.example"))],
            ),
            Choice::word(
                "fragment",
                "has a fragment in each endpoint",
                &[metadata(|object, _| {
                    for name in ENDPOINTS {
                        edit(object, name, |url| format!("{url}#fragment").into());
                    }
                })],
            )
            .from("RFC 6749 §3.1"),
            Choice::word(
                "script",
                "has something in place of the authorization endpoint that no browser should open",
                &[metadata(|object, _| set(object, "authorization_endpoint", "javascript:alert(1)"))],
            )
            .from("CVE-2025-6514"),
        ],
    },
    Switch {
        name: "discovery.missing",
        about: "A member that the metadata leaves out.",
        choices: &[
            missing("authorization_endpoint", "does not say where users sign in"),
            missing("token_endpoint", "does not say where codes are exchanged"),
            missing("userinfo_endpoint", "does not say where the account is asked for"),
            missing("jwks_uri", "does not say where the keys are"),
            missing("code_challenge_methods_supported", "says nothing of PKCE"),
            missing("token_endpoint_auth_methods_supported", "says nothing of client authentication"),
            missing("authorization_response_iss_parameter_supported", "does not announce `iss`"),
            missing("id_token_signing_alg_values_supported", "says nothing of signatures"),
        ],
    },
    Switch {
        name: "discovery.pkce",
        about: "The code challenge methods that the metadata announces.",
        choices: &[Choice::word(
            "plain",
            "announces `plain` alone",
            &[metadata(|object, _| {
                set(object, "code_challenge_methods_supported", vec![Value::from("plain")]);
            })],
        )],
    },
    Switch {
        name: "discovery.place",
        about: "Where the metadata is.",
        choices: &[Choice::word(
            "inserted",
            "is only where RFC 8414 has it, before the issuer's path",
            &[Effect::Behaviour(Behaviour::OnlyInsertedDiscovery)],
        )
        .from("RFC 8414 §3.1")],
    },
    Switch {
        name: "discovery.status",
        about: "The status of the metadata's answer.",
        choices: &[Choice::new(
            Form::Status,
            "answers with this status and no metadata",
            &[Effect::Instead(AT, bodies::status)],
        )],
    },
    Switch {
        name: "discovery.redirect",
        about: "Where the metadata is asked for.",
        choices: &[Choice::new(
            Form::Status,
            "redirects to another host with this status",
            &[Effect::Instead(AT, bodies::redirect)],
        )],
    },
    Switch {
        name: "discovery.body",
        about: "The body of the metadata's answer.",
        choices: &[
            Choice::word("html", "is a page, with 200", &[Effect::Spoil(AT, bodies::html)])
                .from("Logto, issuer without `/oidc`"),
            Choice::word("empty", "is empty", &[Effect::Spoil(AT, bodies::empty)]),
            Choice::word("truncated", "ends in the middle", &[Effect::Spoil(AT, bodies::truncated)]),
            Choice::word("list", "is a list", &[Effect::Spoil(AT, bodies::list)]),
            Choice::word(
                "bom",
                "begins with a byte order mark",
                &[Effect::Spoil(AT, bodies::byte_order_mark)],
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
        name: "discovery.connection",
        about: "The connection on which the metadata is asked for.",
        choices: &[
            Choice::word("hang", "stays open without an answer", &[Effect::Spoil(AT, bodies::never)]),
            Choice::word("close", "is closed without an answer", &[Effect::Spoil(AT, bodies::closed)]),
        ],
    },
    Switch {
        name: "introspection",
        about: "The introspection endpoint (RFC 7662).",
        choices: &[Choice::word(
            "absent",
            "is neither there nor announced",
            &[Effect::Behaviour(Behaviour::NoIntrospection)],
        )],
    },
    Switch {
        name: "revocation",
        about: "The revocation endpoint (RFC 7009).",
        choices: &[Choice::word(
            "absent",
            "is neither there nor announced",
            &[Effect::Behaviour(Behaviour::NoRevocation)],
        )],
    },
];

/// Puts every endpoint at `origin`.
fn each_endpoint(object: &mut Object, origin: &str) {
    for name in ENDPOINTS {
        edit(object, name, |url| {
            let path = url::Url::parse(url).map_or_else(|_| url.to_owned(), |url| url.path().to_owned());
            format!("{origin}{path}").into()
        });
    }
}
