//! Token requests with a code or a refresh token that nobody issued, and what the answers mean.
//!
//! A token endpoint looks at the client before it looks at the code, so a code that cannot exist shows
//! whether the secret is right, and uses nothing up.

use super::{Answered, Ask, Exchange, Subject};
use crate::{
    oauth::{
        authorization::Authorized,
        client_auth::Client,
        token,
        values::{AuthorizationCode, ClientAuthMethod, ClientSecret, RefreshToken, Scope, TokenContentType},
    },
    platform::TokenShape,
};
use http::header;
use url::Url;

/// As ChatGPT asks, by the project's method.
pub(super) static WITH_SECRET: Exchange = Exchange {
    method: "POST",
    to: "token endpoint",
    with: "ChatGPT's form with a code that cannot exist, the client's secret by the project's method",
};
/// By the other method.
pub(super) static OTHER_METHOD: Exchange = Exchange {
    method: "POST",
    to: "token endpoint",
    with: "the same with another such code, the client's secret by the other method",
};
/// With a secret that cannot be right.
pub(super) static WRONG_SECRET: Exchange = Exchange {
    method: "POST",
    to: "token endpoint",
    with: "the same with another such code and a secret that cannot be right, to see what a refusal looks like",
};
/// As JSON.
pub(super) static AS_JSON: Exchange =
    Exchange { method: "POST", to: "token endpoint", with: "the same with another such code, as JSON" };
/// A refresh that must fail.
pub(super) static REFRESH: Exchange = Exchange {
    method: "POST",
    to: "token endpoint",
    with: "ChatGPT's refresh with a refresh token that cannot exist",
};

/// What an answer of the token endpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// The client is refused: its identifier, its secret, or its method.
    ClientRefused,
    /// The client is accepted, and the code or refresh token refused, as it must be.
    GrantRefused,
    /// The client may not use this grant type.
    GrantTypeRefused,
    /// Another error of the standard.
    OtherError(String),
    /// It issued a token for nothing.
    Issued,
    /// It sends the caller elsewhere.
    Moved(String),
    /// No answer of OAuth.
    NotOAuth,
    /// It cannot answer now, or did not.
    Unanswered(String),
}

/// Returns ChatGPT's token request with the project's own method and secret.
pub(super) fn with_secret(subject: &Subject<'_>) -> Result<Ask, String> {
    let secret = subject.client_secret()?;
    code(subject, &WITH_SECRET, "code-1", method(subject)?, secret)
}

/// Returns the same by the method that the project does not name.
pub(super) fn by_other_method(subject: &Subject<'_>) -> Result<Ask, String> {
    let secret = subject.client_secret()?;
    code(subject, &OTHER_METHOD, "code-2", other(method(subject)?), secret)
}

/// Returns the same with a secret that cannot be right.
pub(super) fn with_wrong_secret(subject: &Subject<'_>) -> Result<Ask, String> {
    let wrong = ClientSecret::new(subject.forged("secret"));
    code(subject, &WRONG_SECRET, "code-3", method(subject)?, &wrong)
}

/// Returns the request that shows how the endpoint answers, with the secret where one is known.
pub(super) fn typical(subject: &Subject<'_>) -> Result<Ask, String> {
    with_secret(subject).or_else(|_| with_wrong_secret(subject))
}

/// Returns the same as JSON.
pub(super) fn as_json(subject: &Subject<'_>) -> Result<Ask, String> {
    let wrong = ClientSecret::new(subject.forged("secret"));
    let secret = subject.client_secret().unwrap_or(&wrong);
    code(subject, &AS_JSON, "code-4", method(subject)?, secret)
}

/// Returns ChatGPT's refresh with a refresh token that nobody issued.
pub(super) fn refresh(subject: &Subject<'_>) -> Result<Ask, String> {
    let secret = subject.client_secret()?;
    let client = client(subject, method(subject)?, secret)?;
    let refresh_token = subject.forged("refresh-token");
    let (request, _) = token::refresh(
        subject.token_endpoint()?,
        &client,
        &RefreshToken::new(refresh_token.as_str()),
        &Scope::default(),
        &[],
        &subject.target.token.value,
    );
    Ok(Ask::http(&REFRESH, request).keeping(secret.expose()).keeping(&refresh_token))
}

