//! The loopback redirect: one request that came in on our port, judged (RFC 8252 §7.3, §8.3).
//!
//! Anything on this machine, and through a page any web site, can send requests to the port. So
//! whatever is not the one answer that we wait for is turned away without ending the wait, and
//! `state` is looked at before anything else that the request says.

use super::authorization::{AuthorizationError, PendingAuthorization};
use http::{HeaderValue, Method, Request, Response, StatusCode, Version, header};
use std::fmt;
use url::{Position, Url};

/// What to do about a request.
#[derive(Debug)]
pub enum Reception {
    /// It is not the answer: send this, and go on waiting.
    Ignored {
        /// What to send.
        response: Response<Vec<u8>>,
        /// Why it was turned away.
        reason: IgnoredReason,
    },
    /// It is the answer, good or bad: send this, and stop.
    Finished {
        /// What to send.
        response: Response<Vec<u8>>,
        /// The redirect, for [`PendingAuthorization::finish`].
        redirect: Url,
    },
}

/// Why a request is not the answer. It has no value out of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IgnoredReason {
    /// Its `Host` is not ours: a page elsewhere had its own name resolve to this machine.
    ForeignHost,
    /// Another path.
    OtherPath,
    /// Another method than GET.
    OtherMethod,
    /// `state` is missing, repeated or foreign.
    ForeignState,
    /// `code`, `error`, or `iss` is repeated, or the code is too long.
    Malformed,
}

impl IgnoredReason {
    /// Returns whether it is worth telling the user. Browsers ask for icons on their own.
    pub fn is_notable(self) -> bool {
        !matches!(self, Self::OtherPath | Self::OtherMethod)
    }
}

impl fmt::Display for IgnoredReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ForeignHost => "a request for another host",
            Self::OtherPath => "a request for another path",
            Self::OtherMethod => "a request that is no GET",
            Self::ForeignState => "a callback with a missing or foreign state",
            Self::Malformed => "a malformed callback",
        })
    }
}

/// Judges one request that came in on the loopback port.
pub fn receive(pending: &PendingAuthorization, request: &Request<Vec<u8>>) -> Reception {
    let expected = pending.redirect_uri();
    if !is_for_us(expected, request) {
        return ignored(StatusCode::MISDIRECTED_REQUEST, IgnoredReason::ForeignHost);
    }
    if request.uri().path() != expected.path() {
        return ignored(StatusCode::NOT_FOUND, IgnoredReason::OtherPath);
    }
    if request.method() != Method::GET {
        return ignored(StatusCode::METHOD_NOT_ALLOWED, IgnoredReason::OtherMethod);
    }
    let mut redirect = expected.clone();
    redirect.set_query(request.uri().query());
    let page = match pending.judge(&redirect) {
        Err(AuthorizationError::StateMismatch) => {
            return ignored(StatusCode::BAD_REQUEST, IgnoredReason::ForeignState);
        }
        Err(AuthorizationError::Repeated { .. } | AuthorizationError::CodeTooLong { .. }) => {
            return ignored(StatusCode::BAD_REQUEST, IgnoredReason::Malformed);
        }
        Ok(_) => &SIGNED_IN,
        Err(
            AuthorizationError::Refused { .. }
            | AuthorizationError::IssuerMismatch { .. }
            | AuthorizationError::CodeAndError
            | AuthorizationError::NoCode,
        ) => &REFUSED,
    };
    Reception::Finished { response: response(StatusCode::OK, page), redirect }
}

/// Returns the answer to a request that comes after the one that counted: a reload.
pub fn already_finished() -> Response<Vec<u8>> {
    response(StatusCode::OK, &FINISHED)
}

/// Returns whether an answer is a page of ours: another sign-in waits at that port.
pub fn is_ours(response: &Response<Vec<u8>>) -> bool {
    String::from_utf8_lossy(response.body()).contains(NOT_HERE.text)
}

/// Returns whether the request names our host and port exactly, once, and over HTTP/1.1 (a browser
/// that follows a redirect does).
fn is_for_us(expected: &Url, request: &Request<Vec<u8>>) -> bool {
    let own = &expected[Position::BeforeHost..Position::AfterPort];
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next();
    hosts.next().is_none()
        && host.is_some_and(|host| host.as_bytes().eq_ignore_ascii_case(own.as_bytes()))
        && request.uri().authority().is_none_or(|authority| authority.as_str().eq_ignore_ascii_case(own))
        && request.version() == Version::HTTP_11
}

fn ignored(status: StatusCode, reason: IgnoredReason) -> Reception {
    Reception::Ignored { response: response(status, &NOT_HERE), reason }
}

/// A page that says nothing that was asked of it.
struct Page {
    title: &'static str,
    text: &'static str,
    mark: &'static str,
    colour: &'static str,
}

const SIGNED_IN: Page = Page {
    // The code is still to be exchanged: only the terminal can say how it ended.
    title: "Back to the terminal",
    text: "The answer has arrived. You can close this window; the terminal says how it ended.",
    mark: "&#10003;",
    colour: "#1a7f37",
};
const REFUSED: Page = Page {
    title: "Sign-in was refused",
    text: "The details are in the terminal.",
    mark: "&#10007;",
    colour: "#b42318",
};
const FINISHED: Page = Page {
    title: "Already finished",
    text: "This sign-in has ended. You can close this window.",
    mark: "&#10003;",
    colour: "#57606a",
};
const NOT_HERE: Page = Page {
    title: "Nothing here",
    text: "gptauth waits at this address for a sign-in to come back, and this is not it.",
    mark: "?",
    colour: "#57606a",
};

/// Returns a static page: nothing of the request is in it, nothing is loaded from anywhere.
fn response(status: StatusCode, page: &Page) -> Response<Vec<u8>> {
    let body = include_str!("callback/page.html")
        .replace("{title}", page.title)
        .replace("{text}", page.text)
        .replace("{mark}", page.mark)
        .replace("{colour}", page.colour);
    let mut response = Response::new(body.into_bytes());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
        (header::CONNECTION, "close"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET"));
    }
    response
}

#[cfg(test)]
mod tests;
