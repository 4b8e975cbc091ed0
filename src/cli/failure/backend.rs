//! How the errors of `backend` end the program.

use super::{ExitStatus, Failure};
use crate::task::backend::BackendError;

const NAME_IT: &str = "or name the endpoint yourself: `--userinfo-endpoint URL` (at Logto ISSUER/me)";

impl From<BackendError> for Failure {
    fn from(error: BackendError) -> Self {
        match error {
            BackendError::NoProvider { project: true } => Self::new(ExitStatus::Usage, error)
                .hinted("add `issuer` or `userinfo_endpoint` to `[oauth]` in gptauth.toml, or give `--issuer URL`"),
            BackendError::NoProvider { project: false } => Self::new(ExitStatus::Usage, error).hinted(
                "there is no gptauth.toml here or in a folder above: give `--issuer URL`, or write a project with `gptauth init --backend NAME`",
            ),
            BackendError::Discover(error) => Self::from(error).hinted(NAME_IT),
            BackendError::NoUserinfo { .. } => Self::new(ExitStatus::Protocol, error).hinted(NAME_IT),
            BackendError::Exists { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("nothing was written; name another folder with `--output DIR`, or overwrite with `--force`"),
            BackendError::Write { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("nothing was written; check the folder's permissions and the space left"),
        }
    }
}
