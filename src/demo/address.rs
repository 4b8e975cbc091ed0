//! Where the demo's servers are.

use url::Url;

/// The port of the provider where the user chose none; the API has the next one.
pub const DEFAULT_PORT: u16 = 4400;

/// Returns the issuer of a provider at `port`.
pub fn issuer(port: u16) -> String {
    format!("http://127.0.0.1:{port}/oidc")
}

/// Returns the base URL of an agenda API at `port`.
pub fn server(port: u16) -> Url {
    url(&format!("http://127.0.0.1:{port}/api"))
}

/// Returns the redirect URI of a listener at `port`.
pub fn redirect_uri(port: u16) -> Url {
    url(&format!("http://127.0.0.1:{port}/callback"))
}

/// Returns the loopback redirect URI that is registered from the start.
pub fn loopback_redirect_uri() -> Url {
    url(super::LOOPBACK_REDIRECT_URI)
}

#[expect(clippy::expect_used, reason = "made of literals and a port number")]
fn url(text: &str) -> Url {
    Url::parse(text).expect("a URL")
}
