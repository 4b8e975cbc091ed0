//! The Userinfo endpoint (OpenID Connect Core 1.0 §5.3): who the access token speaks for.

use super::{
    answer::{self, Evidence, UnusableAnswer},
    bearer::{self, UnsendableToken},
    values::AccessToken,
    www_authenticate::{self, Challenge},
};
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::{Map, Value};
use url::Url;

/// The account.
#[derive(Debug, Clone, PartialEq)]
pub struct UserInfo {
    /// The subject.
    pub subject: String,
    /// Everything that was said about it. Not escaped.
    pub claims: Map<String, Value>,
}

/// Why the account is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UserinfoError {
    /// 401: the access token is not, or no longer, good (RFC 6750 §3.1).
    #[error("the Userinfo endpoint does not accept the access token{}", words(.0))]
    TokenRefused(Option<Challenge>),
    /// 403: the token does not allow to ask; `openid` was not granted.
    #[error("the access token does not allow to ask for the account{}", words(.0))]
    NotAllowed(Option<Challenge>),
    /// A signed or encrypted answer (§5.3.2), which we do not read.
    #[error("the Userinfo endpoint answers with a signed token (`application/jwt`), which is not supported")]
    Signed,
    /// The answer is none of the protocol's.
    #[error("the Userinfo endpoint {0}")]
    Unusable(UnusableAnswer),
    /// There is no usable `sub`.
    #[error("the Userinfo endpoint's answer has no `sub`")]
    NoSubject,
    /// It is about somebody else, so nothing of it is used (§5.3.2).
    #[error("the Userinfo endpoint speaks of `{found}`, but `{expected}` signed in")]
    OtherSubject {
        /// The subject of the ID token.
        expected: String,
        /// The subject of the answer, shortened. Not escaped.
        found: String,
    },
}

fn words(challenge: &Option<Challenge>) -> String {
    let said = challenge.as_ref().and_then(|challenge| {
        let error = challenge.parameter("error")?;
        let description = challenge.parameter("error_description");
        Some(description.map_or_else(|| error.to_owned(), |words| format!("{error}: {words}")))
    });
    said.map_or_else(String::new, |said| format!(" ({})", answer::cut(&answer::mask(&said, &[]), 200)))
}

/// Returns the request, with the token in the header.
///
/// # Errors
///
/// [`UnsendableToken`] where no header can carry the token.
pub fn request(endpoint: &Url, token: &AccessToken) -> Result<Request<Vec<u8>>, UnsendableToken> {
    let authorization = bearer::authorization(token)?;
    Ok(super::request(Method::GET, endpoint, Vec::new(), |headers| {
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::AUTHORIZATION, authorization);
    }))
}

/// Reads the account; `expected` is the subject of the ID token, where there was one.
///
/// # Errors
///
/// As [`UserinfoError`].
pub fn judge(
    response: &Response<Vec<u8>>,
    token: &AccessToken,
    expected: Option<&str>,
) -> Result<UserInfo, UserinfoError> {
    let secrets = [token.expose()];
    let challenge = || www_authenticate::bearer(response.headers());
    match response.status() {
        StatusCode::UNAUTHORIZED => return Err(UserinfoError::TokenRefused(challenge())),
        StatusCode::FORBIDDEN => return Err(UserinfoError::NotAllowed(challenge())),
        _ => answer::refuse_status(response, &secrets).map_err(UserinfoError::Unusable)?,
    }
    let evidence = || Evidence::of(response, &secrets);
    if response.status() != StatusCode::OK {
        return Err(UserinfoError::Unusable(UnusableAnswer::Status(evidence())));
    }
    let content_type = answer::text_header(response, &header::CONTENT_TYPE).unwrap_or_default();
    if content_type.to_ascii_lowercase().starts_with("application/jwt") {
        return Err(UserinfoError::Signed);
    }
    let claims = answer::object(response)
        .ok_or_else(|| UserinfoError::Unusable(UnusableAnswer::NotJson(evidence())))?;
    let subject = claims.get("sub").and_then(Value::as_str).filter(|subject| !subject.is_empty());
    let subject = subject.ok_or(UserinfoError::NoSubject)?.to_owned();
    match expected {
        Some(expected) if expected != subject => Err(UserinfoError::OtherSubject {
            expected: expected.to_owned(),
            found: answer::cut(&subject, 100),
        }),
        _ => Ok(UserInfo { subject, claims }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, content_type: &str, body: &str) -> Result<UserInfo, UserinfoError> {
        let response = Response::builder()
            .status(status)
            .header("content-type", content_type)
            .header("www-authenticate", r#"Bearer realm="x", error="invalid_token""#)
            .body(body.as_bytes().to_vec())
            .unwrap();
        judge(&response, &AccessToken::new("at-canary"), Some("u1"))
    }

    #[test]
    fn the_request_carries_the_token_in_its_header_only() {
        let endpoint = Url::parse("https://id.example.com/oidc/me").unwrap();
        let request = request(&endpoint, &AccessToken::new("at")).unwrap();
        assert_eq!(request.uri(), "https://id.example.com/oidc/me");
        assert_eq!(request.headers()["authorization"], "Bearer at");
        assert!(request.body().is_empty());
    }

    #[test]
    fn an_account_is_read() {
        let user = judged(200, "application/json", r#"{"sub":"u1","name":"Ada","picture":null}"#).unwrap();
        assert_eq!((user.subject.as_str(), &user.claims["name"]), ("u1", &Value::from("Ada")));
    }

    #[test]
    fn d12_another_or_no_subject_is_refused() {
        let other = judged(200, "application/json", r#"{"sub":"u2"}"#).unwrap_err();
        assert_eq!(other, UserinfoError::OtherSubject { expected: "u1".to_owned(), found: "u2".to_owned() });
        for body in ["{}", r#"{"sub":""}"#, r#"{"sub":7}"#] {
            assert_eq!(judged(200, "application/json", body).unwrap_err(), UserinfoError::NoSubject);
        }
    }

    #[test]
    fn d12_refusals_and_other_forms_are_told_apart() {
        let refused = judged(401, "application/json", "{}").unwrap_err();
        assert!(matches!(&refused, UserinfoError::TokenRefused(Some(_))));
        assert!(refused.to_string().ends_with("(invalid_token)"), "{refused}");
        assert!(matches!(judged(403, "application/json", "{}"), Err(UserinfoError::NotAllowed(_))));
        assert_eq!(judged(200, "application/jwt", "a.b.c").unwrap_err(), UserinfoError::Signed);
        let html = judged(200, "text/html", "<html>at-canary").unwrap_err();
        assert!(matches!(html, UserinfoError::Unusable(UnusableAnswer::NotJson(_))));
        assert!(!html.to_string().contains("canary"));
        assert!(judged(302, "text/html", "").is_err());
    }
}
