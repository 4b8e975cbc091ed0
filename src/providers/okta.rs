//! Okta.

use super::{Fingerprint, Lifetimes, Paths, Provider, Refusal, Refused, Setting, Topic, documented};
use crate::diagnostic::{Basis, Confidence};

const KNOWN: Basis = Basis {
    confidence: Confidence::Unknown,
    source: "Okta's documentation as generally known; no report of an action with Okta was found",
    read: "2026-11",
};

const fn setting(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: KNOWN }
}

pub(super) static OKTA: Provider = Provider {
    name: "Okta",
    issuer: "https://<org>.okta.com/oauth2/<server>",
    fingerprint: Fingerprint {
        hosts: &[".okta.com", ".oktapreview.com", ".okta-emea.com"],
        paths: &[],
        headers: &["x-okta-request-id"],
    },
    paths: Some(Paths { issuer: "", authorization: "/v1/authorize", token: "/v1/token" }),
    settings: &[
        setting(
            Topic::Issuer,
            "set `issuer` to the authorization server's, `https://<org>.okta.com/oauth2/default`: Security > API > Authorization Servers",
        ),
        setting(Topic::RedirectUri, "add it at Applications > the app > General > \"Sign-in redirect URIs\""),
        setting(Topic::ClientId, "copy Client ID again from Applications > the app > General"),
        setting(
            Topic::ClientSecret,
            "copy the secret again from Applications > the app > General > Client secrets",
        ),
        setting(
            Topic::ClientAuthentication,
            "set Applications > the app > General > Client authentication to \"Client secret\": it takes both methods",
        ),
        setting(
            Topic::ApplicationType,
            "create an app integration with OIDC and the type \"Web Application\"",
        ),
        setting(
            Topic::Pkce,
            "clear Applications > the app > General > \"Require PKCE as additional verification\"",
        ),
        setting(
            Topic::RefreshToken,
            "tick the grant type \"Refresh Token\" at Applications > the app > General, and ask for `offline_access`",
        ),
        setting(
            Topic::CustomDomain,
            "set up Customizations > Brands > the brand > Domains on the API's domain",
        ),
        setting(Topic::Scope, "allow the scope in an access policy of the authorization server"),
    ],
    quirks: &[documented(
        Topic::Rotation,
        "where \"Rotate token after every use\" is on, the old one has a grace period, 30 s by default",
    )],
    refusals: &[
        Refusal { says: "must be a Login redirect URI", about: Refused::RedirectUri },
        Refusal { says: "redirect_uri", about: Refused::RedirectUri },
        Refusal { says: "Invalid value for &#39;client_id&#39;", about: Refused::Client },
    ],
    lifetimes: Lifetimes { refresh_token: None, refresh_token_ends_with: None, session: None },
};
