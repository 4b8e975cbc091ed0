//! Auth0.

use super::{Fingerprint, Lifetimes, Paths, Provider, Quirk, Refusal, Refused, Setting, Topic, documented};
use crate::diagnostic::{Basis, Confidence};

const KNOWN: Basis = Basis {
    confidence: Confidence::Inference,
    source: "Auth0's documentation as quoted by builders; not measured",
    read: "2026-11",
};

const fn setting(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: KNOWN }
}

pub(super) static AUTH0: Provider = Provider {
    name: "Auth0",
    issuer: "https://<tenant>.auth0.com/",
    fingerprint: Fingerprint { hosts: &[".auth0.com"], paths: &[], headers: &["x-auth0-requestid"] },
    paths: Some(Paths { issuer: "/", authorization: "authorize", token: "oauth/token" }),
    settings: &[
        setting(
            Topic::Issuer,
            "set `issuer` to `https://<domain>/` with the slash at its end: Auth0's issuer has one",
        ),
        setting(
            Topic::RedirectUri,
            "add it at Dashboard > Applications > the application > Settings > \"Allowed Callback URLs\"",
        ),
        setting(
            Topic::ClientId,
            "copy Client ID again from Dashboard > Applications > the application > Settings",
        ),
        setting(
            Topic::ClientSecret,
            "copy Client Secret again from Dashboard > Applications > the application > Settings",
        ),
        setting(
            Topic::ClientAuthentication,
            "set Dashboard > Applications > the application > Credentials > Authentication Method to \"Client Secret (Post)\" for \"Default (POST request)\"",
        ),
        setting(Topic::ApplicationType, "create an application of the type \"Regular Web Application\""),
        setting(Topic::Pkce, "use a \"Regular Web Application\": the other types demand PKCE"),
        setting(
            Topic::RefreshToken,
            "switch on \"Allow Offline Access\" for the API, and ask for `offline_access`",
        ),
        setting(Topic::CustomDomain, "set up Dashboard > Branding > Custom Domains on the API's domain"),
        setting(
            Topic::Audience,
            "set Dashboard > Settings > General > \"Default Audience\" to the API's identifier: without an audience the token is not for the API",
        ),
    ],
    quirks: &[
        documented(
            Topic::Rotation,
            "where \"Refresh Token Rotation\" is on, the old one ends at once, unless \"Rotation Overlap Period\" is set",
        ),
        Quirk {
            topic: Topic::ClientAuthentication,
            words: "the method of the application is enforced: \"Default (POST request)\" needs Client Secret (Post)",
            basis: Basis {
                confidence: Confidence::OneReport,
                source: "a builder's note on Auth0 and GPT actions",
                read: "2026-11",
            },
        },
        Quirk {
            topic: Topic::Audience,
            words: "without an `audience`, which ChatGPT does not send, the access token is opaque or encrypted and the API cannot read it",
            basis: Basis {
                confidence: Confidence::Inference,
                source: "Auth0 reports of MCP connectors; not confirmed for actions",
                read: "2026-11",
            },
        },
    ],
    refusals: &[
        Refusal { says: "Callback URL mismatch", about: Refused::RedirectUri },
        Refusal { says: "Unknown client", about: Refused::Client },
        Refusal { says: "Service not found", about: Refused::Resource },
    ],
    lifetimes: Lifetimes { refresh_token: None, refresh_token_ends_with: None, session: None },
};
