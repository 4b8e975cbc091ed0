//! Clerk.

use super::{Fingerprint, Lifetimes, Paths, Provider, Quirk, Setting, Topic};
use crate::diagnostic::{Basis, Confidence};

const KNOWN: Basis = Basis {
    confidence: Confidence::Unknown,
    source: "one builder's plan and Clerk's documentation as generally known; not measured",
    read: "2026-11",
};

const fn setting(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: KNOWN }
}

pub(super) static CLERK: Provider = Provider {
    name: "Clerk",
    issuer: "https://<app>.clerk.accounts.dev",
    fingerprint: Fingerprint { hosts: &[".clerk.accounts.dev"], paths: &[], headers: &["x-clerk-trace-id"] },
    paths: Some(Paths { issuer: "", authorization: "/oauth/authorize", token: "/oauth/token" }),
    settings: &[
        setting(
            Topic::Issuer,
            "set `issuer` to the Frontend API URL: Dashboard > Configure > OAuth applications > the application > Discovery URL",
        ),
        setting(
            Topic::RedirectUri,
            "add it at Dashboard > Configure > OAuth applications > the application > Redirect URIs",
        ),
        setting(Topic::ClientId, "copy Client ID again from Dashboard > Configure > OAuth applications"),
        setting(
            Topic::ClientSecret,
            "create a new one at Dashboard > Configure > OAuth applications > the application: it is shown once",
        ),
        setting(Topic::ApplicationType, "switch \"Public\" off for the OAuth application"),
        setting(Topic::Pkce, "switch \"Public\" off for the OAuth application: a public one demands PKCE"),
        setting(Topic::CustomDomain, "use Clerk's production instance, which lives on a sub-domain of yours"),
    ],
    quirks: &[Quirk {
        topic: Topic::ApplicationType,
        words: "Clerk's OAuth applications work with actions",
        basis: Basis {
            confidence: Confidence::OneReport,
            source: "a builder's plan for a GPT action with Clerk",
            read: "2026-11",
        },
    }],
    refusals: &[],
    lifetimes: Lifetimes { refresh_token: None, refresh_token_ends_with: None, session: None },
};
