//! What came back, or did not.

use crate::oauth::answer::{self, ErrorResponse};
use http::{Response, StatusCode, header};
use jiff::Timestamp;
use std::{net::IpAddr, time::Duration};

/// A question's answer.
#[derive(Debug, Clone)]
pub struct Answered {
    /// What came.
    pub answer: Answer,
    /// How long it took.
    pub duration: Duration,
}

/// What came.
#[derive(Debug, Clone)]
pub enum Answer {
    /// A response.
    Response {
        /// As it came.
        response: Response<Vec<u8>>,
        /// Until when the server's certificate is valid; `None` without TLS.
        certificate_until: Option<Timestamp>,
    },
    /// The addresses of a host.
    Addresses(Vec<IpAddr>),
    /// Nothing.
    Nothing(NoAnswer),
}

/// Why nothing came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoAnswer {
    /// At which step it ended.
    pub trouble: Trouble,
    /// What the system said, as a clause.
    pub words: String,
}

/// The step at which an exchange ended without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The name does not resolve.
    Name,
    /// Nobody accepts a connection.
    Connection,
    /// The TLS handshake failed, or the certificate is not trusted.
    Tls,
    /// It took too long.
    Time,
    /// The answer is too large, or broke off.
    Answer,
    /// The whole run had no time left.
    NotAsked,
}

impl Answered {
    /// Returns the response, where there is one.
    pub fn response(&self) -> Option<&Response<Vec<u8>>> {
        match &self.answer {
            Answer::Response { response, .. } => Some(response),
            Answer::Addresses(_) | Answer::Nothing(_) => None,
        }
    }

    /// Returns why nothing came.
    pub fn nothing(&self) -> Option<&NoAnswer> {
        match &self.answer {
            Answer::Nothing(why) => Some(why),
            Answer::Response { .. } | Answer::Addresses(_) => None,
        }
    }

    /// Returns the status of the response.
    pub(super) fn status(&self) -> Option<StatusCode> {
        self.response().map(Response::status)
    }

    /// Returns the header as text.
    pub(super) fn header(&self, name: header::HeaderName) -> Option<String> {
        answer::text_header(self.response()?, &name)
    }

    /// Returns the error in the JSON body, if it is one of OAuth (RFC 6749 §5.2).
    pub(super) fn oauth_error(&self) -> Option<ErrorResponse> {
        let response = self.response()?;
        answer::error_response(response, &answer::object(response)?, &[])
    }

    /// Returns the beginning of the body as text.
    pub(super) fn text(&self) -> String {
        const LOOKED_AT: usize = 64 * 1024;
        let body = self.response().map(|response| response.body().as_slice()).unwrap_or_default();
        String::from_utf8_lossy(&body[..body.len().min(LOOKED_AT)]).into_owned()
    }

    /// Returns whether the body is a web page, by what it says it is or by how it begins.
    pub(super) fn is_page(&self) -> bool {
        let says = self.header(header::CONTENT_TYPE).is_some_and(|own| own.starts_with("text/html"));
        says || self.text().trim_start().get(..1) == Some("<")
    }

    /// Returns what came, in a few words: `400 invalid_grant`, `no answer within 10 s`.
    pub fn words(&self) -> String {
        if let Some(nothing) = self.nothing() {
            return nothing.words.clone();
        }
        let Some(status) = self.status() else { return String::new() };
        match self.oauth_error() {
            Some(error) => format!("{} {}", status.as_u16(), error.error),
            None if self.is_page() => format!("{} with a web page", status.as_u16()),
            None => status.to_string(),
        }
    }
}
