//! The token request and the response to it (RFC 6749 §4.1.3, §5, §6).

mod response;

pub use response::{TokenError, TokenSet};

use super::{
    authorization::Authorized,
    client_auth::Client,
    outlook::{self, Grant, Outlook},
    values::{RefreshToken, Scope},
};
use crate::platform::{Reactions, TokenParameter, TokenShape};
use http::{HeaderValue, Method, Request, Response, header};
use url::{Url, form_urlencoded};

/// A token request that waits for its response.
#[derive(Debug)]
pub struct PendingTokens {
    grant: Grant,
    requested: Scope,
    secrets: Vec<secrecy::SecretString>,
}

/// Returns the request that exchanges a code, which is used up by it: it is sent once and never
/// again, because a second use revokes what the first one got (RFC 6749 §4.1.2).
pub fn exchange_code(
    endpoint: &Url,
    client: &Client,
    authorized: Authorized,
    requested: &Scope,
    shape: &TokenShape,
) -> (Request<Vec<u8>>, PendingTokens) {
    let Authorized { code, verifier, redirect_uri, nonce: _ } = authorized;
    let body = form(shape.code, client, |parameter| match parameter {
        TokenParameter::GrantType => Some("authorization_code"),
        TokenParameter::Code => Some(code.expose()),
        TokenParameter::RedirectUri => Some(redirect_uri.as_str()),
        TokenParameter::CodeVerifier => verifier.as_ref().map(|verifier| verifier.expose()),
        TokenParameter::ClientId | TokenParameter::ClientSecret | TokenParameter::RefreshToken => None,
    });
    let secrets = [Some(code.expose()), verifier.as_ref().map(|verifier| verifier.expose()), client.secret()];
    (request(endpoint, client, body), PendingTokens::new(Grant::Code, requested, &secrets))
}

/// Returns the request that gets new tokens for a refresh token. It asks for no scope, so what was
/// granted stays granted (RFC 6749 §6).
pub fn refresh(
    endpoint: &Url,
    client: &Client,
    token: &RefreshToken,
    granted: &Scope,
    shape: &TokenShape,
) -> (Request<Vec<u8>>, PendingTokens) {
    let body = form(shape.refresh, client, |parameter| match parameter {
        TokenParameter::GrantType => Some("refresh_token"),
        TokenParameter::RefreshToken => Some(token.expose()),
        TokenParameter::Code
        | TokenParameter::RedirectUri
        | TokenParameter::CodeVerifier
        | TokenParameter::ClientId
        | TokenParameter::ClientSecret => None,
    });
    let secrets = [Some(token.expose()), client.secret()];
    (request(endpoint, client, body), PendingTokens::new(Grant::Refresh, granted, &secrets))
}

impl PendingTokens {
    fn new(grant: Grant, requested: &Scope, secrets: &[Option<&str>]) -> Self {
        let secrets = secrets.iter().flatten().map(|&secret| secret.to_owned().into()).collect();
        Self { grant, requested: requested.clone(), secrets }
    }

    /// Returns what the answer of `endpoint` means to the user of a platform.
    pub fn outlook(&self, reactions: &Reactions, endpoint: &Url, answer: &Response<Vec<u8>>) -> Outlook {
        outlook::judge(self.grant, reactions, endpoint, answer, &self.secrets())
    }

    /// Judges the response.
    ///
    /// # Errors
    ///
    /// As [`TokenError`]. What was sent in secret is masked wherever the answer echoes it.
    pub fn judge(self, answer: &Response<Vec<u8>>) -> Result<TokenSet, TokenError> {
        response::judge(&self.requested, &self.secrets(), answer)
    }

    fn secrets(&self) -> Vec<&str> {
        self.secrets.iter().map(secrecy::ExposeSecret::expose_secret).collect()
    }
}

/// Returns the form-encoded body; the client's own parameters stand where the shape has them.
fn form<'a>(
    parameters: &[TokenParameter],
    client: &'a Client,
    value: impl Fn(TokenParameter) -> Option<&'a str>,
) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for &parameter in parameters {
        let (name, own) = match parameter {
            TokenParameter::GrantType => ("grant_type", None),
            TokenParameter::ClientId => ("client_id", client.body_id()),
            TokenParameter::ClientSecret => ("client_secret", client.body_secret()),
            TokenParameter::Code => ("code", None),
            TokenParameter::RedirectUri => ("redirect_uri", None),
            TokenParameter::CodeVerifier => ("code_verifier", None),
            TokenParameter::RefreshToken => ("refresh_token", None),
        };
        if let Some(value) = own.or_else(|| value(parameter)) {
            form.append_pair(name, value);
        }
    }
    form.finish()
}

/// Returns an authenticated form request (RFC 6749 §3.2, RFC 7009 §2.1).
pub(super) fn request(endpoint: &Url, client: &Client, body: String) -> Request<Vec<u8>> {
    super::request(Method::POST, endpoint, body.into_bytes(), |headers| {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(authorization) = client.header() {
            headers.insert(header::AUTHORIZATION, authorization);
        }
    })
}

#[cfg(test)]
mod tests;
