//! How the errors of a rehearsal end the program.

use super::{ExitStatus, Failure, session::network_hint};
use crate::task::{logout::LogoutError, rehearse::RehearseError};

impl From<RehearseError> for Failure {
    fn from(error: RehearseError) -> Self {
        match error {
            RehearseError::Session(error) => error.into(),
            RehearseError::Call(error) => error.into(),
            RehearseError::NothingToCall { .. } => Self::new(ExitStatus::Usage, error).hinted(
                "call one with its arguments and without a token: `gptauth call OPERATION name=value --no-auth`; it must answer 401",
            ),
            RehearseError::NoRevocationEndpoint => Self::new(ExitStatus::Usage, error).hinted(
                "if there is one, name it as `revocation_endpoint` in `[oauth]` of gptauth.toml; or revoke the grant in the provider's console, then `gptauth refresh`",
            ),
            RehearseError::RevocationUnreached(ref source) => {
                let hint = network_hint(source);
                Self::new(ExitStatus::Network, error).hinted(hint)
            }
            // The words and the status are those of a sign-out that the provider refused.
            RehearseError::Revocation(error) => {
                Self { hints: vec!["nothing was revoked".to_owned()], ..Self::from(LogoutError::Revocation(error)) }
            }
        }
    }
}
