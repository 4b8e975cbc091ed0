//! What the token store keeps for a project: one entry for the tokens, one for the client secret.

use crate::{
    oauth::{
        stored::{StoredError, StoredTokens, VERSION},
        values::ClientSecret,
    },
    project::{OAuth, Project},
    system::{LockAttempt, StoreChoice, StoreError, StoreItem, StoreKey, StoreLock, System, TokenStore},
};
use secrecy::ExposeSecret;
use std::time::Duration;

/// Stands in for the client secret that is kept.
pub const CLIENT_SECRET_VARIABLE: &str = "GPTAUTH_CLIENT_SECRET";
/// Stands in for a sign-in: exchanged for an access token, and never kept.
pub const REFRESH_TOKEN_VARIABLE: &str = "GPTAUTH_REFRESH_TOKEN";
/// Stands in for a sign-in.
pub const ACCESS_TOKEN_VARIABLE: &str = "GPTAUTH_ACCESS_TOKEN";
/// Stands in for the sign-in of the other account of a test: exchanged, and never kept.
pub const OTHER_REFRESH_TOKEN_VARIABLE: &str = "GPTAUTH_OTHER_REFRESH_TOKEN";
/// Stands in for the sign-in of the other account of a test.
pub const OTHER_ACCESS_TOKEN_VARIABLE: &str = "GPTAUTH_OTHER_ACCESS_TOKEN";

/// How long another process may hold the lock.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How often the lock is tried.
const RETRY: Duration = Duration::from_millis(100);

/// Opens the store of a project.
///
/// # Errors
///
/// Where it does not answer.
pub fn open(
    system: &System,
    choice: &StoreChoice,
    project: &Project,
) -> Result<Box<dyn TokenStore>, StoreError> {
    let owner = match &project.oauth {
        Some(settings) => key(project, settings, StoreItem::Tokens),
        // Nothing is kept for a project without OAuth, and whoever looks is told so.
        None => StoreKey {
            issuer: String::new(),
            client_id: String::new(),
            environment: project.environment.clone(),
            account: None,
            item: StoreItem::Tokens,
        },
    };
    system.stores.open(choice, &owner)
}

/// The entries of one project in one store.
pub(super) struct Kept<'a> {
    store: &'a dyn TokenStore,
    project: &'a Project,
    settings: &'a OAuth,
}

impl<'a> Kept<'a> {
    pub(super) fn new(store: &'a dyn TokenStore, project: &'a Project, settings: &'a OAuth) -> Self {
        Self { store, project, settings }
    }

    /// Returns what the tokens are kept under.
    pub(super) fn key(&self) -> StoreKey {
        key(self.project, self.settings, StoreItem::Tokens)
    }

    /// Returns the tokens.
    pub(super) fn tokens(&self) -> Result<Option<StoredTokens>, StoreError> {
        let Some(text) = self.store.load(&self.key())? else { return Ok(None) };
        StoredTokens::parse(&text).map(Some).map_err(|error| self.unusable(error))
    }

    /// Keeps the tokens. What is there and cannot be read is not overwritten.
    pub(super) fn save(&self, tokens: &StoredTokens) -> Result<(), StoreError> {
        self.tokens()?;
        self.store.save(&self.key(), &tokens.to_secret())
    }

    /// Removes the tokens; returns whether there were any.
    pub(super) fn remove(&self) -> Result<bool, StoreError> {
        self.store.remove(&self.key())
    }

    /// Takes the lock, waiting for another process to give it back.
    pub(super) async fn lock(&self, system: &System) -> Result<Box<dyn StoreLock>, StoreError> {
        let started = system.clock.elapsed();
        loop {
            let by = match self.store.try_lock(&self.key())? {
                LockAttempt::Taken(lock) => return Ok(lock),
                LockAttempt::Held { by } => by,
            };
            let waited = system.clock.elapsed().saturating_sub(started);
            if waited >= LONGEST_WAIT {
                return Err(StoreError::Locked { place: self.place(), by, waited });
            }
            system.clock.sleep(RETRY).await;
        }
    }

    fn place(&self) -> String {
        self.store.place().to_string()
    }

    fn unusable(&self, error: StoredError) -> StoreError {
        match error {
            StoredError::Corrupt { reason } => {
                StoreError::Corrupt { place: self.place(), reason: reason.to_owned() }
            }
            StoredError::Newer { found } => StoreError::Newer { place: self.place(), found, known: VERSION },
        }
    }
}

/// Returns what an item of the project is kept under: nothing of one issuer, client or environment
/// is ever seen by another. Tokens belong to one account of them as well.
pub fn key(project: &Project, settings: &OAuth, item: StoreItem) -> StoreKey {
    let issuer = settings.issuer.as_ref().map(|issuer| issuer.as_str().to_owned());
    let token_endpoint = || settings.token_endpoint.as_ref().map(ToString::to_string);
    StoreKey {
        issuer: issuer.or_else(token_endpoint).unwrap_or_default(),
        client_id: settings.client_id.as_str().to_owned(),
        environment: project.environment.clone(),
        account: project.account.clone().filter(|_| item == StoreItem::Tokens),
        item,
    }
}

/// Where the client secret was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretOrigin {
    /// The environment variable.
    Environment,
    /// The token store.
    Store,
}

/// Looks the client secret up: the environment, then the store.
///
/// # Errors
///
/// Where the store cannot be read.
pub fn client_secret(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    settings: &OAuth,
) -> Result<Option<(ClientSecret, SecretOrigin)>, StoreError> {
    if let Some(secret) = system.environment.variable(CLIENT_SECRET_VARIABLE) {
        return Ok(Some((ClientSecret::new(secret), SecretOrigin::Environment)));
    }
    let kept = store.load(&key(project, settings, StoreItem::ClientSecret))?;
    Ok(kept.map(|secret| (ClientSecret::new(secret.expose_secret()), SecretOrigin::Store)))
}

/// Keeps a client secret in the store.
///
/// # Errors
///
/// Where it cannot be written.
pub fn keep_client_secret(
    store: &dyn TokenStore,
    project: &Project,
    settings: &OAuth,
    secret: &ClientSecret,
) -> Result<(), StoreError> {
    let key = key(project, settings, StoreItem::ClientSecret);
    store.save(&key, &secret.expose().to_owned().into())
}
