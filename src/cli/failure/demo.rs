//! How the errors of `init` and of the demo end the program.

use super::{ExitStatus, Failure};
use crate::demo::fault::FaultError;
use crate::task::{
    demo::{servers::ServersError, tour::TourError, visitor::VisitError},
    init::InitError,
};

impl From<InitError> for Failure {
    fn from(error: InitError) -> Self {
        match error {
            InitError::Exists { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("nothing was written; name another folder, or overwrite with `--force`"),
            InitError::PipelineExists { .. } => {
                Self::new(ExitStatus::Usage, error).hinted("nothing was written; overwrite it with `--force`")
            }
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

impl From<FaultError> for Failure {
    fn from(error: FaultError) -> Self {
        let all = "`gptauth demo faults` lists them all";
        let meant = |nearest: &[&str]| {
            let nearest: Vec<_> = nearest.iter().map(|name| format!("`{name}`")).collect();
            format!("did you mean {}? {all}", nearest.join(" or "))
        };
        let hint = match &error {
            FaultError::Syntax { .. } => "for example `--fault token.status=503:2`".to_owned(),
            FaultError::UnknownName { nearest, .. } if nearest.is_empty() => all.to_owned(),
            FaultError::UnknownName { nearest, .. } => meant(nearest),
            FaultError::UnknownValue { nearest, .. } if !nearest.is_empty() => meant(nearest),
            FaultError::UnknownValue { known, .. } => {
                let known: Vec<_> = known.iter().map(|value| format!("`{value}`")).collect();
                format!("it takes {}", known.join(", "))
            }
            FaultError::Uncountable { name, value } => {
                format!("leave the count out: `--fault {name}={value}`")
            }
        };
        Self::new(ExitStatus::Usage, error).hinted(hint)
    }
}

impl From<TourError> for Failure {
    fn from(error: TourError) -> Self {
        match error {
            TourError::Servers(error) => error.into(),
            TourError::Folder(_) => {
                Self::new(ExitStatus::Usage, error).hinted("name a folder for the project with `--keep DIR`")
            }
            TourError::Init(error) => error.into(),
            TourError::Open(error) => error.into(),
            TourError::Check(error) => error.into(),
            TourError::Store(error) => error.into(),
            TourError::Login(error) => error.into(),
            TourError::Visit(VisitError::Http(_)) => Self::new(ExitStatus::Network, error),
            TourError::Visit(VisitError::Lost { .. }) => Self::new(ExitStatus::Protocol, error),
            TourError::Action(error) => error.into(),
            TourError::Bind(error) => error.into(),
            TourError::Call(error) => error.into(),
            TourError::Session(error) => error.into(),
            TourError::Test(error) => error.into(),
            TourError::Logout(error) => error.into(),
            TourError::Unexpected { .. } => Self::new(ExitStatus::Findings, error),
        }
    }
}
