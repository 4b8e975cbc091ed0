//! The operating system's keyring.

use super::{StoreError, StoreKey, StoreLock, StorePlace, TokenStore, envelope::Envelope, file::FileStore};
use keyring_core::{CredentialStore, Entry, Error};
use secrecy::{ExposeSecret, SecretString};
use std::{
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
            Ok(keyring) => Ok(Self { place: StorePlace::Keyring { name: platform::NAME }, keyring, locks }),
            Err(error) => Err(StoreError::NoKeyring { reason: error.reason() }),
        }
    }

    /// Does something with the item of `key`; `None` where there is no such item.
    fn item<T: Send + 'static>(
        &self,
        action: &'static str,
        key: &StoreKey,
        work: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<Option<T>, StoreError> {
        let (keyring, user) = (Arc::clone(&self.keyring), key.text());
        match within(ANSWER_TIME, move || work(&keyring.build(SERVICE, &user, None)?)) {
            Ok(done) => Ok(Some(done)),
            Err(Silence::Failed(Error::NoEntry)) => Ok(None),
            Err(error) => Err(StoreError::Keyring { action, reason: error.reason() }),
        }
    }

    fn read(&self, key: &StoreKey) -> Result<Option<Envelope>, StoreError> {
        let Some(bytes) = self.item("read", key, Entry::get_secret)? else { return Ok(None) };
        let place = format!("the item `{}` of the keyring", key.text());
        Envelope::open(&bytes, key, &place).map(Some)
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
        let length = content.expose_secret().len();
        if let Some(limit) = platform::MAX_ITEM.filter(|limit| length > *limit) {
            let reason =
                format!("it takes {limit} bytes at most, these are {length}; use `--token-store file`");
            return Err(StoreError::Keyring { action: "write", reason });
        }
        self.item("write", key, move |entry| entry.set_secret(content.expose_secret().as_bytes()))?;
        Ok(())
    }

    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError> {
        if self.read(key)?.is_none() {
            return Ok(false);
        }
        Ok(self.item("remove", key, Entry::delete_credential)?.is_some())
    }

    fn try_lock(&self, key: &StoreKey) -> Result<Option<Box<dyn StoreLock>>, StoreError> {
        self.locks.try_lock(key)
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
    pub(super) const MAX_ITEM: Option<usize> = None;

    pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
        Ok(zbus_secret_service_keyring_store::Store::new()?)
    }
}

#[cfg(target_os = "macos")]
mod platform {
    use keyring_core::CredentialStore;
    use std::sync::Arc;

    pub(super) const NAME: &str = "Keychain";
    pub(super) const MAX_ITEM: Option<usize> = None;

    pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
        Ok(apple_native_keyring_store::keychain::Store::new()?)
    }
}

#[cfg(windows)]
mod platform {
    use keyring_core::CredentialStore;
    use std::sync::Arc;

    pub(super) const NAME: &str = "Credential Manager";
    /// `CRED_MAX_CREDENTIAL_BLOB_SIZE`: an item is refused rather than cut in pieces, because pieces
    /// cannot be replaced all at once.
    pub(super) const MAX_ITEM: Option<usize> = Some(2560);

    pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
        Ok(windows_native_keyring_store::Store::new()?)
    }
}

#[cfg(test)]
mod tests;
