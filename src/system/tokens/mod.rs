//! Secrets that outlast a run: in the operating system's keyring, or in files that only their owner
//! can read.

mod auto;
mod envelope;
mod file;
mod keyring;

use secrecy::SecretString;
use std::{fmt, io, path::PathBuf, time::Duration};

/// Which store the user asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum StoreChoice {
    /// The keyring; the file where no keyring answers within 3 s.
    #[default]
    Auto,
    /// The keyring or nothing.
    Keyring,
    /// Files in the user's data folder, or in the given one.
    Files(Option<PathBuf>),
}

/// Opens token stores.
pub trait TokenStores {
    /// Opens a store and proves that it answers, without changing anything in it.
    ///
    /// # Errors
    ///
    /// Where it does not answer.
    fn open(&self, choice: &StoreChoice) -> Result<Box<dyn TokenStore>, StoreError>;
}

/// Keeps secrets between runs. It does not look into them.
pub trait TokenStore {
    /// Returns where the secrets are, to be told to the user.
    fn place(&self) -> &StorePlace;
    /// Returns the secret kept under `key`.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn load(&self, key: &StoreKey) -> Result<Option<SecretString>, StoreError>;
    /// Keeps `secret` under `key`: durably, and whole or not at all.
    ///
    /// # Errors
    ///
    /// Where it cannot be written; the old one is then still there.
    fn save(&self, key: &StoreKey, secret: &SecretString) -> Result<(), StoreError>;
    /// Removes what is kept under `key`; returns whether something was.
    ///
    /// # Errors
    ///
    /// Where it cannot be removed.
    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError>;
    /// Takes the lock of `key`, which other processes see, or returns `None` where it is taken. It is
    /// free again when the value is dropped or the process ends, however it ends.
    ///
    /// # Errors
    ///
    /// Where no lock can be made.
    fn try_lock(&self, key: &StoreKey) -> Result<Option<Box<dyn StoreLock>>, StoreError>;
}

/// A lock that is held until it is dropped.
pub trait StoreLock {}

/// What a secret belongs to. Tokens of one issuer, client or environment are never seen by another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoreKey {
    /// The issuer, or the token endpoint where there is no issuer.
    pub issuer: String,
    /// The client identifier.
    pub client_id: String,
    /// The named environment of the project; `None` is the base one.
    pub environment: Option<String>,
    /// Which of the secrets of this client.
    pub item: StoreItem,
}

/// The secrets that are kept for a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoreItem {
    /// The tokens of the signed-in user.
    Tokens,
    /// The client secret.
    ClientSecret,
}

impl StoreItem {
    /// Returns the word for it: `tokens`, `client-secret`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::ClientSecret => "client-secret",
        }
    }
}

/// Where secrets are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorePlace {
    /// The operating system's keyring, by its name: `Secret Service`, `Keychain`.
    Keyring {
        /// The keyring's name.
        name: &'static str,
    },
    /// Files with mode 0600 in a folder with mode 0700, not encrypted.
    Files {
        /// The folder.
        directory: PathBuf,
        /// Why it is not the keyring, where that was tried first.
        instead_of_keyring: Option<String>,
    },
}

impl fmt::Display for StorePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keyring { name } => write!(f, "the keyring ({name})"),
            Self::Files { directory, .. } => {
                write!(f, "{} (mode 0600, not encrypted)", directory.display())
            }
        }
    }
}

/// Why the token store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No keyring answers.
    #[error("no keyring answers: {reason}")]
    NoKeyring {
        /// The keyring library's words.
        reason: String,
    },
    /// The keyring refused one item.
    #[error("the keyring refused to {action}: {reason}")]
    Keyring {
        /// `read`, `write`, `remove`.
        action: &'static str,
        /// The keyring library's words.
        reason: String,
    },
    /// A file or folder of the store cannot be used.
    #[error("cannot {action} `{}`", .path.display())]
    Io {
        /// `read`, `write`, `remove`, `create`, `lock`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// A file or folder of the store is not safe to use: a link, another owner, open to others.
    #[error("`{}` is not safe to keep secrets in: {reason}", .path.display())]
    Unsafe {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// What is kept there cannot be understood. It is left as it is.
    #[error("what is kept in {place} is damaged: {reason}")]
    Corrupt {
        /// The file, or the keyring item.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// What is kept there was written by a newer gptauth. It is left as it is.
    #[error("what is kept in {place} has version {found}, newer than {known}")]
    Newer {
        /// The file, or the keyring item.
        place: String,
        /// The version found.
        found: u64,
        /// The newest version that we know.
        known: u64,
    },
    /// Another process held the lock for too long.
    #[error("another process has held the lock of {place} for {} s", .waited.as_secs())]
    Locked {
        /// The lock.
        place: String,
        /// How long was waited.
        waited: Duration,
    },
    /// The user's data folder cannot be found.
    #[error("no home folder to keep tokens in")]
    NoHome,
}

/// The stores of this machine.
pub(super) struct RealStores;

impl TokenStores for RealStores {
    fn open(&self, choice: &StoreChoice) -> Result<Box<dyn TokenStore>, StoreError> {
        match choice {
            StoreChoice::Files(Some(folder)) => Ok(Box::new(file::FileStore::given(folder)?)),
            StoreChoice::Files(None) => Ok(Box::new(file::FileStore::ours()?)),
            StoreChoice::Keyring => Ok(Box::new(keyring::KeyringStore::open()?)),
            StoreChoice::Auto => match keyring::KeyringStore::open() {
                Ok(keyring) => Ok(Box::new(auto::AutoStore::new(keyring, file::FileStore::ours()?))),
                Err(StoreError::NoKeyring { reason }) => {
                    Ok(Box::new(file::FileStore::ours()?.instead_of_keyring(reason)))
                }
                Err(other) => Err(other),
            },
        }
    }
}
