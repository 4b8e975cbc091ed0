//! What an endpoint answered: read tolerantly, kept as evidence, never with a secret in it.

use http::{Response, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::{borrow::Cow, time::Duration};

/// How much of a body is kept as evidence, in characters.
const EXCERPT: usize = 200;
/// How much of a provider's own words is kept, in characters.
const WORDS: usize = 500;

/// An answer that is not what the protocol asks for, as it can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The status.
    pub status: StatusCode,
    /// The `Content-Type`, as sent.
    pub content_type: Option<String>,
    /// The beginning of the body, with what looks like a secret masked. Not escaped.
    pub excerpt: String,
}

/// Why an answer cannot be used at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnusableAnswer {
    /// It sends us elsewhere; nobody follows, because the secret would go along (RFC 9700 §4.12).
    #[error("answered {status}, a redirect to `{location}`; redirects are not followed here")]
    Redirect {
        /// The status.
        status: StatusCode,
        /// The `Location`, without its query.
        location: String,
    },
    /// It says that it cannot work now: 429 or 5xx.
    #[error("answered {}, temporarily unable to work", .evidence.status)]
    Unavailable {
        /// The answer.
        evidence: Evidence,
        /// The `Retry-After`, as sent.
        retry_after: Option<String>,
    },
    /// The status has no meaning here.
    #[error("answered {}{}", .0.status, describe(.0))]
    Status(Evidence),
    /// The body is not a JSON object.
    #[error("answered {} without a JSON object{}", .0.status, describe(.0))]
    NotJson(Evidence),
}

fn describe(evidence: &Evidence) -> String {
    let content_type = evidence.content_type.as_deref().unwrap_or("no content type");
    if evidence.excerpt.is_empty() {
        format!(" ({content_type}, empty body)")
    } else {
        format!(" ({content_type}): {}", evidence.excerpt)
    }
}

/// An error that the provider sent in the protocol's own form (RFC 6749 §5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorResponse {
    /// The status it came with; some providers send errors with 200.
    pub status: StatusCode,
    /// The code, such as `invalid_grant`.
    pub error: String,
    /// `error_description`, shortened, with secrets masked. Not escaped.
    pub description: Option<String>,
    /// Whether the answer asked for HTTP Basic authentication.
    pub asks_for_basic: bool,
}

impl std::fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status.as_u16(), self.error)?;
        match &self.description {
            Some(description) => write!(f, ": {description}"),
            None => Ok(()),
        }
    }
}

impl Evidence {
    /// Returns what can be shown of `response`; `secrets` are masked wherever they stand in it.
    pub fn of(response: &Response<Vec<u8>>, secrets: &[&str]) -> Self {
        // Masking runs over more than is kept, so that a cut cannot bare half a secret.
        let body = &response.body()[..response.body().len().min(64 * 1024)];
        let text = String::from_utf8_lossy(body);
        let masked = mask(text.trim(), secrets);
        Self {
            status: response.status(),
            content_type: text_header(response, &header::CONTENT_TYPE),
            excerpt: cut(&masked, EXCERPT),
        }
    }
}

/// Reads the JSON object of an answer whatever its content type says; a byte order mark is passed
/// over, and of a member that stands twice the last one counts.
pub(crate) fn object(response: &Response<Vec<u8>>) -> Option<Map<String, Value>> {
    let body = response.body();
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// Refuses what can be no answer to the question, by its status alone.
pub(crate) fn refuse_status(response: &Response<Vec<u8>>, secrets: &[&str]) -> Result<(), UnusableAnswer> {
    let status = response.status();
    if status.is_redirection() {
        let location = text_header(response, &header::LOCATION).unwrap_or_default();
        let location = location.split(['?', '#']).next().unwrap_or_default().to_owned();
        return Err(UnusableAnswer::Redirect { status, location });
    }
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        return Err(UnusableAnswer::Unavailable {
            evidence: Evidence::of(response, secrets),
            retry_after: text_header(response, &header::RETRY_AFTER),
        });
    }
    Ok(())
}

/// Returns the protocol error in `members`, if there is one.
pub(crate) fn error_response(
    response: &Response<Vec<u8>>,
    members: &Map<String, Value>,
    secrets: &[&str],
) -> Option<ErrorResponse> {
    let words = |value: &Value| match value {
        Value::String(text) => cut(&mask(text, secrets), WORDS),
        other => cut(&mask(&other.to_string(), secrets), WORDS),
    };
    let error = members.get("error").filter(|error| !error.is_null())?;
    let challenges = response.headers().get_all(header::WWW_AUTHENTICATE);
    let asks_for_basic = challenges
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic")));
    Some(ErrorResponse {
        status: response.status(),
        error: words(error),
        description: members.get("error_description").filter(|words| !words.is_null()).map(words),
        asks_for_basic,
    })
}

pub(crate) fn text_header(response: &Response<Vec<u8>>, name: &header::HeaderName) -> Option<String> {
    response.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Returns how long a `Retry-After` asks to wait: seconds, or a date (RFC 9110 §10.2.3), of which one
/// that is over is no wait at all. `None` where it is neither.
pub(crate) fn retry_after(text: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::parse(text.trim()).ok()?.timestamp();
    Some(Duration::try_from(at.duration_since(now)).unwrap_or_default())
}

pub(crate) fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    text.chars().take(limit - 1).chain(['…']).collect()
}

/// Members and parameters whose value nobody may see.
const SECRET_NAMES: [&str; 9] = [
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "code_verifier",
    "code",
    "password",
    "assertion",
    "api_key",
];

