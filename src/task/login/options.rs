//! How a sign-in is done.

use crate::{oauth::values::ClientSecret, platform::Target};
use std::time::Duration;

/// How a sign-in is done.
pub struct LoginOptions {
    /// The platform whose manner is imitated; `None` for our own, with PKCE and nonce.
    pub imitating: Option<&'static Target>,
    /// How the user gets to the provider's page.
    pub way: Way,
    /// How long to wait for the answer.
    pub timeout: Duration,
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
            client_secret: None,
            keep_client_secret: false,
        }
    }
}
