//! The source descriptions of a description, opened.

use super::{Source, WorkflowError};
use crate::{
    arazzo::{Description, Fault, SourceDescription, SourceKind},
    openapi::percent_decoded,
    system::System,
    task::{
        action::{self, Selection},
        project,
    },
};
use std::path::{Path, PathBuf};

/// Why the sources are not there.
pub(super) enum Refused {
    Error(WorkflowError),
    Faults(Vec<Fault>),
}

/// Opens every source that describes an API. Its address is a path from the folder of the description.
pub(super) fn open(
    system: &System,
    selection: Selection<'_>,
    file: &Path,
    description: &Description,
) -> Result<Vec<Source>, Refused> {
    let wanted: Vec<_> = description.sources.iter().filter(|own| own.kind == SourceKind::OpenApi).collect();
    for (option, is_given) in
        [("--schema", selection.schema.is_some()), ("--server", selection.server.is_some())]
    {
        if is_given && wanted.len() != 1 {
            return Err(Refused::Error(WorkflowError::OneForSeveral { option, count: wanted.len() }));
        }
    }
    let mut sources = Vec::new();
    let mut faults = Vec::new();
    for own in wanted {
        let path = match selection.schema {
            Some(path) => path.to_owned(),
            None => match path(own, file) {
                Ok(path) => path,
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            },
        };
        let schema = Some(&*path).filter(|path| !is_project_schema(system, selection, path));
        let action = action::open(system, Selection { schema, ..selection }).map_err(|source| {
            Refused::Error(WorkflowError::Source { name: own.name.clone(), source: Box::new(source) })
        })?;
        sources.push(Source { name: own.name.clone(), url: own.url.clone(), action });
    }
    if faults.is_empty() { Ok(sources) } else { Err(Refused::Faults(faults)) }
}

/// Returns whether a path leads to the document of the project: to that one its token may go.
fn is_project_schema(system: &System, selection: Selection<'_>, path: &Path) -> bool {
    let project = project::open_if_any(system, selection.project, selection.environment);
    let Ok(Some(project)) = project else { return false };
    let own = system.files.canonical(&project.schema_path());
    matches!((own, system.files.canonical(path)), (Ok(own), Ok(other)) if own == other)
}

fn path(source: &SourceDescription, file: &Path) -> Result<PathBuf, Fault> {
    let fault = |message: String, help: &str| Fault {
        message,
        help: Some(help.to_owned()),
        span: source.span.clone(),
    };
    let url = source.url.as_str();
    let text = match url.split_once(':') {
        Some(("file", rest)) if rest.starts_with("///") => &rest[2..],
        Some((scheme, _)) if is_scheme(scheme) => {
            return Err(fault(
                format!("`{}` is at `{url}`, and nothing is fetched for a test", source.name),
                "download the document, and name it by its path from here; or name one with `--schema FILE`",
            ));
        }
        _ => url,
    };
    let text = text.split(['#', '?']).next().unwrap_or_default();
    let decoded = percent_decoded(text).filter(|text| !text.is_empty() && !text.contains('\0'));
    let decoded = decoded.ok_or_else(|| fault(format!("`{url}` is no path"), "write `./openapi.yaml`"))?;
    Ok(file.parent().unwrap_or(Path::new("")).join(&*decoded))
}

/// Returns whether a text is the scheme of a URL (RFC 3986 §3.1), and not the letter of a drive.
fn is_scheme(text: &str) -> bool {
    text.len() > 1
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|own| own.is_ascii_alphanumeric() || "+-.".contains(own))
}
