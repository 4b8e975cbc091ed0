//! How the errors about custom domains end the program.

use super::{ExitStatus, Failure};
use crate::{
    logto::domain::{NameFault, Status},
    report,
    task::logto::domain::{DomainError, SwitchError},
};

impl From<NameFault> for Failure {
    fn from(error: NameFault) -> Self {
        let hint = match &error {
            NameFault::NotAHost { .. } => {
                "name the host alone, without `https://` and without a path: `auth.example.com`".to_owned()
            }
            NameFault::Root { host } => {
                format!("take a name below it, beside the API's own: `auth.{host}`")
            }
            NameFault::NotRegistrable { .. } => {
                "take a name below a domain of your own, the API's: `auth.example.com`".to_owned()
            }
        };
        Self::new(ExitStatus::Usage, error).hinted(hint)
    }
}

impl From<DomainError> for Failure {
    fn from(error: DomainError) -> Self {
        match error {
            DomainError::Logto(error) => error.into(),
            DomainError::NotCloud => Self::new(ExitStatus::Findings, error)
                .hinted("only Logto Cloud has them; a Logto of your own answers at whatever address its ENDPOINT names: let that be below the API's domain, and set `issuer` to it"),
            DomainError::InUse { .. } => Self::new(ExitStatus::Findings, error).hinted(
                "another tenant of Logto Cloud has it: remove it there (Console > Settings > Domains), or take another name",
            ),
            DomainError::Quota { .. } => Self::new(ExitStatus::Findings, error)
                .hinted("`gptauth logto domain status` shows the one that there is; the plan of the tenant says how many it may have"),
            DomainError::None => Self::new(ExitStatus::Findings, error)
                .hinted("`gptauth logto domain add auth.example.com` adds one, with a name below the API's domain"),
            DomainError::Unknown { .. } | DomainError::Several { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("name one of them: `gptauth logto domain wait DOMAIN`"),
            DomainError::Unreadable => Self::new(ExitStatus::Protocol, error)
                .hinted("`gptauth logto domain status --verbose` shows what Logto answers"),
            DomainError::NotYet { status: Status::Error, .. } => Self::new(ExitStatus::Findings, error)
                .hinted("remove it at Console > Settings > Domains, and add it again"),
            DomainError::NotYet { ref host, .. } => {
                let hint = format!(
                    "DNS takes its time, from minutes to a day: `gptauth logto domain wait {}` goes on waiting, `gptauth logto domain status` shows the record to set",
                    report::escape::line(host)
                );
                Self::new(ExitStatus::Findings, error).hinted(hint)
            }
        }
    }
}

impl From<SwitchError> for Failure {
    fn from(error: SwitchError) -> Self {
        match error {
            SwitchError::Name(error) => error.into(),
            SwitchError::NoOAuth => Self::new(ExitStatus::Usage, error).hinted("set `issuer` and `client_id` in `[oauth]`"),
            SwitchError::NotReady { .. } => Self::new(ExitStatus::Network, error)
                .hinted("the project file is as it was; a new certificate or a cached DNS answer can take minutes: `gptauth logto domain wait` tries again"),
            SwitchError::Unedited(error) => error.into(),
            SwitchError::Project(error) => error.into(),
            SwitchError::Write { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("the project file is as it was; make it writable, then `gptauth logto domain wait` again"),
            SwitchError::Store(error) => error.into(),
        }
    }
}
