//! Responses as values, and the headers that all of them carry.

use super::pages;
use http::{
    HeaderName, HeaderValue, Response, StatusCode,
    header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, X_CONTENT_TYPE_OPTIONS},
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, SERVER},
    header::{SET_COOKIE, X_FRAME_OPTIONS},
};
use serde_json::Value;

/// A complete response.
pub(super) type Answer = Response<Vec<u8>>;

pub(super) fn bytes(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Answer {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

pub(super) fn text(status: StatusCode, body: impl Into<String>) -> Answer {
    bytes(status, "text/plain; charset=utf-8", body.into().into_bytes())
}

pub(super) fn json(status: StatusCode, body: &Value) -> Answer {
    bytes(status, "application/json; charset=utf-8", body.to_string().into_bytes())
}

/// Returns a page that may not be framed, load anything, or run a script.
///
/// There is no `form-action`: Chromium applies it to every redirect after the form, and where the
/// client's callback sends the browser next is not ours to know.
pub(super) fn html(status: StatusCode, page: String) -> Answer {
    let mut answer = bytes(status, "text/html; charset=utf-8", page.into_bytes());
    let policy = format!(
        "default-src 'none'; style-src '{}'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
        pages::style_hash()
    );
    put(&mut answer, CONTENT_SECURITY_POLICY, &policy);
    put(&mut answer, X_FRAME_OPTIONS, "DENY");
    answer
}

/// Returns a redirect. `location` is a serialised URL or a path of ours: plain ASCII.
pub(super) fn redirect(status: StatusCode, location: &str) -> Answer {
    let body = format!("Redirecting to {}.", pages::escape(location));
    let mut answer = bytes(status, "text/html; charset=utf-8", body.into_bytes());
    put(&mut answer, LOCATION, location);
    answer
}

pub(super) fn see_other(location: &str) -> Answer {
    redirect(StatusCode::SEE_OTHER, location)
}

/// Sets a header. A value that cannot be one is left out.
pub(super) fn put(answer: &mut Answer, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}

pub(super) fn set_cookie(answer: &mut Answer, name: &str, value: &str, seconds: u64) {
    // Not `Secure`: the demo is plain http on the loopback interface.
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
}

/// Lets any page read the answer, as Logto does where no cookie decides.
pub(super) fn allow_any_origin(answer: &mut Answer) {
    put(answer, ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    put(answer, ACCESS_CONTROL_EXPOSE_HEADERS, "WWW-Authenticate");
}

/// Adds what every response carries.
pub(super) fn finish(answer: &mut Answer, request_id: &str) {
    put(answer, SERVER, "gptauth-demo");
    put(answer, HeaderName::from_static("logto-core-request-id"), request_id);
    put(answer, X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(answer, REFERRER_POLICY, "no-referrer");
    if !answer.headers().contains_key(CACHE_CONTROL) {
        put(answer, CACHE_CONTROL, "no-store");
    }
}
