//! What an error of reqwest means, told by the types of its causes and not by their words.

use super::{HttpError, NOT_PUBLIC};
use jiff::Timestamp;
use rustls::{AlertDescription, CertificateError, pki_types::UnixTime};
use std::{borrow::Cow, error::Error, io};

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
    words: Cow<'static, str>,
    source: rustls::Error,
}

impl HttpError {
    /// Returns the error of a handshake with `origin` that failed with `source`.
    pub(super) fn tls(origin: &str, source: rustls::Error) -> Self {
        let words = match &source {
            rustls::Error::InvalidCertificate(certificate) => certificate_words(certificate),
            rustls::Error::InvalidMessage(_) => "the server does not speak TLS on this port".into(),
            rustls::Error::AlertReceived(AlertDescription::ProtocolVersion)
            | rustls::Error::PeerIncompatible(_) => "the server speaks no TLS 1.2 or 1.3".into(),
            rustls::Error::AlertReceived(_) => "the server refused the handshake".into(),
            _ => "the TLS handshake failed".into(),
        };
        Self::Tls { origin: origin.to_owned(), source: Box::new(TlsFailed { words, source }) }
    }
}

fn certificate_words(error: &CertificateError) -> Cow<'static, str> {
    match error {
        CertificateError::Expired => "the server's certificate has expired".into(),
        CertificateError::ExpiredContext { not_after, .. } => match date(*not_after) {
            Some(date) => format!("the server's certificate expired on {date}").into(),
            None => "the server's certificate has expired".into(),
        },
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet; is the clock right?".into()
        }
        CertificateError::NotValidForName => "the server's certificate is for another name".into(),
        CertificateError::NotValidForNameContext { presented, .. } => other_name(presented).into(),
        CertificateError::Revoked => "the server's certificate has been revoked".into(),
        CertificateError::UnknownIssuer => {
            "the server's certificate is self-signed, or from an authority that this machine does not trust"
                .into()
        }
        _ => "the server's certificate is not accepted".into(),
    }
}

fn date(time: UnixTime) -> Option<String> {
    let time = Timestamp::from_second(time.as_secs().try_into().ok()?).ok()?;
    Some(time.strftime("%Y-%m-%d").to_string())
}

/// Names the first of the names that a certificate is for, as the TLS library writes it: `DnsName("…")`
/// or an address.
fn other_name(presented: &[String]) -> String {
    let first = presented.first().map(|name| {
        let inner = name.split_once('"').and_then(|(_, rest)| rest.split_once('"'));
        inner.map_or(name.as_str(), |(inner, _)| inner)
    });
    match first {
        Some(name) => format!("the server's certificate is for another name, `{name}`"),
        None => "the server's certificate is for no name at all".to_owned(),
    }
}
