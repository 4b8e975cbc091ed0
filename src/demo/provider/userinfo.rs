//! The userinfo endpoint (OpenID Connect Core 1.0 §5.3, RFC 6750).

use super::{
    Provider,
    error::ProtocolError,
    received::Received,
    responses::{self, Answer},
    settings::User,
    state::Authorized,
};
use crate::demo::fault::{Behaviour, Point};
use http::{
    Method, StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

/// When the demo's users joined, in milliseconds since the epoch, as Logto tells times in claims.
const JOINED: i64 = 1_767_225_600_000;

impl Provider {
    /// Answers a userinfo request.
    pub(super) fn userinfo(
        &mut self,
        request: &Received<'_>,
        now: Timestamp,
    ) -> Result<Answer, ProtocolError> {
        let in_header = request.headers.contains_key(AUTHORIZATION);
        if self.faults.has(Behaviour::HeaderTokenOnly) && !in_header {
            return Err(ProtocolError::no_token());
        }
        let token = bearer_token(request)?.ok_or_else(ProtocolError::no_token)?;
        let token = self.state.access_token(&token, now).ok_or_else(ProtocolError::invalid_token)?;
        if !token.authorized.has_scope("openid") {
            return Err(ProtocolError::missing_openid());
        }
        let user = self.user(&token.authorized.sub).ok_or_else(ProtocolError::invalid_token)?;
        let mut claims = claims(user, &token.authorized);
        self.faults.change(Point::Userinfo, &mut claims, &self.settings.issuer);
        Ok(responses::json(StatusCode::OK, &Value::Object(claims)))
    }
}

/// Returns the access token of a request, which may be in the header or in a form, but in one
/// place only and never in the URL.
fn bearer_token(request: &Received<'_>) -> Result<Option<String>, ProtocolError> {
    let refuse = |description: &'static str| {
        Err(ProtocolError::invalid_request(description).bearer(StatusCode::BAD_REQUEST))
    };
    if request.query.all("access_token").next().is_some() {
        return refuse("access tokens must not be provided via query parameter");
    }
    let posted = if request.method == Method::POST && request.headers.contains_key(CONTENT_TYPE) {
        let form = request.form("/me").map_err(|error| {
            let status = error.status;
            error.bearer(status)
        })?;
        form.get("access_token").map(str::to_owned)
    } else {
        None
    };
    let Some(header) = request.headers.get(AUTHORIZATION) else { return Ok(posted) };
    if posted.is_some() {
        return refuse("access token must only be provided using one mechanism");
    }
    let parts: Vec<&str> = header.to_str().unwrap_or_default().split_ascii_whitespace().collect();
    match parts.as_slice() {
        [scheme, token] if scheme.eq_ignore_ascii_case("bearer") => Ok(Some((*token).to_owned())),
        [_, _] => refuse("authorization header scheme must be `Bearer`"),
        _ => refuse("invalid authorization header value format"),
    }
}

/// Returns the claims about a user that a scope opens, in Logto's order.
pub(super) fn claims(user: &User, authorized: &Authorized) -> Map<String, Value> {
    let mut claims = Map::new();
    let mut put = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    put("sub", Value::from(user.sub.as_str()));
    if authorized.has_scope("profile") {
        put("name", Value::from(user.name.as_str()));
        put("preferred_username", Value::from(user.username.as_str()));
        put("picture", Value::Null);
        put("updated_at", Value::from(JOINED));
        put("username", Value::from(user.username.as_str()));
        put("created_at", Value::from(JOINED));
    }
    if authorized.has_scope("email") {
        put("email", Value::from(user.email.as_str()));
        put("email_verified", Value::from(true));
    }
    claims
}
