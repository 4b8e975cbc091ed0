//! The project file `gptauth.toml`, as a type.
//!
//! It never holds a secret. What is wrong with it is an error with a line, not a finding: the
//! commands cannot work on a guess.

pub mod check;
pub mod edit;
pub mod logto;
mod read;
pub mod redirect;

pub use read::{ProjectError, ProjectFault};

use self::{check::CheckSettings, logto::Logto};
use crate::{
    oauth::values::{
        AssertionAudience, ClientAuthMethod, ClientId, Issuer, Resource, Scope, TokenContentType,
    },
    source::Source,
};
use std::{collections::BTreeMap, ops::Range, path::PathBuf};
use url::Url;

/// The name of the project file.
pub const FILE_NAME: &str = "gptauth.toml";

/// A project, with one of its environments chosen.
#[derive(Debug)]
pub struct Project {
    /// The folder of the project file, which relative paths start from.
    pub directory: PathBuf,
    /// The project file itself.
    pub source: Source,
    /// The chosen environment; `None` is the base one.
    pub environment: Option<String>,
    /// The names of all its environments, in the file's order.
    pub environments: Vec<String>,
    /// The user's name for the account that is worked with; `None` is the one without a name. The
    /// project file does not know it: whoever opens the project says it.
    pub account: Option<String>,
    /// The OpenAPI document, relative to [`Project::directory`].
    pub schema: PathBuf,
    /// The server to call in place of the document's own.
    pub server: Option<Url>,
    /// The OAuth settings, where the project has any.
    pub oauth: Option<OAuth>,
    /// How its application at Logto is to be, where the project says so.
    pub logto: Option<Logto>,
    /// What it says about the findings of `check`; the same in every environment.
    pub check: CheckSettings,
    /// The operations that show every user the same, by `operationId`: `[test]` `shared`. The same in
    /// every environment.
    pub shared_operations: Vec<String>,
    places: BTreeMap<String, Range<usize>>,
}

/// The OAuth settings of one environment.
#[derive(Debug, Clone)]
pub struct OAuth {
    /// The issuer; endpoints that are not given are discovered from it.
    pub issuer: Option<Issuer>,
    /// Where the user signs in (RFC 6749 §3.1).
    pub authorization_endpoint: Option<Url>,
    /// Where codes and refresh tokens are exchanged (RFC 6749 §3.2).
    pub token_endpoint: Option<Url>,
    /// Where the account is asked for (OpenID Connect Core 1.0 §5.3).
    pub userinfo_endpoint: Option<Url>,
    /// Where tokens are revoked (RFC 7009 §2).
    pub revocation_endpoint: Option<Url>,
    /// Where authorization requests are pushed to (RFC 9126 §2).
    pub pushed_authorization_request_endpoint: Option<Url>,
    /// Where a sign-in on another device begins (RFC 8628 §3.1).
    pub device_authorization_endpoint: Option<Url>,
    /// Where the signing keys are (RFC 8414 §2).
    pub jwks_uri: Option<Url>,
    /// The client identifier.
    pub client_id: ClientId,
    /// How the client authenticates at the token endpoint.
    pub token_endpoint_auth_method: ClientAuthMethod,
    /// The file of the client's private key, relative to [`Project::directory`] and in it.
    pub client_key: Option<PathBuf>,
    /// Whom a client assertion is addressed to.
    pub client_assertion_audience: AssertionAudience,
    /// How the body of a token request is written.
    pub token_content_type: TokenContentType,
    /// What is asked for, verbatim.
    pub scope: Scope,
    /// The APIs that the access token is for, each an absolute URI (RFC 8707 §2).
    pub resource: Vec<Resource>,
    /// Where `login` listens; a free port of `127.0.0.1` where it is not given.
    pub loopback_redirect_uri: Option<Url>,
    /// The ports that `login` tries in order, in place of the one of the redirect URI.
    pub loopback_ports: Vec<u16>,
    /// The redirect URI of a tunnel that leads to one of those ports.
    pub tunnel_redirect_uri: Option<Url>,
    /// The callback URLs that the GPT editor shows, as typed.
    pub chatgpt_redirect_uris: Vec<String>,
}

impl Project {
    /// Reads a project file and chooses an environment of it.
    ///
    /// An environment may name its own `server`, and its own `[oauth]` table, which then stands in
    /// place of the base one as a whole: endpoints of one provider never mix with another's. The base
    /// `[logto]` is for environments that have neither table of their own.
    ///
    /// # Errors
    ///
    /// As [`ProjectError`], with the line.
    pub fn parse(
        source: Source,
        directory: impl Into<PathBuf>,
        environment: Option<&str>,
    ) -> Result<Self, ProjectError> {
        read::project(source, directory.into(), environment)
    }

    /// Returns the path of the OpenAPI document.
    pub fn schema_path(&self) -> PathBuf {
        self.directory.join(&self.schema)
    }

    /// Returns the error of a fault at a byte of the project file.
    pub fn error(&self, offset: usize, fault: ProjectFault) -> ProjectError {
        ProjectError { file: self.source.name().to_owned(), at: self.source.position(offset), fault }
    }

    /// Returns the bytes of a value in the project file, by its dotted key in the chosen
    /// environment: `server`, `oauth.token_endpoint`.
    pub fn place(&self, key: &str) -> Option<Range<usize>> {
        self.places.get(key).cloned()
    }
}
