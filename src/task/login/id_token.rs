//! The ID token of a sign-in, checked with the provider's keys.

use super::LoginError;
use crate::{
    oauth::{
        discovery::Metadata,
        id_token::{self, Claims, Expectation, IdTokenError},
        jwks::{self, KeySet},
        token::TokenSet,
        values::{IdToken, Nonce},
    },
    project::OAuth,
    system::System,
    task::discover::send_small,
};
use http::{Response, header};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use url::Url;

/// Validates the ID token; returns what it says.
pub(super) async fn check(
    system: &System,
    provider: &Metadata,
    settings: &OAuth,
    id_token: &IdToken,
    tokens: &TokenSet,
    nonce: Option<&Nonce>,
    response: &Response<Vec<u8>>,
) -> Result<Claims, LoginError> {
    let now = system.clock.now();
    let expectation = Expectation {
        issuer: provider.issuer.as_ref(),
        client_id: &settings.client_id,
        algorithms: algorithms(provider),
        nonce,
        subject: None,
        access_token: &tokens.access_token,
        now,
    };
    let failed = |error| LoginError::IdToken { error, ahead: ahead(response, now) };
    let Some(jwks_uri) = &provider.jwks_uri else {
        return id_token::validate(id_token, &expectation, None).map_err(failed);
    };
    match validate(system, id_token, &expectation, jwks_uri).await? {
        // The provider may have changed its keys just now: once more with what it publishes then.
        Err(IdTokenError::UnknownKey { .. }) => {
            validate(system, id_token, &expectation, jwks_uri).await?.map_err(failed)
        }
        validated => validated.map_err(failed),
    }
}

/// Returns the announced algorithms; metadata that names none leaves RS256 (OpenID Connect Core 1.0
/// §3.1.3.7, rule 7).
fn algorithms(provider: &Metadata) -> Option<&[String]> {
    let announced = provider.id_token_algorithms.as_deref();
    announced.or_else(|| provider.found_at.is_some().then_some(&[][..]))
}

async fn validate(
    system: &System,
    id_token: &IdToken,
    expectation: &Expectation<'_>,
    jwks_uri: &Url,
) -> Result<Result<Claims, IdTokenError>, LoginError> {
    let keys = keys(system, jwks_uri).await?;
    Ok(id_token::validate(id_token, expectation, Some(&keys)).map(|mut claims| {
        claims.notes.extend(keys.notes);
        claims
    }))
}

async fn keys(system: &System, jwks_uri: &Url) -> Result<KeySet, LoginError> {
    let response = send_small(system, jwks::request(jwks_uri)).await.map_err(LoginError::Keys)?;
    Ok(jwks::judge(&response)?)
}

/// Returns how far our clock is ahead of the one that dated the answer.
fn ahead(response: &Response<Vec<u8>>, now: Timestamp) -> Option<SignedDuration> {
    let date = response.headers().get(header::DATE)?.to_str().ok()?;
    let theirs = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(date).ok()?;
    Some(now.duration_since(theirs))
}
