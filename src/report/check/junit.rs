//! A check as a JUnit report.
//!
//! A case per operation, because that is what a CI server lists and what its reader asks: which
//! operations would the GPT have? What belongs to no operation is a case of its own, so that a clean
//! check has cases that passed.

use super::{Root, View};
use crate::{
    diagnostic::{Diagnostic, File, Severity},
    report::escape,
    source::Position,
    task::check::JudgedOperation,
};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::{
    collections::HashSet,
    io::{self, Write},
};

/// Writes a test suite with a case for the document, one for the project file where there is one,
/// and one per operation. A case with an error fails; warnings and notes are its output.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn junit(view: &View<'_>, root: &Root, out: &mut dyn Write) -> io::Result<()> {
    let document = root.path(view.document());
    let mut suite = TestSuite::new(format!("gptauth check {document}"));
    let in_operations: HashSet<usize> =
        view.outcome.operations.iter().flat_map(|operation| operation.reasons.iter().copied()).collect();
    let elsewhere = |in_project: bool| {
        let diagnostics = view.outcome.diagnostics.iter().enumerate();
        diagnostics
            .filter(|(index, diagnostic)| !in_operations.contains(index) && view.selection.shows(diagnostic))
            .map(|(_, diagnostic)| diagnostic)
            .filter(|diagnostic| is_in_project(diagnostic) == in_project)
            .collect::<Vec<_>>()
    };
    suite.add_test_case(case("document", &document, &elsewhere(false), view));
    if let Some(project) = view.outcome.text(File::Project) {
        let name = root.path(project.name());
        suite.add_test_case(case("settings", &name, &elsewhere(true), view));
    }
    for operation in &view.outcome.operations {
        let reasons: Vec<_> =
            view.reasons(operation).filter(|diagnostic| view.selection.shows(diagnostic)).collect();
        suite.add_test_case(case(&name(operation), &document, &reasons, view));
    }
    let mut report = Report::new("gptauth check");
    report.add_test_suite(suite);
    out.write_all(report.to_string().map_err(io::Error::other)?.as_bytes())
}

fn is_in_project(diagnostic: &Diagnostic) -> bool {
    diagnostic.location.as_ref().is_some_and(|location| location.file == File::Project)
}

/// Returns the name of a case; method and path keep two operations of one name apart.
fn name(operation: &JudgedOperation) -> String {
    let place = format!("{} {}", operation.method, escape::line(&operation.path));
    match &operation.operation_id {
        Some(id) => format!("{} ({place})", escape::line(id)),
        None => place,
    }
}

fn case(name: &str, file: &str, findings: &[&Diagnostic], view: &View<'_>) -> TestCase {
    let said = findings.iter().map(|diagnostic| lines(diagnostic, view)).collect::<Vec<_>>().join("\n");
    let first = findings.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    let status = match first {
        None => TestCaseStatus::success(),
        Some(first) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(format!("{} {}", first.kind.code, first.kind.name));
            status.set_message(&*escape::line(&first.message));
            status.set_description(said.as_str());
            status
        }
    };
    let mut case = TestCase::new(name, status);
    case.set_classname(file);
    case.extra.insert("file".into(), file.into());
    if let Some(place) = findings.first().and_then(|diagnostic| view.place(diagnostic)) {
        case.extra.insert("line".into(), place.start.line.to_string().into());
    }
    if first.is_none() && !said.is_empty() {
        case.set_system_out(said);
    }
    case
}

/// Returns a finding as it stands in the log of a case.
fn lines(diagnostic: &Diagnostic, view: &View<'_>) -> String {
    let kind = diagnostic.kind;
    let place = view.place(diagnostic).map_or_else(String::new, |place| {
        let Position { line, column } = place.start;
        format!("{}:{line}:{column}: ", escape::line(place.file))
    });
    let (severity, message) = (diagnostic.severity.word(), escape::line(&diagnostic.message));
    let mut lines = format!("{place}{severity}[{}] {message} ({})", kind.code, kind.outcome_words());
    if let Some(help) = &diagnostic.help {
        lines.push_str(&format!("\n  help: {}", escape::line(help)));
    }
    lines
}
