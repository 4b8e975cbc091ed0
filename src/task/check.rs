//! Checks a document as the GPT editor would, offline.

mod verdict;

use self::verdict::{judge, verdict};
use super::{
    document::{self, DocumentError},
    fix,
    project::{self, OpenError},
};
use crate::{
    diagnostic::{Diagnostic, File, Severity},
    edit::Applied,
    lint::{self, Accepted, Judged},
    openapi::Document,
    project::Project,
    source::Source,
    system::System,
};
use std::path::{Path, PathBuf};

pub use self::verdict::{JudgedOperation, Verdict};

/// What a check saw.
#[derive(Debug)]
pub struct CheckOutcome {
    /// The document.
    pub document: Document,
    /// The project whose OAuth settings were checked with it.
    pub project: Option<Project>,
    /// What was found, by file, place and code.
    pub diagnostics: Vec<Diagnostic>,
    /// What the project accepts, in the same order. It is no part of the verdicts.
    pub accepted: Vec<Accepted>,
    /// What rules found that the project switched off. It is no part of the verdicts.
    pub off: Vec<Diagnostic>,
    /// The operations in document order, as the editor would list them.
    pub operations: Vec<JudgedOperation>,
    /// What was mended before all this was seen.
    pub fixed: Vec<Applied>,
}

/// Why a check could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// No document was named and there is no project.
    #[error("there is nothing to check: no document was named, and there is no gptauth.toml in `{}` or above", .from.display())]
    NothingToCheck {
        /// Where the project was looked for.
        from: PathBuf,
    },
    /// The project cannot be used.
    #[error(transparent)]
    Project(OpenError),
    /// The document that was named cannot be used.
    #[error(transparent)]
    Document(DocumentError),
    /// The document of the project cannot be used.
    #[error(transparent)]
    ProjectDocument(DocumentError),
}

impl From<OpenError> for CheckError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotFound { from } => Self::NothingToCheck { from },
            other => Self::Project(other),
        }
    }
}

/// Checks `schema` (`-` is standard input), or the document of the project.
///
/// A document that is named is checked on its own, unless it is the project's or the project is
/// named as well.
///
/// # Errors
///
/// As [`CheckError`].
pub fn check(
    system: &System,
    schema: Option<&Path>,
    project: Option<&Path>,
    environment: Option<&str>,
) -> Result<CheckOutcome, CheckError> {
    let (path, project) = find(system, schema, project, environment)?;
    let document = document::open(system, &path, folder(project.as_ref()));
    Ok(CheckOutcome::of(document.map_err(|error| cannot_read(error, schema))?, project))
}

/// Checks as [`check`] does; `schema` may also be an address, and with `remote` the texts on the
/// network that the document refers to are fetched.
///
/// # Errors
///
/// As [`CheckError`].
pub async fn check_online(
    system: &System,
    schema: Option<&Path>,
    project: Option<&Path>,
    environment: Option<&str>,
    remote: bool,
) -> Result<CheckOutcome, CheckError> {
    let (path, project) = find(system, schema, project, environment)?;
    let document = document::open_online(system, &path, folder(project.as_ref()), remote).await;
    Ok(CheckOutcome::of(document.map_err(|error| cannot_read(error, schema))?, project))
}

/// Returns the path of the document and the project whose settings go with it.
fn find(
    system: &System,
    schema: Option<&Path>,
    project: Option<&Path>,
    environment: Option<&str>,
) -> Result<(PathBuf, Option<Project>), CheckError> {
    let (path, project) = match schema {
        None => {
            let project = project::open(system, project, environment)?;
            (project.schema_path(), Some(project))
        }
        Some(schema) if project.is_some() || environment.is_some() => {
            (schema.to_owned(), Some(project::open(system, project, environment)?))
        }
        Some(schema) => {
            // A project that is broken says nothing about a document that may not be its own.
            let nearest = project::open(system, None, None).ok();
            (schema.to_owned(), nearest.filter(|project| is_same(&project.schema_path(), schema)))
        }
    };
    if let Some(project) = &project {
        lint::validate(project).map_err(|error| CheckError::Project(error.into()))?;
    }
    Ok((path, project))
}

fn folder(project: Option<&Project>) -> Option<&Path> {
    project.map(|project| &*project.directory)
}

