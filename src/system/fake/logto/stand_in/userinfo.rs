//! Userinfo, introspection and revocation.

use super::{
    StandIn, Tenant,
    answer::{self, Answer, Stop},
    grant::{TokenKind, USER},
    received::{Received, parameter},
};
use http::StatusCode;
use serde_json::json;

impl StandIn {
    /// Answers at `/oidc/me`.
    pub(super) fn userinfo(&mut self, received: &Received<'_>) -> Result<Answer, Stop> {
        let realm = format!("Bearer realm=\"{}\"", self.issuer(received));
        let refuse = |status, error: &str, description: &str| {
            let challenge = format!("{realm}, error=\"{error}\", error_description=\"{description}\"");
            answer::challenging(answer::refused(status, error, description), &challenge)
        };
        if received.query("access_token").is_some() {
            let description = "access tokens must not be provided via query parameter";
            return Ok(refuse(StatusCode::BAD_REQUEST, "invalid_request", description));
        }
        let Some(authorization) = received.header("authorization") else {
            let description = "no access token provided";
            let refused = answer::refused(StatusCode::UNAUTHORIZED, "invalid_token", description);
            return Ok(answer::challenging(refused, &realm));
        };
        let token = match authorization.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() => token,
            _ if authorization.trim().eq_ignore_ascii_case("bearer") => {
                let description = "invalid authorization header value format";
                return Ok(refuse(StatusCode::BAD_REQUEST, "invalid_request", description));
            }
            _ => {
                let description = "authorization header scheme must be `Bearer`";
                return Ok(refuse(StatusCode::BAD_REQUEST, "invalid_request", description));
            }
        };
        let live = self.grants.token(token, received.now);
        let Some(live) = live.filter(|own| own.kind == TokenKind::Access) else {
            return Ok(refuse(StatusCode::UNAUTHORIZED, "invalid_token", "invalid token provided"));
        };
        if self.find(&live.application).is_none() {
            let description = format!("invalid client {}", live.application);
            return Ok(answer::refused(StatusCode::BAD_REQUEST, "invalid_client", &description));
        }
        let has = |scope: &str| live.scope.split(' ').any(|own| own == scope);
        if !has("openid") {
            let (error, description) = ("insufficient_scope", "access token missing openid scope");
            let refused =
                answer::refused_with(StatusCode::FORBIDDEN, error, description, &[("scope", "openid")]);
            let challenge =
                format!("{realm}, error=\"{error}\", error_description=\"{description}\", scope=\"openid\"");
            return Ok(answer::challenging(refused, &challenge));
        }
        let mut claims = json!({ "sub": USER });
        if has("profile") {
            claims["name"] = json!("Alice Example");
            claims["preferred_username"] = json!("alice");
            claims["picture"] = json!(null);
            claims["updated_at"] = json!(1_795_323_275_455_i64);
            claims["username"] = json!("alice");
            claims["created_at"] = json!(1_795_322_898_064_i64);
        }
        if has("email") {
            claims["email"] = json!("alice@example.com");
            claims["email_verified"] = json!(true);
        }
        Ok(answer::ok(&claims))
    }

    /// Answers at `/oidc/token/introspection`.
    pub(super) fn introspect(&mut self, received: &Received<'_>) -> Result<Answer, Stop> {
        let form = received.form()?;
        let application = self.authenticate(Tenant::Own, received, &form)?;
        let Some(token) = parameter(&form, "token") else {
            return Err(Stop::unmeasured("introspection of no token"));
        };
        if token.split('.').count() == 3 {
            let description = "Structured JWT Tokens cannot be introspected via the introspection_endpoint";
            return Ok(answer::refused(StatusCode::BAD_REQUEST, "unsupported_token_type", description));
        }
        let live = self.grants.token(token, received.now).filter(|_| !application.is_public());
        let Some(live) = live else { return Ok(answer::ok(&json!({ "active": false }))) };
        let mut body = json!({
            "active": true, "sub": USER, "client_id": live.application, "exp": live.expires,
            "iat": live.issued, "iss": self.issuer(received), "scope": live.scope
        });
        if live.kind == TokenKind::Access {
            body["token_type"] = json!("Bearer");
        }
        Ok(answer::ok(&body))
    }

    /// Answers at `/oidc/token/revocation`: one token takes its whole grant along.
    pub(super) fn revoke(&mut self, received: &Received<'_>) -> Result<Answer, Stop> {
        let form = received.form()?;
        let application = self.authenticate(Tenant::Own, received, &form)?;
        let Some(token) = parameter(&form, "token") else {
            return Err(Stop::unmeasured("revocation of no token"));
        };
        if let Some(live) = self.grants.token(token, received.now).cloned() {
            if live.application != application.id {
                let description = "client is not authorized to revoke the presented token";
                return Ok(answer::refused(StatusCode::BAD_REQUEST, "invalid_request", description));
            }
            self.grants.revoke(&live.code);
        }
        Ok(answer::empty_text())
    }
}
