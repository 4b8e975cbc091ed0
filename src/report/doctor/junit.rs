//! The outcome as a JUnit report: a case per probe, skipped where it could not run.

use super::{DoctorOutcome, exchange, is_untold, not_run};
use crate::{
    diagnostic::{Diagnostic, Severity},
    report::escape,
    task::doctor::{ProbeOutcome, Verdict},
};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

/// Writes a test suite. A case with an error fails; warnings and notes are its output.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn junit(outcome: &DoctorOutcome, out: &mut dyn Write) -> io::Result<()> {
    let mut suite = TestSuite::new("gptauth doctor");
    for own in &outcome.probes {
        suite.add_test_case(case(own));
    }
    let mut report = Report::new("gptauth doctor");
    report.add_test_suite(suite);
    out.write_all(report.to_string().map_err(io::Error::other)?.as_bytes())
}

fn case(own: &ProbeOutcome) -> TestCase {
    let said = own.findings().iter().map(|own| lines(&own.diagnostic)).collect::<Vec<_>>().join("\n");
    let first = own.findings().iter().find(|own| own.diagnostic.severity == Severity::Error);
    let status = match first {
        Some(first) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let kind = first.diagnostic.kind;
            status.set_type(format!("{} {}", kind.code, kind.name));
            status.set_message(&*escape::line(&first.diagnostic.message));
            let shown = first.shown_by.and_then(|at| own.exchanges.get(at));
            let shown = shown.map(|(ask, answered)| {
                let lines = exchange::sent(ask).into_iter().chain(exchange::back(ask, answered));
                lines.map(|line| format!("\n  {line}")).collect::<String>()
            });
            status.set_description(format!("{said}{}", shown.unwrap_or_default()));
            status
        }
        None if not_run(own).is_some() || is_untold(own) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(&*escape::line(&why(own)));
            status
        }
        None => TestCaseStatus::success(),
    };
    let mut case = TestCase::new(own.probe.name, status);
    case.set_classname(format!("doctor.{}", own.probe.group.name()));
    if first.is_none() && !said.is_empty() {
        case.set_system_out(said);
    }
    case
}

fn why(own: &ProbeOutcome) -> String {
    match &own.verdict {
        Verdict::NotRun(why) => why.clone(),
        Verdict::Judged(judgement) => judgement.untold.join("; "),
    }
}

fn lines(diagnostic: &Diagnostic) -> String {
    let kind = diagnostic.kind;
    let (severity, message) = (diagnostic.severity.word(), escape::line(&diagnostic.message));
    let help = diagnostic.help.as_ref().map(|help| format!("\n  help: {}", escape::line(help)));
    format!("{severity}[{}] {message} ({}){}", kind.code, kind.outcome_words(), help.unwrap_or_default())
}
