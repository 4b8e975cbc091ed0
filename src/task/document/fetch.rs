//! A text at an address.

use crate::domain::is_this_machine;
use crate::{
    source::Source,
    system::{HttpError, Limits, PublicOnly, System, decode},
};
use http::{
    HeaderValue, Request, Response, StatusCode,
    header::{ACCEPT, LOCATION},
};
use std::path::Path;
use url::Url;

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 5;

/// Why a text could not be fetched. Addresses are kept without query, which may hold a secret.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address is none that is fetched from.
    #[error("cannot fetch `{url}`: {reason}")]
    Address {
        /// The address.
        url: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// No answer came.
    #[error("cannot fetch `{url}`")]
    Http {
        /// The address.
        url: String,
        /// Why not.
        #[source]
        source: HttpError,
    },
    /// The answer was no success.
    #[error("`{url}` answered {status}")]
    Status {
        /// The address, of the last redirect where there was any.
        url: String,
        /// The status.
        status: StatusCode,
    },
    /// One redirect came after another, or one without an address.
    #[error("`{url}` redirects {}", if *.has_target { "again and again" } else { "nowhere" })]
    Redirect {
        /// The address.
        url: String,
        /// Whether the redirect names an address.
        has_target: bool,
    },
    /// The answer is no text in UTF-8.
    #[error("the answer of `{url}` is not UTF-8 at byte {offset}: it looks like {encoding}")]
    Encoding {
        /// The address.
        url: String,
        /// The first byte that does not fit, from 0.
        offset: usize,
        /// What it looks like.
        encoding: &'static str,
    },
}

/// Returns the address that a command line names in place of a file; nothing where it is a path.
///
/// # Errors
///
/// [`FetchError::Address`] for what only starts like an address.
pub fn address(path: &Path) -> Option<Result<Url, FetchError>> {
    let text = path.to_str()?;
    let is_address =
        |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if !is_address("https://") && !is_address("http://") {
        return None;
    }
    let invalid = |_| FetchError::Address { url: without_query(text), reason: "it is not a valid URL" };
    Some(Url::parse(text).map_err(invalid))
}

/// Returns the text at `url` and where it was found. Redirects are followed by hand, each address
/// looked at like the first; nothing is sent but the request for it.
///
/// With `public_only` (somebody else than the user chose the address) it must be https and on the
/// internet; else plain http to this machine will do as well.
///
/// # Errors
///
/// As [`FetchError`].
pub(super) async fn fetch(
    system: &System,
    url: Url,
    public_only: bool,
    limits: Limits,
) -> Result<(Url, Source), FetchError> {
    let mut url = url;
    url.set_fragment(None);
    for _ in 0..=MAX_REDIRECTS {
        let shown = without_query(url.as_str());
        if let Some(reason) = fault(&url, public_only) {
            return Err(FetchError::Address { url: shown, reason });
        }
        let answer = send(system, &url, public_only, limits).await;
        let answer = answer.map_err(|source| FetchError::Http { url: shown.clone(), source })?;
        match answer.status() {
            status if status.is_success() => {
                let text = decode(answer.into_body()).map_err(|(offset, encoding)| FetchError::Encoding {
                    url: shown.clone(),
                    offset,
                    encoding,
                })?;
                return Ok((url, Source::new(shown, text)));
            }
            StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT => {
                url = target(&url, &answer).ok_or(FetchError::Redirect { url: shown, has_target: false })?;
            }
            status => return Err(FetchError::Status { url: shown, status }),
        }
    }
    Err(FetchError::Redirect { url: without_query(url.as_str()), has_target: true })
}

async fn send(
    system: &System,
    url: &Url,
    public_only: bool,
    limits: Limits,
) -> Result<Response<Vec<u8>>, HttpError> {
    let unsendable = |error: http::Error| HttpError::Unsendable { reason: error.to_string() };
    let mut request = Request::get(url.as_str()).body(Vec::new()).map_err(unsendable)?;
    let accepted = HeaderValue::from_static("application/json, application/yaml, text/yaml, */*;q=0.5");
    request.headers_mut().insert(ACCEPT, accepted);
    request.extensions_mut().insert(limits);
    if public_only {
        request.extensions_mut().insert(PublicOnly);
    }
    system.http.send(request).await
}

fn target(url: &Url, answer: &Response<Vec<u8>>) -> Option<Url> {
    let location = answer.headers().get(LOCATION)?.to_str().ok()?;
    let mut target = url.join(location).ok()?;
    target.set_fragment(None);
    Some(target)
}

/// Returns what is wrong with an address. Whether a name leads to a public address is seen when the
/// request is sent.
fn fault(url: &Url, public_only: bool) -> Option<&'static str> {
    if !url.username().is_empty() || url.password().is_some() {
        return Some("it holds credentials");
    }
    let is_loopback = is_this_machine(url);
    match (url.scheme(), public_only) {
        ("https", true) if is_loopback => Some("it leads to an address that is not public"),
        ("https", _) => None,
        ("http", false) if is_loopback => None,
        _ => Some("only https is fetched"),
    }
}

/// Returns an address without credentials, query and fragment.
fn without_query(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (scheme, rest) = url.get(..end).unwrap_or_default().split_once("://").unwrap_or(("", url));
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}
