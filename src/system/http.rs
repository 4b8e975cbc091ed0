//! HTTP requests, sent by reqwest exactly as they were built.

mod certificate;
mod failure;
mod roots;

pub use roots::TrustError;
pub(super) use roots::read as read_roots;

pub use certificate::PeerCertificate;

use super::BoxFuture;
use crate::domain::is_public;
use failure::{ResolveFailed, classify, root_cause};
use http::{HeaderValue, Request, Response, Uri, header::USER_AGENT};
use reqwest::{
    Certificate, Client, ClientBuilder,
    dns::{Addrs, Name, Resolve, Resolving},
};
use std::{
    cell::RefCell,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

/// Sends requests.
pub trait HttpClient {
    /// Sends `request` and reads the whole answer. Redirects are not followed; size and time are
    /// limited by the [`Limits`] in the request's extensions, or by their default.
    ///
    /// # Errors
    ///
    /// Where no complete answer came within the limits.
    fn send(&self, request: Request<Vec<u8>>) -> BoxFuture<'_, Result<Response<Vec<u8>>, HttpError>>;
}

/// How much of an answer is waited for and read. Put into a request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From sending to the last byte.
    pub time: Duration,
    /// The size of the body after decompression, in bytes.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(30), bytes: 8 * 1024 * 1024 }
    }
}

/// Lets a request go to public addresses alone, as the names resolve when it is sent. Put into a
/// request's extensions where somebody else than the user chose the URL.
#[derive(Debug, Clone, Copy)]
pub struct PublicOnly;

