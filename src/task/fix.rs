//! Mends a document as far as its findings have one right answer.

use super::{check::CheckOutcome, document};
use crate::{
    diagnostic::{Diagnostic, File, Repair},
    edit::{self, Applied, Fix, Mends},
    lint,
    openapi::{Document, MAX_DOCUMENT_BYTES},
    project::Project,
    system::{ReadError, System},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

/// How often the rules look at the document again: what one fix uncovers, the next one mends.
const ROUNDS: usize = 8;

/// A document that was mended, and what a check of it then saw.
#[derive(Debug)]
pub struct FixOutcome {
    /// The text before.
    pub before: String,
    /// The document as it is now, with the findings that are left and the fixes that were made.
    pub check: CheckOutcome,
}

/// Why a mended document could not be put in place of the old one.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// It came from the network.
    #[error("a document at an address cannot be fixed in place")]
    Address,
    /// Somebody else wrote it since it was read.
    #[error("`{}` was changed while it was being fixed", .path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// It could not be read once more.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It could not be written; the old bytes are still there.
    #[error("cannot write `{}`", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: io::Error,
    },
}

impl FixOutcome {
    /// Returns the text as it is now.
    pub fn after(&self) -> &str {
        self.check.document.source().text()
    }

    /// Returns whether anything was mended.
    pub fn is_changed(&self) -> bool {
        !self.check.fixed.is_empty()
    }
}

/// Notes of each finding whether a fix is known for it.
pub(super) fn mark(document: &Document, diagnostics: &mut [Diagnostic]) {
    let mendable: BTreeSet<&str> = Mends::ALL.iter().map(|mends| mends.finding()).collect();
    // Looking for fixes takes a walk through the document.
    if !diagnostics.iter().any(|diagnostic| mendable.contains(diagnostic.kind.name)) {
        return;
    }
    let fixes = edit::fixes(document);
    let repairs: BTreeMap<(&str, &str), Repair> = fixes
        .iter()
        .map(|fix| {
            let repair = if fix.mends.is_unsafe() { Repair::Unsafe } else { Repair::Safe };
            ((fix.mends.finding(), fix.pointer.as_str()), repair)
        })
        .collect();
    for diagnostic in diagnostics {
        diagnostic.repair = place(diagnostic).and_then(|place| repairs.get(&place).copied());
    }
}

/// Mends what was found in a document and is `wanted`, with loss as well where `lossy` says so, and
/// checks it again.
pub fn fix(outcome: CheckOutcome, lossy: bool, wanted: &dyn Fn(&Diagnostic) -> bool) -> FixOutcome {
    let CheckOutcome { document, project, .. } = outcome;
    let before = document.source().text().to_owned();
    let (document, fixed) = mend(document, project.as_ref(), lossy, wanted);
    let check = CheckOutcome { fixed, ..CheckOutcome::of(document, project) };
    FixOutcome { before, check }
}

/// Mends what the rules find in a document and is `wanted`.
pub(super) fn mend(
    mut document: Document,
    project: Option<&Project>,
    lossy: bool,
    wanted: &dyn Fn(&Diagnostic) -> bool,
) -> (Document, Vec<Applied>) {
    let mut applied = Vec::new();
    for _ in 0..ROUNDS {
        let mended = edit::mend(document, &|document, fixes| found(document, project, fixes, lossy, wanted));
        document = mended.document;
        if mended.applied.is_empty() {
            break;
        }
        applied.extend(mended.applied);
    }
    (document, applied)
}

/// Keeps the fixes of what the rules find, and the project does not accept.
fn found<'d>(
    document: &'d Document,
    project: Option<&Project>,
    fixes: Vec<Fix<'d>>,
    lossy: bool,
    wanted: &dyn Fn(&Diagnostic) -> bool,
) -> Vec<Fix<'d>> {
    if fixes.is_empty() {
        return fixes;
    }
    let diagnostics = lint::judge(document, project).reported;
    let places: BTreeSet<_> = diagnostics.iter().filter(|one| wanted(one)).filter_map(place).collect();
    let keep = |fix: &Fix<'_>| {
        (lossy || !fix.mends.is_unsafe()) && places.contains(&(fix.mends.finding(), fix.pointer.as_str()))
    };
    fixes.into_iter().filter(keep).collect()
}

/// Returns what a finding and its fix have in common: the kind and the pointer.
fn place(diagnostic: &Diagnostic) -> Option<(&str, &str)> {
    let location = diagnostic.location.as_ref().filter(|location| location.file == File::Schema)?;
    Some((diagnostic.kind.name, &location.pointer))
}

/// Puts the mended text in place of the old one, whole or not at all.
///
/// # Errors
///
/// As [`FixError`]; the old bytes are then still there.
pub fn write(system: &System, path: &Path, outcome: &FixOutcome) -> Result<(), FixError> {
    if document::address(path).is_some() {
        return Err(FixError::Address);
    }
    if system.files.read(path, MAX_DOCUMENT_BYTES)?.text() != outcome.before {
        return Err(FixError::Changed { path: path.to_owned() });
    }
    let written = system.files.replace(path, outcome.after().as_bytes());
    written.map_err(|source| FixError::Write { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests;
