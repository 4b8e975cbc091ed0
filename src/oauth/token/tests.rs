use super::*;
use crate::{
    oauth::{
        answer::UnusableAnswer,
        note::Note,
        values::{
            AuthorizationCode, ClientAssertion, ClientAuthMethod, ClientId, ClientSecret, CodeVerifier,
        },
    },
    platform::{OWN_TOKEN, gpt_action},
};
use oauth2::TokenResponse as _;
use std::time::Duration;

mod answer;
mod request;

const NASTY: [(&str, &str); 4] =
    [("agenda", "s3cret"), ("a:b c", "p%+ :~*-._"), ("ä/ö?&=", "€ \u{1f600}"), ("id", "=&\"'<>\\\u{7f}")];

fn endpoint() -> Url {
    Url::parse("https://id.example.com/oidc/token").unwrap()
}

fn client(method: ClientAuthMethod, id: &str, secret: &str) -> Client {
    Client::new(ClientId::new(id), method, Some(ClientSecret::new(secret))).unwrap()
}

fn authorized(pkce: bool) -> Authorized {
    Authorized {
        code: AuthorizationCode::new("c/o+d e"),
        verifier: pkce.then(|| CodeVerifier::from_random(&[3; 32])),
        redirect_uri: Url::parse("http://127.0.0.1:4711/callback").unwrap(),
        nonce: None,
        resources: Vec::new(),
    }
}

fn code_request(client: &Client, pkce: bool, shape: &TokenShape) -> Request<Vec<u8>> {
    exchange_code(&endpoint(), client, authorized(pkce), &Scope::new("openid"), shape).0
}

fn body(request: &Request<Vec<u8>>) -> &str {
    std::str::from_utf8(request.body()).unwrap()
}

fn judged(status: u16, content_type: &str, answer: &str) -> Result<TokenSet, TokenError> {
    let client = client(ClientAuthMethod::ClientSecretPost, "agenda", "hunter2-secret");
    let (_, pending) =
        exchange_code(&endpoint(), &client, authorized(true), &Scope::new("openid read"), &OWN_TOKEN);
    let answer = Response::builder()
        .status(status)
        .header("content-type", content_type)
        .body(answer.as_bytes().to_vec())
        .unwrap();
    pending.judge(&answer)
}

fn json(answer: &str) -> Result<TokenSet, TokenError> {
    judged(200, "application/json", answer)
}
