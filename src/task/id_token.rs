//! An ID token, validated with the keys that its provider publishes now.

use super::discover::send_small;
use crate::{
    oauth::{
        discovery::Metadata,
        id_token::{self, Claims, Expectation, IdTokenError},
        jwks::{self, KeySet, KeySetError},
        values::IdToken,
    },
    system::{HttpError, System},
};
use url::Url;

/// Why an ID token was not found good.
#[derive(Debug, thiserror::Error)]
pub enum UnverifiedIdToken {
    /// The signing keys cannot be fetched.
    #[error("the provider's signing keys cannot be fetched")]
    Keys(#[source] HttpError),
    /// The signing keys cannot be used.
    #[error(transparent)]
    KeySet(#[from] KeySetError),
    /// The ID token is not valid.
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
}

/// Validates an ID token; without an address of keys its signature is not checked, and the claims say
/// so in a note.
///
/// # Errors
///
/// As [`UnverifiedIdToken`].
pub(super) async fn validate(
    system: &System,
    id_token: &IdToken,
    expectation: &Expectation<'_>,
    jwks_uri: Option<&Url>,
) -> Result<Claims, UnverifiedIdToken> {
    let Some(jwks_uri) = jwks_uri else { return Ok(id_token::validate(id_token, expectation, None)?) };
    match validate_once(system, id_token, expectation, jwks_uri).await {
        // The provider may have changed its keys just now: once more with what it publishes then.
        Err(UnverifiedIdToken::IdToken(IdTokenError::UnknownKey { .. })) => {
            validate_once(system, id_token, expectation, jwks_uri).await
        }
        validated => validated,
    }
}

/// Returns the announced algorithms; metadata that names none leaves RS256 (OpenID Connect Core 1.0
/// §3.1.3.7, rule 7).
pub(super) fn algorithms(provider: &Metadata) -> Option<&[String]> {
    let announced = provider.id_token_algorithms.as_deref();
    announced.or_else(|| provider.found_at.is_some().then_some(&[][..]))
}

async fn validate_once(
    system: &System,
    id_token: &IdToken,
    expectation: &Expectation<'_>,
    jwks_uri: &Url,
) -> Result<Claims, UnverifiedIdToken> {
    let keys = keys(system, jwks_uri).await?;
    let mut claims = id_token::validate(id_token, expectation, Some(&keys))?;
    claims.notes.extend(keys.notes);
    Ok(claims)
}

async fn keys(system: &System, jwks_uri: &Url) -> Result<KeySet, UnverifiedIdToken> {
    let response = send_small(system, jwks::request(jwks_uri)).await.map_err(UnverifiedIdToken::Keys)?;
    Ok(jwks::judge(&response)?)
}
