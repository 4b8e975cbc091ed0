//! How the errors of `form` end the program.

use super::{ExitStatus, Failure};
use crate::task::form::FormError;

impl From<FormError> for Failure {
    fn from(error: FormError) -> Self {
        match error {
            FormError::NoOAuth => Self::new(ExitStatus::Usage, error).hinted(
                "add `[oauth]` with the issuer and the client id to gptauth.toml; `gptauth init` shows how",
            ),
            FormError::Discover(error) => error.into(),
            FormError::NoEndpoint { .. } => Self::new(ExitStatus::Usage, error).hinted(
                "name `authorization_endpoint` and `token_endpoint` in the `[oauth]` table of gptauth.toml",
            ),
        }
    }
}
