//! Signs out: revokes at the provider first, then forgets.

use super::{
    credentials::{Credentials, CredentialsError, Given},
    discover::{DiscoverError, discover, send_small},
    kept::Kept,
};
use crate::{
    oauth::{
        discovery::Metadata,
        revocation::{self, Revocable, RevocationError},
        stored::StoredTokens,
    },
    project::Project,
    system::{HttpError, StoreError, System, TokenStore},
};
use jiff::Timestamp;
use url::Url;

/// What came of a sign-out. The tokens are forgotten here in every case.
#[derive(Debug)]
pub struct LogoutOutcome {
    /// What became of them at the provider.
    pub remote: Remote,
}

/// What became of the tokens at the provider.
#[derive(Debug)]
pub enum Remote {
    /// They are revoked.
    Revoked,
    /// The refresh token is revoked; the access token may live until it expires.
    RefreshTokenRevoked {
        /// Why the access token could not be revoked as well.
        access_token: Box<LogoutError>,
    },
    /// It has no revocation endpoint: they stay good there.
    NoEndpoint {
        /// When the access token ends by itself; `None` where nobody said.
        expires_at: Option<Timestamp>,
        /// Whether there is a refresh token, which may live for long.
        refreshable: bool,
    },
    /// Nobody asked it: they stay good there.
    NotAsked,
}

/// Why nobody was signed out. Nothing was removed.
#[derive(Debug, thiserror::Error)]
pub enum LogoutError {
    /// The project has no OAuth settings.
    #[error("the project has no OAuth settings")]
    NoSettings,
    /// Nobody has signed in.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The client cannot prove itself.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// The provider is not known.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// No answer came.
    #[error("the revocation endpoint cannot be reached")]
    Http(#[from] HttpError),
    /// The provider did not revoke.
    #[error(transparent)]
    Revocation(#[from] RevocationError),
    /// The token store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Revokes the tokens at the provider and removes them here; `local` removes them without asking. A
/// provider that cannot revoke cannot be asked either.
///
/// # Errors
///
/// As [`LogoutError`].
pub async fn logout(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    local: bool,
) -> Result<LogoutOutcome, LogoutError> {
    let settings = project.oauth.as_ref().ok_or(LogoutError::NoSettings)?;
    let kept = Kept::new(store, project, settings);
    let _lock = kept.lock(system).await?;
    if local {
        // Removed without being read: what is damaged can be forgotten too.
        return match kept.remove()? {
            true => Ok(LogoutOutcome { remote: Remote::NotAsked }),
            false => Err(LogoutError::NotSignedIn),
        };
    }
    let tokens = kept.tokens()?.ok_or(LogoutError::NotSignedIn)?;
    let provider = discover(system, settings).await?;
    let Some(endpoint) = &provider.revocation_endpoint else {
        // All that can be done is done, and what cannot be is said.
        kept.remove()?;
        let StoredTokens { expires_at, refresh_token, .. } = tokens;
        let remote = Remote::NoEndpoint { expires_at, refreshable: refresh_token.is_some() };
        return Ok(LogoutOutcome { remote });
    };
    let credentials = Credentials::of(system, store, project, settings, &Given::default())?;
    let client = (&credentials, &provider);
    let remote = revoke_all(system, endpoint, client, &tokens).await?;
    kept.remove()?;
    Ok(LogoutOutcome { remote })
}

/// Revokes the refresh token first: most providers end the whole grant with it (RFC 7009 §2.1).
async fn revoke_all(
    system: &System,
    endpoint: &Url,
    client: (&Credentials, &Metadata),
    tokens: &StoredTokens,
) -> Result<Remote, LogoutError> {
    let access_token = Revocable::Access(&tokens.access_token);
    let Some(refresh_token) = &tokens.refresh_token else {
        revoke(system, endpoint, client, access_token).await?;
        return Ok(Remote::Revoked);
    };
    revoke(system, endpoint, client, Revocable::Refresh(refresh_token)).await?;
    Ok(match revoke(system, endpoint, client, access_token).await {
        Ok(()) => Remote::Revoked,
        Err(error) => Remote::RefreshTokenRevoked { access_token: Box::new(error) },
    })
}

async fn revoke(
    system: &System,
    endpoint: &Url,
    (credentials, provider): (&Credentials, &Metadata),
    token: Revocable<'_>,
) -> Result<(), LogoutError> {
    let client = credentials.client(system, provider)?;
    let response = send_small(system, revocation::request(endpoint, &client, token)).await?;
    Ok(revocation::judge(&response, &client, token)?)
}

#[cfg(test)]
mod tests;
