//! Which store a project's secrets are kept in: remembered, so that no secret is looked for in one
//! place today and in another tomorrow.
//!
//! One small file a key, beside the token files in the user's data folder, never in the project: what
//! is true of this machine's keyring is no affair of the repository. It holds no secret.

use super::{
    LockAttempt, StoreError, StoreItem, StoreKey, StorePlace, StoreReason, TokenStore, file::FileStore,
};
use secrecy::{ExposeSecret, SecretString};
use std::path::PathBuf;

/// Where secrets can be kept without the user naming a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Keyring,
    Files,
}

impl Where {
    /// Returns the word for it, as `--token-store` takes it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Keyring => "keyring",
            Self::Files => "file",
        }
    }
}

/// What is remembered.
pub(super) struct Memory {
    files: FileStore,
}

impl Memory {
    /// Opens the memory in the user's data folder.
    pub(super) fn ours() -> Result<Self, StoreError> {
        Ok(Self { files: FileStore::ours()? })
    }

    #[cfg(test)]
    pub(super) fn within(files: FileStore) -> Self {
        Self { files }
    }

    /// Returns where the secrets of the project of `key` are kept, whichever account they are of.
    pub(super) fn of(&self, key: &StoreKey) -> Result<Option<Where>, StoreError> {
        self.exactly(&record(key, None))
    }

    fn exactly(&self, record: &StoreKey) -> Result<Option<Where>, StoreError> {
        let Some(word) = self.files.load(record)? else { return Ok(None) };
        // A word of a later version is no reason to fail: the project is then as good as new.
        Ok([Where::Keyring, Where::Files].into_iter().find(|known| known.word() == word.expose_secret()))
    }

    /// Remembers where the secrets of `key` are kept.
    fn remember(&self, key: &StoreKey, place: Where) -> Result<(), StoreError> {
        let records = [record(key, None), record(key, key.account.clone())];
        for record in &records {
            if self.exactly(record)? != Some(place) {
                self.files.save(record, &place.word().into())?;
            }
        }
        Ok(())
    }

    /// Returns the keys of all tokens that were ever kept.
    pub(super) fn keys(&self) -> Result<Vec<StoreKey>, StoreError> {
        let keys = self.files.all()?.into_iter().filter(|key| key.item == StoreItem::Place);
        Ok(keys.map(|key| StoreKey { item: StoreItem::Tokens, ..key }).collect())
    }
}

/// Returns the key of what is remembered about the account of a project.
fn record(key: &StoreKey, account: Option<String>) -> StoreKey {
    StoreKey { item: StoreItem::Place, account, ..key.clone() }
}

/// A store whose place is remembered once something is kept in it.
pub(super) struct Remembering {
    store: Box<dyn TokenStore>,
    memory: Memory,
    place: StorePlace,
}

impl Remembering {
    pub(super) fn new(store: Box<dyn TokenStore>, memory: Memory, because: StoreReason) -> Self {
        let place = StorePlace { because, ..store.place().clone() };
        Self { store, memory, place }
    }

    fn here(&self) -> Where {
        match self.place.kind {
            super::StoreKind::Keyring { .. } => Where::Keyring,
            super::StoreKind::Files { .. } => Where::Files,
        }
    }
}

impl TokenStore for Remembering {
    fn place(&self) -> &StorePlace {
        &self.place
    }

    fn load(&self, key: &StoreKey) -> Result<Option<SecretString>, StoreError> {
        self.store.load(key)
    }

    fn save(&self, key: &StoreKey, secret: &SecretString) -> Result<(), StoreError> {
        // A first place is remembered before anything is in it, and another one only once something
        // is: whenever the process ends, what is remembered leads to secrets that are there.
        if self.memory.of(key)?.is_none() {
            self.memory.remember(key, self.here())?;
        }
        self.store.save(key, secret)?;
        self.memory.remember(key, self.here())
    }

    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError> {
        self.store.remove(key)
    }

    fn try_lock(&self, key: &StoreKey) -> Result<LockAttempt, StoreError> {
        self.store.try_lock(key)
    }

    fn mended(&self) -> Vec<PathBuf> {
        [self.memory.files.mended(), self.store.mended()].concat()
    }
}

#[cfg(test)]
mod tests;
