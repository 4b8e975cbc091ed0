//! How the errors of `init` and of the demo end the program.

use super::{ExitStatus, Failure};
use crate::task::{demo::servers::ServersError, init::InitError};

impl From<InitError> for Failure {
    fn from(error: InitError) -> Self {
        match error {
            InitError::Exists { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("nothing was written; name another folder, or overwrite with `--force`"),
            InitError::Write { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("check the folder's permissions and the space left"),
            InitError::Read(error) => error.into(),
        }
    }
}

impl From<ServersError> for Failure {
    fn from(error: ServersError) -> Self {
        match &error {
            ServersError::Bind { .. } => Self::new(ExitStatus::Usage, error).hinted(
                "another program, perhaps another demo, listens there; choose another with `--port PORT`",
            ),
            ServersError::Random(_) | ServersError::Settings(_) | ServersError::Socket(_) => {
                Self::new(ExitStatus::Network, error)
            }
        }
    }
}
