//! An OpenID provider that behaves as Logto does on the wire.
//!
//! URL layout, status codes, error bodies, token formats and lifetimes, the `offline_access` and
//! "Always issue Refresh Token" rules and the refresh policy are those measured at a real Logto.
//! Where it differs: it has a sign-in page of its own that works without scripts and offers to
//! deny; it refuses a foreign `Host`; it announces only what it has (no device flow, no pushed
//! authorization requests, no `form_post`).
//!
//! One module per endpoint; [`Provider::respond`] is the only way in.

mod authorization_request;
mod authorize;
mod client_auth;
mod discovery;
mod error;
mod faulty;
mod introspection;
mod pages;
mod received;
mod redirect_uri;
mod refresh;
mod responses;
mod revocation;
mod session;
mod settings;
mod sign_in;
mod signing;
mod state;
mod token;
mod userinfo;

#[cfg(test)]
mod tests;

pub use settings::{Client, ClientKind, Lifetimes, Settings, User};

use super::{
    Entropy,
    fault::{Behaviour, Faults},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use error::ProtocolError;
use http::{
    HeaderName, Method, Request, Response, StatusCode,
    header::{ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS},
};
use jiff::Timestamp;
use received::Received;
use responses::Answer;
use signing::SigningKey;
use state::State;
use url::Url;

/// Why a provider cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The issuer is no `http` or `https` URL with a host and a path.
    #[error("the issuer `{issuer}` is not an absolute http URL with a path")]
    Issuer {
        /// The issuer as given.
        issuer: String,
    },
    /// The signing key is not a PKCS #8 document with an EC P-384 key.
    #[error("the signing key is not an EC P-384 key in PKCS #8")]
    SigningKey(#[source] aws_lc_rs::error::KeyRejected),
    /// No signing key can be made.
    #[error("no signing key can be made")]
    Generate(#[source] aws_lc_rs::error::Unspecified),
    /// There is no such client.
    #[error("there is no client `{id}`")]
    UnknownClient {
        /// The client identifier as given.
        id: String,
    },
}

/// The provider with all that it remembers.
pub struct Provider {
    settings: Settings,
    origin: String,
    authority: String,
    mount: String,
    session_cookie: String,
    interaction_cookie: String,
    key: SigningKey,
    entropy: Entropy,
    state: State,
    faults: Faults,
}

impl Provider {
    /// Returns a provider that has seen nobody yet.
    ///
    /// `signing_key_pkcs8` is an EC P-384 private key, made anew for each run; codes,
    /// tokens and cookies come from `entropy`.
    ///
    /// # Errors
    ///
    /// - [`SettingsError::Issuer`]: the issuer is no URL with a path.
    /// - [`SettingsError::SigningKey`]: the key is of another kind.
    pub fn new(
        settings: Settings,
        signing_key_pkcs8: &[u8],
        entropy: Entropy,
    ) -> Result<Self, SettingsError> {
        let issuer = Url::parse(&settings.issuer).ok().filter(|url| url.has_host() && url.path().len() > 1);
        let Some(issuer) = issuer else {
            return Err(SettingsError::Issuer { issuer: settings.issuer });
        };
        let key = SigningKey::from_pkcs8(signing_key_pkcs8).map_err(SettingsError::SigningKey)?;
        let port = issuer.port_or_known_default().unwrap_or_default();
        Ok(Self {
            origin: issuer.origin().ascii_serialization(),
            authority: issuer.authority().to_owned(),
            mount: issuer.path().trim_end_matches('/').to_owned(),
            // Cookies know no ports: two providers on one host would overwrite each other's.
            session_cookie: format!("_session_{port}"),
            interaction_cookie: format!("_interaction_{port}"),
            key,
            entropy,
            state: State::default(),
            faults: Faults::default(),
            settings,
        })
    }

    /// Registers one more redirect URI: the port of a listener is known only once it is bound.
    ///
    /// # Errors
    ///
    /// [`SettingsError::UnknownClient`] where no client has that identifier.
    pub fn register_redirect_uri(
        &mut self,
        client_id: &str,
        redirect_uri: &str,
    ) -> Result<(), SettingsError> {
        let client = self.settings.clients.iter_mut().find(|client| client.id == client_id);
        let Some(client) = client else {
            return Err(SettingsError::UnknownClient { id: client_id.to_owned() });
        };
        if !client.redirect_uris.iter().any(|own| own == redirect_uri) {
            client.redirect_uris.push(redirect_uri.to_owned());
        }
        Ok(())
    }

    /// Returns what the provider was set up with, redirect URIs registered since included.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Answers a request as of `now`.
    ///
    /// The `Host` must be the issuer's; a request that names no host at all is taken for one from
    /// inside the process.
    pub fn respond(&mut self, request: &Request<Vec<u8>>, now: Timestamp) -> Response<Vec<u8>> {
        self.state.sweep(now);
        let received = Received::new(request);
        let faulty = self.faulty_endpoint(&received);
        let instead = faulty.and_then(|at| self.faults.instead(at, request.headers(), &self.settings.issuer));
        let mut answer = instead.unwrap_or_else(|| {
            self.route(&received, now).unwrap_or_else(|error| {
                error.answer(&self.settings.issuer, received.query.get("parse_error") == Some("false"))
            })
        });
        if self.is_open_to_any_origin(&received) {
            responses::allow_any_origin(&mut answer);
        }
        let mut request_id = [0; 12];
        (self.entropy)(&mut request_id);
        responses::finish(&mut answer, &URL_SAFE_NO_PAD.encode(request_id));
        if let Some(at) = faulty {
            self.faults.spoil(at, &mut answer, request.headers(), &self.settings.issuer);
        }
        if received.method == Method::HEAD {
            answer.body_mut().clear();
        }
        answer
    }

    fn route(&mut self, request: &Received<'_>, now: Timestamp) -> Result<Answer, ProtocolError> {
        if !request.is_for(&self.authority) {
            let body = format!("This is {}, and it answers to no other name.\n", self.authority);
            return Ok(responses::text(StatusCode::MISDIRECTED_REQUEST, body));
        }
        match self.endpoint(request.path) {
            Some(path) => self.route_endpoint(request, path, now),
            None => Ok(self.route_page(request, now)),
        }
    }

    /// Returns the path below the issuer's, without a trailing slash: Logto does not mind one.
    fn endpoint<'a>(&self, path: &'a str) -> Option<&'a str> {
        let below = path.strip_prefix(self.mount.as_str())?;
        (below.is_empty() || below.starts_with('/')).then(|| below.strip_suffix('/').unwrap_or(below))
    }

    fn route_endpoint(
        &mut self,
        request: &Received<'_>,
        path: &str,
        now: Timestamp,
    ) -> Result<Answer, ProtocolError> {
        self.check_present(request, path)?;
        let method = if request.method == Method::HEAD { &Method::GET } else { request.method };
        match (method.as_str(), path) {
            ("GET", "/.well-known/openid-configuration" | "/.well-known/oauth-authorization-server") => {
                Ok(self.discovery())
            }
            ("GET", "/jwks") => Ok(self.jwks()),
            ("GET" | "POST", "/auth") => self.authorize(request, now),
            ("POST", "/token") => self.token(request, now),
            ("GET" | "POST", "/me") => self.userinfo(request, now),
            ("POST", "/token/introspection") => self.introspect(request, now),
            ("POST", "/token/revocation") => self.revoke(request, now),
            ("GET" | "POST", "/session/end") => self.end_session(request, now),
            ("POST", "/session/end/confirm") => self.confirm_end_session(request, now),
            ("GET", "/session/end/success") => Ok(pages::signed_out()),
            ("OPTIONS", _) if self.is_open_to_any_origin(request) => Ok(preflight()),
            ("GET", _) if path.starts_with("/auth/") => self.resume(request, path, now),
            _ => {
                let path = if path.is_empty() { "/" } else { path };
                Err(ProtocolError::unknown_route(request.method, path))
            }
        }
    }

    fn route_page(&mut self, request: &Received<'_>, now: Timestamp) -> Answer {
        match (request.method.as_str(), request.path) {
            ("GET" | "HEAD", "/sign-in") => self.show_sign_in(request, now),
            ("POST", "/sign-in") => self.sign_in(request, now),
            ("GET" | "HEAD", "/consent") => self.consent(request, now),
            ("GET" | "HEAD", path) if self.is_inserted_discovery(path) => self.discovery(),
            // Logto's trap: whatever lies outside the issuer's path is its sign-in application,
            // with 200. Only well-known documents are not.
            ("GET" | "HEAD", path) if !path.starts_with("/.well-known/") => pages::nothing_here(),
            _ => responses::text(StatusCode::NOT_FOUND, "Not Found"),
        }
    }

    /// Returns whether a page of any origin may read the answer: everywhere but where a cookie
    /// decides.
    fn is_open_to_any_origin(&self, request: &Received<'_>) -> bool {
        let endpoint = self.endpoint(request.path).filter(|_| request.is_for(&self.authority));
        endpoint.is_some_and(|path| {
            path.starts_with("/.well-known/") || path.starts_with("/token") || matches!(path, "/jwks" | "/me")
        })
    }

    /// Returns 256 unguessable bits as 43 characters.
    fn draw(&mut self) -> String {
        let mut bytes = [0; 32];
        (self.entropy)(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn client(&self, id: &str) -> Option<&Client> {
        let known = |client: &&Client| {
            client.id == id && !(id == super::CLIENT_ID && self.faults.has(Behaviour::UnknownClient))
        };
        self.settings.clients.iter().find(known)
    }

    fn user(&self, sub: &str) -> Option<&User> {
        self.settings.users.iter().find(|user| user.sub == sub)
    }
}

fn preflight() -> Answer {
    let mut answer = Response::new(Vec::new());
    *answer.status_mut() = StatusCode::NO_CONTENT;
    responses::put(&mut answer, ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
    responses::put(&mut answer, ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type");
    responses::put(&mut answer, HeaderName::from_static("access-control-max-age"), "3600");
    answer
}
