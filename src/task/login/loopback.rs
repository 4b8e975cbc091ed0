//! The loopback port of a sign-in: bound before the browser opens, closed after one answer.

use super::{LoginError, LoginOptions, Paste};
use crate::{
    oauth::callback,
    project::{OAuth, redirect::LoginRedirect},
    system::{BoundPort, Limits, LoopbackHost, System},
};
use http::{Request, header};
use std::{fmt, io, time::Duration};
use url::{Host, Url};

/// The path of the redirect URI where the project names none.
const PATH: &str = "/callback";

/// How long somebody else at our port may take to say who it is.
const WHO_IS_THERE: Limits = Limits { time: Duration::from_secs(1), bytes: 64 * 1024 };

/// Where the answer comes back: what the provider is told, and where we listen for it.
pub(super) struct Landing {
    uri: Url,
    host: LoopbackHost,
    /// Tried in order; none for a free one.
    ports: Vec<u16>,
    tunnel: bool,
}

/// Who holds a port that we want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortOwner {
    /// Another sign-in of this program, which waits for its own answer.
    Gptauth,
    /// Somebody else.
    Other,
}

/// Where nobody could listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenPorts {
    /// The host, as in a URL.
    pub host: &'static str,
    /// The ports, in the order in which they were tried; none where any port would do.
    pub ports: Vec<u16>,
    /// Who holds the last of them; `None` where the port is not held but cannot be had.
    pub owner: Option<PortOwner>,
}

impl fmt::Display for TakenPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ports = self.ports.iter().map(|port| format!("{}:{port}", self.host)).collect::<Vec<_>>();
        match ports.split_last() {
            None => f.write_str(self.host),
            Some((last, [])) => f.write_str(last),
            Some((last, before)) => write!(f, "{} or {last}", before.join(", ")),
        }
    }
}

impl Landing {
    /// Returns where the answer comes back: as the options say, or the project, or at `127.0.0.1`.
    ///
    /// # Errors
    ///
    /// [`LoginError::TunnelWithoutPort`].
    pub(super) fn of(settings: &OAuth, options: &LoginOptions) -> Result<Self, LoginError> {
        let tunnel = settings.tunnel_redirect_uri.clone().map(LoginRedirect::Tunnel);
        let loopback = || settings.loopback_redirect_uri.clone().map(LoginRedirect::Loopback);
        let named = options.redirect.clone().or(tunnel).or_else(loopback);
        let ports = if options.ports.is_empty() { &settings.loopback_ports } else { &options.ports };
        match named.unwrap_or_else(|| LoginRedirect::Loopback(own())) {
            LoginRedirect::Tunnel(uri) if ports.is_empty() => Err(LoginError::TunnelWithoutPort { uri }),
            LoginRedirect::Tunnel(uri) => {
                Ok(Self { uri, host: LoopbackHost::V4, ports: ports.clone(), tunnel: true })
            }
            LoginRedirect::Loopback(uri) => {
                let host = match uri.host() {
                    Some(Host::Domain(_)) => LoopbackHost::Localhost,
                    Some(Host::Ipv6(_)) => LoopbackHost::V6,
                    Some(Host::Ipv4(_)) | None => LoopbackHost::V4,
                };
                let ports = if ports.is_empty() { uri.port().into_iter().collect() } else { ports.clone() };
                Ok(Self { uri, host, ports, tunnel: false })
            }
        }
    }

    /// Returns whether the redirect URI is the same every time.
    pub(super) fn is_fixed(&self) -> bool {
        self.tunnel || self.ports.len() == 1
    }

    /// Takes the first of the ports that is to be had. Where the answer will be pasted, a port that
    /// is not to be had is only told to the provider.
    pub(super) async fn bind(
        &self,
        system: &System,
        paste: Paste,
    ) -> Result<(Option<Box<dyn BoundPort>>, Url), LoginError> {
        match (self.first_free(system), paste, self.ports.first()) {
            (Ok((port, uri)), ..) => Ok((Some(port), uri)),
            (Err(_), Paste::Expected, Some(first)) => Ok((None, self.redirect_uri(*first))),
            (Err(error), ..) => Err(self.none_free(system, error).await),
        }
    }

    /// Takes the first of the ports that is to be had.
    pub(super) async fn listen(&self, system: &System) -> Result<(Box<dyn BoundPort>, Url), LoginError> {
        match self.first_free(system) {
            Ok(taken) => Ok(taken),
            Err(error) => Err(self.none_free(system, error).await),
        }
    }

