//! A Logto that remembers: request in, answer out, no I/O.
//!
//! It is written from exchanges recorded at a real Logto and knows nothing of the client that it
//! tests, so that a misreading on one side shows on the other. It is strict: a request whose answer
//! nobody measured (a path, a method, a member of a query or of a body) is answered with status 599
//! and remembered in [`StandIn::unmeasured`], and whoever runs the stand-in lets the test fail there.
//!
//! What it leaves out: the sign-in page (a browser that is signed in comes back at once, see
//! [`StandIn::sign_in`]), sessions that end, organizations, and all of Logto that no action needs.
//!
//! Both the tests of tasks and those of the program use it; it therefore uses nothing of this crate.

mod answer;
mod application;
mod authentication;
mod authorize;
mod discovery;
mod domain;
mod exchange;
mod fault;
mod grant;
mod guard;
mod log;
mod management;
mod pushed;
mod received;
mod signing;
mod userinfo;

pub(crate) use application::Credentials;
pub(crate) use fault::{Fault, Troubled};

use answer::{Answer, Stop};
use application::Application;
use domain::Domain;
use grant::Grants;
use http::{Method, Request, StatusCode};
use jiff::Timestamp;
use log::Entry;
use received::Received;
use sha2::{Digest, Sha256};
use signing::SigningKey;

/// The status of an answer that nobody measured.
pub(crate) const UNMEASURED: u16 = 599;

/// Where a Logto runs.
#[derive(Debug, Clone)]
enum Hosting {
    /// On somebody's own machine: one tenant `default`, whatever the host, beside that of the admins.
    SelfHosted { origin: String, admin_origin: String },
    /// At Logto Cloud: one host per tenant, and its custom domains.
    Cloud { tenant: String, authority: String },
}

/// Which tenant a host belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tenant {
    Own,
    Admin,
}

/// A Logto with one tenant of interest.
pub(crate) struct StandIn {
    hosting: Hosting,
    applications: Vec<Application>,
    admins: Vec<Application>,
    domains: Vec<Domain>,
    grants: Grants,
    log: Vec<Entry>,
    key: SigningKey,
    drawn: u64,
    signed_in: bool,
    pushed_requests: bool,
    expired: Vec<String>,
    unmeasured: Vec<String>,
}

impl StandIn {
    /// Returns a Logto that somebody runs himself: its `ENDPOINT` and its `ADMIN_ENDPOINT`.
    pub(crate) fn self_hosted(origin: &str, admin_origin: &str) -> Self {
        let (origin, admin_origin) = (origin.to_owned(), admin_origin.to_owned());
        Self::new(Hosting::SelfHosted { origin, admin_origin })
    }

    /// Returns a tenant of Logto Cloud. Its host is `<tenant>.logto.app` in the world, and may be
    /// anything in a test.
    pub(crate) fn cloud(tenant: &str, authority: &str) -> Self {
        Self::new(Hosting::Cloud { tenant: tenant.to_owned(), authority: authority.to_owned() })
    }

    fn new(hosting: Hosting) -> Self {
        let mut logto = Self {
            hosting,
            applications: Vec::new(),
            admins: Vec::new(),
            domains: Vec::new(),
            grants: Grants::default(),
            log: Vec::new(),
            key: SigningKey::generate(),
            drawn: 0,
            signed_in: false,
            pushed_requests: true,
            expired: Vec::new(),
            unmeasured: Vec::new(),
        };
        let secret = logto.draw_text(32);
        logto.admins.push(Application::admin(secret));
        logto
    }

    /// Answers a request as of `now`.
    pub(crate) fn respond(&mut self, request: &Request<Vec<u8>>, now: Timestamp) -> Answer {
        let mut answer = match self.route(&Received::of(request, now)) {
            Ok(answer) | Err(Stop::Answered(answer)) => answer,
            Err(Stop::Unmeasured(why)) => {
                let what = format!("{} {}: {why}", request.method(), request.uri());
                self.unmeasured.push(what.clone());
                answer::unmeasured(&what)
            }
        };
        answer.headers_mut().insert("logto-core-request-id", http::HeaderValue::from_static("standin0"));
        answer
    }

    /// Returns the requests that nobody measured, each with what is unknown about it.
    pub(crate) fn unmeasured(&self) -> &[String] {
        &self.unmeasured
    }

    /// Returns the indicator of the Management API, which no custom domain changes.
    pub(crate) fn resource(&self) -> String {
        match &self.hosting {
            Hosting::SelfHosted { .. } => "https://default.logto.app/api".to_owned(),
            Hosting::Cloud { tenant, .. } => format!("https://{tenant}.logto.app/api"),
        }
    }