/// Returns `text` without the given secrets, without the values of members named like one, and
/// without any run of characters that could be one.
pub(crate) fn mask(text: &str, secrets: &[&str]) -> String {
    let mut masked = Cow::Borrowed(text);
    for secret in secrets.iter().filter(|secret| secret.len() >= 4) {
        if masked.contains(secret) {
            masked = Cow::Owned(masked.replace(secret, "[masked]"));
        }
    }
    mask_runs(&mask_members(&masked))
}

/// Masks what follows `name":"` or `name=`.
fn mask_members(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, separator)) =
        rest.char_indices().find(|(_, character)| matches!(character, '=' | ':'))
    {
        let before = rest[..at].trim_end().trim_end_matches(['"', '\'']);
        let secret = SECRET_NAMES.iter().any(|name| {
            before.strip_suffix(name).is_some_and(|head| {
                !head.ends_with(|character: char| character.is_alphanumeric() || character == '_')
            })
        });
        let value_at = at + separator.len_utf8();
        out.push_str(&rest[..value_at]);
        rest = &rest[value_at..];
        // Logto's error bodies have a `code` of their own that is no secret.
        if !secret || rest.trim_start_matches([' ', '"', '\'']).starts_with("oidc.") {
            continue;
        }
        let value = rest.trim_start_matches([' ', '"', '\'']);
        let end = value.find(['"', '\'', '&', ',', '}', ' ', '\n', '<']).unwrap_or(value.len());
        if end > 0 {
            out.push_str(&rest[..rest.len() - value.len()]);
            out.push_str("[masked]");
            rest = &value[end..];
        }
    }
    out.push_str(rest);
    out
}

/// Masks every run of at least 24 characters of which tokens are made and which has a digit in it.
fn mask_runs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|character| !in_token(character)).unwrap_or(rest.len());
        let run = &rest[..end];
        if run.len() >= 24 && run.contains(|character: char| character.is_ascii_digit()) {
            out.push_str("[masked]");
        } else {
            out.push_str(run);
        }
        let next = rest[end..].chars().next();
        out.extend(next);
        rest = &rest[end + next.map_or(0, char::len_utf8)..];
    }
    out
}

fn in_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> Response<Vec<u8>> {
        Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn t18_a_secret_that_is_echoed_back_is_masked() {
        let masked = mask("client s3cr:et with hunter2 is unknown", &["s3cr:et", "hunter2"]);
        assert_eq!(masked, "client [masked] with [masked] is unknown");
    }

    #[test]
    fn secrets_nobody_told_us_about_are_masked_by_their_name() {
        assert_eq!(
            mask(r#"{"access_token" : "abc", "x":"y"}"#, &[]),
            r#"{"access_token" : "[masked]", "x":"y"}"#
        );
        assert_eq!(mask("access_token=abc&scope=a", &[]), "access_token=[masked]&scope=a");
        assert_eq!(mask(r#"{"code":"oidc.invalid_grant"}"#, &[]), r#"{"code":"oidc.invalid_grant"}"#);
        assert_eq!(mask("error_code=7, decode: x", &[]), "error_code=7, decode: x");
    }

    #[test]
    fn secrets_nobody_told_us_about_are_masked_by_their_look() {
        let token = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiIxMjM0NTY3ODkwIn0";
        assert_eq!(mask(&format!("Bearer {token}!"), &[]), "Bearer [masked].[masked]!");
        assert_eq!(mask("internationalisation_of_everything", &[]), "internationalisation_of_everything");
    }

    #[test]
    fn an_excerpt_is_cut_after_masking() {
        let evidence = Evidence::of(&response(200, &"<p>x</p>".repeat(100)), &[]);
        assert_eq!(evidence.excerpt.chars().count(), EXCERPT);
        assert!(evidence.excerpt.ends_with('…'));
    }

    #[test]
    fn t16_a_byte_order_mark_is_passed_over_and_the_last_member_counts() {
        let members = object(&response(200, "\u{feff}{\"a\":1,\"a\":2}")).unwrap();
        assert_eq!(members["a"], 2);
    }

    #[test]
    fn t16_hostile_json_is_no_object() {
        for body in ["", "[]", "{\"a\":", "null", "{\"a\":1e999}", &"[".repeat(100_000)] {
            assert!(object(&response(200, body)).is_none(), "{}", &body[..body.len().min(20)]);
        }
    }

    #[test]
    fn a_redirect_is_refused_and_its_query_is_not_kept() {
        let redirect = Response::builder()
            .status(307)
            .header("location", "https://evil.example/?client_secret=x")
            .body(Vec::new())
            .unwrap();
        let error = refuse_status(&redirect, &[]).unwrap_err();
        assert_eq!(
            error,
            UnusableAnswer::Redirect {
                status: StatusCode::TEMPORARY_REDIRECT,
                location: "https://evil.example/".to_owned(),
            }
        );
    }

    #[test]
    fn an_error_that_is_an_object_is_still_an_error() {
        let response = response(400, r#"{"error":{"message":"bad"}}"#);
        let members = object(&response).unwrap();
        assert_eq!(error_response(&response, &members, &[]).unwrap().error, r#"{"message":"bad"}"#);
    }

    #[test]
    fn c06_retry_after_is_seconds_or_a_date() {
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        for (text, seconds) in [
            ("0", 0),
            ("120", 120),
            (" 7 ", 7),
            ("Thu, 01 Jan 2026 00:00:30 GMT", 30),
            ("Wed, 31 Dec 2025 23:59:00 GMT", 0),
        ] {
            assert_eq!(retry_after(text, now), Some(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "soon", "-1", "1.5", "99999999999999999999999"] {
            assert_eq!(retry_after(text, now), None, "{text}");
        }
    }
}
