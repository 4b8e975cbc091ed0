//! How the errors of mending a document end the program.

use super::{ExitStatus, Failure};
use crate::task::fix::FixError;

impl From<FixError> for Failure {
    fn from(error: FixError) -> Self {
        match error {
            FixError::Address => Self::new(ExitStatus::Usage, error)
                .hinted("save it as a file first, or see what would change with `--fix --diff`"),
            FixError::Changed { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("nothing was written; save what you are editing and run it again"),
            FixError::Read(error) => error.into(),
            FixError::Write { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("the document is as it was; check its permissions and the space left, or see the change with `--fix --diff`"),
        }
    }
}
