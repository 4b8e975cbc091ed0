//! A refresh under the lock: read again, exchange, write, and only then use.

use super::{Access, AccessOrigin, SessionError};
use crate::{
    oauth::{
        self,
        id_token::Expectation,
        note::Note,
        stored::StoredTokens,
        token::{self, TokenError, TokenSet},
        values::{RefreshToken, Scope},
    },
    platform::{OWN_TOKEN, TokenShape},
    project::{OAuth, Project},
    system::{HttpError, System, TokenStore},
    task::{
        credentials::{Credentials, Given},
        discover,
        id_token::{self, UnverifiedIdToken},
        kept::Kept,
    },
};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// What came of wanting a refresh.
#[derive(Debug)]
pub(in crate::task) enum Renewal {
    /// Somebody else had refreshed; this is what they got.
    ByAnother(Box<StoredTokens>),
    /// The provider gave new tokens, and they are stored.
    Done(Box<Renewed>),
}

/// New tokens of a refresh.
#[derive(Debug)]
pub struct Renewed {
    /// What is to be stored, or is.
    pub(in crate::task) tokens: StoredTokens,
    /// Whether the provider gave a new refresh token.
    pub(in crate::task) rotated: bool,
    /// What is worth a word.
    pub(in crate::task) notes: Vec<Note>,
}

impl Renewal {
    /// Returns the access token to use now.
    pub(super) fn into_access(self) -> Access {
        let (tokens, origin) = match self {
            Self::ByAnother(tokens) => (*tokens, AccessOrigin::Stored),
            Self::Done(renewed) => (renewed.tokens, AccessOrigin::Refreshed),
        };
        Access {
            token: tokens.access_token,
            expires_at: tokens.expires_at,
            origin,
            doubt: None,
            subject: tokens.subject,
        }
    }
}

/// Takes the lock, reads again, and refreshes where `wanted` still says so.
pub(in crate::task) async fn refresh_locked(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    settings: &OAuth,
    wanted: impl Fn(&StoredTokens) -> bool,
) -> Result<Renewal, SessionError> {
    let kept = Kept::new(store, project, settings);
    let lock = kept.lock(system).await?;
    let old = kept.tokens()?.ok_or(SessionError::NotSignedIn)?;
    if !wanted(&old) {
        return Ok(Renewal::ByAnother(Box::new(old)));
    }
    let refresh_token = old.refresh_token.as_ref().ok_or(SessionError::NoRefreshToken)?;
    let asked_at = system.clock.now();
    let cut_off = lock.is_unsettled();
    lock.begin();
    match exchange(system, store, project, settings, refresh_token, &old.scope).await {
        Ok(mut new) => {
            new.notes.extend(check_id_token(system, settings, &old, &new).await?);
            let rotated = new.refresh_token.is_some() && !same(new.refresh_token.as_ref(), refresh_token);
            let (tokens, notes) = merged(old, new, asked_at);
            let renewed = Box::new(Renewed { tokens, rotated, notes });
            if let Err(error) = kept.save(&renewed.tokens) {
                return Err(SessionError::Unkept { renewed, error });
            }
            lock.settle();
            Ok(Renewal::Done(renewed))
        }
        Err(SessionError::Token(TokenError::Refused(refusal))) if refusal.error == "invalid_grant" => {
            lock.settle();
            // A gptauth that does not honour the lock (another machine on a shared home) may have
            // been quicker: then its tokens are good, and ours were only stale.
            match kept.tokens()? {
                Some(now) if !same(now.refresh_token.as_ref(), refresh_token) => {
                    Ok(Renewal::ByAnother(Box::new(now)))
                }
                _ => {
                    kept.remove()?;
                    Err(match cut_off {
                        true => SessionError::RefreshTokenSpent(refusal),
                        false => SessionError::RefreshTokenRefused(refusal),
                    })
                }
            }
        }
        Err(error) => {
            if !cut_off && !may_have_spent(&error) {
                lock.settle();
            }
            Err(error)
        }
    }
}

