//! Google.

use super::{Fingerprint, Lifetimes, Provider, Quirk, Refusal, Refused, Setting, Topic, documented};
use crate::diagnostic::{Basis, Confidence};

const KNOWN: Basis = Basis {
    confidence: Confidence::Unknown,
    source: "Google's documentation as generally known; not measured",
    read: "2026-11",
};

const fn setting(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: KNOWN }
}

pub(super) static GOOGLE: Provider = Provider {
    name: "Google",
    issuer: "https://accounts.google.com",
    fingerprint: Fingerprint {
        hosts: &["accounts.google.com", "oauth2.googleapis.com"],
        paths: &[],
        headers: &[],
    },
    paths: None,
    settings: &[
        setting(Topic::Issuer, "set `issuer` to `https://accounts.google.com`"),
        setting(
            Topic::RedirectUri,
            "add it at APIs & Services > Credentials > the client > \"Authorized redirect URIs\"",
        ),
        setting(Topic::ClientId, "copy the client ID again from APIs & Services > Credentials"),
        setting(
            Topic::ClientSecret,
            "copy the client secret again from APIs & Services > Credentials > the client",
        ),
        setting(Topic::ApplicationType, "create an OAuth client of the type \"Web application\""),
        setting(
            Topic::RefreshToken,
            "put `?access_type=offline&prompt=consent` into the authorization URL: nothing else gets a refresh token, and whether ChatGPT keeps it is not known",
        ),
        setting(
            Topic::CustomDomain,
            "nothing to do: Google's sign-in hosts are exempt from the root-domain rule",
        ),
    ],
    quirks: &[
        documented(Topic::Rotation, "a refresh token stays the same"),
        documented(
            Topic::Session,
            "while the consent screen is in \"Testing\", a refresh token ends after 7 days",
        ),
        Quirk {
            topic: Topic::CustomDomain,
            words: "exempt: the API may be on any domain; a proxy in front of Google's sign-in is not exempt",
            basis: Basis {
                confidence: Confidence::Documented,
                source: "https://developers.openai.com/api/docs/actions/production, and one builder's proxy",
                read: "2026-11",
            },
        },
        Quirk {
            topic: Topic::RefreshToken,
            words: "`offline_access` is no scope of Google: a refresh token needs `access_type=offline`",
            basis: Basis {
                confidence: Confidence::Unknown,
                source: "widely known; not confirmed for actions",
                read: "2026-11",
            },
        },
    ],
    refusals: &[
        Refusal { says: "redirect_uri_mismatch", about: Refused::RedirectUri },
        Refusal { says: "The OAuth client was not found", about: Refused::Client },
        Refusal { says: "invalid_scope", about: Refused::Scope },
    ],
    lifetimes: Lifetimes { refresh_token: None, refresh_token_ends_with: None, session: None },
};
