//! Supabase's OAuth server.

use super::{Fingerprint, Lifetimes, Paths, Provider, Quirk, Setting, Topic, documented};
use crate::diagnostic::{Basis, Confidence};

const KNOWN: Basis = Basis {
    confidence: Confidence::Inference,
    source: "two builders' notes of 2026; not measured",
    read: "2026-11",
};

const fn setting(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: KNOWN }
}

pub(super) static SUPABASE: Provider = Provider {
    name: "Supabase",
    issuer: "https://<project>.supabase.co/auth/v1",
    fingerprint: Fingerprint {
        hosts: &[".supabase.co"],
        paths: &[],
        headers: &["sb-request-id", "sb-gateway-version"],
    },
    paths: Some(Paths { issuer: "/auth/v1", authorization: "/oauth/authorize", token: "/oauth/token" }),
    settings: &[
        setting(Topic::Issuer, "set `issuer` to `https://<project>.supabase.co/auth/v1`"),
        setting(
            Topic::RedirectUri,
            "add it at Authentication > OAuth Apps > the app > Redirect URIs, again after each change of the action",
        ),
        setting(Topic::ClientId, "copy Client ID again from Authentication > OAuth Apps"),
        setting(
            Topic::ClientSecret,
            "create a new one at Authentication > OAuth Apps > the app: it is shown once",
        ),
        setting(
            Topic::Pkce,
            "put a thin proxy on the API's host that adds PKCE: Supabase expects it, and ChatGPT sends none",
        ),
        setting(
            Topic::CustomDomain,
            "put a thin proxy for authorize and token on the API's host: `*.supabase.co` never shares its domain",
        ),
    ],
    quirks: &[
        documented(
            Topic::Rotation,
            "each refresh brings a new refresh token; the old one has a reuse interval, 10 s by default",
        ),
        documented(Topic::Session, "a sign-out ends the refresh token"),
        Quirk {
            topic: Topic::CustomDomain,
            words: "its host never matches the API's root domain: a proxy on the API's host is needed",
            basis: Basis {
                confidence: Confidence::SeveralReports,
                source: "two builders' notes of 2026",
                read: "2026-11",
            },
        },
        Quirk {
            topic: Topic::Pkce,
            words: "its OAuth server expects PKCE",
            basis: Basis {
                confidence: Confidence::SeveralReports,
                source: "two builders' notes of 2026",
                read: "2026-11",
            },
        },
    ],
    refusals: &[],
    lifetimes: Lifetimes { refresh_token: None, refresh_token_ends_with: None, session: None },
};
