//! What is known of the providers that people use, as data.
//!
//! How to recognise them, where their endpoints are, what their console calls a setting, and what
//! they do otherwise than expected: each with its source. One provider a file; one that nobody knows
//! gets the words of the standard.

mod auth0;
mod clerk;
mod cognito;
mod django_oauth_toolkit;
mod entra;
mod google;
mod keycloak;
mod logto;
mod okta;
mod standard;
mod supabase;

use crate::diagnostic::{Basis, Confidence};
use http::HeaderMap;
use std::time::Duration;
use url::Url;

pub use logto::LOGTO;
pub use standard::STANDARD;

/// What is known of a provider.
#[derive(Debug)]
pub struct Provider {
    /// Its name, as people say it.
    pub name: &'static str,
    /// What an issuer of it looks like; `<…>` stands for what differs.
    pub issuer: &'static str,
    /// How it is recognised.
    pub fingerprint: Fingerprint,
    /// The paths of its endpoints below the issuer, where they are always the same.
    pub paths: Option<Paths>,
    /// What its console calls things.
    pub settings: &'static [Setting],
    /// What it does otherwise than one would expect.
    pub quirks: &'static [Quirk],
    /// What it says when it refuses an authorization request, where it does not say so by an error
    /// code of the standard.
    pub refusals: &'static [Refusal],
    /// How long things live where nobody has changed it.
    pub lifetimes: Lifetimes,
}

/// How a provider is recognised. Any one mark is enough.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fingerprint {
    /// Hosts of the issuer: a whole name, with a dot in front everything below it, or with a `*` for
    /// what differs.
    pub hosts: &'static [&'static str],
    /// What the path of the issuer contains.
    pub paths: &'static [&'static str],
    /// Headers that its answers carry.
    pub headers: &'static [&'static str],
}

/// The paths of endpoints below the issuer.
#[derive(Debug, Clone, Copy)]
pub struct Paths {
    /// What every issuer of it ends with.
    pub issuer: &'static str,
    /// The authorization endpoint.
    pub authorization: &'static str,
    /// The token endpoint.
    pub token: &'static str,
}

impl Paths {
    /// Returns the authorization and the token endpoint below an issuer.
    pub fn below(&self, issuer: &str) -> [String; 2] {
        [self.authorization, self.token]
            .map(|path| format!("{}/{}", issuer.trim_end_matches('/'), path.trim_start_matches('/')))
    }
}

/// What advice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Where the issuer and the endpoints are shown.
    Issuer,
    /// Where redirect URIs are registered.
    RedirectUri,
    /// Where the client identifier is shown.
    ClientId,
    /// Where the client secret is shown.
    ClientSecret,
    /// Which methods of client authentication there are.
    ClientAuthentication,
    /// Which kind of application a GPT needs.
    ApplicationType,
    /// How to do without PKCE.
    Pkce,
    /// How refresh tokens are issued without `prompt=consent`.
    RefreshToken,
    /// How the provider comes to the domain of the API.
    CustomDomain,
    /// How scopes are allowed.
    Scope,
    /// Whether a refresh token changes when it is used, and how long the old one is good for.
    Rotation,
    /// What ends a refresh token before its time.
    Session,
    /// Whose tokens end together.
    SharedGrant,
    /// How an access token for the API comes about without an `audience` or `resource`.
    Audience,
}

/// What a console calls something, and what to do there.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// What it is about.
    pub topic: Topic,
    /// One imperative, in the console's own words.
    pub words: &'static str,
    /// How it is known.
    pub basis: Basis,
}

/// What a provider does otherwise than expected.
#[derive(Debug, Clone, Copy)]
pub struct Quirk {
    /// What it is about.
    pub topic: Topic,
    /// One fact, and what it means for a GPT.
    pub words: &'static str,
    /// How it is known.
    pub basis: Basis,
}

/// What is in a provider's documentation, and was not looked at in its answers.
const fn documented(topic: Topic, words: &'static str) -> Quirk {
    let source = "the provider's documentation as generally known; not measured";
    Quirk { topic, words, basis: Basis { confidence: Confidence::Unknown, source, read: "2026-11" } }
}

/// What a provider says when it refuses an authorization request in its own manner.
#[derive(Debug, Clone, Copy)]
pub struct Refusal {
    /// A part of the page, compared without case.
    pub says: &'static str,
    /// What it refuses.
    pub about: Refused,
}

/// What of an authorization request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The redirect URI.
    RedirectUri,
    /// The client identifier.
    Client,
    /// That there is no PKCE.
    NoPkce,
    /// The response type, or the client for the code flow.
    ResponseType,
    /// The scope.
    Scope,
    /// The resource or audience, or that there is none.
    Resource,
}

/// How long things live where nobody has changed it; `None` where it is not known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lifetimes {
    /// A refresh token.
    pub refresh_token: Option<Duration>,
    /// What ends a refresh token earlier, as a clause.
    pub refresh_token_ends_with: Option<&'static str>,
    /// A browser session.
    pub session: Option<Duration>,
}

