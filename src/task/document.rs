//! Reads the OpenAPI document, with the files that it refers to.

mod fetch;
mod parts;
#[cfg(test)]
mod tests;

pub use fetch::{FetchError, address};

use crate::{
    openapi::{Document, MAX_DOCUMENT_BYTES, ParseError, Place},
    system::{Limits, ReadError, System},
};
use parts::{Folder, Parts};
use std::{path::Path, time::Duration};

/// How much may come from an address that the user named.
const LIMITS: Limits = Limits { time: Duration::from_secs(30), bytes: MAX_DOCUMENT_BYTES };

/// Why there is no document to work with.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It could not be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// It could be read, but is no OpenAPI document.
    #[error(transparent)]
    Parse(#[from] ParseError),
}

/// Returns the document in the file, or on standard input where the path is `-`, with the files that
/// it refers to below `project`, the folder of the project, or else below its own folder.
///
/// # Errors
///
/// As [`DocumentError`]. A file that it refers to and that cannot be read is none: the reference
/// says why.
pub fn open(system: &System, path: &Path, project: Option<&Path>) -> Result<Document, DocumentError> {
    let (mut document, folder) = open_alone(system, path, project)?;
    Parts::new(system, folder).read(&mut document).refuse(&mut document);
    Ok(document)
}

/// Returns the document at an address (`https://…`, or `http://…` on this machine), in a file or on
/// standard input. Where `remote` says so, texts on the network that it refers to are fetched too.
///
/// # Errors
///
/// As [`DocumentError`].
pub async fn open_online(
    system: &System,
    path: &Path,
    project: Option<&Path>,
    remote: bool,
) -> Result<Document, DocumentError> {
    let (mut document, folder) = match address(path) {
        Some(url) => {
            let (url, source) = fetch::fetch(system, url?, false, LIMITS).await?;
            (Document::parse_at(Place::Url(url), source)?, None)
        }
        None => open_alone(system, path, project)?,
    };
    let mut parts = Parts::new(system, folder).read(&mut document);
    if remote {
        parts = parts.fetch(&mut document).await;
    }
    parts.refuse(&mut document);
    Ok(document)
}

fn open_alone(
    system: &System,
    path: &Path,
    project: Option<&Path>,
) -> Result<(Document, Option<Folder>), DocumentError> {
    if path == Path::new("-") {
        let source = system.files.read_stdin(MAX_DOCUMENT_BYTES)?;
        return Ok((Document::parse_at(Place::Nowhere, source)?, None));
    }
    let source = system.files.read(path, MAX_DOCUMENT_BYTES)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let document = Document::parse_at(Place::File(name), source)?;
    Ok((document, Folder::of(system, path, project)))
}
