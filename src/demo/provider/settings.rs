//! What a provider is set up with: clients, users and how long things live.

use crate::oauth::values::ClientSecret;
use std::time::Duration;

/// Everything that a [`Provider`](super::Provider) is told at its start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The issuer identifier, for example `http://127.0.0.1:3001/oidc`. Its path is where the
    /// endpoints are mounted, its authority the only `Host` that is answered.
    pub issuer: String,
    /// The registered clients.
    pub clients: Vec<Client>,
    /// Who can sign in.
    pub users: Vec<User>,
    /// How long codes, tokens and sessions live.
    pub lifetimes: Lifetimes,
}

/// A registered client, in Logto's words an application.
#[derive(Debug, Clone)]
pub struct Client {
    /// The client identifier.
    pub id: String,
    /// What the sign-in page calls it.
    pub name: String,
    /// What it is registered as.
    pub kind: ClientKind,
    /// The client secret. A client without one is public and must use PKCE.
    pub secret: Option<ClientSecret>,
    /// Where the authorization response may go, compared exactly.
    pub redirect_uris: Vec<String>,
    /// Where the browser may go after sign-out.
    pub post_logout_redirect_uris: Vec<String>,
    /// Logto's "Always issue Refresh Token". It does nothing for [`ClientKind::Native`].
    pub always_issue_refresh_token: bool,
}

/// The kind of an application, as Logto's console offers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientKind {
    /// "Traditional web": confidential, PKCE optional.
    Traditional,
    /// "Single page app": public, PKCE required.
    Spa,
    /// "Native app": public, PKCE required, any port on a loopback redirect URI (RFC 8252 §7.3).
    Native,
}

impl Client {
    /// Returns whether an authorization request must carry a code challenge.
    pub(super) fn requires_pkce(&self) -> bool {
        self.secret.is_none() || self.kind != ClientKind::Traditional
    }

    /// Returns whether refresh tokens come without `offline_access`. Logto grants that to
    /// applications of the type *web* only.
    pub(super) fn always_refreshes(&self) -> bool {
        self.always_issue_refresh_token && self.kind != ClientKind::Native
    }
}

/// Somebody who can sign in.
#[derive(Debug, Clone)]
pub struct User {
    /// The subject identifier, the `sub` of every token.
    pub sub: String,
    /// The name to sign in with.
    pub username: String,
    /// The password. It is published on the sign-in page and therefore no secret.
    pub password: String,
    /// The full name, shown to clients with the scope `profile`.
    pub name: String,
    /// The mail address, shown to clients with the scope `email`.
    pub email: String,
}

/// How long things live. The default is what was measured at Logto.
#[derive(Debug, Clone, Copy)]
pub struct Lifetimes {
    /// From the authorization response to the token request.
    pub code: Duration,
    /// An access token.
    pub access_token: Duration,
    /// An ID token.
    pub id_token: Duration,
    /// A refresh token.
    pub refresh_token: Duration,
    /// A browser session, counted from the last authorization request.
    pub session: Duration,
    /// From the authorization request to the end of the sign-in.
    pub interaction: Duration,
    /// How long a rotated refresh token is still taken, for clients that raced themselves.
    pub rotation_grace: Duration,
    /// How long nobody can sign in after too many wrong passwords.
    pub lock: Duration,
}

impl Default for Lifetimes {
    fn default() -> Self {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        Self {
            code: Duration::from_secs(60),
            access_token: Duration::from_secs(3600),
            id_token: Duration::from_secs(3600),
            refresh_token: 14 * DAY,
            session: 14 * DAY,
            interaction: Duration::from_secs(3600),
            rotation_grace: Duration::from_secs(3),
            lock: Duration::from_secs(60),
        }
    }
}
