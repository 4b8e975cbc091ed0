//! Secrets that outlast a run: in the operating system's keyring, or in files that only their owner
//! can read.

mod envelope;
mod error;
mod file;
mod keyring;
mod lock;
mod memory;
mod pieces;
mod place;

pub use error::StoreError;
pub use lock::{LockAttempt, StoreLock};
pub use place::{StoreKind, StorePlace, StoreReason};

use self::{
    file::FileStore,
    keyring::KeyringStore,
    memory::{Memory, Remembering, Where},
};
use secrecy::SecretString;
use std::path::PathBuf;

/// Which store the user asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum StoreChoice {
    /// Where this project's secrets have been kept before; for a new one the keyring, or files where
    /// no keyring answers within 3 s.
    #[default]
    Auto,
    /// The keyring or nothing.
    Keyring,
    /// Files in the user's data folder, or in the given one.
    Files(Option<PathBuf>),
}

/// Opens token stores.
pub trait TokenStores {
    /// Opens the store for the secrets of `owner` and proves that it answers, without changing
    /// anything in it.
    ///
    /// # Errors
    ///
    /// Where it does not answer.
    fn open(&self, choice: &StoreChoice, owner: &StoreKey) -> Result<Box<dyn TokenStore>, StoreError>;
    /// Returns the keys under which tokens were ever kept on this machine; some may be gone.
    ///
    /// # Errors
    ///
    /// Where the list cannot be read.
    fn known(&self, choice: &StoreChoice) -> Result<Vec<StoreKey>, StoreError>;
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
    /// Tries to take the lock of `key`, which other processes see.
    ///
    /// # Errors
    ///
    /// Where no lock can be made.
    fn try_lock(&self, key: &StoreKey) -> Result<LockAttempt, StoreError>;
    /// Returns what others could read until now, each once: its mode has been mended.
    fn mended(&self) -> Vec<PathBuf> {
        Vec::new()
    }
}

/// What a secret belongs to. Tokens of one issuer, client, environment or account are never seen by
/// another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoreKey {
    /// The issuer, or the token endpoint where there is no issuer.
    pub issuer: String,
    /// The client identifier.
    pub client_id: String,
    /// The named environment of the project; `None` is the base one.
    pub environment: Option<String>,
    /// The user's name for the account that signed in; `None` is the one without a name.
    pub account: Option<String>,
    /// Which of the secrets of this client.
    pub item: StoreItem,
}

/// What is kept for a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoreItem {
    /// The tokens of the signed-in user.
    Tokens,
    /// The client secret.
    ClientSecret,
    /// Where the others are kept; no secret.
    Place,
    /// What a machine-to-machine application proves itself with at Logto's Management API.
    LogtoApi,
    /// What was done to an application of Logto, and its lock; no secret.
    LogtoApplication,
}

impl StoreItem {
    /// Returns the word for it: `tokens`, `client-secret`, `place`, `logto-api`,
    /// `logto-application`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::ClientSecret => "client-secret",
            Self::Place => "place",
            Self::LogtoApi => "logto-api",
            Self::LogtoApplication => "logto-application",
        }
    }
}

/// The stores of this machine.
pub(super) struct RealStores;

impl TokenStores for RealStores {
    fn open(&self, choice: &StoreChoice, owner: &StoreKey) -> Result<Box<dyn TokenStore>, StoreError> {
        if let StoreChoice::Files(Some(folder)) = choice {
            // A folder that is named each time is nothing to remember.
            return Ok(Box::new(FileStore::given(folder)?));
        }
        let memory = Memory::ours()?;
        let before = memory.of(owner)?;
        let (kind, because) = match (choice, before) {
            (StoreChoice::Keyring, before) => (Where::Keyring, asked(Where::Keyring, before)),
            (StoreChoice::Files(_), before) => (Where::Files, asked(Where::Files, before)),
            (StoreChoice::Auto, Some(before)) => (before, StoreReason::Remembered),
            (StoreChoice::Auto, None) => (Where::Keyring, StoreReason::Available),
        };
        let (store, because): (Box<dyn TokenStore>, _) = match kind {
            Where::Files => (Box::new(FileStore::ours()?), because),
            Where::Keyring => match (KeyringStore::open(), because) {
                (Ok(keyring), because) => (Box::new(keyring), because),
                (Err(StoreError::NoKeyring { reason }), StoreReason::Available) => {
                    (Box::new(FileStore::ours()?), StoreReason::NoKeyring { reason })
                }
                (Err(StoreError::NoKeyring { reason }), StoreReason::Remembered) => {
                    return Err(StoreError::KeyringSilent { reason });
                }
                (Err(other), _) => return Err(other),
            },
        };
        Ok(Box::new(Remembering::new(store, memory, because)))
    }

    fn known(&self, choice: &StoreChoice) -> Result<Vec<StoreKey>, StoreError> {
        match choice {
            StoreChoice::Files(Some(folder)) => FileStore::given(folder)?.keys(),
            StoreChoice::Auto | StoreChoice::Keyring | StoreChoice::Files(None) => Memory::ours()?.keys(),
        }
    }
}

/// Returns the reason of a place that the user named, where the secrets were elsewhere until now.
fn asked(here: Where, before: Option<Where>) -> StoreReason {
    StoreReason::Asked { until_now: before.filter(|before| *before != here).map(Where::word) }
}
