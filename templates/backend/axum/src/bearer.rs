//! The bearer token of a request, and what is answered to one that is not let through (RFC 6750).

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// What `Authorization` carries at most; longer ones are nobody's.
const LONGEST_TOKEN: usize = 8192;

/// Why a request is not let through.
#[derive(Debug, Clone)]
pub enum Refusal {
    /// The client is told to bring one, and of no mistake (RFC 6750 §3.1).
    NoToken,
    /// Only this makes ChatGPT refresh the token, and then have the user sign in again.
    InvalidToken,
    /// The token is good, but not for this; with what the provider asks for, where it says so.
    InsufficientScope(Option<String>),
    /// Nobody could be asked. The user stays signed in: the same token may be good in a moment.
    Unavailable,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, error, challenge) = match self {
            Self::NoToken => (StatusCode::UNAUTHORIZED, "unauthorized", challenge(&[])),
            Self::InvalidToken => {
                let description = "The access token is expired, revoked or malformed";
                let challenge = challenge(&[
                    ("error", "invalid_token"),
                    ("error_description", description),
                ]);
                (StatusCode::UNAUTHORIZED, "invalid_token", challenge)
            }
            Self::InsufficientScope(scope) => {
                let mut parameters = vec![("error", "insufficient_scope")];
                parameters.extend(scope.as_deref().map(|scope| ("scope", scope)));
                (
                    StatusCode::FORBIDDEN,
                    "insufficient_scope",
                    challenge(&parameters),
                )
            }
            Self::Unavailable => {
                let retry_after = (header::RETRY_AFTER, HeaderValue::from_static("5"));
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "temporarily_unavailable",
                    retry_after,
                )
            }
        };
        (status, [challenge], Json(json!({ "error": error }))).into_response()
    }
}

fn challenge(parameters: &[(&str, &str)]) -> (header::HeaderName, HeaderValue) {
    let mut value = r#"Bearer realm="api""#.to_owned();
    for (name, text) in parameters {
        let quoted = text.replace('\\', r"\\").replace('"', r#"\""#);
        value.push_str(&format!(r#", {name}="{quoted}""#));
    }
    let value =
        HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static(r#"Bearer realm="api""#));
    (header::WWW_AUTHENTICATE, value)
}

/// Returns the one token in the `Authorization` headers.
pub fn bearer_token(headers: &HeaderMap) -> Result<&str, Refusal> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next().ok_or(Refusal::NoToken)?.as_bytes();
    if values.next().is_some() {
        return Err(Refusal::InvalidToken);
    }
    let (scheme, token) = value.split_at(value.len().min("bearer".len()));
    if !scheme.eq_ignore_ascii_case(b"bearer") || token.first().is_some_and(|byte| *byte != b' ') {
        return Err(Refusal::NoToken);
    }
    let token = str::from_utf8(token)
        .map_err(|_| Refusal::InvalidToken)?
        .trim_start_matches(' ');
    if token.is_empty() {
        return Err(Refusal::NoToken);
    }
    let unpadded = token.trim_end_matches('=');
    let is_b64token = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    if token.len() > LONGEST_TOKEN || unpadded.is_empty() || !unpadded.bytes().all(is_b64token) {
        return Err(Refusal::InvalidToken);
    }
    Ok(token)
}
