//! Refreshes now, whatever the expiry.

use super::{
    kept::Kept,
    session::{Renewal, SessionError, refresh_locked, settings},
};
use crate::{
    oauth::{note::Note, stored::StoredTokens, values::Scope},
    project::Project,
    system::{System, TokenStore},
};
use jiff::Timestamp;

/// What came of a refresh.
#[derive(Debug)]
pub struct RefreshOutcome {
    /// When the access token expires; `None` where the provider did not say.
    pub expires_at: Option<Timestamp>,
    /// The granted scope.
    pub scope: Scope,
    /// What happened to the refresh token.
    pub rotation: Rotation,
    /// What was worth a word.
    pub notes: Vec<Note>,
}

/// What happened to the refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// The provider gave a new one.
    Rotated,
    /// The old one stays good.
    Unchanged,
    /// Another process refreshed at the same time, and its tokens are used.
    ByAnother,
}

/// Exchanges the stored refresh token for new tokens and keeps them.
///
/// # Errors
///
/// As [`SessionError`].
pub async fn refresh(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
) -> Result<RefreshOutcome, SessionError> {
    let settings = settings(project)?;
    let before = Kept::new(store, project, settings).tokens()?.ok_or(SessionError::NotSignedIn)?;
    let unchanged = |tokens: &StoredTokens| tokens.access_token.expose() == before.access_token.expose();
    let (tokens, rotation, notes) = match refresh_locked(system, store, project, settings, unchanged).await? {
        Renewal::ByAnother(tokens) => (tokens, Rotation::ByAnother, Vec::new()),
        Renewal::Done { tokens, rotated: true, notes } => (tokens, Rotation::Rotated, notes),
        Renewal::Done { tokens, rotated: false, notes } => (tokens, Rotation::Unchanged, notes),
    };
    Ok(RefreshOutcome { expires_at: tokens.expires_at, scope: tokens.scope, rotation, notes })
}
