//! The keyring, with an eye on the files that stood in for it.

use super::{
    StoreError, StoreKey, StoreLock, StorePlace, TokenStore, file::FileStore, keyring::KeyringStore,
};
use secrecy::SecretString;

/// The keyring, for a user whose keyring does not always answer: over SSH, in a container.
///
/// What was saved while it did not answer is in the files. Saving to the keyring removes that copy, so
/// that a copy that is there is always the newer one, and is read first.
pub(super) struct AutoStore<K = KeyringStore> {
    keyring: K,
    files: FileStore,
}

impl<K: TokenStore> AutoStore<K> {
    pub(super) fn new(keyring: K, files: FileStore) -> Self {
        Self { keyring, files }
    }
}

impl<K: TokenStore> TokenStore for AutoStore<K> {
    fn place(&self) -> &StorePlace {
        self.keyring.place()
    }

    fn load(&self, key: &StoreKey) -> Result<Option<SecretString>, StoreError> {
        match self.files.load(key)? {
            Some(newer) => Ok(Some(newer)),
            None => self.keyring.load(key),
        }
    }

    fn save(&self, key: &StoreKey, secret: &SecretString) -> Result<(), StoreError> {
        let copied = self.files.load(key)?.is_some();
        self.keyring.save(key, secret)?;
        if copied {
            self.files.remove(key)?;
        }
        Ok(())
    }

    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError> {
        let from_files = self.files.remove(key)?;
        let from_keyring = self.keyring.remove(key)?;
        Ok(from_files || from_keyring)
    }

    fn try_lock(&self, key: &StoreKey) -> Result<Option<Box<dyn StoreLock>>, StoreError> {
        self.files.try_lock(key)
    }
}

#[cfg(test)]
mod tests;
