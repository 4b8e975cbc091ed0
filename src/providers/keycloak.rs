//! Keycloak.

use super::{Fingerprint, Lifetimes, Paths, Provider, Refusal, Refused, Setting, Topic, documented};
use crate::diagnostic::{Basis, Confidence};

const KNOWN: Basis = Basis {
    confidence: Confidence::Inference,
    source: "two builders' set-ups with Keycloak, and its admin console; not measured",
    read: "2026-11",
};

const fn setting(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: KNOWN }
}

pub(super) static KEYCLOAK: Provider = Provider {
    name: "Keycloak",
    issuer: "https://<host>/realms/<realm>",
    fingerprint: Fingerprint { hosts: &[], paths: &["/realms/"], headers: &[] },
    paths: Some(Paths {
        issuer: "/realms/<realm>",
        authorization: "/protocol/openid-connect/auth",
        token: "/protocol/openid-connect/token",
    }),
    settings: &[
        setting(
            Topic::Issuer,
            "set `issuer` to `https://<host>/realms/<realm>`; before Keycloak 17 there is `/auth` in front of `/realms`",
        ),
        setting(Topic::RedirectUri, "add it at Clients > the client > Settings > \"Valid redirect URIs\""),
        setting(Topic::ClientId, "compare with Clients > the client > Client ID, in the right realm"),
        setting(Topic::ClientSecret, "copy it again from Clients > the client > Credentials > Client Secret"),
        setting(
            Topic::ClientAuthentication,
            "choose \"Client Id and Secret\" at Clients > the client > Credentials > Client Authenticator: it takes both methods",
        ),
        setting(
            Topic::ApplicationType,
            "switch on \"Client authentication\" and \"Standard flow\" at Clients > the client > Settings",
        ),
        setting(
            Topic::Pkce,
            "clear Clients > the client > Advanced > \"Proof Key for Code Exchange Code Challenge Method\"",
        ),
        setting(
            Topic::RefreshToken,
            "ask for `offline_access`, an optional client scope of the client, or lengthen \"SSO Session Idle\"",
        ),
        setting(Topic::CustomDomain, "set the hostname of Keycloak to a sub-domain of the API's domain"),
        setting(Topic::Scope, "add the scope at Clients > the client > Client scopes"),
        setting(Topic::Audience, "add a mapper of the type \"Audience\" to a client scope of the client"),
    ],
    quirks: &[
        documented(
            Topic::Rotation,
            "where \"Revoke Refresh Token\" is on, a refresh token is good for one use, without grace",
        ),
        documented(
            Topic::Session,
            "without `offline_access` a refresh token ends with the SSO session: 30 min idle by default",
        ),
    ],
    refusals: &[
        Refusal { says: "Invalid parameter: redirect_uri", about: Refused::RedirectUri },
        Refusal { says: "Client not found", about: Refused::Client },
        Refusal { says: "Missing parameter: code_challenge_method", about: Refused::NoPkce },
    ],
    lifetimes: Lifetimes { refresh_token: None, refresh_token_ends_with: None, session: None },
};
