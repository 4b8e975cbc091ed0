//! What the Management API answers, told apart by status and code; its words are advice.

use crate::oauth::answer::{self, Evidence, UnusableAnswer};
use http::{Response, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::{fmt, time::Duration};

/// How much of Logto's own words is kept, in characters.
const WORDS: usize = 300;

/// Why an answer of the Management API is not what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// The token is not good here (401): expired, forged, or of another host.
    #[error("the Management API refuses the token{}", .0)]
    Unauthorized(TokenFault),
    /// The token is good, and allows nothing (403).
    #[error("the M2M application may not use the Management API")]
    Forbidden,
    /// There is no such thing (404).
    #[error("Logto has no such thing: {message}")]
    Absent {
        /// Logto's code, such as `entity.not_exists_with_id`.
        code: String,
        /// Logto's words.
        message: String,
    },
    /// Nothing of Logto answers there (404 without JSON).
    #[error("no Management API answers there")]
    NoApi,
    /// Logto does not take what was sent (400).
    #[error("Logto does not take what was sent: {}", Issues(.0))]
    Invalid(Vec<Issue>),
    /// Logto refuses for a reason of its own.
    #[error("Logto answered {}{}", .status.as_u16(), Said([code, message]))]
    Refused {
        /// The status.
        status: StatusCode,
        /// Logto's code, such as `domain.not_configured`.
        code: String,
        /// Logto's words.
        message: String,
    },
    /// It is asked too often (429); nothing was done.
    #[error("Logto is asked too often")]
    Limited {
        /// The `Retry-After`, as sent.
        retry_after: Option<String>,
    },
    /// The answer is none of the Management API's.
    #[error("the Management API {0}")]
    Unusable(UnusableAnswer),
}

/// What is wrong with a token, as far as Logto says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenFault {
    /// The code of the check that failed, such as `ERR_JWT_EXPIRED`.
    pub code: Option<String>,
    /// The claim that it stumbled over.
    pub claim: Option<String>,
    /// What the claim is, where it is the issuer.
    pub issuer: Option<String>,
}

/// A member that Logto does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Where, with dots: `oidcClientMetadata.redirectUris.0`.
    pub path: String,
    /// Logto's words.
    pub message: String,
}

impl TokenFault {
    /// Returns whether the token comes from another host than the one that was called.
    pub fn is_foreign(&self) -> bool {
        self.claim.as_deref() == Some("iss")
    }
}

impl fmt::Display for TokenFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.issuer, &self.code) {
            (Some(issuer), _) if self.is_foreign() => write!(f, ": it was issued by `{issuer}`"),
            (_, Some(code)) => write!(f, " ({code})"),
            _ => Ok(()),
        }
    }
}

/// What Logto says of a refusal, as far as it says anything.
struct Said<'a>([&'a String; 2]);

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([code, message]) = self;
        match (code.is_empty(), message.is_empty()) {
            (true, true) => Ok(()),
            (false, true) => write!(f, " {code}"),
            (true, false) => write!(f, ": {message}"),
            (false, false) => write!(f, " {code}: {message}"),
        }
    }
}

struct Issues<'a>(&'a [Issue]);

