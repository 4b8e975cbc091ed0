//! Faults of the registration: what is known of the client, and what it must do.

use super::{Behaviour, Choice, Effect, Switch};

const fn behaves(word: &'static str, does: &'static str, effects: &'static [Effect]) -> Choice {
    Choice::word(word, does, effects)
}

pub(super) const SWITCHES: &[Switch] = &[
    Switch {
        name: "client.id",
        about: "The demo's client identifier.",
        choices: &[behaves("unknown", "is unknown", &[Effect::Behaviour(Behaviour::UnknownClient)])],
    },
    Switch {
        name: "client.redirect_uri",
        about: "The client's redirect URIs.",
        choices: &[behaves(
            "unregistered",
            "are all unregistered",
            &[Effect::Behaviour(Behaviour::UnregisteredRedirectUri)],
        )],
    },
    Switch {
        name: "client.type",
        about: "What the client is registered as.",
        choices: &[
            behaves(
                "spa",
                "is a single page app, without a secret",
                &[Effect::Behaviour(Behaviour::SpaClient)],
            )
            .from("Logto"),
            behaves(
                "native",
                "is a native app, without a secret",
                &[Effect::Behaviour(Behaviour::NativeClient)],
            )
            .from("Logto"),
            behaves(
                "m2m",
                "is machine to machine, without redirect URIs",
                &[Effect::Behaviour(Behaviour::UnregisteredRedirectUri)],
            )
            .from("Logto"),
        ],
    },
    Switch {
        name: "client.secret",
        about: "The client secret.",
        choices: &[
            behaves(
                "other",
                "is another than the one that is told",
                &[Effect::Behaviour(Behaviour::OtherSecret)],
            ),
            behaves("expired", "has expired", &[Effect::Behaviour(Behaviour::ExpiredSecret)]).from("Logto"),
        ],
    },
    Switch {
        name: "client.pkce",
        about: "Whether the client must use PKCE, which ChatGPT does not.",
        choices: &[behaves("required", "must use it", &[Effect::Behaviour(Behaviour::PkceRequired)])
            .from("django-oauth-toolkit, Supabase")],
    },
    Switch {
        name: "client.refresh_token",
        about: "Refresh tokens where nobody asked for consent.",
        choices: &[behaves(
            "never",
            "never come: \"Always issue Refresh Token\" is off",
            &[Effect::Behaviour(Behaviour::NoRefreshToken)],
        )
        .from("Logto, Google")],
    },
];
