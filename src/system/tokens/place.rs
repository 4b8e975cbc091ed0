//! Where secrets are, and why there.

use std::{fmt, path::PathBuf};

/// Where the secrets of a project are, and why they are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorePlace {
    /// Where they are.
    pub kind: StoreKind,
    /// Why there.
    pub because: StoreReason,
}

/// Where secrets are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreKind {
    /// The operating system's keyring, by its name: `Secret Service`, `Keychain`.
    Keyring {
        /// The keyring's name.
        name: &'static str,
    },
    /// Files with mode 0600 in a folder with mode 0700, not encrypted.
    Files {
        /// The folder.
        directory: PathBuf,
    },
}

/// Why secrets are where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreReason {
    /// The user named the place.
    Asked {
        /// Where this project's secrets have been kept until now, where that is elsewhere: what is
        /// there stays there.
        until_now: Option<&'static str>,
    },
    /// This project's secrets have been kept there before.
    Remembered,
    /// It is the first choice, and it answers.
    Available,
    /// No keyring answers.
    NoKeyring {
        /// The keyring library's words.
        reason: String,
    },
}

impl StoreKind {
    /// Returns the word for it, as `--token-store` takes it: `keyring`, `file`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Keyring { .. } => "keyring",
            Self::Files { .. } => "file",
        }
    }
}

impl fmt::Display for StorePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl fmt::Display for StoreKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keyring { name } => write!(f, "the keyring ({name})"),
            Self::Files { directory } => write!(f, "{} (mode 0600, not encrypted)", directory.display()),
        }
    }
}
