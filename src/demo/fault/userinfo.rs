//! Faults of the Userinfo endpoint, which the agenda API asks about every token as well.

use super::{
    Behaviour, Choice, Effect, Endpoint, Form, Object, Point, Switch,
    bodies::{self, set},
};
use http::{HeaderValue, header::CONTENT_TYPE};

const AT: Endpoint = Endpoint::Userinfo;

const fn account(change: fn(&mut Object, &super::Context<'_>)) -> Effect {
    Effect::Object(Point::Userinfo, change)
}

pub(super) const SWITCHES: &[Switch] = &[
    Switch {
        name: "userinfo.sub",
        about: "The subject that the Userinfo endpoint names.",
        choices: &[
            Choice::word(
                "other",
                "is somebody else",
                &[account(|object, _| {
                    set(object, "sub", "somebody-else");
                })],
            )
            .from("OIDF oidcc-client-test-userinfo-invalid-sub"),
            Choice::word("missing", "is missing", &[account(|object, _| drop(object.shift_remove("sub")))]),
        ],
    },
    Switch {
        name: "userinfo.status",
        about: "The status of the Userinfo endpoint's answer.",
        choices: &[Choice::new(
            Form::Status,
            "answers with this status and no account",
            &[Effect::Instead(AT, bodies::status)],
        )],
    },
    Switch {
        name: "userinfo.bearer",
        about: "How the Userinfo endpoint takes the token.",
        choices: &[Choice::word(
            "header",
            "takes it in the header only",
            &[Effect::Behaviour(Behaviour::HeaderTokenOnly)],
        )
        .from("OIDF oidcc-client-test-userinfo-bearer-header")],
    },
    Switch {
        name: "userinfo.body",
        about: "The body of the Userinfo endpoint's answer.",
        choices: &[
            Choice::word("html", "is a page", &[Effect::Spoil(AT, bodies::html)])
                .from("Logto, endpoint without `/oidc`"),
            Choice::word("empty", "is empty", &[Effect::Spoil(AT, bodies::empty)]),
            Choice::word("truncated", "ends in the middle", &[Effect::Spoil(AT, bodies::truncated)]),
            Choice::word(
                "jwt",
                "is a signed token",
                &[Effect::Spoil(AT, |answer, _| {
                    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/jwt"));
                    *answer.body_mut() = b"eyJhbGciOiJFUzM4NCJ9.e30.AAAA".to_vec();
                })],
            )
            .from("OIDF oidcc-client-test-userinfo-signed"),
        ],
    },
];
