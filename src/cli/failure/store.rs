//! How the errors of the token store end the program.

use super::{ExitStatus, Failure};
use crate::system::StoreError;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let hint = match &error {
            StoreError::KeyringSilent { .. } => {
                "start or unlock the keyring; or begin anew in files: `gptauth --token-store file login`"
            }
            StoreError::NoKeyring { .. } | StoreError::Keyring { .. } => {
                "unlock the keyring, or keep the tokens in a file: `--token-store file`"
            }
            StoreError::Io { .. } => {
                "mend its permissions, or name another folder: `--token-store file:FOLDER`"
            }
            StoreError::Unsafe { .. } => "name another folder: `--token-store file:FOLDER`",
            StoreError::Corrupt { .. } => {
                "nothing was overwritten; move it away by hand, then run `gptauth login`"
            }
            StoreError::Newer { .. } => {
                "nothing was overwritten; use the newer gptauth, or another store with `--token-store file:FOLDER`"
            }
            StoreError::Locked { .. } => "wait for the other gptauth, or end it",
            StoreError::NoHome => "set HOME, or name a folder: `--token-store file:FOLDER`",
        };
        Self::new(ExitStatus::Store, error).hinted(hint)
    }
}

impl Failure {
    /// Returns the failure of new tokens that the store did not take.
    pub(in crate::cli) fn unkept(error: StoreError) -> Self {
        Self::from(error).hinted(
            "the provider gave new tokens, and only the old ones are kept; where their refresh token is \
             spent now, sign in again: `gptauth login`",
        )
    }
}
