//! How the errors of reading a document end the program.

use super::{ExitStatus, Failure};
use crate::{
    catalog::FindError,
    openapi::ParseError,
    report::diagnostics::line_excerpt,
    system::HttpError,
    task::{
        check::CheckError,
        document::{DocumentError, FetchError},
    },
};

impl From<ParseError> for Failure {
    fn from(error: ParseError) -> Self {
        let excerpt = line_excerpt(error.text(), error.offset());
        let hint = error.fault().hint();
        let failure = Self::new(ExitStatus::Usage, error).hinted(hint);
        match excerpt {
            Some(excerpt) => failure.showing(excerpt),
            None => failure,
        }
    }
}

impl From<DocumentError> for Failure {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Read(error) => error.into(),
            DocumentError::Fetch(error) => error.into(),
            DocumentError::Parse(error) => error.into(),
        }
    }
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        let (status, hint) = match &error {
            FetchError::Address { .. } => {
                (ExitStatus::Usage, "name an https address without credentials, or download the document")
            }
            FetchError::Http {
                source: HttpError::Unsendable { .. } | HttpError::TooLarge { .. }, ..
            } => (ExitStatus::Usage, "is this the address of the OpenAPI document?"),
            FetchError::Http { source: HttpError::Tls { .. }, .. } => {
                (ExitStatus::Network, "the certificate is always checked; download the document to check it")
            }
            FetchError::Http { .. } => (ExitStatus::Network, "is the server up, and reachable from here?"),
            FetchError::Status { status, .. } if status.is_server_error() => {
                (ExitStatus::Network, "the server has a fault of its own; try again later")
            }
            FetchError::Status { status, .. } if matches!(status.as_u16(), 401 | 403) => {
                (ExitStatus::Usage, "no token is sent for a document; download it and check the file")
            }
            FetchError::Status { .. } => {
                (ExitStatus::Usage, "look the address up in the server's documentation")
            }
            FetchError::Redirect { .. } => (ExitStatus::Usage, "name the address that it ends at"),
            FetchError::Encoding { .. } => {
                (ExitStatus::Usage, "is this the address of the OpenAPI document?")
            }
        };
        Self::new(status, error).hinted(hint)
    }
}

impl From<CheckError> for Failure {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::NothingToCheck { .. } => Self::new(ExitStatus::Usage, error).hinted(
                "name a document: `gptauth check openapi.yaml`; or write a project with `gptauth init`",
            ),
            CheckError::Project(error) => error.into(),
            CheckError::Document(error) => error.into(),
            CheckError::ProjectDocument(DocumentError::Read(error)) => {
                Self::new(ExitStatus::Usage, error).hinted("the path is that of `schema` in gptauth.toml")
            }
            CheckError::ProjectDocument(error) => error.into(),
        }
    }
}

impl From<FindError> for Failure {
    fn from(error: FindError) -> Self {
        let hint = match &error {
            FindError::Unknown { nearest, .. } if nearest.is_empty() => {
                "`gptauth explain` lists all findings".to_owned()
            }
            FindError::Unknown { nearest, .. } => {
                let nearest: Vec<_> = nearest.iter().map(|name| format!("`{name}`")).collect();
                format!("did you mean {}? `gptauth explain` lists all findings", nearest.join(", "))
            }
            FindError::NeverSaid { nearest, .. } if nearest.is_empty() => {
                "paste the line as the GPT editor prints it; `gptauth explain` lists all findings".to_owned()
            }
            FindError::NeverSaid { nearest, .. } => {
                let nearest: Vec<_> = nearest.iter().map(|name| format!("`{name}`")).collect();
                format!("the nearest are {}; `gptauth explain` lists all findings", nearest.join(", "))
            }
            FindError::Retired { .. } => "`gptauth explain` lists what is reported today".to_owned(),
        };
        Self::new(ExitStatus::Usage, error).hinted(hint)
    }
}
