//! Where the answer to a sign-in comes back to this machine.

use std::net::{Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// A redirect URI that a sign-in can listen behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginRedirect {
    /// On the loopback interface (RFC 8252 §7.3).
    Loopback(Url),
    /// At a tunnel that passes requests on to a port of ours, unchanged.
    Tunnel(Url),
}

/// Why a redirect URI is none to listen behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectFault {
    /// It has a query or a fragment.
    #[error("it must have no query and no fragment")]
    Parameters,
    /// It is http, and not on this machine.
    #[error("it must be https, or http on `127.0.0.1`, `[::1]` or `localhost`")]
    Host,
}

impl LoginRedirect {
    /// Returns what `url` is.
    ///
    /// # Errors
    ///
    /// As [`RedirectFault`].
    pub fn of(url: Url) -> Result<Self, RedirectFault> {
        let ours = match url.host() {
            Some(Host::Ipv4(address)) => address == Ipv4Addr::LOCALHOST,
            Some(Host::Ipv6(address)) => address == Ipv6Addr::LOCALHOST,
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        if url.query().is_some() || url.fragment().is_some() {
            return Err(RedirectFault::Parameters);
        }
        match url.scheme() {
            "http" if ours => Ok(Self::Loopback(url)),
            "https" if !ours => Ok(Self::Tunnel(url)),
            _ => Err(RedirectFault::Host),
        }
    }

    /// Returns the URI.
    pub fn uri(&self) -> &Url {
        match self {
            Self::Loopback(uri) | Self::Tunnel(uri) => uri,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<LoginRedirect, RedirectFault> {
        LoginRedirect::of(Url::parse(text).unwrap())
    }

    #[test]
    fn http_is_for_this_machine_and_https_for_a_tunnel() {
        for uri in ["http://127.0.0.1/callback", "http://[::1]:4180/", "http://localhost:4180/callback"] {
            assert!(matches!(of(uri), Ok(LoginRedirect::Loopback(_))), "{uri}");
        }
        assert!(matches!(of("https://x.example/callback"), Ok(LoginRedirect::Tunnel(_))));
    }

    #[test]
    fn what_nobody_could_listen_behind_is_refused() {
        for uri in [
            "http://x.example/callback",
            "http://127.0.0.2/callback",
            "http://localhost.evil.example/callback",
            "https://localhost/callback",
            "ftp://127.0.0.1/callback",
        ] {
            assert_eq!(of(uri), Err(RedirectFault::Host), "{uri}");
        }
        for uri in ["https://x.example/callback?a=b", "http://127.0.0.1/callback#a"] {
            assert_eq!(of(uri), Err(RedirectFault::Parameters), "{uri}");
        }
    }
}
