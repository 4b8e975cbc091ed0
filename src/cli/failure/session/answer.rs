//! What to do about an answer of the token endpoint, and about the ID token in it.

use crate::{
    cli::failure::ExitStatus,
    oauth::{
        answer::{ErrorResponse, UnusableAnswer},
        id_token::IdTokenError,
        token::TokenError,
    },
};

/// Returns how an error of the token endpoint ends the program; `otherwise` is said where nothing
/// better is known.
pub(super) fn token(error: &TokenError, otherwise: &str) -> (ExitStatus, String) {
    match error {
        TokenError::Refused(refusal) => (ExitStatus::SignIn, refused(refusal)),
        TokenError::Unusable(answer) => (unusable(answer), unusable_hint(answer, otherwise)),
        TokenError::NoAccessToken { .. } => (
            ExitStatus::Protocol,
            "ChatGPT would say \"Missing access token\"; check the token endpoint's address and answer"
                .to_owned(),
        ),
        TokenError::TokenType { .. } => {
            (ExitStatus::Protocol, "have the provider issue Bearer tokens for this client".to_owned())
        }
    }
}

pub(super) fn refused(refusal: &ErrorResponse) -> String {
    match refusal.error.as_str() {
        "invalid_client" if refusal.asks_for_basic => {
            "the provider wants HTTP Basic: try `token_endpoint_auth_method = \"client_secret_basic\"` in gptauth.toml, or check the secret"
        }
        "invalid_client" => {
            "check client id, secret (a stray space counts) or key, and `token_endpoint_auth_method` in gptauth.toml; a new secret: `gptauth login --client-secret-stdin`"
        }
        "invalid_grant" => {
            "the code or token was used before, has expired, or belongs to another client or redirect URI; sign in again: `gptauth login`"
        }
        "unauthorized_client" | "unsupported_grant_type" => {
            "allow the grant types `authorization_code` and `refresh_token` for this client at the provider"
        }
        "access_denied" => "the sign-in was declined, or this user may not use the client",
        "expired_token" => "the code has expired; get a new one: `gptauth login --device`",
        "invalid_scope" => "correct `scope` in gptauth.toml, then sign in again: `gptauth login`",
        "invalid_request" => {
            "the provider misses or dislikes a parameter; compare with `gptauth login --verbose`"
        }
        _ => "look the error up in the provider's log, then `gptauth login`",
    }
    .to_owned()
}

fn unusable_hint(answer: &UnusableAnswer, otherwise: &str) -> String {
    match answer {
        UnusableAnswer::Redirect { .. } => {
            "set `token_endpoint` to the address that answers itself; the secret is not sent along a redirect"
                .to_owned()
        }
        UnusableAnswer::Unavailable { retry_after: Some(after), .. } => {
            format!("the provider asks to wait: Retry-After {}", crate::report::escape::excerpt(after, 40))
        }
        UnusableAnswer::Unavailable { retry_after: None, .. } => otherwise.to_owned(),
        UnusableAnswer::Status(_) | UnusableAnswer::NotJson(_) => {
            "check the token endpoint's address: it must answer a form POST with JSON".to_owned()
        }
    }
}

pub(super) fn unusable(answer: &UnusableAnswer) -> ExitStatus {
    match answer {
        UnusableAnswer::Unavailable { .. } => ExitStatus::Network,
        UnusableAnswer::Redirect { .. } | UnusableAnswer::Status(_) | UnusableAnswer::NotJson(_) => {
            ExitStatus::Protocol
        }
    }
}

pub(super) fn id_token(error: &IdTokenError, ahead: Option<jiff::SignedDuration>) -> String {
    match (error, ahead.map(|ahead| ahead.as_secs())) {
        (IdTokenError::Time { .. }, Some(ahead)) if ahead.abs() > 60 => format!(
            "the clock here is {} s {} the provider's: set it right, then `gptauth login`",
            ahead.abs(),
            if ahead > 0 { "ahead of" } else { "behind" }
        ),
        (IdTokenError::Time { .. }, _) => {
            "the provider's clock or lifetime is wrong; nothing was kept".to_owned()
        }
        (IdTokenError::Claim { name: "iss", .. }, _) => {
            "write `issuer` in gptauth.toml exactly as the token has it, if that is your provider".to_owned()
        }
        (
            IdTokenError::Malformed { .. }
            | IdTokenError::Algorithm { .. }
            | IdTokenError::UnknownKey { .. }
            | IdTokenError::BadSignature
            | IdTokenError::Claim { .. },
            _,
        ) => "nothing was kept; an ID token like this must not be trusted".to_owned(),
    }
}
