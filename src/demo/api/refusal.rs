//! What the API answers where it does not do what was asked.

use super::json_answer;
use http::{
    HeaderValue, Response, StatusCode,
    header::{ALLOW, WWW_AUTHENTICATE},
};
use serde_json::json;
use std::borrow::Cow;

/// A refusal, on its way to the client.
pub(super) struct Refusal {
    status: StatusCode,
    error: &'static str,
    description: Cow<'static, str>,
    /// `Allow` or `WWW-Authenticate`, by the status.
    header: Option<&'static str>,
}

impl Refusal {
    pub(super) fn new(
        status: StatusCode,
        error: &'static str,
        description: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { status, error, description: description.into(), header: None }
    }

    /// The method is none of those that the path takes (RFC 9110 §15.5.6).
    pub(super) fn method(allows: &'static str) -> Self {
        let description = format!("this path takes {allows}");
        Self {
            header: Some(allows),
            ..Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", description)
        }
    }

    /// No token was sent: the challenge names the scheme and nothing else (RFC 6750 §3.1).
    pub(super) fn no_token() -> Self {
        Self {
            header: Some(r#"Bearer realm="agenda""#),
            ..Self::new(StatusCode::UNAUTHORIZED, "invalid_token", "no access token provided")
        }
    }

    /// The userinfo endpoint did not vouch for the token.
    pub(super) fn unknown_token() -> Self {
        let description = "the userinfo endpoint does not know this access token";
        let challenge = "Bearer realm=\"agenda\", error=\"invalid_token\", \
                         error_description=\"the userinfo endpoint does not know this access token\"";
        Self { header: Some(challenge), ..Self::new(StatusCode::UNAUTHORIZED, "invalid_token", description) }
    }

    pub(super) fn answer(&self) -> Response<Vec<u8>> {
        let body = json!({ "error": self.error, "error_description": self.description });
        let mut answer = json_answer(self.status, &body);
        if let Some(value) = self.header {
            let allows = self.status == StatusCode::METHOD_NOT_ALLOWED;
            let name = if allows { ALLOW } else { WWW_AUTHENTICATE };
            answer.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        answer
    }
}
