//! How a sign-in is done.

use crate::{
    oauth::{
        parameters::{ExtraParameters, ParameterError},
        values::ClientSecret,
    },
    platform::Target,
    project::{OAuth, redirect::LoginRedirect},
};
use std::{path::PathBuf, time::Duration};

/// How a sign-in is done.
pub struct LoginOptions {
    /// The platform whose manner is imitated; `None` for our own, with PKCE and nonce.
    pub imitating: Option<&'static Target>,
    /// How the user gets to the provider's page.
    pub way: Way,
    /// Where the answer comes back, in place of what the project says.
    pub redirect: Option<LoginRedirect>,
    /// The ports to listen at, tried in order, in place of what the project says; none for a free one.
    pub ports: Vec<u16>,
    /// Whether the answer may be pasted.
    pub paste: Paste,
    /// What happens to the tokens of another account.
    pub replace: Replace,
    /// How long to wait for the answer.
    pub timeout: Duration,
    /// Whether a code challenge is sent, by S256, where nobody is imitated.
    pub pkce: bool,
    /// What the authorization request has beside our own parameters, where nobody is imitated.
    pub parameters: ExtraParameters,
    /// Whether the authorization request is pushed to the provider, where nobody is imitated. It is
    /// in any case where the provider takes no other.
    pub push: bool,
    /// Whether the user signs in on another device, with a code that is shown here.
    pub device: bool,
    /// Whether a client that is refused tries the other authentication methods, each with a code that
    /// cannot exist.
    pub try_auth_methods: bool,
    /// The file of the client's private key, in place of the project's.
    pub client_key_file: Option<PathBuf>,
    /// A client secret that was given for this sign-in.
    pub client_secret: Option<ClientSecret>,
    /// Whether that secret is kept once it has proved right.
    pub keep_client_secret: bool,
}

/// How the user gets to the provider's page. Its URL is reported in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The system's browser is opened.
    Browser,
    /// The user opens the page.
    ByHand,
}

/// Whether the answer may be pasted, where the browser is on another machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paste {
    /// Standard input is left alone.
    No,
    /// It may, where no browser was opened here; the port is listened at all the same.
    Offered,
    /// It will be, so that no port is needed; the end of standard input ends the wait.
    Expected,
}

/// What happens to the tokens of another account than the one that signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// They stay, and the sign-in ends.
    Never,
    /// The user is asked.
    Ask,
    /// They are replaced.
    Always,
}

impl Default for LoginOptions {
    fn default() -> Self {
        Self {
            imitating: None,
            way: Way::Browser,
            redirect: None,
            ports: Vec::new(),
            paste: Paste::No,
            replace: Replace::Never,
            timeout: Duration::from_secs(300),
            pkce: true,
            parameters: ExtraParameters::default(),
            push: false,
            device: false,
            try_auth_methods: false,
            client_key_file: None,
            client_secret: None,
            keep_client_secret: false,
        }
    }
}

impl LoginOptions {
    /// Returns what is sent beside our own parameters: what this sign-in wants, then the resources of
    /// the project. A platform that is imitated sends nothing of the kind.
    ///
    /// # Errors
    ///
    /// As [`ParameterError`].
    pub(super) fn extra(&self, settings: &OAuth) -> Result<ExtraParameters, ParameterError> {
        if self.imitating.is_some() {
            return Ok(ExtraParameters::default());
        }
        let mut extra = self.parameters.clone();
        for resource in &settings.resource {
            extra.add("resource", resource.as_str())?;
        }
        Ok(extra)
    }
}