/// Why no answer came.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The request cannot be sent as it is: a scheme other than http or https, a header value with
    /// control characters.
    #[error("cannot send this request: {reason}")]
    Unsendable {
        /// What is wrong with it.
        reason: String,
    },
    /// The name did not resolve.
    #[error("cannot resolve `{host}`")]
    Resolve {
        /// The host that was asked for.
        host: String,
        /// The resolver's words.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// No connection came about, so that nothing was sent.
    #[error("cannot connect to `{origin}`")]
    Connect {
        /// Scheme, host and port.
        origin: String,
        /// The system's words.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The TLS handshake failed.
    #[error("no secure connection to `{origin}`")]
    Tls {
        /// Scheme, host and port.
        origin: String,
        /// The TLS library's words.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The answer did not end in time.
    #[error("no complete answer from `{origin}` within {} s", .limit.as_secs())]
    Timeout {
        /// Scheme, host and port.
        origin: String,
        /// How long was waited.
        limit: Duration,
    },
    /// The answer is larger than we read.
    #[error("the answer from `{origin}` is larger than {limit} bytes")]
    TooLarge {
        /// Scheme, host and port.
        origin: String,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The connection broke off before the answer was complete. The request may have been acted on.
    #[error("the connection to `{origin}` broke off before its answer was complete")]
    Broken {
        /// Scheme, host and port.
        origin: String,
        /// The system's words.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// What we call ourselves where a request does not say.
const OUR_USER_AGENT: &str = concat!("gptauth/", env!("CARGO_PKG_VERSION"));

/// The HTTP client of the real world.
///
/// It adds to a request what any client adds (`Host`, `Accept: */*`, `Accept-Encoding: gzip`, and a
/// `User-Agent` where there is none) and nothing else: no cookies, no referrer, no second try.
/// Proxies come from the environment; loopback hosts are always reached directly.
///
/// Certificates are checked against the system's roots (on Linux `SSL_CERT_FILE` stands in for them)
/// and against those that were added. There is no way not to check them.
#[derive(Default)]
pub(super) struct RealHttp {
    roots: Vec<Certificate>,
    clients: [RefCell<Option<Client>>; 4],
}

/// How a request leaves. Each road has a client of its own, made when it is first taken, because
/// reading the system's root certificates costs more than a whole exchange on loopback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Road {
    /// Plain http to this machine: no proxy, no root certificates.
    Loopback,
    /// https to this machine: no proxy.
    LoopbackTls,
    /// Everything else.
    Outside,
    /// Public addresses alone, and no proxy, which would resolve the name by its own lights.
    Public,
}

impl Road {
    fn of(uri: &Uri) -> Self {
        match (is_loopback(uri.host().unwrap_or_default()), uri.scheme_str()) {
            (true, Some("https")) => Self::LoopbackTls,
            (true, _) => Self::Loopback,
            (false, _) => Self::Outside,
        }
    }

    fn builder(self, roots: &[Certificate]) -> ClientBuilder {
        let builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .tls_info(true)
            .dns_resolver(Arc::new(Resolver { public_only: self == Self::Public }));
        match self {
            Self::Loopback => builder.no_proxy().tls_certs_only([]),
            Self::LoopbackTls | Self::Public => builder.no_proxy().tls_certs_merge(roots.iter().cloned()),
            Self::Outside => builder.tls_certs_merge(roots.iter().cloned()),
        }
    }
}

/// Returns whether a host as it stands in a URL is this machine by its very name (RFC 6761 §6.3).
fn is_loopback(host: &str) -> bool {
    match address_of(host) {
        Some(address) => address.is_loopback(),
        None => is_localhost(host),
    }
}

/// Returns the address of a host that is one.
fn address_of(host: &str) -> Option<IpAddr> {
    let literal = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    literal.parse().ok()
}

fn is_localhost(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost")
}

impl RealHttp {
    /// Returns a client that trusts these certificates too.
    pub(super) fn trusting(roots: Vec<Certificate>) -> Self {
        Self { roots, clients: Default::default() }
    }

    fn client(&self, road: Road) -> Result<Client, reqwest::Error> {
        let mut cell = self.cell(road).borrow_mut();
        if let Some(client) = &*cell {
            return Ok(client.clone());
        }
        let client = road.builder(&self.roots).build()?;
        Ok(cell.insert(client).clone())
    }

    /// Leaves the connections of a road to themselves: what is sent next goes over a new one.
    fn abandon(&self, road: Road) {
        self.cell(road).replace(None);
    }

    fn cell(&self, road: Road) -> &RefCell<Option<Client>> {
        let [loopback, loopback_tls, outside, public] = &self.clients;
        match road {
            Road::Loopback => loopback,
            Road::LoopbackTls => loopback_tls,
            Road::Outside => outside,
            Road::Public => public,
        }
    }

    async fn exchange(
        &self,
        mut request: Request<Vec<u8>>,
        limits: Limits,
        origin: &str,
    ) -> Result<Response<Vec<u8>>, HttpError> {
        let public_only = request.extensions().get::<PublicOnly>().is_some();
        let literal = || request.uri().host().and_then(address_of);
        if public_only && literal().is_some_and(|address| !is_public(address)) {
            return Err(HttpError::Unsendable { reason: NOT_PUBLIC.to_owned() });
        }
        let road = if public_only { Road::Public } else { Road::of(request.uri()) };
        // The one thing that can fail here is that the system has no root certificates.
        let client = self.client(road).map_err(|error| HttpError::Tls {
            origin: origin.to_owned(),
            source: root_cause(&error).to_string().into(),
        })?;
        if !request.headers().contains_key(USER_AGENT) {
            request.headers_mut().insert(USER_AGENT, HeaderValue::from_static(OUR_USER_AGENT));
        }
        let request = reqwest::Request::try_from(request)
            .map_err(|error| HttpError::Unsendable { reason: root_cause(&error).to_string() })?;
        let broken = |error: &reqwest::Error| classify(error, origin);
        let mut answer = client.execute(request).await.map_err(|error| broken(&error))?;
        // Servers that fail close the connection behind their answer, some without a word before
        // (uvicorn): the next request would be lost on it, and not every one can be repeated.
        if answer.status().is_server_error() {
            self.abandon(road);
        }
        let too_large = || HttpError::TooLarge { origin: origin.to_owned(), limit: limits.bytes };
        if answer.content_length().is_some_and(|length| length > limits.bytes as u64) {
            return Err(too_large());
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| broken(&error))? {
            if body.len() + chunk.len() > limits.bytes {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body);
        let tls = answer.extensions().get::<reqwest::tls::TlsInfo>();
        if let Some(certificate) = tls.and_then(|tls| PeerCertificate::read(tls.peer_certificate()?)) {
            response.extensions_mut().insert(certificate);
        }
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

impl HttpClient for RealHttp {
    fn send(&self, request: Request<Vec<u8>>) -> BoxFuture<'_, Result<Response<Vec<u8>>, HttpError>> {
        Box::pin(async move {
            let limits = request.extensions().get::<Limits>().copied().unwrap_or_default();
            let origin = origin(request.uri())?;
            match tokio::time::timeout(limits.time, self.exchange(request, limits, &origin)).await {
                Ok(answer) => answer,
                Err(_) => Err(HttpError::Timeout { origin, limit: limits.time }),
            }
        })
    }
}

/// Returns scheme, host and port as they are shown, without user information.
fn origin(uri: &Uri) -> Result<String, HttpError> {
    let unsendable = |reason: &str| HttpError::Unsendable { reason: reason.to_owned() };
    let scheme = uri.scheme_str().ok_or_else(|| unsendable("the URL is not absolute"))?;
    if !matches!(scheme, "http" | "https") {
        return Err(unsendable("its scheme is neither http nor https"));
    }
    let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(|| unsendable("it has no host"))?;
    Ok(match uri.port_u16() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

/// Resolves names through the system, `localhost` without asking anybody, and marks its failures with
/// a type of ours so that they can be told from other ones.
struct Resolver {
    public_only: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let public_only = self.public_only;
        Box::pin(async move {
            if is_localhost(name.as_str()) && !public_only {
                let both = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
                return Ok(Box::new(both.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs);
            }
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(|error| ResolveFailed {
                host: name.as_str().to_owned(),
                reason: error.to_string(),
            })?;
            let found: Vec<_> = found.collect();
            // One address that is not public is enough to distrust the name.
            if public_only && !found.iter().all(|address| is_public(address.ip())) {
                return Err(failure::NotPublic.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

const NOT_PUBLIC: &str = "it leads to an address that is not public";

#[cfg(test)]
mod tests;
