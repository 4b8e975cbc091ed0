//! How the errors of the probes end the program.

use super::{ExitStatus, Failure};
use crate::task::doctor::{DoctorError, UnknownProbe, why::WhyError};

impl From<UnknownProbe> for Failure {
    fn from(error: UnknownProbe) -> Self {
        let names = error.nearest.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let hint = match names.as_str() {
            "" => "groups are `discovery`, `provider`, `client` and `api`; the README lists the probes"
                .to_owned(),
            names => format!("did you mean {names}?"),
        };
        Self::new(ExitStatus::Usage, error).hinted(hint)
    }
}

impl From<DoctorError> for Failure {
    fn from(error: DoctorError) -> Self {
        match error {
            DoctorError::Random(_) => Self::new(ExitStatus::Usage, error),
        }
    }
}

impl From<WhyError> for Failure {
    fn from(error: WhyError) -> Self {
        match error {
            WhyError::NoClient => {
                Self::new(ExitStatus::Usage, error).hinted("set `issuer` and `client_id` in `[oauth]`")
            }
            WhyError::Access(error) => error.into(),
            WhyError::Logto(error) => error.into(),
        }
    }
}
