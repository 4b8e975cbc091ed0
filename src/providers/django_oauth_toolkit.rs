//! django-oauth-toolkit.

use super::{Fingerprint, Lifetimes, Paths, Provider, Quirk, Refusal, Refused, Setting, Topic, documented};
use crate::diagnostic::{Basis, Confidence};

const KNOWN: Basis = Basis {
    confidence: Confidence::Inference,
    source: "community.openai.com thread 527074 and the project's documentation; not measured",
    read: "2026-11",
};

const fn setting(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: KNOWN }
}

pub(super) static DJANGO_OAUTH_TOOLKIT: Provider = Provider {
    name: "django-oauth-toolkit",
    issuer: "https://<host>/o",
    fingerprint: Fingerprint { hosts: &[], paths: &[], headers: &[] },
    paths: Some(Paths { issuer: "/o", authorization: "/authorize/", token: "/token/" }),
    settings: &[
        setting(
            Topic::Issuer,
            "set `issuer` to `https://<host>/o`, or name the endpoints in `[oauth]`: without OIDC_ENABLED there is no metadata",
        ),
        setting(
            Topic::RedirectUri,
            "add it to \"Redirect uris\" of the application, at /o/applications/ or in the admin",
        ),
        setting(Topic::ClientId, "compare with \"Client id\" of the application, at /o/applications/"),
        setting(Topic::ClientSecret, "set a new one: it is hashed when it is saved and cannot be read again"),
        setting(
            Topic::ApplicationType,
            "set \"Client type\" to confidential and \"Authorization grant type\" to authorization-code",
        ),
        setting(
            Topic::Pkce,
            "set `PKCE_REQUIRED = False` in OAUTH2_PROVIDER: since version 2 it is on by default",
        ),
        setting(
            Topic::Rotation,
            "set `REFRESH_TOKEN_GRACE_PERIOD_SECONDS = 30` in OAUTH2_PROVIDER: two calls of a GPT may refresh at once",
        ),
        setting(
            Topic::Scope,
            "fill in Scope in the GPT editor with what OAUTH2_PROVIDER[\"SCOPES\"] names: a blank one is refused",
        ),
    ],
    quirks: &[
        documented(
            Topic::Rotation,
            "each refresh brings a new refresh token, and by default the old one ends at once",
        ),
        Quirk {
            topic: Topic::Pkce,
            words: "since version 2 PKCE is required by default",
            basis: Basis {
                confidence: Confidence::SeveralReports,
                source: "community.openai.com thread 527074 and the project's changelog",
                read: "2026-11",
            },
        },
        Quirk {
            topic: Topic::Scope,
            words: "a blank scope is refused",
            basis: Basis {
                confidence: Confidence::OneReport,
                source: "community.openai.com thread 527074",
                read: "2026-11",
            },
        },
    ],
    refusals: &[
        Refusal { says: "Mismatching redirect URI", about: Refused::RedirectUri },
        Refusal { says: "Invalid client_id", about: Refused::Client },
        Refusal { says: "Code challenge required", about: Refused::NoPkce },
    ],
    lifetimes: Lifetimes { refresh_token: None, refresh_token_ends_with: None, session: None },
};
