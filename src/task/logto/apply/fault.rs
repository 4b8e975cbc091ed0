//! Why not everything was done, and how things are then.

use crate::{
    logto::{answer::ApiError, plan::Change},
    oauth::answer::UnusableAnswer,
    project::edit::Unedited,
    system::{HttpError, StoreError},
    task::{
        logto::{access::AccessError, client::LogtoError, domain::DomainError, plan::PlanningError},
        project::OpenError,
    },
};
use std::io;

/// What was not done, and how things are now.
#[derive(Debug, thiserror::Error)]
#[error("{fault}")]
pub struct ApplyError {
    /// What is done.
    pub done: Vec<Change>,
    /// What is not done: there all is as it was.
    pub open: Vec<Change>,
    /// What nobody can say of, because Logto did not answer any more.
    pub unknown: Vec<Change>,
    /// Why.
    pub fault: ApplyFault,
}

/// Why not everything was done.
#[derive(Debug, thiserror::Error)]
pub enum ApplyFault {
    /// The project file.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// There is no plan.
    #[error(transparent)]
    Planning(#[from] PlanningError),
    /// Logto did not answer, or answered no.
    #[error(transparent)]
    Logto(#[from] LogtoError),
    /// The custom domain cannot be had.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// The token store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The project file is written in a way that is not changed here.
    #[error(transparent)]
    Unedited(#[from] Unedited),
    /// The project file cannot be written.
    #[error("cannot write `{name}`")]
    Write {
        /// The project file.
        name: String,
        /// The system's words.
        source: io::Error,
    },
    /// More is to be done than was agreed to.
    #[error("Logto or the project changed since the plan was shown")]
    Stale,
    /// Others keep writing.
    #[error("others keep changing the application `{id}`")]
    Contended {
        /// Its id.
        id: String,
    },
    /// Logto took the write, and did nothing.
    #[error("Logto answered 200 and left `{member}` as it was")]
    Ignored {
        /// The member of the application.
        member: &'static str,
    },
    /// The project names an application that is not there.
    #[error("Logto has no application `{id}`")]
    NoApplication {
        /// Its id.
        id: String,
    },
    /// The application went away again and again.
    #[error("the application `{id}` was removed meanwhile")]
    Gone {
        /// Its id.
        id: String,
    },
    /// The operating system gives no randomness.
    #[error("no randomness to be had")]
    Random(#[source] io::Error),
    /// The token endpoint does not take the new secret.
    #[error("the token endpoint does not take the new client secret")]
    SecretRefused,
    /// The answer has no secret in it.
    #[error("Logto answered without a client secret")]
    NoSecret,
}

impl From<AccessError> for ApplyFault {
    fn from(error: AccessError) -> Self {
        Self::Planning(error.into())
    }
}

/// Returns whether a request that failed may have been acted on all the same.
pub(super) fn may_have_acted(error: &LogtoError) -> bool {
    match error {
        LogtoError::Http(
            HttpError::Broken { .. } | HttpError::Timeout { .. } | HttpError::TooLarge { .. },
        ) => true,
        LogtoError::Api(ApiError::Unusable(answer)) => !matches!(answer, UnusableAnswer::Redirect { .. }),
        LogtoError::Http(_)
        | LogtoError::Api(_)
        | LogtoError::Token(_)
        | LogtoError::Unsendable(_)
        | LogtoError::NoSecret(_)
        | LogtoError::Elsewhere => false,
    }
}
