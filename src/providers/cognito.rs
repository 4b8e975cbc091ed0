//! Amazon Cognito.

use super::{Fingerprint, Lifetimes, Provider, Quirk, Refusal, Refused, Setting, Topic, documented};
use crate::diagnostic::{Basis, Confidence};

const KNOWN: Basis = Basis {
    confidence: Confidence::Unknown,
    source: "AWS's documentation as generally known; no report of an action with Cognito was found",
    read: "2026-11",
};

const fn setting(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: KNOWN }
}

pub(super) static COGNITO: Provider = Provider {
    name: "Amazon Cognito",
    issuer: "https://cognito-idp.<region>.amazonaws.com/<pool>",
    fingerprint: Fingerprint {
        hosts: &[".amazoncognito.com", "cognito-idp.*.amazonaws.com"],
        paths: &[],
        headers: &["x-amz-cognito-request-id"],
    },
    paths: None,
    settings: &[
        setting(
            Topic::Issuer,
            "set `issuer` to `https://cognito-idp.<region>.amazonaws.com/<user pool id>`; the endpoints are on the pool's domain",
        ),
        setting(
            Topic::RedirectUri,
            "add it at the user pool > App clients > the client > Login pages > \"Allowed callback URLs\"",
        ),
        setting(Topic::ClientId, "copy Client ID again from the user pool > App clients"),
        setting(
            Topic::ClientSecret,
            "copy Client secret again from the user pool > App clients > the client",
        ),
        setting(
            Topic::ApplicationType,
            "create an app client of the type \"Traditional web application\", which has a secret",
        ),
        setting(
            Topic::RefreshToken,
            "nothing to ask for: a code exchange always returns a refresh token; remove `offline_access` from `scope`",
        ),
        setting(Topic::CustomDomain, "set the user pool's Domain to a custom one on the API's domain"),
        setting(
            Topic::Scope,
            "allow the scope at the user pool > App clients > the client > Login pages > OpenID Connect scopes",
        ),
    ],
    quirks: &[
        documented(
            Topic::Rotation,
            "a refresh token stays the same, unless rotation is switched on with a grace period of 0 to 60 s",
        ),
        documented(Topic::Session, "a refresh token ends after 30 days by default"),
        Quirk {
            topic: Topic::Scope,
            words: "`offline_access` is no scope of Cognito and is refused",
            basis: Basis {
                confidence: Confidence::Unknown,
                source: "generally known; not measured",
                read: "2026-11",
            },
        },
    ],
    refusals: &[
        Refusal { says: "redirect_mismatch", about: Refused::RedirectUri },
        Refusal { says: "Client does not exist", about: Refused::Client },
        Refusal { says: "invalid_scope", about: Refused::Scope },
    ],
    lifetimes: Lifetimes { refresh_token: None, refresh_token_ends_with: None, session: None },
};
