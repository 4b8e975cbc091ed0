//! Client authentication (RFC 6749 §2.3).

use super::{
    Provider,
    error::ProtocolError,
    received::{Parameters, Received},
    settings::Client,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::header::AUTHORIZATION;
use std::borrow::Cow;
use subtle::ConstantTimeEq;
use url::form_urlencoded;

/// The credentials of a request.
struct Credentials {
    id: String,
    secret: Option<String>,
    basic: bool,
}

impl Provider {
    /// Returns the client that sent a request.
    ///
    /// A confidential client may use Basic or the body, but not both; a public one neither.
    pub(super) fn authenticate(
        &self,
        request: &Received<'_>,
        parameters: &Parameters,
    ) -> Result<&Client, ProtocolError> {
        let given = credentials(request, parameters)?;
        self.check_client_authentication(request, parameters)?;
        let client = self.client(&given.id).ok_or_else(|| ProtocolError::unknown_client(&given.id))?;
        let proven = match (&client.secret, &given.secret) {
            (None, None) => true,
            (Some(own), Some(given)) => own.expose().as_bytes().ct_eq(given.as_bytes()).into(),
            _ => false,
        };
        if proven { Ok(client) } else { Err(ProtocolError::client_authentication(given.basic)) }
    }
}

fn credentials(request: &Received<'_>, parameters: &Parameters) -> Result<Credentials, ProtocolError> {
    let in_body = |name| parameters.get(name).map(str::to_owned);
    let Some(header) = request.headers.get(AUTHORIZATION) else {
        let no_client = "no client authentication mechanism provided";
        let id = in_body("client_id").ok_or_else(|| ProtocolError::invalid_request(no_client))?;
        return Ok(Credentials { id, secret: in_body("client_secret"), basic: false });
    };
    let (id, secret) = basic(header.as_bytes())?;
    if parameters.get("client_id").is_some_and(|other| other != id) {
        return Err(ProtocolError::invalid_request("mismatch in body and authorization client ids"));
    }
    if parameters.get("client_secret").is_some() {
        let description = "client authentication must only be provided using one mechanism";
        return Err(ProtocolError::invalid_request(description));
    }
    if secret.is_empty() {
        let description = "client_secret must be provided in the Authorization header";
        return Err(ProtocolError::invalid_request(description));
    }
    Ok(Credentials { id, secret: Some(secret), basic: true })
}

/// Returns id and secret of a Basic header. Both were form-encoded before they were joined
/// (RFC 6749 §2.3.1).
fn basic(header: &[u8]) -> Result<(String, String), ProtocolError> {
    let malformed = || ProtocolError::invalid_request("invalid authorization header value format");
    let header = std::str::from_utf8(header).map_err(|_| malformed())?;
    let (scheme, value) = header.trim().split_once(' ').ok_or_else(malformed)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(malformed());
    }
    let decoded = STANDARD.decode(value.trim()).map_err(|_| malformed())?;
    let decoded = String::from_utf8(decoded).map_err(|_| malformed())?;
    let (id, secret) = decoded.split_once(':').ok_or_else(malformed)?;
    Ok((form_decoded(id), form_decoded(secret)))
}

fn form_decoded(text: &str) -> String {
    // A whole form is parsed, not a value: `&` and `=` in it are literal and must stay.
    let escaped = text.replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(escaped.as_bytes())
        .next()
        .map(|(name, _)| name)
        .unwrap_or(Cow::from(""))
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(credentials: &str) -> String {
        format!("Basic {}", STANDARD.encode(credentials))
    }

    #[test]
    fn basic_credentials_are_form_decoded() {
        let (id, secret) = basic(header("my%3Aid:a+b%2Bc%25&d=e:f").as_bytes()).unwrap();
        assert_eq!((id.as_str(), secret.as_str()), ("my:id", "a b+c%&d=e:f"));
        let (id, secret) = basic(header("id:").as_bytes()).unwrap();
        assert_eq!((id.as_str(), secret.as_str()), ("id", ""));
    }

    #[test]
    fn p07_a_bad_basic_header_is_an_error_and_no_panic() {
        for bad in ["", "Basic", "Basic ", "Basic !!!", "Bearer abc", &header("no-colon")] {
            assert!(basic(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(basic(b"Basic \xff\xfe").is_err());
        assert!(basic(format!("Basic {}", STANDARD.encode(b"\xff:\xfe")).as_bytes()).is_err());
    }
}