impl fmt::Display for Issues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, Issue { path, message }) in self.0.iter().enumerate() {
            write!(f, "{}`{path}`: {message}", if at == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl ApiError {
    /// Returns Logto's code, where it gave one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Absent { code, .. } | Self::Refused { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Returns how long to wait, where Logto says so.
    pub fn retry_after(&self, now: Timestamp) -> Option<Duration> {
        let Self::Limited { retry_after: Some(text) } = self else { return None };
        answer::retry_after(text, now)
    }
}

/// Returns the JSON of an answer; of one without a body, `null`.
///
/// # Errors
///
/// As [`ApiError`].
pub fn judge(response: &Response<Vec<u8>>) -> Result<Value, ApiError> {
    let status = response.status();
    if status == StatusCode::TOO_MANY_REQUESTS {
        return Err(ApiError::Limited { retry_after: answer::text_header(response, &header::RETRY_AFTER) });
    }
    answer::refuse_status(response, &[]).map_err(ApiError::Unusable)?;
    if !status.is_success() {
        return Err(refusal(response));
    }
    if response.body().trim_ascii().is_empty() {
        return Ok(Value::Null);
    }
    // Outside of its paths Logto answers 200 with its sign-in page.
    serde_json::from_slice(response.body()).map_err(|_| not_json(response))
}

/// Returns the list in an answer.
///
/// # Errors
///
/// As [`ApiError`].
pub fn list(response: &Response<Vec<u8>>) -> Result<Vec<Value>, ApiError> {
    match judge(response)? {
        Value::Array(list) => Ok(list),
        _ => Err(not_json(response)),
    }
}

/// Returns how many there are in all of what a page shows, where Logto says so.
pub fn total(response: &Response<Vec<u8>>) -> Option<usize> {
    response.headers().get("total-number")?.to_str().ok()?.trim().parse().ok()
}

/// Returns the error of an answer that is JSON, and not the thing that was asked for.
pub fn not_an_entity(response: &Response<Vec<u8>>) -> ApiError {
    not_json(response)
}

fn not_json(response: &Response<Vec<u8>>) -> ApiError {
    ApiError::Unusable(UnusableAnswer::NotJson(Evidence::of(response, &[])))
}

fn refusal(response: &Response<Vec<u8>>) -> ApiError {
    let status = response.status();
    let Some(members) = answer::object(response) else {
        return match status {
            StatusCode::NOT_FOUND => ApiError::NoApi,
            // Also a 403: Logto says it in JSON, a firewall in front of it on a page.
            _ => ApiError::Unusable(UnusableAnswer::Status(Evidence::of(response, &[]))),
        };
    };
    let code = words(members.get("code"));
    let message = words(members.get("message"));
    match status {
        StatusCode::UNAUTHORIZED => ApiError::Unauthorized(token_fault(&members)),
        StatusCode::FORBIDDEN if code == "auth.forbidden" => ApiError::Forbidden,
        StatusCode::NOT_FOUND if !code.is_empty() => ApiError::Absent { code, message },
        StatusCode::NOT_FOUND => ApiError::NoApi,
        _ => match issues(&members) {
            Some(issues) => ApiError::Invalid(issues),
            None => ApiError::Refused { status, code, message },
        },
    }
}

fn token_fault(members: &Map<String, Value>) -> TokenFault {
    let data = members.get("data");
    let text = |name: &str| data.and_then(|data| data.get(name)).map(|value| words(Some(value)));
    let issuer = data.and_then(|data| data.pointer("/payload/iss"));
    TokenFault { code: text("code"), claim: text("claim"), issuer: issuer.map(|own| words(Some(own))) }
}

/// Reads the complaints of zod, the validator that Logto uses.
fn issues(members: &Map<String, Value>) -> Option<Vec<Issue>> {
    let issues = members.get("data")?.get("issues")?.as_array()?;
    let step = |step: &Value| step.as_str().map_or_else(|| step.to_string(), str::to_owned);
    let issue = |issue: &Value| {
        let path = issue.get("path").and_then(Value::as_array).into_iter().flatten();
        Issue {
            path: answer::cut(&path.map(step).collect::<Vec<_>>().join("."), WORDS),
            message: words(issue.get("message")),
        }
    };
    Some(issues.iter().take(20).map(issue).collect())
}

fn words(value: Option<&Value>) -> String {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    answer::cut(&answer::mask(text, &[]), WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, body: &str) -> Result<Value, ApiError> {
        judge(&Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap())
    }

    #[test]
    fn what_was_asked_for_comes_back_as_it_is() {
        assert_eq!(judged(200, "[1]").unwrap(), serde_json::json!([1]));
        assert_eq!(judged(201, r#"{"id":"x"}"#).unwrap()["id"], "x");
        assert_eq!(judged(204, "").unwrap(), Value::Null);
        assert_eq!(judged(200, " \n").unwrap(), Value::Null, "nothing is nothing, whatever the status");
    }

    #[test]
    fn where_a_list_or_a_thing_is_asked_for_nothing_is_no_answer() {
        let empty = Response::builder().status(200).body(Vec::new()).unwrap();
        assert!(matches!(list(&empty), Err(ApiError::Unusable(UnusableAnswer::NotJson(_)))));
    }

    #[test]
    fn a_page_that_forbids_is_not_logtos_word_about_the_role() {
        let error = judged(403, "<html>Attention Required!</html>").unwrap_err();
        assert!(matches!(error, ApiError::Unusable(UnusableAnswer::Status(_))), "{error}");
    }

    #[test]
    fn a_refusal_without_words_is_told_without_them() {
        for (body, said) in [
            (r#"{"code":"x.y","message":null}"#, "Logto answered 409 x.y"),
            (r#"{"message":"No."}"#, "Logto answered 409: No."),
            ("{}", "Logto answered 409"),
        ] {
            assert_eq!(judged(409, body).unwrap_err().to_string(), said);
        }
    }

    #[test]
    fn a_token_of_another_host_is_told_by_its_claim() {
        let body = r#"{"code":"auth.unauthorized","data":{"code":"ERR_JWT_CLAIM_VALIDATION_FAILED","claim":"iss","payload":{"iss":"https://auth.example.com/oidc"}},"message":"Unauthorized."}"#;
        let Err(ApiError::Unauthorized(fault)) = judged(401, body) else { panic!("no fault of the token") };
        assert!(fault.is_foreign());
        assert_eq!(
            ApiError::Unauthorized(fault).to_string(),
            "the Management API refuses the token: it was issued by `https://auth.example.com/oidc`"
        );
        let body = r#"{"code":"auth.unauthorized","data":{"code":"ERR_JWS_INVALID","name":"JWSInvalid"}}"#;
        let Err(ApiError::Unauthorized(fault)) = judged(401, body) else { panic!("no fault of the token") };
        assert!(!fault.is_foreign());
        assert_eq!(fault.code.as_deref(), Some("ERR_JWS_INVALID"));
    }

    #[test]
    fn a_missing_thing_and_a_missing_api_are_two_things() {
        let body = r#"{"code":"entity.not_exists_with_id","message":"The applications with ID `x` does not exist."}"#;
        assert!(
            matches!(judged(404, body), Err(ApiError::Absent { code, .. }) if code.starts_with("entity."))
        );
        assert_eq!(judged(404, "Not Found").unwrap_err(), ApiError::NoApi);
        assert_eq!(judged(403, r#"{"code":"auth.forbidden"}"#).unwrap_err(), ApiError::Forbidden);
    }

    #[test]
    fn complaints_of_the_validator_name_the_member() {
        let body = r#"{"code":"guard.invalid_input","data":{"issues":[{"code":"custom","message":"Invalid input","path":["oidcClientMetadata","redirectUris",0]}],"name":"ZodError"},"message":"The request body is invalid."}"#;
        assert_eq!(
            judged(400, body).unwrap_err().to_string(),
            "Logto does not take what was sent: `oidcClientMetadata.redirectUris.0`: Invalid input"
        );
    }

    #[test]
    fn other_refusals_keep_code_and_words() {
        let body =
            r#"{"code":"domain.not_configured","message":"Domain hostname provider is not configured."}"#;
        let error = judged(400, body).unwrap_err();
        assert_eq!(error.code(), Some("domain.not_configured"));
        assert!(error.to_string().starts_with("Logto answered 400 domain.not_configured: Domain"));
    }

    #[test]
    fn how_long_to_wait_is_read_in_both_forms() {
        let limited = |text: &str| ApiError::Limited { retry_after: Some(text.to_owned()) };
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        assert_eq!(limited("7").retry_after(now), Some(Duration::from_secs(7)));
        let date = "Sun, 22 Nov 2026 10:00:30 GMT";
        assert_eq!(limited(date).retry_after(now), Some(Duration::from_secs(30)));
        assert_eq!(limited("Sun, 22 Nov 2026 09:00:00 GMT").retry_after(now), Some(Duration::ZERO));
        assert_eq!(limited("soon").retry_after(now), None);
        assert_eq!(judged(500, "{}").unwrap_err().retry_after(now), None);
    }

    #[test]
    fn anything_else_is_unusable_and_shows_no_secret() {
        for (status, body) in [(302, ""), (500, "{}"), (503, "x"), (200, "<html>"), (400, "<html>")] {
            assert!(matches!(judged(status, body), Err(ApiError::Unusable(_))), "{status} {body}");
        }
        let error = judged(502, "token abcdefghijklmnopqrstuvwxyz0123456789").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("abcdefgh"), "{error:?}");
    }
}
