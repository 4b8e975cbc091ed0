//! Logto, Cloud and self-hosted.

use super::{Fingerprint, Lifetimes, Paths, Provider, Quirk, Setting, Topic};
use crate::diagnostic::{Basis, Confidence};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What a Logto of August 2026 was seen to do.
const MEASURED: Basis = Basis {
    confidence: Confidence::SeveralReports,
    source: "measured at a self-hosted Logto 1.42, commit 1fbc55441f",
    read: "2026-11",
};
const TUTORIAL: Basis = Basis {
    confidence: Confidence::SeveralReports,
    source: "https://blog.logto.io/gpt-action-oauth and https://docs.logto.io",
    read: "2026-11",
};
const REFRESH_REPORT: Basis = Basis {
    confidence: Confidence::OneReport,
    source: "community.openai.com thread 665758, whose error is Logto's",
    read: "2026-11",
};

const fn setting(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: TUTORIAL }
}

const fn quirk(topic: Topic, words: &'static str) -> Quirk {
    Quirk { topic, words, basis: MEASURED }
}

/// Logto.
pub static LOGTO: Provider = Provider {
    name: "Logto",
    issuer: "https://<tenant>.logto.app/oidc",
    fingerprint: Fingerprint { hosts: &[".logto.app"], paths: &[], headers: &["logto-core-request-id"] },
    paths: Some(Paths { issuer: "/oidc", authorization: "/auth", token: "/token" }),
    settings: &[
        setting(
            Topic::Issuer,
            "set `issuer` to the base URL with `/oidc` behind it, without a slash at the end: Console > Applications > the application > Endpoints > Issuer endpoint",
        ),
        setting(
            Topic::RedirectUri,
            "add it at Console > Applications > the application > Redirect URIs, and save; `https://chatgpt.com/aip/*/oauth/callback` fits every callback id",
        ),
        setting(Topic::ClientId, "copy App ID again from Console > Applications > the application"),
        setting(
            Topic::ClientSecret,
            "copy the value again from Console > Applications > the application > App secrets; an expired one says so there",
        ),
        setting(
            Topic::ClientAuthentication,
            "choose either method in the GPT editor: a \"Traditional web\" application takes both",
        ),
        setting(
            Topic::ApplicationType,
            "create an application of the type \"Traditional web\" (Console > Applications > Create application): the type of an existing one cannot be changed",
        ),
        setting(
            Topic::Pkce,
            "create an application of the type \"Traditional web\", for which PKCE is optional; \"Single page app\" and \"Native app\" demand it",
        ),
        setting(
            Topic::RefreshToken,
            "switch on Console > Applications > the application > \"Always issue Refresh Token\"",
        ),
        setting(
            Topic::CustomDomain,
            "add a sub-domain of the API's domain at Console > Settings > Domains, and use it in `issuer`",
        ),
        setting(Topic::Rotation, "nothing is to be set: let calls that refresh at once do so within 3 s"),
        setting(
            Topic::Session,
            "lengthen the life of refresh tokens, up to 180 days, at Console > Applications > the application > \"Refresh token TTL\": users sign in again when it is over, and after a sign-out in that browser",
        ),
        setting(Topic::Scope, "ask for `openid offline_access` and what else the API needs"),
        setting(
            Topic::Audience,
            "take the opaque token and let the API ask the Userinfo endpoint, or set a default API resource for the tenant (Console > API resources)",
        ),
    ],
    quirks: &[
        quirk(Topic::RefreshToken, "ChatGPT gets a refresh token only by \"Always issue Refresh Token\""),
        quirk(
            Topic::RefreshToken,
            "without `prompt=consent`, which ChatGPT never sends, Logto drops `offline_access` silently",
        ),
        quirk(Topic::Session, "a refresh token ends with the browser session, or after 14 days"),
        quirk(
            Topic::Session,
            "the session ends when the user signs out of Logto in that browser, or 14 days after their last visit to its sign-in page; refreshing does not prolong it",
        ),
        Quirk {
            topic: Topic::RefreshToken,
            words: "a failed refresh answers 400, on which ChatGPT shows \"Missing access token\" and no sign-in button: the user must sign out of the action by hand",
            basis: REFRESH_REPORT,
        },
        quirk(Topic::Rotation, "a refresh token changes late in its life; the old one has 3 s more"),
        quirk(
            Topic::Rotation,
            "late is when 70 % of the life has passed, and at once for a client without a secret; an old one that comes after the 3 s ends the grant",
        ),
        quirk(
            Topic::SharedGrant,
            "one browser session and one client share one grant: what a test revokes or sends twice ends the GPT's tokens as well, if the same browser signed in for both",
        ),
        quirk(
            Topic::Issuer,
            "outside of `/oidc` every GET answers 200 with the sign-in page, also `/userinfo` and `/authorize`",
        ),
        quirk(
            Topic::Scope,
            "a missing scope, or only unknown ones, is refused after the sign-in, with `access_denied` and no words",
        ),
        quirk(
            Topic::RedirectUri,
            "the port of a loopback redirect URI is compared for \"Traditional web\" applications",
        ),
        quirk(
            Topic::ClientSecret,
            "a wrong, a foreign and a missing secret all answer the same 401; only the audit log tells them apart",
        ),
        quirk(
            Topic::Audience,
            "access tokens are opaque, because ChatGPT sends no `resource`; a JWT for a resource is refused by the Userinfo endpoint",
        ),
    ],
    refusals: &[],
    lifetimes: Lifetimes {
        refresh_token: Some(Duration::from_secs(14 * DAY.as_secs())),
        refresh_token_ends_with: Some("the sign-out of the user in that browser"),
        session: Some(Duration::from_secs(14 * DAY.as_secs())),
    },
};
