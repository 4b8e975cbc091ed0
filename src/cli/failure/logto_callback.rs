//! How the errors about redirect URIs at Logto end the program.

use super::{ExitStatus, Failure};
use crate::{
    logto::callback::{self, CallbackFault},
    task::logto::{
        callback::{ProofError, WriteError},
        temporary_redirect::TemporaryError,
    },
};

/// Where the editor shows it.
const WHERE: &str =
    "save the GPT, open Configure > Actions again, and copy the callback URL from the bottom of the page";

impl From<CallbackFault> for Failure {
    fn from(error: CallbackFault) -> Self {
        let shape = format!("it looks like this: {}", callback::shape());
        Self::new(ExitStatus::Usage, error).hinted(shape).hinted(WHERE)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Unedited(error) => error.into(),
            WriteError::Write { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("it is registered at Logto; make the file writable, then do the same again"),
        }
    }
}

impl From<ProofError> for Failure {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::Open(error) => error.into(),
            ProofError::Doctor(error) => error.into(),
        }
    }
}

impl From<TemporaryError> for Failure {
    fn from(error: TemporaryError) -> Self {
        match error {
            TemporaryError::Record(_) => Self::new(ExitStatus::Store, error).hinted(
                "nothing was registered; make the folder `gptauth` in your data folder writable, or register a loopback redirect URI for good: `gptauth logto apply`",
            ),
            TemporaryError::Busy { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("end the other `gptauth login`, or listen elsewhere: `gptauth login --temporary-redirect --listen PORT`"),
            TemporaryError::NoApplication { .. } => Self::new(ExitStatus::Findings, error)
                .hinted("compare `client_id` with Console > Applications; `gptauth logto plan` shows what is there"),
            TemporaryError::Logto(error) => error.into(),
            TemporaryError::Apply(error) => error.into(),
        }
    }
}
