//! Why the token store failed.

use std::{io, path::PathBuf, time::Duration};

/// Why the token store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No keyring answers.
    #[error("no keyring answers: {reason}")]
    NoKeyring {
        /// The keyring library's words.
        reason: String,
    },
    /// This project's secrets are in the keyring, and it does not answer today.
    #[error("the secrets of this project are in the keyring, which does not answer: {reason}")]
    KeyringSilent {
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
    #[error("{} has held the lock of {place} for {} s", holder(*.by), .waited.as_secs())]
    Locked {
        /// What is locked.
        place: String,
        /// The process that holds the lock, where it is known.
        by: Option<u32>,
        /// How long was waited.
        waited: Duration,
    },
    /// The user's data folder cannot be found.
    #[error("no home folder to keep tokens in")]
    NoHome,
}

fn holder(by: Option<u32>) -> String {
    by.map_or_else(|| "another process".to_owned(), |pid| format!("another process (pid {pid})"))
}
