//! The errors of the protocol, with the bodies that Logto gives them.

use super::responses::{self, Answer};
use http::{HeaderValue, StatusCode, header::WWW_AUTHENTICATE};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// An error answer of an endpoint, on its way to the client.
#[derive(Debug, Clone)]
pub(super) struct ProtocolError {
    pub(super) status: StatusCode,
    pub(super) error: &'static str,
    pub(super) description: Option<Cow<'static, str>>,
    /// Whether Logto names it `session.not_found` instead of `oidc.<error>`.
    session_not_found: bool,
    scope: Option<String>,
    challenge: Option<Challenge>,
    /// The `state` and `iss` that an authorization endpoint adds.
    authorization: Option<(Option<String>, String)>,
}

/// Which `WWW-Authenticate` goes with an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Challenge {
    /// `Basic`, after a failed `client_secret_basic`.
    Basic,
    /// `Bearer` with the error.
    Bearer,
    /// `Bearer` with nothing but the realm: no token was sent (RFC 6750 §3.1).
    BearerBare,
}

impl ProtocolError {
    pub(super) fn new(error: &'static str, description: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error,
            description: Some(description.into()),
            session_not_found: false,
            scope: None,
            challenge: None,
            authorization: None,
        }
    }

    pub(super) fn bare(error: &'static str) -> Self {
        Self { description: None, ..Self::new(error, "") }
    }

    pub(super) fn invalid_request(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new("invalid_request", description)
    }

    pub(super) fn missing(parameter: &str) -> Self {
        Self::invalid_request(format!("missing required parameter '{parameter}'"))
    }

    /// One text for every cause, as at Logto: it must not tell a thief what was wrong.
    pub(super) fn invalid_grant() -> Self {
        Self::new("invalid_grant", "grant request is invalid")
    }

    pub(super) fn unknown_client(id: &str) -> Self {
        Self::new("invalid_client", format!("invalid client {id}"))
    }

    pub(super) fn client_authentication(basic: bool) -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            challenge: basic.then_some(Challenge::Basic),
            ..Self::new("invalid_client", "client authentication failed")
        }
    }

    pub(super) fn invalid_token() -> Self {
        Self::new("invalid_token", "invalid token provided").bearer(StatusCode::UNAUTHORIZED)
    }

    pub(super) fn no_token() -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            challenge: Some(Challenge::BearerBare),
            ..Self::new("invalid_token", "no access token provided")
        }
    }

    pub(super) fn missing_openid() -> Self {
        Self::new("insufficient_scope", "access token missing openid scope")
            .bearer(StatusCode::FORBIDDEN)
            .with_scope("openid")
    }

    pub(super) fn unknown_route(method: &http::Method, path: &str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            ..Self::invalid_request(format!("unrecognized route or not allowed method ({method} on {path})"))
        }
    }

    pub(super) fn too_large() -> Self {
        Self { status: StatusCode::PAYLOAD_TOO_LARGE, ..Self::invalid_request("request entity too large") }
    }

    pub(super) fn pkce_required() -> Self {
        Self::invalid_request("Authorization Server policy requires PKCE to be used for this request")
    }

    /// A form came where a fault wants JSON.
    pub(super) fn json_required() -> Self {
        let description = "the request body must be application/json";
        Self { status: StatusCode::UNSUPPORTED_MEDIA_TYPE, ..Self::invalid_request(description) }
    }

    /// The interaction is not, or no longer, known to this browser.
    pub(super) fn no_interaction(issuer: &str) -> Self {
        Self {
            session_not_found: true,
            authorization: Some((None, issuer.to_owned())),
            ..Self::invalid_request("authorization request has expired")
        }
    }

    pub(super) fn server_error() -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, ..Self::bare("server_error") }
    }

    pub(super) fn at_authorization(mut self, state: Option<String>, issuer: &str) -> Self {
        self.authorization = Some((state, issuer.to_owned()));
        self
    }

    pub(super) fn bearer(mut self, status: StatusCode) -> Self {
        self.status = status;
        self.challenge = Some(Challenge::Bearer);
        self
    }

    pub(super) fn with_scope(mut self, scope: &str) -> Self {
        self.scope = Some(scope.to_owned());
        self
    }

    /// Returns the answer. `plain` leaves out Logto's own members (`?parse_error=false`).
    pub(super) fn answer(&self, issuer: &str, plain: bool) -> Answer {
        let mut body = Map::new();
        let mut put = |key: &str, value: &str| body.insert(key.to_owned(), Value::from(value));
        if !plain {
            if self.session_not_found {
                put("code", "session.not_found");
                put("message", "Session not found. Please go back and sign in again.");
            } else {
                put("code", &format!("oidc.{}", self.error));
                put("message", &message(self.error));
            }
            if self.error == "invalid_grant" {
                put("error_uri", "https://openid.sh/debug/invalid_grant");
            }
        }
        put("error", self.error);
        if let Some(description) = &self.description {
            put("error_description", description);
        }
        if let Some(scope) = &self.scope {
            put("scope", scope);
        }
        if let Some((state, issuer)) = &self.authorization {
            if let Some(state) = state {
                put("state", state);
            }
            put("iss", issuer);
        }
        let mut answer = responses::json(self.status, &Value::Object(body));
        if let Some(value) = self.www_authenticate(issuer) {
            answer.headers_mut().insert(WWW_AUTHENTICATE, value);
        }
        answer
    }

    fn www_authenticate(&self, issuer: &str) -> Option<HeaderValue> {
        let scheme = if self.challenge? == Challenge::Basic { "Basic" } else { "Bearer" };
        let mut value = format!("{scheme} realm=\"{issuer}\"");
        if self.challenge != Some(Challenge::BearerBare) {
            value.push_str(&format!(", error=\"{}\"", self.error));
            if let Some(description) = &self.description {
                value.push_str(&format!(", error_description=\"{description}\""));
            }
            if let Some(scope) = &self.scope {
                value.push_str(&format!(", scope=\"{scope}\""));
            }
        }
        HeaderValue::try_from(value).ok()
    }
}

/// Returns Logto's message in English. Two of them have a placeholder that Logto does not fill.
fn message(error: &str) -> Cow<'static, str> {
    Cow::from(match error {
        "invalid_request" => "Request is invalid.",
        "invalid_grant" => "Grant request is invalid.",
        "invalid_redirect_uri" => {
            "`redirect_uri` did not match any of the client's registered `redirect_uris`."
        }
        "unsupported_grant_type" => "Unsupported `grant_type` requested.",
        "invalid_token" => "Invalid token provided.",
        "insufficient_scope" => "Token missing scope `{{scope}}`.",
        "invalid_scope" => "Invalid scope: {{error_description}}.",
        other => return Cow::from(format!("An OIDC error occurred: oidc.{other}.")),
    })
}
