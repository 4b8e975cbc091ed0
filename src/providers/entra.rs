//! Microsoft Entra ID.

use super::{Fingerprint, Lifetimes, Provider, Quirk, Refusal, Refused, Setting, Topic, documented};
use crate::diagnostic::{Basis, Confidence};

const KNOWN: Basis = Basis {
    confidence: Confidence::Inference,
    source: "OpenAI Cookbook's SharePoint action and Microsoft's list of AADSTS codes; not measured",
    read: "2026-11",
};

const fn setting(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: KNOWN }
}

pub(super) static ENTRA: Provider = Provider {
    name: "Microsoft Entra ID",
    issuer: "https://login.microsoftonline.com/<tenant>/v2.0",
    fingerprint: Fingerprint {
        hosts: &["login.microsoftonline.com", "sts.windows.net", ".ciamlogin.com", ".b2clogin.com"],
        paths: &[],
        headers: &[],
    },
    paths: None,
    settings: &[
        setting(Topic::Issuer, "set `issuer` to `https://login.microsoftonline.com/<tenant id>/v2.0`"),
        setting(
            Topic::RedirectUri,
            "add it at App registrations > the app > Authentication, under the platform \"Web\"",
        ),
        setting(
            Topic::ClientId,
            "copy Application (client) ID again from App registrations > the app > Overview",
        ),
        setting(
            Topic::ClientSecret,
            "create one at App registrations > the app > Certificates & secrets, and copy its Value, not its Secret ID",
        ),
        setting(
            Topic::ClientAuthentication,
            "choose \"Default (POST request)\" in the GPT editor: the credentials go in the body",
        ),
        setting(
            Topic::ApplicationType,
            "register the redirect URI under the platform \"Web\", not \"Single-page application\" or \"Mobile and desktop\"",
        ),
        setting(Topic::Pkce, "use the platform \"Web\": \"Single-page application\" demands PKCE"),
        setting(Topic::RefreshToken, "ask for `offline_access`"),
        setting(
            Topic::CustomDomain,
            "nothing to do: Microsoft's sign-in hosts are exempt from the root-domain rule",
        ),
        setting(
            Topic::Scope,
            "name a scope of your API, `api://<app id>/<scope>`: without one the token is for Microsoft Graph",
        ),
        setting(
            Topic::Audience,
            "name a scope of your API, `api://<app id>/<scope>`: it decides the audience",
        ),
    ],
    quirks: &[
        documented(Topic::Rotation, "each refresh brings a new refresh token, and the old one stays good"),
        documented(Topic::Session, "a refresh token lives 90 days, and ends with a changed password"),
        Quirk {
            topic: Topic::CustomDomain,
            words: "exempt: the API may be on any domain",
            basis: Basis {
                confidence: Confidence::Documented,
                source: "https://developers.openai.com/api/docs/actions/production and OpenAI Cookbook's SharePoint action",
                read: "2026-11",
            },
        },
    ],
    refusals: &[
        Refusal { says: "AADSTS50011", about: Refused::RedirectUri },
        Refusal { says: "AADSTS700016", about: Refused::Client },
        Refusal { says: "AADSTS90002", about: Refused::Client },
        Refusal { says: "AADSTS9002325", about: Refused::NoPkce },
        Refusal { says: "AADSTS70011", about: Refused::Scope },
        Refusal { says: "AADSTS700054", about: Refused::ResponseType },
        Refusal { says: "AADSTS500011", about: Refused::Resource },
    ],
    lifetimes: Lifetimes { refresh_token: None, refresh_token_ends_with: None, session: None },
};
