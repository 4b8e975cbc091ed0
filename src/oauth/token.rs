//! The token request and the response to it (RFC 6749 §4.1.3, §5, §6).

mod response;

pub(super) use response::judge;
pub use response::{TokenError, TokenSet};

use super::{
    authorization::Authorized,
    client_auth::Client,
    outlook::{self, Grant, Outlook},
    values::{RefreshToken, Resource, Scope, TokenContentType},
};
use crate::platform::{Reactions, TokenParameter, TokenShape};
use http::{HeaderValue, Method, Request, Response, header};
use serde_json::{Map, Value};
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
    let Authorized { code, verifier, redirect_uri, nonce: _, resources } = authorized;
    let body = parameters(shape.code, client, &resources, |parameter| match parameter {
        TokenParameter::GrantType => Some("authorization_code"),
        TokenParameter::Code => Some(code.expose()),
        TokenParameter::RedirectUri => Some(redirect_uri.as_str()),
        TokenParameter::CodeVerifier => verifier.as_ref().map(|verifier| verifier.expose()),
        _ => None,
    });
    let secrets = [Some(code.expose()), verifier.as_ref().map(|verifier| verifier.expose()), client.secret()];
    let request = request(endpoint, client, &body, shape.content_type);
    (request, PendingTokens::new(Grant::Code, requested, &secrets))
}

/// Returns the request that gets new tokens for a refresh token. It asks for no scope, so what was
/// granted stays granted (RFC 6749 §6); `resources` are named again, because without them some
/// providers give a token for another API than before.
pub fn refresh(
    endpoint: &Url,
    client: &Client,
    token: &RefreshToken,
    granted: &Scope,
    resources: &[Resource],
    shape: &TokenShape,
) -> (Request<Vec<u8>>, PendingTokens) {
    let body = parameters(shape.refresh, client, resources, |parameter| match parameter {
        TokenParameter::GrantType => Some("refresh_token"),
        TokenParameter::RefreshToken => Some(token.expose()),
        _ => None,
    });
    let secrets = [Some(token.expose()), client.secret()];
    let request = request(endpoint, client, &body, shape.content_type);
    (request, PendingTokens::new(Grant::Refresh, granted, &secrets))
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

/// Returns the parameters in the order of the shape; the client's own stand where the shape has them.
fn parameters<'a>(
    shape: &[TokenParameter],
    client: &'a Client,
    resources: &'a [Resource],
    value: impl Fn(TokenParameter) -> Option<&'a str>,
) -> Vec<(&'static str, &'a str)> {
    let mut parameters = Vec::new();
    for &parameter in shape {
        let name = match parameter {
            TokenParameter::ClientId => {
                parameters.extend(client.body_id().map(|id| ("client_id", id)));
                continue;
            }
            TokenParameter::ClientSecret => {
                parameters.extend(client.body_proof());
                continue;
            }
            TokenParameter::Resource => {
                parameters.extend(resources.iter().map(|resource| ("resource", resource.as_str())));
                continue;
            }
            TokenParameter::GrantType => "grant_type",
            TokenParameter::Code => "code",
            TokenParameter::RedirectUri => "redirect_uri",
            TokenParameter::CodeVerifier => "code_verifier",
            TokenParameter::RefreshToken => "refresh_token",
        };
        parameters.extend(value(parameter).map(|value| (name, value)));
    }
    parameters
}

/// Returns a form for an endpoint beside the token endpoint, where the client proves itself in the same
/// way (RFC 7009 §2.1, RFC 7662 §2.1, RFC 9126 §2.1).
pub fn authenticated(endpoint: &Url, client: &Client, parameters: &[(&str, &str)]) -> Request<Vec<u8>> {
    let mut parameters = parameters.to_vec();
    parameters.extend(client.body_id().map(|id| ("client_id", id)));
    parameters.extend(client.body_proof());
    request(endpoint, client, &parameters, TokenContentType::Form)
}

/// Returns an authenticated request (RFC 6749 §3.2, RFC 7009 §2.1). What the client puts into the
/// body is among `parameters` already.
pub(super) fn request(
    endpoint: &Url,
    client: &Client,
    parameters: &[(&str, &str)],
    content_type: TokenContentType,
) -> Request<Vec<u8>> {
    let body = match content_type {
        TokenContentType::Form => form(parameters),
        TokenContentType::Json => json(parameters),
    };
    super::request(Method::POST, endpoint, body.into_bytes(), |headers| {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type.media_type()));
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(authorization) = client.header() {
            headers.insert(header::AUTHORIZATION, authorization);
        }
    })
}

fn form(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

/// Returns an object with a member for each parameter; one that stands more than once is an array.
fn json(parameters: &[(&str, &str)]) -> String {
    let mut members = Map::new();
    for &(name, value) in parameters {
        match members.get_mut(name) {
            None => {
                members.insert(name.to_owned(), value.into());
            }
            Some(Value::Array(values)) => values.push(value.into()),
            Some(first) => *first = Value::Array(vec![first.take(), value.into()]),
        }
    }
    Value::Object(members).to_string()
}

#[cfg(test)]
mod tests;
