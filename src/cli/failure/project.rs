//! How the errors of the project file end the program.

use super::{ExitStatus, Failure};
use crate::{
    project::edit::Unedited,
    project::{ProjectError, ProjectFault},
    system::{ReadError, TrustError},
    task::{init::progress::ChangeError, project::OpenError},
};

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotFound { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("run `gptauth init` to write one, or name it with `--project FILE`"),
            OpenError::Read(error) => error.into(),
            OpenError::Project(error) => error.into(),
            OpenError::CurrentDir(_) => {
                Self::new(ExitStatus::Usage, error).hinted("change to a folder that exists")
            }
        }
    }
}

impl From<ProjectError> for Failure {
    fn from(error: ProjectError) -> Self {
        let hint = match &error.fault {
            ProjectFault::UnknownKey { nearest: Some(nearest), .. } => {
                Some(format!("did you mean `{nearest}`?"))
            }
            ProjectFault::UnknownRule { nearest: Some(nearest), .. } => {
                Some(format!("did you mean `{nearest}`?"))
            }
            ProjectFault::UnknownRule { nearest: None, .. } => {
                Some("`gptauth explain` lists them all".to_owned())
            }
            ProjectFault::Missing { key: "reason" } => {
                Some("say why the finding is accepted: `reason = \"…\"`".to_owned())
            }
            ProjectFault::Secret { .. } => Some(
                "keep it in the keyring (`gptauth login` asks for it once) or in GPTAUTH_CLIENT_SECRET"
                    .to_owned(),
            ),
            ProjectFault::KeyOutside => Some(
                "a key elsewhere is named by whoever signs in: `gptauth login --client-key FILE`, or GPTAUTH_CLIENT_KEY_FILE"
                    .to_owned(),
            ),
            ProjectFault::Missing { key: "issuer" } => {
                Some("give the `issuer`, or both `authorization_endpoint` and `token_endpoint`".to_owned())
            }
            ProjectFault::Environment { known, .. } if known.is_empty() => {
                Some("the project file has no environments; add a table `[env.NAME]`".to_owned())
            }
            ProjectFault::Environment { known, .. } => Some(format!("it has: {}", known.join(", "))),
            ProjectFault::UnknownKey { nearest: None, .. }
            | ProjectFault::Missing { .. }
            | ProjectFault::Syntax { .. }
            | ProjectFault::Value { .. } => None,
        };
        let failure = Self::new(ExitStatus::Usage, error);
        match hint {
            Some(hint) => failure.hinted(hint),
            None => failure,
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        let hint = match &error {
            ReadError::Io { .. } => "check the path and its permissions",
            ReadError::NotAFile { .. } => "name a file, or `-` for standard input",
            ReadError::TooLarge { .. } => {
                "a document of this size is not meant for ChatGPT; name another file"
            }
            ReadError::Encoding { .. } => "save it as UTF-8",
        };
        Self::new(ExitStatus::Usage, error).hinted(hint)
    }
}

impl From<TrustError> for Failure {
    fn from(error: TrustError) -> Self {
        match error {
            TrustError::Read(error) => error.into(),
            TrustError::None { .. } | TrustError::Unusable { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("name a PEM file: `-----BEGIN CERTIFICATE-----` and what follows"),
        }
    }
}

impl From<Unedited> for Failure {
    fn from(error: Unedited) -> Self {
        let failure = error.lines.iter().map(|line| format!("write `{line}` into it by hand"));
        let hints: Vec<_> = failure.collect();
        hints.into_iter().fold(Self::new(ExitStatus::Usage, error), Self::hinted)
    }
}

impl From<ChangeError> for Failure {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Unedited(error) => error.into(),
            ChangeError::Write { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("nothing was changed; make the file and its folder writable"),
        }
    }
}