fn code(
    subject: &Subject<'_>,
    exchange: &'static Exchange,
    name: &str,
    method: ClientAuthMethod,
    secret: &ClientSecret,
) -> Result<Ask, String> {
    let settings = subject.oauth()?;
    let as_json = std::ptr::eq(exchange, &AS_JSON);
    let content_type = if as_json { TokenContentType::Json } else { TokenContentType::Form };
    let shape = TokenShape { content_type, ..subject.target.token.value };
    let redirect_uri = settings.chatgpt_redirect_uris.first().and_then(|uri| Url::parse(uri).ok());
    let loopback = || Url::parse(&super::authorization::loopback(settings)).ok();
    let redirect_uri = redirect_uri.or_else(loopback).ok_or("there is no redirect URI")?;
    let code = subject.forged(name);
    let authorized = Authorized {
        code: AuthorizationCode::new(code.as_str()),
        verifier: None,
        redirect_uri,
        nonce: None,
        resources: Vec::new(),
    };
    let client = client(subject, method, secret)?;
    let (request, _) =
        token::exchange_code(subject.token_endpoint()?, &client, authorized, &settings.scope, &shape);
    Ok(Ask::http(exchange, request).keeping(secret.expose()).keeping(&code))
}

pub(super) fn client(
    subject: &Subject<'_>,
    method: ClientAuthMethod,
    secret: &ClientSecret,
) -> Result<Client, String> {
    let id = subject.oauth()?.client_id.clone();
    Client::new(id, method, Some(secret.clone())).map_err(|error| error.to_string())
}

/// Returns the project's method, for a client that has a secret.
pub(super) fn method(subject: &Subject<'_>) -> Result<ClientAuthMethod, String> {
    match subject.oauth()?.token_endpoint_auth_method {
        ClientAuthMethod::ClientSecretBasic => Ok(ClientAuthMethod::ClientSecretBasic),
        _ => Ok(ClientAuthMethod::ClientSecretPost),
    }
}

/// Returns the other method with a secret.
pub(super) fn other(method: ClientAuthMethod) -> ClientAuthMethod {
    match method {
        ClientAuthMethod::ClientSecretBasic => ClientAuthMethod::ClientSecretPost,
        _ => ClientAuthMethod::ClientSecretBasic,
    }
}

/// Reads an answer.
pub(super) fn read(answered: &Answered) -> Reading {
    let Some(response) = answered.response() else { return Reading::Unanswered(answered.words()) };
    let status = response.status();
    if status.is_redirection() {
        return Reading::Moved(answered.header(header::LOCATION).unwrap_or_default());
    }
    let Some(error) = answered.oauth_error() else {
        return match status {
            _ if status.is_server_error() || status.as_u16() == 429 => {
                Reading::Unanswered(format!("it answered {status}"))
            }
            _ if is_token(answered) => Reading::Issued,
            _ => Reading::NotOAuth,
        };
    };
    let words = error.description.unwrap_or_default().to_ascii_lowercase();
    match error.error.as_str() {
        "invalid_client" => Reading::ClientRefused,
        // What a provider says of a client that sent no secret where it wants one, or one too many.
        "invalid_request"
            if ["client_secret", "client secret", "authentication"]
                .iter()
                .any(|part| words.contains(part)) =>
        {
            Reading::ClientRefused
        }
        "invalid_grant" => Reading::GrantRefused,
        "unauthorized_client" | "unsupported_grant_type" => Reading::GrantTypeRefused,
        "invalid_request" if words.contains("grant type") => Reading::GrantTypeRefused,
        // A code that is none may be a malformed request to some; a body in another form than
        // `x-www-form-urlencoded` is one to many.
        "invalid_request" if has_word(&words, "code") || words.contains("refresh") => Reading::GrantRefused,
        other => Reading::OtherError(other.to_owned()),
    }
}

fn has_word(words: &str, wanted: &str) -> bool {
    words.split(|character: char| !character.is_ascii_alphanumeric()).any(|word| word == wanted)
}

fn is_token(answered: &Answered) -> bool {
    let body = answered.text();
    serde_json::from_str::<serde_json::Value>(&body)
        .is_ok_and(|body| body.get("access_token").is_some_and(serde_json::Value::is_string))
}

#[cfg(test)]
mod tests;
