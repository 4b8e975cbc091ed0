//! How the errors of the probes end the program.

use super::{ExitStatus, Failure};
use crate::{
    probe::audit::AuditError,
    task::doctor::{
        DoctorError, UnknownProbe,
        why::{APP_ID_VARIABLE, APP_SECRET_VARIABLE, RESOURCE_VARIABLE, WhyError},
    },
};

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
            WhyError::NoIssuer => {
                Self::new(ExitStatus::Usage, error).hinted("set `issuer` in `[oauth]`: it says where Logto is")
            }
            WhyError::NoCredentials => Self::new(ExitStatus::SignIn, error).hinted(format!(
                "create an M2M application with the role \"Logto Management API access\", and set {APP_ID_VARIABLE} and {APP_SECRET_VARIABLE}"
            )),
            WhyError::Http(_) => Self::new(ExitStatus::Network, error).hinted("compare `issuer` with Console > Applications > Endpoints"),
            WhyError::Audit(error) => error.into(),
        }
    }
}

impl From<AuditError> for Failure {
    fn from(error: AuditError) -> Self {
        let (status, hint) = match &error {
            AuditError::NotLogto { .. } => {
                (ExitStatus::Usage, "the audit log is Logto's: its issuer ends with `/oidc`".to_owned())
            }
            AuditError::UnknownTenant { .. } => {
                (ExitStatus::Usage, format!("set {RESOURCE_VARIABLE} to `https://<tenant>.logto.app/api`"))
            }
            AuditError::Refused(_) => (
                ExitStatus::SignIn,
                format!(
                    "compare {APP_ID_VARIABLE}, {APP_SECRET_VARIABLE} and {RESOURCE_VARIABLE} with the console"
                ),
            ),
            AuditError::NoRole => (
                ExitStatus::SignIn,
                "give the M2M application the role \"Logto Management API access\"".to_owned(),
            ),
            AuditError::Token(_) | AuditError::Unusable(_) => (
                ExitStatus::Protocol,
                "is the issuer Logto's own host? The Management API answers there alone".to_owned(),
            ),
        };
        Self::new(status, error).hinted(hint)
    }
}
