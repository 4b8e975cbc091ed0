//! What an error of reqwest means, told by the types of its causes and not by their words.

use super::{HttpError, NOT_PUBLIC};
use rustls::CertificateError;
use std::{error::Error, io};

/// Returns what an error of reqwest means, by the types of its causes. Its own text is never kept: it
/// may hold the URL, and the URL may hold a secret.
pub(super) fn classify(error: &reqwest::Error, origin: &str) -> HttpError {
    let origin = origin.to_owned();
    let causes = || std::iter::successors(Some(error as &(dyn Error + 'static)), |cause| next_cause(*cause));
    if let Some(failed) = causes().find_map(|cause| cause.downcast_ref::<ResolveFailed>()) {
        return HttpError::Resolve { host: failed.host.clone(), source: failed.reason.clone().into() };
    }
    if causes().any(|cause| cause.is::<NotPublic>()) {
        return HttpError::Unsendable { reason: NOT_PUBLIC.to_owned() };
    }
    if let Some(tls) = causes().find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return HttpError::tls(&origin, tls.clone());
    }
    let source = match causes().filter_map(|cause| cause.downcast_ref::<io::Error>()).last() {
        Some(io) => match io.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code).into(),
            None => io::Error::new(io.kind(), io.to_string()).into(),
        },
        None => root_cause(error).to_string().into(),
    };
    if error.is_builder() {
        HttpError::Unsendable { reason: root_cause(error).to_string() }
    } else if error.is_connect() {
        HttpError::Connect { origin, source }
    } else {
        HttpError::Broken { origin, source }
    }
}

/// Returns the cause behind an error. An [`io::Error`] made of another error hides that one from
/// `source()`, and TLS errors come wrapped so.
fn next_cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

pub(super) fn root_cause<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut cause = error;
    while let Some(next) = next_cause(cause) {
        cause = next;
    }
    cause
}

/// What our resolver fails with, so that it can be told from everything else that fails.
#[derive(Debug, thiserror::Error)]
#[error("cannot resolve `{host}`: {reason}")]
pub(super) struct ResolveFailed {
    pub(super) host: String,
    pub(super) reason: String,
}

/// What our resolver fails with where only public addresses may be reached and the name has others.
#[derive(Debug, thiserror::Error)]
#[error("{NOT_PUBLIC}")]
pub(super) struct NotPublic;

/// A failed handshake, in words for whoever set up the server.
#[derive(Debug, thiserror::Error)]
#[error("{words}")]
struct TlsFailed {
    words: &'static str,
    source: rustls::Error,
}

impl HttpError {
    /// Returns the error of a handshake with `origin` that failed with `source`.
    pub(super) fn tls(origin: &str, source: rustls::Error) -> Self {
        let words = match &source {
            rustls::Error::InvalidCertificate(certificate) => certificate_words(certificate),
            rustls::Error::InvalidMessage(_) => "the server does not speak TLS on this port",
            rustls::Error::AlertReceived(_) => "the server refused the handshake",
            _ => "the TLS handshake failed",
        };
        Self::Tls { origin: origin.to_owned(), source: Box::new(TlsFailed { words, source }) }
    }
}

fn certificate_words(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "the server's certificate has expired"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet; is the clock right?"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "the server's certificate is for another name"
        }
        CertificateError::Revoked => "the server's certificate has been revoked",
        CertificateError::UnknownIssuer => {
            "the server's certificate is self-signed, or from an authority that this machine does not trust"
        }
        _ => "the server's certificate is not accepted",
    }
}
