//! OAuth 2.0 and OpenID Connect: per step, a request built and a response judged.
//!
//! No I/O, no clock and no randomness of its own; all of it is handed in. Requests are
//! [`http::Request`] values, one-time things are consumed, and what a response carried comes back
//! as a type that cannot be printed by accident.

pub mod answer;
pub mod assertion;
pub mod authorization;
pub mod bearer;
pub mod callback;
pub mod client_auth;
pub mod device;
pub mod discovery;
pub mod id_token;
pub mod jwks;
pub mod note;
pub mod outlook;
pub mod parameters;
pub mod paste;
pub mod pkce;
pub mod pushed;
pub mod revocation;
mod signature;
pub mod stored;
pub mod token;
pub mod userinfo;
pub mod values;
pub mod www_authenticate;

use http::{HeaderMap, Method, Request, Uri};
use url::Url;

/// Returns the request for `url`. Every URL that was parsed is an HTTP target, so there is nothing
/// to fail on: what `http` would refuse is percent-encoded by then.
fn request(
    method: Method,
    url: &Url,
    body: Vec<u8>,
    headers: impl FnOnce(&mut HeaderMap),
) -> Request<Vec<u8>> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = Uri::try_from(target(url)).unwrap_or_default();
    headers(request.headers_mut());
    request
}

/// Returns `url` as it is asked for: a fragment stays at home.
fn target(url: &Url) -> &str {
    let text = url.as_str();
    text.split_once('#').map_or(text, |(before, _)| before)
}
