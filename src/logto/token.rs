//! The token for the Management API: asked for with the credentials of a machine-to-machine
//! application, and its four kinds of refusal told apart.

use super::tenant::Tenant;
use crate::oauth::{
    self,
    answer::{self, ErrorResponse, UnusableAnswer},
    client_auth::Client,
    values::AccessToken,
};
use http::{Request, Response, StatusCode};
use serde_json::Value;

/// The role that the application must have, by the name that Logto gives it.
pub const ROLE: &str = "Logto Management API access";

/// The one scope that the Management API knows.
const SCOPE: &str = "all";

/// A token for the Management API.
#[derive(Debug)]
pub struct Token {
    /// The token.
    pub access_token: AccessToken,
    /// For how long it is good, in seconds, where Logto said so.
    pub expires_in: Option<u64>,
}

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The secret is not the application's (401).
    #[error("Logto refuses the secret of the M2M application")]
    WrongSecret,
    /// The secret was the application's until it expired.
    #[error("the secret of the M2M application has expired")]
    ExpiredSecret,
    /// The tenant has no such application (400, not 401).
    #[error("the tenant has no such M2M application")]
    UnknownApplication,
    /// The application is of another type.
    #[error("the application is none of the type \"Machine-to-machine\"")]
    NotMachine,
    /// The tenant's API has another name.
    #[error("the tenant has no API `{resource}`")]
    UnknownResource {
        /// The indicator that was sent.
        resource: String,
    },
    /// The token came without scope: the application may not use the API.
    #[error("the M2M application may not use the Management API")]
    NoRole,
    /// Nothing of Logto answers there.
    #[error("no Logto answers at `{at}`")]
    NoLogto {
        /// The token endpoint.
        at: String,
    },
    /// Another error of the protocol.
    #[error("Logto gives no token: it answered {0}")]
    Refused(ErrorResponse),
    /// The answer is none of the protocol's.
    #[error("the token endpoint {0}")]
    Unusable(UnusableAnswer),
}

/// Returns the request for a token.
pub fn request(tenant: &Tenant, client: &Client) -> Request<Vec<u8>> {
    let parameters =
        [("grant_type", "client_credentials"), ("resource", tenant.resource()), ("scope", SCOPE)];
    oauth::token::authenticated(tenant.token_endpoint(), client, &parameters)
}

/// Reads the answer of the token endpoint.
///
/// # Errors
///
/// As [`TokenError`].
pub fn judge(tenant: &Tenant, response: &Response<Vec<u8>>) -> Result<Token, TokenError> {
    answer::refuse_status(response, &[]).map_err(TokenError::Unusable)?;
    let Some(members) = answer::object(response) else {
        // An unknown host of Logto Cloud answers so to everything.
        return Err(if response.status() == StatusCode::NOT_FOUND {
            TokenError::NoLogto { at: tenant.token_endpoint().to_string() }
        } else {
            TokenError::Unusable(UnusableAnswer::NotJson(answer::Evidence::of(response, &[])))
        });
    };
    if let Some(error) = answer::error_response(response, &members, &[]) {
        return Err(refusal(tenant, error));
    }
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let token = text("access_token").filter(|own| !own.is_empty() && response.status() == StatusCode::OK);
    let Some(token) = token else {
        return Err(TokenError::Unusable(UnusableAnswer::Status(answer::Evidence::of(response, &[]))));
    };
    if !text("scope").is_some_and(|scope| scope.split(' ').any(|own| own == SCOPE)) {
        return Err(TokenError::NoRole);
    }
    Ok(Token {
        access_token: AccessToken::new(token),
        expires_in: members.get("expires_in").and_then(Value::as_u64),
    })
}

fn refusal(tenant: &Tenant, error: ErrorResponse) -> TokenError {
    let description = error.description.as_deref().unwrap_or_default();
    match (error.status, error.error.as_str()) {
        (StatusCode::UNAUTHORIZED, "invalid_client") => TokenError::WrongSecret,
        (_, "invalid_client") => TokenError::UnknownApplication,
        (_, "invalid_target") => TokenError::UnknownResource { resource: tenant.resource().to_owned() },
        (_, "invalid_request") if description.contains("grant type is not allowed") => TokenError::NotMachine,
        (_, "invalid_request") if description.contains("expired") => TokenError::ExpiredSecret,
        _ => TokenError::Refused(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::values::{ClientAuthMethod, ClientId, ClientSecret};
    use url::Url;

    fn tenant() -> Tenant {
        Tenant::new(&Url::parse("https://t.logto.app").unwrap(), None, None).unwrap()
    }

    fn judged(status: u16, body: &str) -> Result<Token, TokenError> {
        judge(&tenant(), &Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap())
    }

    #[test]
    fn the_request_is_the_measured_one() {
        let client = Client::new(
            ClientId::new("m2m"),
            ClientAuthMethod::ClientSecretBasic,
            Some(ClientSecret::new("s3cret")),
        );
        let request = request(&tenant(), &client.unwrap());
        assert_eq!(request.uri(), "https://t.logto.app/oidc/token");
        assert_eq!(
            String::from_utf8(request.body().clone()).unwrap(),
            "grant_type=client_credentials&resource=https%3A%2F%2Ft.logto.app%2Fapi&scope=all"
        );
        assert!(request.headers()["authorization"].is_sensitive());
    }

    #[test]
    fn a_token_with_the_scope_is_one() {
        let token =
            judged(200, r#"{"access_token":"at","expires_in":3600,"token_type":"Bearer","scope":"all"}"#);
        let token = token.unwrap();
        assert_eq!((token.access_token.expose(), token.expires_in), ("at", Some(3600)));
    }

    #[test]
    fn the_kinds_of_refusal_are_told_apart() {
        let said = |status, error: &str, description: &str| {
            let body = serde_json::json!({ "code": format!("oidc.{error}"), "error": error, "error_description": description });
            judged(status, &body.to_string()).unwrap_err()
        };
        let invalid = "invalid_client";
        assert_eq!(said(401, invalid, "client authentication failed"), TokenError::WrongSecret);
        assert_eq!(said(400, invalid, "invalid client m-default"), TokenError::UnknownApplication);
        assert!(matches!(
            said(400, "invalid_target", "resource indicator is missing, or unknown"),
            TokenError::UnknownResource { resource } if resource == "https://t.logto.app/api"
        ));
        let description = "requested grant type is not allowed for this client";
        assert_eq!(said(400, "invalid_request", description), TokenError::NotMachine);
        assert_eq!(said(400, "invalid_request", "client secret has expired"), TokenError::ExpiredSecret);
        assert!(matches!(said(400, "invalid_request", "other"), TokenError::Refused(_)));
    }

    #[test]
    fn a_token_without_scope_tells_that_the_role_is_missing() {
        for scope in ["", r#","scope":"""#, r#","scope":"openid""#] {
            let body = format!(r#"{{"access_token":"at","expires_in":3600,"token_type":"Bearer"{scope}}}"#);
            assert_eq!(judged(200, &body).unwrap_err(), TokenError::NoRole, "{scope}");
        }
    }

    #[test]
    fn what_is_no_answer_of_logto_is_no_token() {
        assert!(matches!(judged(404, "Not Found"), Err(TokenError::NoLogto { .. })));
        assert!(matches!(judged(200, "<html>"), Err(TokenError::Unusable(_))));
        assert!(matches!(judged(200, "{}"), Err(TokenError::Unusable(_))));
        assert!(matches!(judged(503, "{}"), Err(TokenError::Unusable(_))));
        assert!(matches!(judged(302, ""), Err(TokenError::Unusable(_))));
    }
}