    fn first_free(&self, system: &System) -> io::Result<(Box<dyn BoundPort>, Url)> {
        let any = [0];
        let ports = if self.ports.is_empty() { &any } else { self.ports.as_slice() };
        let mut last = io::Error::from(io::ErrorKind::AddrInUse);
        for port in ports {
            match system.loopback.bind(self.host, *port) {
                Ok(bound) => {
                    let uri = self.redirect_uri(bound.port());
                    return Ok((bound, uri));
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    async fn none_free(&self, system: &System, source: io::Error) -> LoginError {
        let owner = match self.ports.last() {
            Some(port) if source.kind() == io::ErrorKind::AddrInUse => {
                Some(owner(system, self.host, *port).await)
            }
            _ => None,
        };
        let taken = TakenPorts { host: self.host.as_str(), ports: self.ports.clone(), owner };
        LoginError::Bind { taken, source }
    }

    /// Returns what the provider is told where we listen at `port`.
    pub(super) fn redirect_uri(&self, port: u16) -> Url {
        let mut uri = self.uri.clone();
        if !self.tunnel {
            // Only a URL without a host cannot have a port, and this one has.
            let _ = uri.set_port(Some(port));
        }
        uri
    }
}

/// Asks the port whether another sign-in of ours waits there.
async fn owner(system: &System, host: LoopbackHost, port: u16) -> PortOwner {
    let request =
        Request::get(format!("http://{}:{port}/", host.as_str())).header(header::ACCEPT, "text/html");
    let Ok(mut request) = request.body(Vec::new()) else { return PortOwner::Other };
    request.extensions_mut().insert(WHO_IS_THERE);
    match system.http.send(request).await {
        Ok(response) if callback::is_ours(&response) => PortOwner::Gptauth,
        _ => PortOwner::Other,
    }
}

#[expect(clippy::expect_used, reason = "a constant, tested below")]
fn own() -> Url {
    Url::parse(&format!("http://{}{PATH}", LoopbackHost::V4.as_str())).expect("a constant")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::fixture::project_with;

    fn landing(lines: &str, options: &LoginOptions) -> Result<Landing, LoginError> {
        Landing::of(&project_with(lines).oauth.unwrap(), options)
    }

    fn uri(lines: &str) -> String {
        landing(lines, &LoginOptions::default()).unwrap().redirect_uri(4711).to_string()
    }

    #[test]
    fn the_redirect_uri_is_the_projects_or_our_own() {
        assert_eq!(uri(""), "http://127.0.0.1:4711/callback");
        for (named, expected) in [
            ("http://localhost:4711/a/b", "http://localhost:4711/a/b"),
            ("http://[::1]/cb", "http://[::1]:4711/cb"),
        ] {
            assert_eq!(uri(&format!("loopback_redirect_uri = \"{named}\"")), expected);
        }
    }

    #[test]
    fn the_one_of_a_tunnel_has_no_port_of_ours() {
        let lines = "tunnel_redirect_uri = \"https://x.example/cb\"\nloopback_ports = [4180]";
        let landing = landing(lines, &LoginOptions::default()).unwrap();
        assert_eq!(landing.redirect_uri(4180).as_str(), "https://x.example/cb");
        assert!(landing.is_fixed());
    }

    #[test]
    fn what_is_typed_goes_before_what_the_project_says() {
        let redirect = |uri: &str| Some(LoginRedirect::of(uri.parse().unwrap()).unwrap());
        let project = "loopback_redirect_uri = \"http://localhost:4180/cb\"\nloopback_ports = [4181, 4182]";
        let plain = landing(project, &LoginOptions::default()).unwrap();
        assert_eq!((plain.ports, plain.host), (vec![4181, 4182], LoopbackHost::Localhost));
        let typed =
            LoginOptions { redirect: redirect("http://[::1]/x"), ports: vec![9], ..LoginOptions::default() };
        let typed = landing(project, &typed).unwrap();
        assert_eq!((typed.redirect_uri(9).as_str(), typed.ports), ("http://[::1]:9/x", vec![9]));
        let tunnel = LoginOptions { redirect: redirect("https://x.example/cb"), ..LoginOptions::default() };
        assert!(matches!(landing("", &tunnel), Err(LoginError::TunnelWithoutPort { .. })));
    }

    #[test]
    fn ports_that_are_taken_are_named_in_order() {
        let taken =
            |ports: &[u16]| TakenPorts { host: "127.0.0.1", ports: ports.to_vec(), owner: None }.to_string();
        assert_eq!(taken(&[]), "127.0.0.1");
        assert_eq!(taken(&[1]), "127.0.0.1:1");
        assert_eq!(taken(&[1, 2, 3]), "127.0.0.1:1, 127.0.0.1:2 or 127.0.0.1:3");
    }
}
