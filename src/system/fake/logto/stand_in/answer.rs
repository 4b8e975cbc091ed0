//! The answers, as they were recorded.

use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

pub(crate) type Answer = Response<Vec<u8>>;

/// Why a request goes no further.
pub(super) enum Stop {
    /// Its answer is known.
    Answered(Answer),
    /// Nobody knows its answer.
    Unmeasured(String),
}

impl Stop {
    pub(super) fn unmeasured(why: &str) -> Self {
        Self::Unmeasured(why.to_owned())
    }
}

impl From<Answer> for Stop {
    fn from(answer: Answer) -> Self {
        Self::Answered(answer)
    }
}

fn typed(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Answer {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

/// Returns JSON.
pub(super) fn json(status: StatusCode, body: &Value) -> Answer {
    typed(status, "application/json; charset=utf-8", body.to_string().into_bytes())
}

pub(super) fn ok(body: &Value) -> Answer {
    json(StatusCode::OK, body)
}

pub(super) fn created(body: &Value) -> Answer {
    json(StatusCode::CREATED, body)
}

pub(super) fn no_content() -> Answer {
    let mut answer = Response::new(Vec::new());
    *answer.status_mut() = StatusCode::NO_CONTENT;
    answer
}

pub(super) fn key_set(key: &Value) -> Answer {
    let body = json!({ "keys": [key] }).to_string().into_bytes();
    typed(StatusCode::OK, "application/jwk-set+json; charset=utf-8", body)
}

/// Returns what a host or a path answers where no tenant is.
pub(super) fn nothing_here() -> Answer {
    typed(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", b"Not Found".to_vec())
}

pub(super) fn empty_text() -> Answer {
    typed(StatusCode::OK, "text/plain; charset=utf-8", Vec::new())
}

pub(super) fn sign_in_page() -> Answer {
    let page = "<!DOCTYPE html><html lang=\"en\"><head><title>Sign in</title></head><body></body></html>";
    typed(StatusCode::OK, "text/html; charset=utf-8", page.into())
}

pub(super) fn unmeasured(what: &str) -> Answer {
    let mut answer =
        typed(StatusCode::OK, "text/plain; charset=utf-8", format!("nobody measured {what}").into());
    *answer.status_mut() = StatusCode::from_u16(super::UNMEASURED).unwrap_or(StatusCode::IM_A_TEAPOT);
    answer
}

/// Returns a redirection.
pub(super) fn see_other(location: &str) -> Answer {
    let page = format!("Redirecting to {}.", location.replace('&', "&amp;"));
    let mut answer = typed(StatusCode::SEE_OTHER, "text/html; charset=utf-8", page.into());
    if let Ok(location) = HeaderValue::from_str(location) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}

/// Returns an error of the Management API.
pub(super) fn error(status: StatusCode, code: &str, message: &str) -> Answer {
    json(status, &json!({ "code": code, "message": message }))
}

/// Returns the error of an entity that is not there.
pub(super) fn not_there(table: &str, id: &str) -> Answer {
    let message = format!("The {table} with ID `{id}` does not exist.");
    error(StatusCode::NOT_FOUND, "entity.not_exists_with_id", &message)
}

/// Returns an error of an OpenID Connect endpoint, with what Logto adds to it.
pub(super) fn refused(status: StatusCode, error: &str, description: &str) -> Answer {
    refused_with(status, error, description, &[])
}

/// Returns an error of an OpenID Connect endpoint with more members behind it.
pub(super) fn refused_with(
    status: StatusCode,
    error: &str,
    description: &str,
    more: &[(&str, &str)],
) -> Answer {
    let message = match error {
        "invalid_request" => "Request is invalid.".to_owned(),
        "invalid_grant" => "Grant request is invalid.".to_owned(),
        "invalid_target" => "Invalid resource indicator.".to_owned(),
        "invalid_token" => "Invalid token provided.".to_owned(),
        "invalid_scope" => "Invalid scope: {{error_description}}.".to_owned(),
        "insufficient_scope" => "Token missing scope `{{scope}}`.".to_owned(),
        "unsupported_grant_type" => "Unsupported `grant_type` requested.".to_owned(),
        "invalid_redirect_uri" => {
            "`redirect_uri` did not match any of the client's registered `redirect_uris`.".to_owned()
        }
        other => format!("An OIDC error occurred: oidc.{other}."),
    };
    let mut body = json!({ "code": format!("oidc.{error}"), "message": message });
    if error == "invalid_grant" {
        body["error_uri"] = Value::from("https://openid.sh/debug/invalid_grant");
    }
    body["error"] = Value::from(error);
    body["error_description"] = Value::from(description);
    for (name, value) in more {
        body[*name] = Value::from(*value);
    }
    json(status, &body)
}

/// Adds a challenge to a refusal.
pub(super) fn challenging(mut answer: Answer, challenge: &str) -> Answer {
    if let Ok(challenge) = HeaderValue::from_str(challenge) {
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    answer
}