/// Every provider that something is known of.
pub const ALL: [&Provider; 10] = [
    &LOGTO,
    &auth0::AUTH0,
    &keycloak::KEYCLOAK,
    &entra::ENTRA,
    &google::GOOGLE,
    &cognito::COGNITO,
    &okta::OKTA,
    &clerk::CLERK,
    &supabase::SUPABASE,
    &django_oauth_toolkit::DJANGO_OAUTH_TOOLKIT,
];

/// Returns the provider whose issuer or endpoint this is, or whose answer has these headers.
pub fn recognise(url: Option<&Url>, headers: &[&HeaderMap]) -> &'static Provider {
    let by_url = |provider: &&&Provider| url.is_some_and(|url| provider.fingerprint.knows(url));
    let by_header = |provider: &&&Provider| {
        let names = provider.fingerprint.headers;
        headers.iter().any(|headers| names.iter().any(|name| headers.contains_key(*name)))
    };
    let found = ALL.iter().find(by_url).or_else(|| ALL.iter().find(by_header));
    found.copied().unwrap_or(&STANDARD)
}

impl Fingerprint {
    fn knows(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let is = |known: &str| match known.split_once('*') {
            Some((start, end)) => host.starts_with(start) && host.ends_with(end),
            None => host == known || (known.starts_with('.') && host.ends_with(known)),
        };
        self.hosts.iter().any(|known| is(known)) || self.paths.iter().any(|mark| url.path().contains(mark))
    }
}

impl Provider {
    /// Returns what to do about a topic, in the words of this provider, or of the standard.
    pub fn advice(&self, topic: Topic) -> &'static str {
        self.setting(topic).map_or("", |setting| setting.words)
    }

    /// Returns the setting that a topic is about, of this provider, or of the standard.
    pub fn setting(&self, topic: Topic) -> Option<&'static Setting> {
        self.settings.iter().chain(STANDARD.settings).find(|setting| setting.topic == topic)
    }

    /// Returns what this provider does otherwise in a matter.
    pub fn quirks(&self, topic: Topic) -> impl Iterator<Item = &'static Quirk> {
        self.quirks.iter().filter(move |quirk| quirk.topic == topic)
    }

    /// Returns whether nothing is known but the standard.
    pub fn is_unknown(&self) -> bool {
        self.is(&STANDARD)
    }

    /// Returns whether it is that one.
    pub fn is(&self, other: &'static Self) -> bool {
        std::ptr::eq(self, other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(url: &str) -> &'static str {
        recognise(Some(&Url::parse(url).unwrap()), &[]).name
    }

    #[test]
    fn a_provider_is_recognised_by_its_issuer() {
        for (issuer, name) in [
            ("https://tenant.logto.app/oidc", "Logto"),
            ("https://dev-1.eu.auth0.com/", "Auth0"),
            ("https://id.example.com/realms/agenda", "Keycloak"),
            ("https://login.microsoftonline.com/common/v2.0", "Microsoft Entra ID"),
            ("https://accounts.google.com", "Google"),
            ("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc", "Amazon Cognito"),
            ("https://dev-1.okta.com/oauth2/default", "Okta"),
            ("https://clever-1.clerk.accounts.dev", "Clerk"),
            ("https://abcdef.supabase.co/auth/v1", "Supabase"),
        ] {
            assert_eq!(named(issuer), name, "{issuer}");
        }
    }

    #[test]
    fn a_host_that_only_looks_like_one_is_not_it() {
        for issuer in ["https://logto.app.evil.example/oidc", "https://notlogto.app", "https://evil-okta.com"]
        {
            assert!(recognise(Some(&Url::parse(issuer).unwrap()), &[]).is_unknown(), "{issuer}");
        }
    }

    #[test]
    fn a_custom_domain_is_recognised_by_its_headers() {
        let mut headers = HeaderMap::new();
        headers.insert("logto-core-request-id", http::HeaderValue::from_static("x"));
        let url = Url::parse("https://auth.example.com/oidc").unwrap();
        assert_eq!(recognise(Some(&url), &[&headers]).name, "Logto");
        assert!(recognise(Some(&url), &[]).is_unknown());
    }

    #[test]
    fn the_standard_has_words_for_every_topic() {
        for topic in [
            Topic::Issuer,
            Topic::RedirectUri,
            Topic::ClientId,
            Topic::ClientSecret,
            Topic::ClientAuthentication,
            Topic::ApplicationType,
            Topic::Pkce,
            Topic::RefreshToken,
            Topic::CustomDomain,
            Topic::Scope,
            Topic::Rotation,
            Topic::Session,
            Topic::SharedGrant,
            Topic::Audience,
        ] {
            for provider in ALL.into_iter().chain([&STANDARD]) {
                assert!(!provider.advice(topic).is_empty(), "{} {topic:?}", provider.name);
            }
        }
    }

    #[test]
    fn words_are_one_line_and_sourced() {
        for provider in ALL {
            let settings = provider.settings.iter().map(|own| (own.words, own.basis));
            let quirks = provider.quirks.iter().map(|own| (own.words, own.basis));
            for (words, basis) in settings.chain(quirks) {
                assert!(!words.contains('\n') && !basis.source.is_empty(), "{}: {words}", provider.name);
            }
        }
    }
}