fn cannot_read(error: DocumentError, schema: Option<&Path>) -> CheckError {
    match schema {
        Some(_) => CheckError::Document(error),
        None => CheckError::ProjectDocument(error),
    }
}

impl CheckOutcome {
    /// Checks a document that is already read.
    pub fn of(document: Document, project: Option<Project>) -> Self {
        let Judged { reported: mut diagnostics, accepted, off } = lint::judge(&document, project.as_ref());
        fix::mark(&document, &mut diagnostics);
        let not_counted: Vec<_> = accepted.iter().map(|own| &own.diagnostic).chain(&off).collect();
        let operations = judge(&document, &diagnostics, &not_counted);
        Self { document, project, diagnostics, accepted, off, operations, fixed: Vec::new() }
    }

    /// Returns the number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Returns what the editor makes of the whole.
    pub fn verdict(&self) -> Verdict {
        self.diagnostics.iter().map(verdict).max().unwrap_or(Verdict::Accepted)
    }

    /// Returns the text that findings of a file point into.
    pub fn text(&self, file: File) -> Option<&Source> {
        match file {
            File::Schema | File::Part(_) => self.document.text(file),
            File::Project => self.project.as_ref().map(|project| &project.source),
        }
    }
}

/// Returns whether two paths name one file, as far as their words tell.
fn is_same(left: &Path, right: &Path) -> bool {
    left.components().eq(right.components())
        || left.strip_prefix(".").is_ok_and(|left| left == right)
        || right.strip_prefix(".").is_ok_and(|right| left == right)
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod mutations;
#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::fake::World;

    pub(super) const TWO: &str = "\
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /items:
    get: {operationId: listItems, summary: s}
    post: {summary: s}
";

    const PROJECT: &str = "\
schema = \"api/openapi.yaml\"
[oauth]
client_id = \"x\"
issuer = \"https://tenant.logto.app/oidc\"
scope = \"openid offline_access\"
";

    /// Checks in a folder with a project, its document, and another document.
    fn checked(schema: Option<&str>, project: Option<&str>) -> Result<Vec<&'static str>, CheckError> {
        let world = World::new();
        let folder = world.system().files.current_dir().unwrap();
        world.set_file(folder.join("gptauth.toml"), PROJECT);
        world.set_file("gptauth.toml", PROJECT);
        world.set_file("api/openapi.yaml", TWO);
        world.set_file("other.yaml", TWO);
        world.set_stdin(TWO);
        let outcome = check(&world.system(), schema.map(Path::new), project.map(Path::new), None)?;
        Ok(outcome.diagnostics.iter().map(|diagnostic| diagnostic.kind.code).collect())
    }

    #[test]
    fn the_settings_of_the_project_go_with_its_own_document() {
        assert_eq!(checked(None, None).unwrap(), ["GA204", "GA403"]);
        assert_eq!(checked(Some("./api/openapi.yaml"), None).unwrap(), ["GA204", "GA403"]);
        assert_eq!(checked(Some("other.yaml"), None).unwrap(), ["GA204"]);
        assert_eq!(checked(Some("-"), None).unwrap(), ["GA204"]);
        assert_eq!(checked(Some("other.yaml"), Some("gptauth.toml")).unwrap(), ["GA204", "GA403"]);
    }

    #[test]
    fn a_document_that_is_not_there_is_an_error_and_no_finding() {
        assert!(matches!(
            checked(Some("none.yaml"), None),
            Err(CheckError::Document(DocumentError::Read(_)))
        ));
        assert!(matches!(
            checked(Some("gptauth.toml"), None),
            Err(CheckError::Document(DocumentError::Parse(_)))
        ));
        let world = World::new();
        assert!(matches!(check(&world.system(), None, None, None), Err(CheckError::NothingToCheck { .. })));
    }

    #[test]
    fn a_path_is_the_same_with_and_without_a_dot() {
        assert!(is_same(Path::new("openapi.yaml"), Path::new("./openapi.yaml")));
        assert!(is_same(Path::new("a/./b.yaml"), Path::new("a/b.yaml")));
        assert!(!is_same(Path::new("a/b.yaml"), Path::new("b.yaml")));
    }
}
