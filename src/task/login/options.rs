//! How a sign-in is done.

use crate::{
    oauth::{parameters::ExtraParameters, values::ClientSecret},
    platform::Target,
};
use std::{path::PathBuf, time::Duration};

/// How a sign-in is done.
pub struct LoginOptions {
    /// The platform whose manner is imitated; `None` for our own, with PKCE and nonce.
    pub imitating: Option<&'static Target>,
    /// How the user gets to the provider's page.
    pub way: Way,
    /// How long to wait for the answer.
    pub timeout: Duration,
    /// Whether a code challenge is sent, by S256, where nobody is imitated.
    pub pkce: bool,
    /// What the authorization request has beside our own parameters, where nobody is imitated.
    pub parameters: ExtraParameters,
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

impl Default for LoginOptions {
    fn default() -> Self {
        Self {
            imitating: None,
            way: Way::Browser,
            timeout: Duration::from_secs(300),
            pkce: true,
            parameters: ExtraParameters::default(),
            client_key_file: None,
            client_secret: None,
            keep_client_secret: false,
        }
    }
}
