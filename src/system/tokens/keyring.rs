//! The operating system's keyring.

use super::{
    LockAttempt, StoreError, StoreKey, StoreKind, StorePlace, StoreReason, TokenStore,
    envelope::Envelope,
    file::FileStore,
    pieces::{self, Items, Read},
};
use keyring_core::{CredentialStore, Entry, Error};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

/// How long the keyring may take. A session bus without anybody behind it lets its callers hang.
const ANSWER_TIME: Duration = Duration::from_secs(3);

/// The service under which all our items stand.
const SERVICE: &str = "gptauth";

/// Secrets in the keyring; the locks are files, since no keyring has any.
pub(super) struct KeyringStore {
    place: StorePlace,
    keyring: Arc<CredentialStore>,
    locks: FileStore,
    /// How many bytes an item takes.
    limit: usize,
}

impl KeyringStore {
    /// Connects to the keyring and reads an item that is not there.
    pub(super) fn open() -> Result<Self, StoreError> {
        Self::connect(platform::connect, FileStore::ours()?)
    }

    fn connect(
        connect: impl FnOnce() -> keyring_core::Result<Arc<CredentialStore>> + Send + 'static,
        locks: FileStore,
    ) -> Result<Self, StoreError> {
        let keyring = within(ANSWER_TIME, || {
            let keyring = connect()?;
            match keyring.build(SERVICE, "probe", None)?.get_secret() {
                Ok(_) | Err(Error::NoEntry) => Ok(keyring),
                Err(error) => Err(error),
            }
        });
        match keyring {
            Ok(keyring) => {
                let kind = StoreKind::Keyring { name: platform::NAME };
                let place = StorePlace { kind, because: StoreReason::Available };
                Ok(Self { place, keyring, locks, limit: platform::MAX_ITEM })
            }
            Err(error) => Err(StoreError::NoKeyring { reason: error.reason() }),
        }
    }

    /// Does something with an item; `None` where there is no such item.
    fn item<T: Send + 'static>(
        &self,
        action: &'static str,
        name: &str,
        work: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<Option<T>, StoreError> {
        let (keyring, name) = (Arc::clone(&self.keyring), name.to_owned());
        match within(ANSWER_TIME, move || work(&keyring.build(SERVICE, &name, None)?)) {
            Ok(done) => Ok(Some(done)),
            Err(Silence::Failed(Error::NoEntry)) => Ok(None),
            Err(error) => Err(StoreError::Keyring { action, reason: error.reason() }),
        }
    }

    fn read(&self, key: &StoreKey) -> Result<Option<Envelope>, StoreError> {
        let name = key.text();
        let place = format!("the item `{name}` of the keyring");
        match pieces::get(self, &name) {
            Ok(None) => Ok(None),
            Ok(Some(bytes)) => Envelope::open(&bytes, key, &place).map(Some),
            Err(Read::Failed(error)) => Err(error),
            Err(Read::Broken) => {
                Err(StoreError::Corrupt { place, reason: "a piece of it is missing".to_owned() })
            }
        }
    }
}

impl Items for KeyringStore {
    type Error = StoreError;

    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.item("read", name, Entry::get_secret)
    }

    fn set(&self, name: &str, content: &[u8]) -> Result<(), StoreError> {
        let content = SecretSlice::from(content.to_owned());
        self.item("write", name, move |entry| entry.set_secret(content.expose_secret()))?;
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<bool, StoreError> {
        Ok(self.item("remove", name, Entry::delete_credential)?.is_some())
    }
}

impl TokenStore for KeyringStore {
    fn place(&self) -> &StorePlace {
        &self.place
    }

    fn load(&self, key: &StoreKey) -> Result<Option<SecretString>, StoreError> {
        Ok(self.read(key)?.map(|envelope| envelope.secret()))
    }

    fn save(&self, key: &StoreKey, secret: &SecretString) -> Result<(), StoreError> {
        let content = self.read(key)?.unwrap_or_else(Envelope::new).seal(key, secret);
        pieces::set(self, &key.text(), content.expose_secret().as_bytes(), self.limit)
    }

    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError> {
        if self.read(key)?.is_none() {
            return Ok(false);
        }
        pieces::delete(self, &key.text())
    }

    fn try_lock(&self, key: &StoreKey) -> Result<LockAttempt, StoreError> {
        self.locks.try_lock(key)
    }

    fn mended(&self) -> Vec<PathBuf> {
        self.locks.mended()
    }
}

/// Why the keyring did not do it.
enum Silence {
    Failed(Error),
    Late,
    /// The library panicked on its thread.
    Crashed,
    NoThread(std::io::Error),
}

impl Silence {
    fn reason(&self) -> String {
        match self {
            // Its own words, except where they would quote what is kept.
            Self::Failed(Error::BadEncoding(_) | Error::BadDataFormat(..)) => {
                "its item is malformed".to_owned()
            }
            Self::Failed(Error::PlatformFailure(error)) => words(&**error),
            Self::Failed(Error::NoStorageAccess(error)) => format!("it gives no access: {}", words(&**error)),
            Self::Failed(error) => error.to_string(),
            Self::Late => format!("no answer within {} s", ANSWER_TIME.as_secs()),
            Self::Crashed => "its library broke down".to_owned(),
            Self::NoThread(error) => error.to_string(),
        }
    }
}

/// Returns what a platform's library says, without the layer that only names the library.
fn words(error: &(dyn std::error::Error + 'static)) -> String {
    error.source().unwrap_or(error).to_string()
}

/// Runs `work` on a thread of its own, and leaves it behind when it takes longer than `limit`.
fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> keyring_core::Result<T> + Send + 'static,
) -> Result<T, Silence> {
    let (done, answer) = mpsc::channel();
    let spawned = thread::Builder::new().name("keyring".to_owned()).spawn(move || {
        // Nobody listens any more when the time is over.
        let _ = done.send(work());
    });
    spawned.map_err(Silence::NoThread)?;
    match answer.recv_timeout(limit) {
        Ok(answer) => answer.map_err(Silence::Failed),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Silence::Late),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Silence::Crashed),
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
mod platform {
    use keyring_core::CredentialStore;
    use std::sync::Arc;

    pub(super) const NAME: &str = "Secret Service";
    pub(super) const MAX_ITEM: usize = usize::MAX;

    pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
        Ok(zbus_secret_service_keyring_store::Store::new()?)
    }
}

#[cfg(target_os = "macos")]
mod platform {
    use keyring_core::CredentialStore;
    use std::sync::Arc;

    pub(super) const NAME: &str = "Keychain";
    pub(super) const MAX_ITEM: usize = usize::MAX;

    pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
        Ok(apple_native_keyring_store::keychain::Store::new()?)
    }
}

#[cfg(windows)]
mod platform {
    use keyring_core::CredentialStore;
    use std::sync::Arc;

    pub(super) const NAME: &str = "Credential Manager";
    /// `CRED_MAX_CREDENTIAL_BLOB_SIZE`.
    pub(super) const MAX_ITEM: usize = 5 * 512;

    pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
        Ok(windows_native_keyring_store::Store::new()?)
    }
}

#[cfg(test)]
mod tests;