/// Returns whether the provider may have taken the refresh token without our having what it gave.
pub(in crate::task) fn may_have_spent(error: &SessionError) -> bool {
    match error {
        SessionError::Http(error) => match error {
            HttpError::Timeout { .. } | HttpError::Broken { .. } | HttpError::TooLarge { .. } => true,
            HttpError::Unsendable { .. }
            | HttpError::Resolve { .. }
            | HttpError::Connect { .. }
            | HttpError::Tls { .. } => false,
        },
        SessionError::Token(error) => !matches!(error, TokenError::Refused(_)),
        SessionError::IdToken(_) | SessionError::Unkept { .. } | SessionError::Store(_) => true,
        SessionError::NoSettings
        | SessionError::NotSignedIn
        | SessionError::Expired { .. }
        | SessionError::NoRefreshToken
        | SessionError::RefreshTokenRefused(_)
        | SessionError::RefreshTokenSpent(_)
        | SessionError::Credentials(_)
        | SessionError::NoTokenEndpoint
        | SessionError::Discover(_) => false,
    }
}

/// Exchanges a refresh token, and writes nothing.
pub(in crate::task) async fn exchange(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    settings: &OAuth,
    refresh_token: &RefreshToken,
    granted: &Scope,
) -> Result<TokenSet, SessionError> {
    let credentials = Credentials::of(system, store, project, settings, &Given::default())?;
    let provider = discover::for_token_endpoint(system, settings).await?;
    let endpoint = provider.token_endpoint.as_ref().ok_or(SessionError::NoTokenEndpoint)?;
    let client = credentials.client(system, &provider)?;
    let shape = TokenShape { content_type: settings.token_content_type, ..OWN_TOKEN };
    let (request, pending) =
        token::refresh(endpoint, &client, refresh_token, granted, &settings.resource, &shape);
    let response = system.http.send(request).await?;
    Ok(pending.judge(&response)?)
}

/// Returns when a token that was asked for at `asked_at` expires.
pub(in crate::task) fn expiry(asked_at: Timestamp, expires_in: Option<Duration>) -> Option<Timestamp> {
    let lifetime = SignedDuration::try_from(expires_in?).ok()?;
    asked_at.checked_add(lifetime).ok()
}

/// Checks that an ID token that came with a refresh is about the same user (OpenID Connect Core 1.0
/// §12.2), and signed by the provider. Where its keys cannot be had the refresh is not lost for that:
/// the token came straight from the token endpoint, whose TLS vouches for it (§3.1.3.7, rule 6).
pub(in crate::task) async fn check_id_token(
    system: &System,
    settings: &OAuth,
    old: &StoredTokens,
    new: &TokenSet,
) -> Result<Vec<Note>, SessionError> {
    let Some(id_token) = &new.id_token else { return Ok(Vec::new()) };
    let provider = discover::for_keys(system, settings).await;
    let expectation = Expectation {
        issuer: settings.issuer.as_ref(),
        client_id: &settings.client_id,
        algorithms: id_token::algorithms(&provider),
        nonce: None,
        subject: old.subject.as_deref(),
        access_token: &new.access_token,
        now: system.clock.now(),
    };
    match id_token::validate(system, id_token, &expectation, provider.jwks_uri.as_ref()).await {
        Ok(claims) => Ok(claims.notes),
        Err(UnverifiedIdToken::IdToken(error)) => Err(error.into()),
        Err(UnverifiedIdToken::Keys(_) | UnverifiedIdToken::KeySet(_)) => {
            oauth::id_token::validate(id_token, &expectation, None)?;
            Ok(vec![Note::KeysUnavailable])
        }
    }
}

/// Returns the old entry with what the provider renewed; a refresh token that did not come stays
/// (RFC 6749 §6).
pub(in crate::task) fn merged(
    old: StoredTokens,
    new: TokenSet,
    asked_at: Timestamp,
) -> (StoredTokens, Vec<Note>) {
    let tokens = StoredTokens {
        access_token: new.access_token,
        expires_at: expiry(asked_at, new.expires_in),
        refresh_token: new.refresh_token.or(old.refresh_token),
        id_token: new.id_token.or(old.id_token),
        scope: new.scope,
        obtained_at: asked_at,
        ..old
    };
    (tokens, new.notes)
}

fn same(one: Option<&RefreshToken>, other: &RefreshToken) -> bool {
    one.is_some_and(|one| one.expose() == other.expose())
}
