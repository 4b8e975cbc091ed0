//! Reads the OpenAPI document.

use crate::{
    openapi::{Document, MAX_DOCUMENT_BYTES, ParseError},
    system::{ReadError, System},
};
use std::path::Path;

/// Why there is no document to work with.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It could be read, but is no OpenAPI document.
    #[error(transparent)]
    Parse(#[from] ParseError),
}

/// Returns the document in the file, or on standard input where the path is `-`.
///
/// # Errors
///
/// As [`DocumentError`].
pub fn open(system: &System, path: &Path) -> Result<Document, DocumentError> {
    let source = if path == Path::new("-") {
        system.files.read_stdin(MAX_DOCUMENT_BYTES)?
    } else {
        system.files.read(path, MAX_DOCUMENT_BYTES)?
    };
    Ok(Document::parse(source)?)
}
