//! Token introspection (RFC 7662).

use super::{
    Provider,
    error::ProtocolError,
    received::Received,
    responses::{self, Answer},
    state::Authorized,
};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

impl Provider {
    /// Tells a confidential client about an access or refresh token, whosever it is, as Logto
    /// does. Public clients learn nothing.
    pub(super) fn introspect(
        &mut self,
        request: &Received<'_>,
        now: Timestamp,
    ) -> Result<Answer, ProtocolError> {
        let parameters = request.form("/token/introspection")?;
        let client = self.authenticate(request, &parameters)?;
        let token = parameters.required("token")?;
        if token.split('.').count() == 3 {
            let description = "Structured JWT Tokens cannot be introspected via the introspection_endpoint";
            return Err(ProtocolError::new("unsupported_token_type", description));
        }
        let inactive = json!({ "active": false });
        let body =
            if client.secret.is_none() { inactive } else { self.describe(token, now).unwrap_or(inactive) };
        Ok(responses::json(StatusCode::OK, &body))
    }

    fn describe(&self, token: &str, now: Timestamp) -> Option<Value> {
        if let Some(token) = self.state.access_token(token, now) {
            let mut body = self.active(&token.authorized, token.issued_at, token.expires_at);
            if let Some(members) = body.as_object_mut() {
                members.insert("token_type".to_owned(), Value::from("Bearer"));
            }
            return Some(body);
        }
        let token = self.state.refresh_token(token, now)?;
        Some(self.active(&token.authorized, token.issued_at, token.expires_at))
    }

    fn active(&self, authorized: &Authorized, issued_at: Timestamp, expires_at: Timestamp) -> Value {
        json!({
            "active": true,
            "sub": authorized.sub,
            "client_id": authorized.client_id,
            "exp": expires_at.as_second(),
            "iat": issued_at.as_second(),
            "iss": self.settings.issuer,
            "scope": authorized.scope.join(" "),
        })
    }
}
