//! Checks a document as the GPT editor would, offline.

use super::{
    document::{self, DocumentError},
    fix,
    project::{self, OpenError},
};
use crate::{
    diagnostic::{Diagnostic, File, Outcome, Severity},
    edit::Applied,
    lint::{self, Accepted, Judged},
    openapi::{Document, Operation},
    project::Project,
    source::Source,
    system::System,
};
use std::{
    ops::Range,
    path::{Path, PathBuf},
};

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

/// A row of the editor's table of operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedOperation {
    /// The `operationId`, where it has a usable one.
    pub operation_id: Option<String>,
    /// The method, in upper case.
    pub method: &'static str,
    /// The path, as the document writes it.
    pub path: String,
    /// What becomes of it.
    pub verdict: Verdict,
    /// The findings in it, as places in [`CheckOutcome::diagnostics`].
    pub reasons: Vec<usize>,
    /// The codes of what counts against it but for the project, which accepts it or switched it off.
    pub not_counted: Vec<&'static str>,
}

/// What the editor makes of an operation or a document, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing is known to be wrong.
    Accepted,
    /// Accepted; something may be wrong.
    Warned,
    /// Accepted; calling it fails.
    FailsWhenCalled,
    /// Left out without a word.
    Dropped,
    /// The reason why the whole document is refused.
    Refused,
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

impl Verdict {
    /// Returns the word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Warned => "warned",
            Self::FailsWhenCalled => "fails_when_called",
            Self::Dropped => "dropped",
            Self::Refused => "refused",
        }
    }
}

/// Returns what a finding means for what it is in. Only what is sure drops or refuses anything, and
/// how loud the project wants a rule changes nothing about the editor.
fn verdict(diagnostic: &Diagnostic) -> Verdict {
    match (diagnostic.kind.severity, diagnostic.kind.outcome) {
        (Severity::Note, _) => Verdict::Accepted,
        (Severity::Warning, Outcome::Advice) => Verdict::Accepted,
        (Severity::Warning, _) => Verdict::Warned,
        (Severity::Error, Outcome::Rejected) => Verdict::Refused,
        (Severity::Error, Outcome::Dropped) => Verdict::Dropped,
        (Severity::Error, Outcome::FailsWhenCalled) => Verdict::FailsWhenCalled,
        (Severity::Error, Outcome::Warned | Outcome::Advice) => Verdict::Warned,
    }
}

fn judge(
    document: &Document,
    diagnostics: &[Diagnostic],
    not_counted: &[&Diagnostic],
) -> Vec<JudgedOperation> {
    // Findings are sorted by file and place, those in the document first; all of them have a place.
    let starts: Vec<_> = diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.location.as_ref())
        .map(|location| (location.file, location.span.start))
        .collect();
    let judged = |operation: &Operation<'_>| {
        let (file, place) = (operation.key().file(), place(operation));
        let first = starts.partition_point(|start| *start < (file, place.start));
        let end = starts.partition_point(|start| *start < (file, place.end));
        // What is wrong with the path is wrong with every operation below it.
        let path = operation.path_key();
        let path = (path.file(), path.span().start);
        let on_path =
            starts.partition_point(|start| *start < path)..starts.partition_point(|start| *start <= path);
        let is_in = |diagnostic: &&&Diagnostic| {
            diagnostic.location.as_ref().is_some_and(|own| {
                (own.file, own.span.start) == path || own.file == file && place.contains(&own.span.start)
            })
        };
        let against = |diagnostic: &&&Diagnostic| verdict(diagnostic) > Verdict::Accepted;
        let not_counted = not_counted.iter().filter(is_in).filter(against);
        let reasons: Vec<usize> = on_path.chain(first..end).collect();
        let verdicts = reasons.iter().filter_map(|reason| diagnostics.get(*reason)).map(verdict);
        JudgedOperation {
            operation_id: operation.name().map(str::to_owned),
            method: operation.method().as_str(),
            path: operation.path().to_owned(),
            verdict: verdicts.max().unwrap_or(Verdict::Accepted),
            reasons,
            not_counted: not_counted.map(|diagnostic| diagnostic.kind.code).collect(),
        }
    };
    document.operations().iter().map(judged).collect()
}

/// Returns the bytes from the method to the end of the operation.
fn place(operation: &Operation<'_>) -> Range<usize> {
    let start = operation.key().span().start;
    start..operation.node().span().end.max(start)
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
    use crate::{source::Source, system::fake::World};

    fn judged(text: &str) -> (Vec<JudgedOperation>, Vec<&'static str>) {
        let outcome = CheckOutcome::of(Document::parse(Source::new("openapi.yaml", text)).unwrap(), None);
        let codes = outcome.diagnostics.iter().map(|diagnostic| diagnostic.kind.code).collect();
        (outcome.operations, codes)
    }

    const TWO: &str = "\
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /items:
    get: {operationId: listItems, summary: s}
    post: {summary: s}
";

    #[test]
    fn an_operation_bears_the_findings_that_stand_in_it_and_no_others() {
        let (operations, codes) = judged(TWO);
        assert_eq!(codes, ["GA204"]);
        assert_eq!((operations[0].verdict, operations[0].reasons.as_slice()), (Verdict::Accepted, &[][..]));
        assert_eq!((operations[1].verdict, operations[1].reasons.as_slice()), (Verdict::Dropped, &[0][..]));
        assert_eq!(operations[1].operation_id, None);
    }

    #[test]
    fn every_operation_bears_what_is_wrong_with_its_path() {
        let (operations, codes) =
            judged(&TWO.replace("/items", "items").replace("post: {", "post: {operationId: b, "));
        assert_eq!(codes, ["GA208"]);
        for operation in operations {
            assert_eq!((operation.verdict, operation.reasons.as_slice()), (Verdict::Dropped, &[0][..]));
        }
    }

    #[test]
    fn what_is_not_sure_refuses_nothing() {
        let text = TWO.replace("{summary: s}", &format!("{{operationId: a, summary: {}}}", "x".repeat(300)));
        let (operations, codes) = judged(&text);
        assert_eq!(codes, ["GA202"]);
        assert_eq!(operations[1].verdict, Verdict::Accepted);
        let (operations, _) = judged(&text.replace("xxx", "xxxx"));
        assert_eq!(operations[1].verdict, Verdict::Refused);
    }

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
    fn an_operation_in_another_file_bears_the_findings_that_stand_there() {
        let world = World::new();
        world.set_file(
            "openapi.yaml",
            TWO.replace(
                "    get: {operationId: listItems, summary: s}\n    post: {summary: s}",
                "    $ref: paths/items.yaml",
            ),
        );
        world.set_file("paths/items.yaml", "get: {operationId: listItems, summary: s}\npost: {summary: s}\n");
        let outcome = check(&world.system(), Some(Path::new("openapi.yaml")), None, None).unwrap();
        let [get, post] = outcome.operations.as_slice() else { panic!("{:?}", outcome.operations) };
        assert!(get.reasons.is_empty());
        assert_eq!(post.verdict, Verdict::Dropped);
        let location = outcome.diagnostics[post.reasons[0]].location.clone().unwrap();
        assert_eq!((location.file, location.pointer.as_str()), (File::Part(1), "/post"));
        assert_eq!(outcome.text(location.file).map(Source::name), Some("paths/items.yaml"));
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
