//! The signed-in user's access token: found, kept fresh, renewed.
//!
//! One refresh per grant is in flight on this machine: the lock is held over reading, refreshing and
//! writing, because a provider that rotates refresh tokens takes a second use for theft and ends the
//! grant (RFC 9700 §4.14).

mod renewal;

pub use renewal::Renewed;
pub(super) use renewal::{Renewal, check_id_token, exchange, expiry, may_have_spent, merged, refresh_locked};

use super::{
    credentials::CredentialsError,
    discover::DiscoverError,
    kept::{ACCESS_TOKEN_VARIABLE, Kept, REFRESH_TOKEN_VARIABLE},
};
use crate::{
    oauth::{
        answer::ErrorResponse,
        id_token::IdTokenError,
        stored::StoredTokens,
        token::TokenError,
        values::{AccessToken, RefreshToken},
    },
    project::{OAuth, Project},
    system::{HttpError, StoreError, System, TokenStore},
};
use jiff::{SignedDuration, Timestamp};

/// How long before its expiry a token counts as expired: the way to the API takes time, and clocks
/// differ.
const SKEW: SignedDuration = SignedDuration::from_secs(30);

/// An access token to use now.
#[derive(Debug)]
pub struct Access {
    /// The token.
    pub token: AccessToken,
    /// When it expires; `None` where nobody said.
    pub expires_at: Option<Timestamp>,
    /// Where it comes from.
    pub origin: AccessOrigin,
    /// What the user should know about it.
    pub doubt: Option<AccessDoubt>,
    /// Whose it is, where that is known.
    pub subject: Option<String>,
}

/// Why an access token that can be used now is the last one for a while.
#[derive(Debug)]
pub enum AccessDoubt {
    /// It is about to expire, and refreshing it failed for now.
    NotRefreshed(Box<SessionError>),
    /// The provider gave a new refresh token for the one in the environment, and it is not kept.
    EnvironmentTokenSpent,
}

/// Where an access token comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessOrigin {
    /// `GPTAUTH_ACCESS_TOKEN`.
    Environment,
    /// `GPTAUTH_REFRESH_TOKEN`, exchanged for it just now.
    RefreshTokenFromEnvironment,
    /// The token store.
    Stored,
    /// The token store, after a refresh just now.
    Refreshed,
}

/// Why there is no access token.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The project has no OAuth settings.
    #[error("the project has no OAuth settings")]
    NoSettings,
    /// Nobody has signed in.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The access token has expired, and there is nothing to refresh it with.
    #[error("the access token expired at {at}, and the provider gave no refresh token")]
    Expired {
        /// When it expired.
        at: Timestamp,
    },
    /// There is nothing to refresh with.
    #[error("there is no refresh token")]
    NoRefreshToken,
    /// The provider does not take the refresh token any more; it was removed from the store.
    #[error("the provider no longer accepts the refresh token: it answered {0}")]
    RefreshTokenRefused(ErrorResponse),
    /// The provider does not take the refresh token any more, because an earlier exchange of it was
    /// cut off before what came could be kept; it was removed from the store.
    #[error(
        "the provider no longer accepts the refresh token: it answered {0}; an earlier refresh was cut off \
         before its answer was kept, and had spent it"
    )]
    RefreshTokenSpent(ErrorResponse),
    /// The client cannot prove itself.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// Neither the project nor the metadata names a token endpoint.
    #[error("no token endpoint is known")]
    NoTokenEndpoint,
    /// The provider is not known.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// No answer came from the token endpoint.
    #[error("the token endpoint cannot be reached")]
    Http(#[from] HttpError),
    /// The token endpoint refused, or its answer cannot be used.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The ID token of a refresh is not about the user who signed in.
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
    /// The provider gave new tokens, and the store did not take them; the old ones are still in it.
    #[error("the provider gave new tokens, and they cannot be kept")]
    Unkept {
        /// The new tokens; the old refresh token may be spent for them.
        renewed: Box<Renewed>,
        /// Why they are not kept.
        #[source]
        error: StoreError,
    },
    /// The token store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SessionError {
    /// Returns whether trying again later may help, with nothing lost.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Http(_) | Self::Discover(_) | Self::Token(TokenError::Unusable(_)) => true,
            Self::NoSettings
            | Self::NotSignedIn
            | Self::Expired { .. }
            | Self::NoRefreshToken
            | Self::RefreshTokenRefused(_)
            | Self::RefreshTokenSpent(_)
            | Self::Credentials(_)
            | Self::NoTokenEndpoint
            | Self::Token(_)
            | Self::IdToken(_)
            | Self::Unkept { .. }
            | Self::Store(_) => false,
        }
    }
}

