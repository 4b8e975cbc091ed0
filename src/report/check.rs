//! What a check saw: one form of it a file, and what they all ask.

mod concise;
pub(super) mod github;
mod json;
mod junit;
pub(super) mod markdown;
mod root;
mod sarif;
mod text;

pub use concise::concise;
pub use github::{github, unreadable};
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use root::Root;
pub use sarif::sarif;
pub use text::text;

use super::escape;
use crate::{
    diagnostic::{Diagnostic, File, Kind, Outcome, Repair, Severity},
    lint::Accepted,
    source::{Position, Source},
    task::check::{CheckOutcome, JudgedOperation, Verdict},
};

/// Which findings are shown. What the editor would do is said of all of them.
#[derive(Debug, Clone)]
pub struct Selection {
    /// The least severe that is shown.
    pub lowest: Severity,
    /// The only kinds that are shown; every kind where there is none.
    pub only: Vec<&'static Kind>,
}

impl Default for Selection {
    fn default() -> Self {
        Self { lowest: Severity::Note, only: Vec::new() }
    }
}

impl Selection {
    /// Returns whether a finding is wanted.
    pub fn shows(&self, diagnostic: &Diagnostic) -> bool {
        let code = diagnostic.kind.code;
        diagnostic.severity <= self.lowest
            && (self.only.is_empty() || self.only.iter().any(|only| only.code == code))
    }
}

/// What is shown of a check.
#[derive(Debug)]
pub struct View<'o> {
    outcome: &'o CheckOutcome,
    selection: Selection,
    findings: Vec<&'o Diagnostic>,
}

/// The place of a finding, as a person or a program looks it up.
struct Place<'o> {
    /// The name of the file, as it was given.
    file: &'o str,
    start: Position,
    /// The first position behind it.
    end: Position,
}

impl<'o> View<'o> {
    /// Returns what `selection` leaves of an outcome.
    pub fn new(outcome: &'o CheckOutcome, selection: Selection) -> Self {
        let findings = outcome.diagnostics.iter().filter(|diagnostic| selection.shows(diagnostic)).collect();
        Self { outcome, selection, findings }
    }

    /// Returns how many findings can be mended without loss.
    pub fn fixable(&self) -> usize {
        self.findings.iter().filter(|diagnostic| diagnostic.repair == Some(Repair::Safe)).count()
    }

    /// Returns the first finding that is shown.
    pub fn first(&self) -> Option<&'o Diagnostic> {
        self.findings.first().copied()
    }

    /// Returns the number of shown findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Returns the closing words: how much was found where, and what the editor would do.
    pub fn closing(&self) -> String {
        let unreported = self.unreported().map(|unreported| format!("\n{unreported}")).unwrap_or_default();
        format!("{}: {}{unreported}", self.found(), self.follows())
    }

    /// Returns how much was found where.
    fn found(&self) -> String {
        let counts: Vec<_> = [Severity::Error, Severity::Warning, Severity::Note]
            .into_iter()
            .filter_map(|severity| counted(self.count(severity), severity.word()))
            .collect();
        let files: Vec<_> = self.sources().map(|source| escape::line(source.name())).collect();
        let found = if counts.is_empty() { "Nothing found".to_owned() } else { counts.join(", ") };
        let hidden = self.hidden();
        let hidden = if hidden == 0 { String::new() } else { format!(" ({hidden} more not shown)") };
        format!("{found} in {}{hidden}", files.join(" and "))
    }

    /// Returns what the editor would make of the whole, shown or not.
    fn follows(&self) -> String {
        let operations = &self.outcome.operations;
        let dropped = operations.iter().filter(|operation| operation.verdict == Verdict::Dropped).count();
        let clean = self.outcome.diagnostics.is_empty();
        match self.outcome.verdict() {
            Verdict::Accepted if clean && self.unreported().is_some() => {
                "the editor would accept the rest".to_owned()
            }
            Verdict::Accepted => "the editor would accept it, as far as is known".to_owned(),
            Verdict::Warned if self.only_calls_may_fail() => {
                "the editor would accept it, and calls may fail".to_owned()
            }
            Verdict::Warned => "the editor may complain".to_owned(),
            Verdict::FailsWhenCalled => "the editor would accept it, and calls would fail".to_owned(),
            Verdict::Dropped => format!("the editor would drop {dropped} of {} operations", operations.len()),
            Verdict::Refused => "the editor would refuse it".to_owned(),
        }
    }

    /// Returns what the project keeps from being reported: nothing is silent without a trace.
    fn unreported(&self) -> Option<String> {
        let counts: Vec<_> =
            [(self.outcome.accepted.len(), "accepted"), (self.outcome.off.len(), "switched off")]
                .into_iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, word)| format!("{count} {word}"))
                .collect();
        let project = escape::line(self.outcome.text(File::Project)?.name());
        (!counts.is_empty()).then(|| format!("Not counted: {} by {project}", counts.join(", ")))
    }

    /// Returns whether all warnings are about what comes after the editor.
    fn only_calls_may_fail(&self) -> bool {
        let diagnostics = self.outcome.diagnostics.iter();
        let mut warnings = diagnostics.filter(|own| own.kind.severity == Severity::Warning);
        warnings.all(|own| matches!(own.kind.outcome, Outcome::FailsWhenCalled | Outcome::Advice))
    }

    /// Returns what the project accepts, of the kinds that are shown.
    fn accepted(&self) -> impl Iterator<Item = &'o Accepted> {
        self.outcome.accepted.iter().filter(|accepted| self.selection.shows(&accepted.diagnostic))
    }

    /// Returns the texts that were read: the document, what it refers to, the project file.
    fn sources(&self) -> impl Iterator<Item = &'o Source> {
        let files = self.outcome.document.files().chain([File::Project]);
        files.filter_map(|file| self.outcome.text(file))
    }

    /// Returns the number of findings that are not shown.
    fn hidden(&self) -> usize {
        self.outcome.diagnostics.len() - self.findings.len()
    }

    /// Returns where a finding is; nothing where it has no place.
    fn place(&self, diagnostic: &'o Diagnostic) -> Option<Place<'o>> {
        let location = diagnostic.location.as_ref()?;
        let source = self.outcome.text(location.file)?;
        let (start, end) = (source.position(location.span.start), source.position(location.span.end));
        Some(Place { file: source.name(), start, end: end.max(start) })
    }

    /// Returns the name of the document.
    fn document(&self) -> &'o str {
        self.outcome.document.source().name()
    }

    /// Returns the findings that decide about an operation, shown or not.
    fn reasons(&self, operation: &JudgedOperation) -> impl Iterator<Item = &'o Diagnostic> {
        operation.reasons.iter().filter_map(|reason| self.outcome.diagnostics.get(*reason))
    }

    /// Returns the codes of these findings, each once.
    fn codes(&self, operation: &JudgedOperation) -> Vec<&'static str> {
        let mut codes: Vec<_> = self.reasons(operation).map(|reason| reason.kind.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

/// Returns what the editor would make of an operation, in words.
fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "accepted",
        Verdict::Warned => "accepted, with a warning",
        Verdict::FailsWhenCalled => "fails when called",
        Verdict::Dropped => "dropped",
        Verdict::Refused => "refused",
    }
}

fn counted(count: usize, word: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    }
}

#[cfg(test)]
mod tests;
