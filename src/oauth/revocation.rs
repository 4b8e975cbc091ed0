//! Token revocation (RFC 7009).

use super::{
    answer::{self, ErrorResponse, Evidence, UnusableAnswer},
    client_auth::Client,
    token,
    values::{AccessToken, RefreshToken},
};
use http::{Request, Response};
use url::Url;

/// The token to revoke. Revoking a refresh token ends the whole grant at most providers, so it goes
/// first (§2.1).
#[derive(Debug, Clone, Copy)]
pub enum Revocable<'a> {
    /// The refresh token.
    Refresh(&'a RefreshToken),
    /// The access token.
    Access(&'a AccessToken),
}

impl<'a> Revocable<'a> {
    fn parts(self) -> (&'a str, &'static str) {
        match self {
            Self::Refresh(token) => (token.expose(), "refresh_token"),
            Self::Access(token) => (token.expose(), "access_token"),
        }
    }
}

/// Why the token may still be good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevocationError {
    /// The provider said no (§2.2.1).
    #[error("the revocation endpoint answered {0}")]
    Refused(ErrorResponse),
    /// The answer is none of the protocol's.
    #[error("the revocation endpoint {0}")]
    Unusable(UnusableAnswer),
}

/// Returns the request that revokes a token.
pub fn request(endpoint: &Url, client: &Client, token: Revocable<'_>) -> Request<Vec<u8>> {
    let (token, hint) = token.parts();
    token::authenticated(endpoint, client, &[("token", token), ("token_type_hint", hint)])
}

/// Judges the answer; 200 also for a token that the provider does not know (§2.2).
///
/// # Errors
///
/// As [`RevocationError`].
pub fn judge(
    response: &Response<Vec<u8>>,
    client: &Client,
    token: Revocable<'_>,
) -> Result<(), RevocationError> {
    let secrets = [Some(token.parts().0), client.secret()].into_iter().flatten().collect::<Vec<_>>();
    answer::refuse_status(response, &secrets).map_err(RevocationError::Unusable)?;
    let members = answer::object(response).unwrap_or_default();
    match answer::error_response(response, &members, &secrets) {
        Some(error) => Err(RevocationError::Refused(error)),
        None if response.status().is_success() => Ok(()),
        None => Err(RevocationError::Unusable(UnusableAnswer::Status(Evidence::of(response, &secrets)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::values::{ClientAuthMethod, ClientId, ClientSecret};

    fn client(method: ClientAuthMethod) -> Client {
        Client::new(ClientId::new("agenda"), method, Some(ClientSecret::new("s3cret"))).unwrap()
    }

    fn judged(status: u16, body: &str) -> Result<(), RevocationError> {
        let response = Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap();
        let token = RefreshToken::new("rt-canary");
        judge(&response, &client(ClientAuthMethod::ClientSecretPost), Revocable::Refresh(&token))
    }

    #[test]
    fn the_request_names_the_token_its_kind_and_the_client() {
        let endpoint = Url::parse("https://id.example.com/oidc/token/revocation").unwrap();
        let token = RefreshToken::new("r+1");
        let post =
            request(&endpoint, &client(ClientAuthMethod::ClientSecretPost), Revocable::Refresh(&token));
        assert_eq!(
            post.body(),
            b"token=r%2B1&token_type_hint=refresh_token&client_id=agenda&client_secret=s3cret"
        );
        let token = AccessToken::new("a");
        let basic =
            request(&endpoint, &client(ClientAuthMethod::ClientSecretBasic), Revocable::Access(&token));
        assert_eq!(basic.body(), b"token=a&token_type_hint=access_token");
        assert_eq!(basic.headers()["authorization"], "Basic YWdlbmRhOnMzY3JldA==");
    }

    #[test]
    fn r15_only_success_counts_as_revoked() {
        assert_eq!(judged(200, ""), Ok(()));
        assert!(matches!(judged(400, r#"{"error":"invalid_request"}"#), Err(RevocationError::Refused(_))));
        assert!(matches!(
            judged(503, ""),
            Err(RevocationError::Unusable(UnusableAnswer::Unavailable { .. }))
        ));
        assert!(matches!(judged(404, "<html>"), Err(RevocationError::Unusable(UnusableAnswer::Status(_)))));
        assert!(matches!(judged(302, ""), Err(RevocationError::Unusable(UnusableAnswer::Redirect { .. }))));
        assert!(!judged(404, "no rt-canary here").unwrap_err().to_string().contains("canary"));
    }
}
