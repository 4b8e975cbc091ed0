//! What is probed, and what is known about it.

use super::{Announced, signed_in::SignedIn};
use crate::{
    invoke::{bind::BoundCall, signature::Signature},
    oauth::{
        discovery::check_endpoint,
        values::{ClientAuthMethod, ClientSecret},
    },
    platform::Target,
    project::OAuth,
    providers::Provider,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use url::Url;

/// A set-up to be probed.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The OAuth settings, where the project has any.
    pub settings: Option<&'a OAuth>,
    /// What the provider's metadata says, once it is known.
    pub announced: Option<&'a Announced>,
    /// Which provider it is.
    pub provider: &'static Provider,
    /// The client secret, or as a clause why none is known.
    pub secret: Result<&'a ClientSecret, String>,
    /// The API, or as a clause why there is none to probe.
    pub api: Result<ApiCall<'a>, String>,
    /// The platform that has to live with it.
    pub target: &'static Target,
    /// The signed-in user, where tokens are to be probed as well.
    pub signed_in: Option<SignedIn<'a>>,
    /// Random values of this run.
    pub seeds: Seeds,
    /// The time.
    pub now: Timestamp,
}

/// One operation of the API that can be called without harm.
#[derive(Debug, Clone)]
pub struct ApiCall<'a> {
    /// The server.
    pub server: &'a Url,
    /// A GET operation that needs a token, if there is one.
    pub guarded: Option<(&'a Signature, &'a BoundCall)>,
    /// A GET operation that needs none, if there is one.
    pub public: Option<(&'a Signature, &'a BoundCall)>,
}

/// Random bytes of one run. What is made of them is the same for every probe, so that equal
/// requests are equal.
#[derive(Debug, Clone, Copy)]
pub struct Seeds {
    /// Becomes `state`, and the name that no client has.
    pub state: [u8; 16],
    /// Becomes codes and tokens that nobody issued.
    pub forged: [u8; 32],
    /// Becomes the ids of a conversation that never was.
    pub conversation: [[u8; 16]; 2],
    /// Becomes a code verifier.
    pub verifier: [u8; 32],
}

impl<'a> Subject<'a> {
    /// Returns the settings, or as a clause that there are none.
    pub(super) fn oauth(&self) -> Result<&'a OAuth, String> {
        self.settings.ok_or_else(|| "the project has no `[oauth]`".to_owned())
    }

    /// Returns the authorization endpoint: the project's, else the metadata's.
    pub(super) fn authorization_endpoint(&self) -> Result<&'a Url, String> {
        let own = self.oauth()?.authorization_endpoint.as_ref();
        let found = own.or_else(|| self.announced?.authorization_endpoint.as_ref());
        self.usable(found, "authorization endpoint")
    }

    /// Returns the token endpoint: the project's, else the metadata's.
    pub(super) fn token_endpoint(&self) -> Result<&'a Url, String> {
        let own = self.oauth()?.token_endpoint.as_ref();
        self.usable(own.or_else(|| self.announced?.token_endpoint.as_ref()), "token endpoint")
    }

    /// Returns the client secret, or as a clause why there is none to send.
    pub(super) fn client_secret(&self) -> Result<&'a ClientSecret, String> {
        match self.oauth()?.token_endpoint_auth_method {
            ClientAuthMethod::ClientSecretPost | ClientAuthMethod::ClientSecretBasic => self.secret.clone(),
            other => Err(format!("`{}` has no client secret to try", other.name())),
        }
    }

    /// Returns the API, or as a clause why there is none to probe.
    pub(super) fn api(&self) -> Result<&ApiCall<'a>, String> {
        self.api.as_ref().map_err(Clone::clone)
    }

    /// Returns a value that nobody issued, another one for every name.
    pub(super) fn forged(&self, name: &str) -> String {
        format!("gptauth-doctor-{name}-{}", URL_SAFE_NO_PAD.encode(self.seeds.forged))
    }

    /// Returns the `state` of this run.
    pub(super) fn state(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.seeds.state)
    }

    /// Returns the endpoint if requests may go there.
    fn usable(&self, endpoint: Option<&'a Url>, what: &str) -> Result<&'a Url, String> {
        let endpoint = endpoint.ok_or_else(|| match self.announced {
            Some(_) => format!("the metadata names no {what}"),
            None => format!("the {what} is not known; see `discovery`"),
        })?;
        check_endpoint(endpoint).map_err(|reason| format!("the {what} cannot be asked: {reason}"))?;
        Ok(endpoint)
    }
}
