//! What the token endpoint answered, judged (RFC 6749 §5).

use crate::oauth::{
    answer::{self, ErrorResponse, Evidence, UnusableAnswer},
    bearer::{is_b64token, is_visible},
    note::Note,
    values::{AccessToken, IdToken, RefreshToken, Scope},
};
use http::{Response, header};
use serde_json::{Map, Value};
use std::time::Duration;
use url::form_urlencoded;

/// The longest lifetime that is believed: a hundred years. Larger numbers mean "for ever".
const LONGEST_LIFETIME: f64 = 100.0 * 365.25 * 86_400.0;

/// What came back.
#[derive(Debug)]
pub struct TokenSet {
    /// The access token.
    pub access_token: AccessToken,
    /// How long it lives from now; `None` where the provider does not say.
    pub expires_in: Option<Duration>,
    /// The refresh token; `None` where none came. After a refresh the old one then stays good.
    pub refresh_token: Option<RefreshToken>,
    /// The ID token, not validated yet.
    pub id_token: Option<IdToken>,
    /// The granted scope; the requested one where the answer names none (RFC 6749 §5.1).
    pub scope: Scope,
    /// What is worth a word.
    pub notes: Vec<Note>,
}

/// Why there are no tokens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The provider said no in the protocol's form (RFC 6749 §5.2).
    #[error("the token endpoint answered {0}")]
    Refused(ErrorResponse),
    /// The answer is none of the protocol's.
    #[error("the token endpoint {0}")]
    Unusable(UnusableAnswer),
    /// There is no access token, or something else in its place.
    #[error("the token endpoint's answer has no usable `access_token`: it {found}")]
    NoAccessToken {
        /// What is there, as a clause.
        found: &'static str,
    },
    /// The token is for another scheme than Bearer (RFC 6749 §7.1).
    #[error("the token endpoint issued a token of type `{found}`; only Bearer is supported")]
    TokenType {
        /// The type, shortened. Not escaped.
        found: String,
    },
}

pub(in crate::oauth) fn judge(
    requested: &Scope,
    secrets: &[&str],
    response: &Response<Vec<u8>>,
) -> Result<TokenSet, TokenError> {
    let mut notes = Vec::new();
    let members = answer::object(response).or_else(|| {
        let members = form_members(response)?;
        notes.push(Note::FormEncoded);
        Some(members)
    });
    // An error counts whatever its status is: GitHub sends errors with 200.
    let error = members.as_ref().and_then(|members| answer::error_response(response, members, secrets));
    if let Some(error) = error
        && !response.status().is_server_error()
    {
        return Err(TokenError::Refused(error));
    }
    answer::refuse_status(response, secrets).map_err(TokenError::Unusable)?;
    let evidence = || Evidence::of(response, secrets);
    if !response.status().is_success() {
        return Err(TokenError::Unusable(UnusableAnswer::Status(evidence())));
    }
    let members = members.ok_or_else(|| TokenError::Unusable(UnusableAnswer::NotJson(evidence())))?;
    let access_token = access_token(&members, &mut notes)?;
    check_token_type(&members, &mut notes)?;
    let expires_in = expires_in(&members, &mut notes);
    let refresh_token = refresh_token(&members, &mut notes);
    let scope = scope(&members, requested, refresh_token.is_some(), &mut notes);
    let id_token = text(&members, "id_token").map(IdToken::new);
    Ok(TokenSet { access_token, expires_in, refresh_token, id_token, scope, notes })
}

/// Reads a form-encoded answer, which only counts as one where it carries a token or an error.
fn form_members(response: &Response<Vec<u8>>) -> Option<Map<String, Value>> {
    let content_type = answer::text_header(response, &header::CONTENT_TYPE).unwrap_or_default();
    let body = response.body();
    let named = content_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded");
    if !named && (body.len() > 64 * 1024 || body.iter().any(|byte| matches!(byte, b'<' | b'{' | b' '))) {
        return None;
    }
    let members: Map<String, Value> = form_urlencoded::parse(body)
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect();
    (members.contains_key("access_token") || members.contains_key("error")).then_some(members)
}

fn access_token(members: &Map<String, Value>, notes: &mut Vec<Note>) -> Result<AccessToken, TokenError> {
    let refuse = |found| TokenError::NoAccessToken { found };
    let token = match members.get("access_token") {
        None => return Err(refuse("is missing")),
        Some(Value::String(token)) if token.is_empty() => return Err(refuse("is empty")),
        Some(Value::String(token)) => token,
        Some(_) => return Err(refuse("is no text")),
    };
    if !is_visible(token) {
        return Err(refuse("has spaces, line breaks or other characters that no header can carry"));
    }
    if !is_b64token(token) {
        notes.push(Note::UnusualToken);
    }
    Ok(AccessToken::new(token.as_str()))
}

fn check_token_type(members: &Map<String, Value>, notes: &mut Vec<Note>) -> Result<(), TokenError> {
    match members.get("token_type") {
        None | Some(Value::Null) => notes.push(Note::NoTokenType),
        Some(Value::String(found)) if found.eq_ignore_ascii_case("bearer") => {}
        Some(found) => {
            let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
            return Err(TokenError::TokenType { found: answer::cut(&answer::mask(&found, &[]), 40) });
        }
    }
    Ok(())
}

fn expires_in(members: &Map<String, Value>, notes: &mut Vec<Note>) -> Option<Duration> {
    let value = members.get("expires_in").filter(|value| !value.is_null())?;
    let seconds = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => {
            let seconds = text.trim().parse::<f64>().ok().filter(|seconds| seconds.is_finite());
            // A form has nothing but text.
            if seconds.is_some() && !notes.contains(&Note::FormEncoded) {
                notes.push(Note::ExpiresInAsText);
            }
            seconds
        }
        _ => None,
    };
    let Some(seconds) = seconds else {
        notes.push(Note::ExpiresInUnusable { found: answer::cut(&value.to_string(), 40) });
        return None;
    };
    if seconds <= 0.0 {
        notes.push(Note::ExpiredOnArrival);
    }
    Some(Duration::from_secs_f64(seconds.clamp(0.0, LONGEST_LIFETIME).floor()))
}

fn refresh_token(members: &Map<String, Value>, notes: &mut Vec<Note>) -> Option<RefreshToken> {
    match members.get("refresh_token") {
        Some(Value::String(token)) if token.is_empty() => {
            notes.push(Note::EmptyRefreshToken);
            None
        }
        Some(Value::String(token)) => Some(RefreshToken::new(token.as_str())),
        _ => None,
    }
}

fn scope(members: &Map<String, Value>, requested: &Scope, refreshable: bool, notes: &mut Vec<Note>) -> Scope {
    let Some(granted) = text(members, "scope").map(Scope::new) else { return requested.clone() };
    if granted.as_str().contains(',') {
        notes.push(Note::CommaInScope { scope: granted.clone() });
        return granted;
    }
    let beyond = |one: &Scope, other: &Scope| {
        one.tokens().filter(|token| !other.contains(token)).map(str::to_owned).collect::<Vec<_>>()
    };
    let (mut missing, extra) = (beyond(requested, &granted), beyond(&granted, requested));
    // Logto with "Always issue Refresh Token" and no `prompt=consent`.
    if refreshable && missing.iter().any(|token| token == "offline_access") {
        missing.retain(|token| token != "offline_access");
        notes.push(Note::RefreshTokenWithoutOfflineAccess);
    }
    if !missing.is_empty() || !extra.is_empty() {
        notes.push(Note::ScopeChanged { missing, extra });
    }
    granted
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name)?.as_str().filter(|text| !text.is_empty())
}
