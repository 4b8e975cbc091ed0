//! A store in memory.

use super::World;
use crate::system::{
    LockAttempt, StoreChoice, StoreError, StoreItem, StoreKey, StoreKind, StoreLock, StorePlace, StoreReason,
    TokenStore, TokenStores,
};
use secrecy::{ExposeSecret, SecretString};
use std::{io, path::PathBuf};

impl World {
    /// Keeps a secret, as another run or another process would have.
    pub(crate) fn set_secret(&self, key: &StoreKey, secret: impl Into<String>) {
        self.0.secrets.borrow_mut().insert(key.clone(), secret.into());
    }

    /// Returns what is kept under `key`.
    pub(crate) fn secret(&self, key: &StoreKey) -> Option<String> {
        self.0.secrets.borrow().get(key).cloned()
    }

    /// Lets another process take the lock of `key`, until [`World::release`].
    pub(crate) fn lock(&self, key: &StoreKey) {
        self.0.locked.borrow_mut().insert(key.clone());
    }

    /// Lets the other process give the lock of `key` back.
    pub(crate) fn release(&self, key: &StoreKey) {
        self.0.locked.borrow_mut().remove(key);
    }

    /// Returns whether anybody holds the lock of `key`.
    pub(crate) fn is_locked(&self, key: &StoreKey) -> bool {
        self.0.locked.borrow().contains(key)
    }

    /// Returns whether an exchange under the lock of `key` was begun and never settled.
    pub(crate) fn is_unsettled(&self, key: &StoreKey) -> bool {
        self.0.unsettled.borrow().contains(key)
    }

    /// Lets every save and removal fail from now on, as on a full disk.
    pub(crate) fn break_store(&self) {
        self.0.broken_store.set(true);
    }

    fn change(&self, action: &'static str) -> Result<(), StoreError> {
        if self.0.broken_store.get() {
            let source = io::Error::from(io::ErrorKind::StorageFull);
            return Err(StoreError::Io { action, path: PathBuf::from("/store"), source });
        }
        Ok(())
    }
}

impl TokenStores for World {
    fn open(&self, choice: &StoreChoice, _owner: &StoreKey) -> Result<Box<dyn TokenStore>, StoreError> {
        let kind = match choice {
            StoreChoice::Auto | StoreChoice::Keyring => StoreKind::Keyring { name: "test keyring" },
            StoreChoice::Files(folder) => {
                StoreKind::Files { directory: folder.clone().unwrap_or_else(|| PathBuf::from("/store")) }
            }
        };
        let place = StorePlace { kind, because: StoreReason::Available };
        Ok(Box::new(FakeStore { world: self.clone(), place }))
    }

    fn known(&self, _choice: &StoreChoice) -> Result<Vec<StoreKey>, StoreError> {
        let mut keys: Vec<_> = self.0.secrets.borrow().keys().cloned().collect();
        keys.retain(|key| key.item == StoreItem::Tokens);
        keys.sort_by_key(|key| (key.environment.clone(), key.account.clone()));
        Ok(keys)
    }
}

struct FakeStore {
    world: World,
    place: StorePlace,
}

impl TokenStore for FakeStore {
    fn place(&self) -> &StorePlace {
        &self.place
    }

    fn load(&self, key: &StoreKey) -> Result<Option<SecretString>, StoreError> {
        Ok(self.world.secret(key).map(SecretString::from))
    }

    fn save(&self, key: &StoreKey, secret: &SecretString) -> Result<(), StoreError> {
        self.world.change("write")?;
        self.world.set_secret(key, secret.expose_secret());
        Ok(())
    }

    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError> {
        self.world.change("remove")?;
        Ok(self.world.0.secrets.borrow_mut().remove(key).is_some())
    }

    fn try_lock(&self, key: &StoreKey) -> Result<LockAttempt, StoreError> {
        if self.world.is_locked(key) {
            return Ok(LockAttempt::Held { by: Some(4711) });
        }
        self.world.lock(key);
        Ok(LockAttempt::Taken(Box::new(HeldLock { world: self.world.clone(), key: key.clone() })))
    }
}

struct HeldLock {
    world: World,
    key: StoreKey,
}

impl StoreLock for HeldLock {
    fn is_unsettled(&self) -> bool {
        self.world.0.unsettled.borrow().contains(&self.key)
    }

    fn begin(&self) {
        self.world.0.unsettled.borrow_mut().insert(self.key.clone());
    }

    fn settle(&self) {
        self.world.0.unsettled.borrow_mut().remove(&self.key);
    }
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        self.world.release(&self.key);
    }
}
