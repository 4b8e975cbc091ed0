//! What the editor makes of each operation, told from the findings that stand in it.

use crate::{
    diagnostic::{Diagnostic, Outcome, Severity},
    openapi::{Document, Operation},
};
use std::ops::Range;

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
    /// The findings in it, as places in [`CheckOutcome::diagnostics`](super::CheckOutcome::diagnostics).
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
pub(super) fn verdict(diagnostic: &Diagnostic) -> Verdict {
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

/// Returns the row of every operation, in document order.
pub(super) fn judge(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::File,
        source::Source,
        system::fake::World,
        task::check::{CheckOutcome, check, tests::TWO},
    };
    use std::path::Path;

    fn judged(text: &str) -> (Vec<JudgedOperation>, Vec<&'static str>) {
        let outcome = CheckOutcome::of(Document::parse(Source::new("openapi.yaml", text)).unwrap(), None);
        let codes = outcome.diagnostics.iter().map(|diagnostic| diagnostic.kind.code).collect();
        (outcome.operations, codes)
    }

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
}