/// Returns an access token to use now: `GPTAUTH_ACCESS_TOKEN`, or `GPTAUTH_REFRESH_TOKEN` exchanged,
/// or what is stored, refreshed where it has expired.
///
/// Where refreshing fails only for now and the stored token still has some seconds, it is returned,
/// with a doubt.
///
/// # Errors
///
/// As [`SessionError`].
pub async fn access(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
) -> Result<Access, SessionError> {
    if let Some(token) = system.environment.variable(ACCESS_TOKEN_VARIABLE) {
        let token = AccessToken::new(token);
        return Ok(Access {
            token,
            expires_at: None,
            origin: AccessOrigin::Environment,
            doubt: None,
            subject: None,
        });
    }
    let settings = settings(project)?;
    if let Some(token) = refresh_token_from_environment(system) {
        return exchanged(system, store, project, settings, &token).await;
    }
    let kept = Kept::new(store, project, settings);
    let tokens = kept.tokens()?.ok_or(SessionError::NotSignedIn)?;
    let now = system.clock.now();
    if is_fresh(&tokens, now) {
        return Ok(stored(tokens));
    }
    let still_good = tokens.expires_at.is_none_or(|expires_at| expires_at > now);
    if tokens.refresh_token.is_none() {
        return match tokens.expires_at {
            Some(at) if !still_good => Err(SessionError::Expired { at }),
            _ => Ok(stored(tokens)),
        };
    }
    let wanted = |tokens: &StoredTokens| !is_fresh(tokens, system.clock.now());
    match refresh_locked(system, store, project, settings, wanted).await {
        Ok(renewal) => Ok(renewal.into_access()),
        Err(error) if still_good && error.is_passing() => {
            Ok(Access { doubt: Some(AccessDoubt::NotRefreshed(Box::new(error))), ..stored(tokens) })
        }
        Err(error) => Err(error),
    }
}

/// Returns a new access token after an API has refused `refused` with 401; `None` where nothing can
/// be refreshed. If another process has refreshed meanwhile, its token is returned.
///
/// # Errors
///
/// As [`SessionError`].
pub async fn renew(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    refused: &AccessToken,
) -> Result<Option<Access>, SessionError> {
    if system.environment.variable(ACCESS_TOKEN_VARIABLE).is_some() {
        return Ok(None);
    }
    let settings = settings(project)?;
    if refresh_token_from_environment(system).is_some() {
        // The refused token came from it just now, and where the provider rotates, a second exchange
        // of the same refresh token would be taken for theft.
        return Ok(None);
    }
    let wanted = |tokens: &StoredTokens| tokens.access_token.expose() == refused.expose();
    match refresh_locked(system, store, project, settings, wanted).await {
        Ok(renewal) => Ok(Some(renewal.into_access())),
        Err(SessionError::NoRefreshToken | SessionError::NotSignedIn) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the OAuth settings of a project that must have some.
pub(super) fn settings(project: &Project) -> Result<&OAuth, SessionError> {
    project.oauth.as_ref().ok_or(SessionError::NoSettings)
}

pub(super) fn refresh_token_from_environment(system: &System) -> Option<RefreshToken> {
    system.environment.variable(REFRESH_TOKEN_VARIABLE).map(RefreshToken::new)
}

/// Exchanges a refresh token that is not ours to keep; nothing is written.
async fn exchanged(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    settings: &OAuth,
    token: &RefreshToken,
) -> Result<Access, SessionError> {
    let asked_at = system.clock.now();
    let tokens = exchange(system, store, project, settings, token, &settings.scope).await?;
    let rotated = tokens.refresh_token.as_ref().is_some_and(|new| new.expose() != token.expose());
    Ok(Access {
        expires_at: expiry(asked_at, tokens.expires_in),
        doubt: rotated.then_some(AccessDoubt::EnvironmentTokenSpent),
        token: tokens.access_token,
        origin: AccessOrigin::RefreshTokenFromEnvironment,
        subject: None,
    })
}

fn is_fresh(tokens: &StoredTokens, now: Timestamp) -> bool {
    let soon = now.saturating_add(SKEW).unwrap_or(now);
    tokens.expires_at.is_none_or(|expires_at| expires_at > soon)
}

fn stored(tokens: StoredTokens) -> Access {
    Access {
        token: tokens.access_token,
        expires_at: tokens.expires_at,
        origin: AccessOrigin::Stored,
        doubt: None,
        subject: tokens.subject,
    }
}

#[cfg(test)]
mod tests;