    /// Lets every browser be signed in, as the only user.
    pub(crate) fn sign_in(&mut self) {
        self.signed_in = true;
    }

    /// Takes pushed authorization requests away, which older releases do not have.
    pub(crate) fn without_pushed_requests(&mut self) {
        self.pushed_requests = false;
    }

    /// Lets a token of the Management API have expired.
    pub(crate) fn expire(&mut self, token: &str) {
        self.expired.push(token.to_owned());
    }

    fn route(&mut self, received: &Received<'_>) -> Result<Answer, Stop> {
        let Some(tenant) = self.tenant(received) else {
            return Ok(answer::nothing_here());
        };
        let path: Vec<_> = received.path.split('/').skip(1).collect();
        // One slash behind the endpoints of OpenID Connect is tolerated.
        let oidc = match path.as_slice() {
            ["oidc", rest @ .., ""] | ["oidc", rest @ ..] => Some(rest),
            _ => None,
        };
        match (received.method, oidc, path.as_slice()) {
            (
                &Method::GET,
                Some([".well-known", "openid-configuration" | "oauth-authorization-server"]),
                _,
            ) => Ok(self.discovery(received)),
            (&Method::GET, Some(["jwks"]), _) => Ok(answer::key_set(&self.key.jwk())),
            (&Method::POST, Some(["token"]), _) => self.exchange(tenant, received),
            (_, Some(rest), _) if tenant == Tenant::Own => self.oidc(rest, received),
            (_, None, ["api", rest @ ..]) if tenant == Tenant::Own => self.management(rest, received),
            (&Method::GET, None, [".well-known", "openid-configuration"])
            | (&Method::GET, None, [".well-known", "oauth-authorization-server", "oidc"])
            | (&Method::POST, None, ["token"]) => Ok(answer::nothing_here()),
            // The trap: what is no path of Logto's is its sign-in page.
            (&Method::GET, None, ["auth" | "authorize" | "me" | "userinfo" | "sign-in"])
            | (&Method::GET, None, ["OIDC", "auth"] | ["", "oidc", "auth"]) => Ok(answer::sign_in_page()),
            _ => Err(Stop::unmeasured("unknown path")),
        }
    }

    fn oidc(&mut self, path: &[&str], received: &Received<'_>) -> Result<Answer, Stop> {
        match (received.method, path) {
            (&Method::GET | &Method::POST, ["auth"]) => self.authorize(received),
            (&Method::GET | &Method::POST, ["me"]) => self.userinfo(received),
            (&Method::POST, ["token", "introspection"]) => self.introspect(received),
            (&Method::POST, ["token", "revocation"]) => self.revoke(received),
            (&Method::POST, ["request"]) => self.push(received),
            (&Method::GET, [] | ["authorize" | "userinfo" | "token"]) => {
                let path = path.first().copied().unwrap_or_default();
                Ok(answer::refused(
                    StatusCode::NOT_FOUND,
                    "invalid_request",
                    &format!("unrecognized route or not allowed method (GET on /{path})"),
                ))
            }
            _ => Err(Stop::unmeasured("unknown path of OpenID Connect")),
        }
    }

    fn tenant(&self, received: &Received<'_>) -> Option<Tenant> {
        let authority = &received.authority;
        match &self.hosting {
            Hosting::SelfHosted { admin_origin, .. } if *admin_origin == received.origin => {
                Some(Tenant::Admin)
            }
            Hosting::SelfHosted { .. } => Some(Tenant::Own),
            Hosting::Cloud { authority: own, .. } => {
                let is_served = own == authority || self.domains.iter().any(|own| own.serves(authority));
                is_served.then_some(Tenant::Own)
            }
        }
    }

    /// Returns the issuer, which is the host's at Logto Cloud, and the `ENDPOINT`'s elsewhere.
    fn issuer(&self, received: &Received<'_>) -> String {
        let origin = match (&self.hosting, self.tenant(received)) {
            (Hosting::SelfHosted { origin, .. }, Some(Tenant::Own)) => origin,
            _ => &received.origin,
        };
        format!("{origin}/oidc")
    }

    /// Returns bytes that were never drawn before, and are the same in every run.
    fn draw(&mut self) -> [u8; 32] {
        self.drawn += 1;
        Sha256::digest(format!("stand-in {}", self.drawn)).into()
    }

    /// Returns text of small letters and digits.
    fn draw_text(&mut self, length: usize) -> String {
        const LETTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
        self.draw()
            .iter()
            .cycle()
            .take(length)
            .map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]))
            .collect()
    }

    /// Returns an opaque token, 43 characters long.
    fn draw_token(&mut self) -> String {
        signing::encode(&self.draw())
    }
}
