//! The ID token of a sign-in, checked with the provider's keys.

use super::LoginError;
use crate::{
    oauth::{
        discovery::Metadata,
        id_token::{Claims, Expectation},
        token::TokenSet,
        values::{IdToken, Nonce},
    },
    project::OAuth,
    system::System,
    task::id_token::{self, UnverifiedIdToken},
};
use http::{Response, header};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822};

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
        algorithms: id_token::algorithms(provider),
        nonce,
        subject: None,
        access_token: &tokens.access_token,
        now,
    };
    let validated = id_token::validate(system, id_token, &expectation, provider.jwks_uri.as_ref()).await;
    validated.map_err(|error| match error {
        UnverifiedIdToken::Keys(error) => LoginError::Keys(error),
        UnverifiedIdToken::KeySet(error) => LoginError::KeySet(error),
        UnverifiedIdToken::IdToken(error) => LoginError::IdToken { error, ahead: ahead(response, now) },
    })
}

/// Returns how far our clock is ahead of the one that dated the answer.
fn ahead(response: &Response<Vec<u8>>, now: Timestamp) -> Option<SignedDuration> {
    let date = response.headers().get(header::DATE)?.to_str().ok()?;
    let theirs = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(date).ok()?;
    Some(now.duration_since(theirs))
}
