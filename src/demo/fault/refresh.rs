//! Faults of the refresh token grant.

use super::{
    Behaviour, Choice, Effect, Endpoint, Form, Object, Point, Switch,
    bodies::{self, ELSEWHERE, set},
};
use serde_json::json;

const AT: Endpoint = Endpoint::Refresh;

const fn claims(change: fn(&mut Object, &super::Context<'_>)) -> Effect {
    Effect::Object(Point::RefreshedIdTokenClaims, change)
}

pub(super) const SWITCHES: &[Switch] = &[
    Switch {
        name: "refresh.status",
        about: "The status of the answer to a refresh token.",
        choices: &[Choice::new(
            Form::Status,
            "refuses with this status; below 500 the error is `invalid_grant`",
            &[Effect::Instead(AT, |context| {
                let status = context.status();
                if status.is_server_error() {
                    return bodies::status(context);
                }
                let body = json!({
                    "error": "invalid_grant", "error_description": "grant request is invalid",
                });
                Some(bodies::text_answer(status, "application/json; charset=utf-8", &body.to_string()))
            })],
        )],
    },
    Switch {
        name: "refresh.rotation",
        about: "Whether a refresh brings a new refresh token.",
        choices: &[
            Choice::word(
                "always",
                "brings one each time; the old one is taken for a few more seconds",
                &[Effect::Behaviour(Behaviour::AlwaysRotate)],
            )
            .from("Auth0, Okta"),
            Choice::word(
                "reuse-revokes",
                "brings one each time; the old one ends the whole grant at once",
                &[Effect::Behaviour(Behaviour::ReuseRevokes)],
            )
            .from("RFC 9700 §4.14, Autodesk"),
            Choice::word("never", "brings none", &[Effect::Behaviour(Behaviour::NeverRotate)]).from("Google"),
        ],
    },
    Switch {
        name: "refresh.lifetime",
        about: "How long refresh tokens live.",
        choices: &[Choice::new(
            Form::Seconds,
            "is this many seconds",
            &[Effect::Behaviour(Behaviour::RefreshTokenLifetime)],
        )],
    },
    Switch {
        name: "refresh.connection",
        about: "The connection for a refresh, which was granted.",
        choices: &[
            Choice::word("hang", "stays open without an answer", &[Effect::Spoil(AT, bodies::never)]),
            Choice::word("close", "is closed without an answer", &[Effect::Spoil(AT, bodies::closed)]),
        ],
    },
    Switch {
        name: "refresh.id_token.iss",
        about: "The issuer of ID tokens that come with a refresh.",
        choices: &[Choice::word(
            "wrong",
            "is another",
            &[claims(|object, _| {
                set(object, "iss", format!("{ELSEWHERE}/oidc"));
            })],
        )
        .from("OIDF oidcc-client-test-refresh-token-invalid-issuer")],
    },
    Switch {
        name: "refresh.id_token.sub",
        about: "The subject of ID tokens that come with a refresh.",
        choices: &[Choice::word(
            "other",
            "is somebody else",
            &[claims(|object, _| {
                set(object, "sub", "somebody-else");
            })],
        )
        .from("OIDF oidcc-client-test-refresh-token-invalid-sub")],
    },
];
