//! The smoke test as a JUnit report: a case per step, and one per operation that is not called.

use super::{Reason, leftover_words, not_run, reasons, remarks, retry_words, skip_words, stop_words};
use crate::{
    report::escape,
    task::test::{Ending, StepOutcome, Stop, TestOutcome},
};
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestRerun, TestSuite};
use std::{
    collections::HashMap,
    io::{self, Write},
};

/// Writes a test suite. What could not be tried is an error, what went wrong a failure, and what was
/// not called is skipped.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn junit(outcome: &TestOutcome, out: &mut dyn Write) -> io::Result<()> {
    let mut suite = TestSuite::new("gptauth test");
    suite.set_time(outcome.duration);
    let mut cases: Vec<_> = outcome.steps.iter().map(|own| case(own, outcome)).collect();
    for own in &outcome.skipped {
        let status = skipped(&skip_words(&own.reason));
        cases.push(named(&own.operation, "is called", status));
    }
    for own in &outcome.leftovers {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(&*escape::line(&leftover_words(own)));
        cases.push(named(&own.operation, "leaves nothing behind", status));
    }
    // A report of which everything is skipped looks well to most of its readers.
    if let Some(stop @ (Stop::Failed(_) | Stop::Interrupted(_))) = &outcome.stop {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(&*escape::line(&stop_words(stop)));
        cases.push(named("the test", "comes to its end", status));
    }
    suite.add_test_cases(told_apart(cases));
    suite.add_property(Property::new("seed", outcome.seed.to_string()));
    let mut report = Report::new("gptauth test");
    report.set_time(outcome.duration);
    report.add_test_suite(suite);
    out.write_all(report.to_string().map_err(io::Error::other)?.as_bytes())
}

fn case(step: &StepOutcome, outcome: &TestOutcome) -> TestCase {
    let reasons = reasons(step);
    let mut status = match (not_run(step, outcome), reasons.first()) {
        (Some(why), _) => skipped(&why),
        (None, None) => TestCaseStatus::success(),
        (None, Some(first)) => {
            let is_error = matches!(step.ending, Ending::Unanswered(_));
            let kind = if is_error { NonSuccessKind::Error } else { NonSuccessKind::Failure };
            let mut status = TestCaseStatus::non_success(kind);
            status.set_message(&*escape::line(&first.message));
            if let (Some(code), Some(name)) = (first.code, first.name) {
                status.set_type(format!("{code} {name}"));
            }
            status.set_description(reasons.iter().map(lines).collect::<Vec<_>>().join("\n"));
            status
        }
    };
    // The tries before: flaky where the last one passed.
    for retry in &step.retries {
        let mut rerun = TestRerun::new(NonSuccessKind::Failure);
        rerun.set_message(&*escape::line(&retry_words(retry)));
        status.add_rerun(rerun);
    }
    let mut case = named(&step.operation, step.check.words(), status);
    if let Some(answer) = step.answer() {
        case.set_time(answer.duration);
    }
    let remarks = remarks(step);
    if !remarks.is_empty() {
        case.set_system_out(remarks.iter().map(lines).collect::<Vec<_>>().join("\n"));
    }
    case
}

fn named(operation: &str, check: &str, status: TestCaseStatus) -> TestCase {
    let operation = escape::line(operation);
    let mut case = TestCase::new(format!("{operation} {check}"), status);
    case.set_classname(format!("test.{operation}"));
    case
}

/// Numbers the cases that have a name in common: GitLab keeps only the first of them.
fn told_apart(mut cases: Vec<TestCase>) -> Vec<TestCase> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for case in &mut cases {
        let count = seen.entry(case.name.as_str().to_owned()).or_default();
        *count += 1;
        if *count > 1 {
            case.name = format!("{} ({count})", case.name.as_str()).into();
        }
    }
    cases
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(&*escape::line(why));
    status
}

fn lines(reason: &Reason) -> String {
    let code = reason.code.map(|code| format!("[{code}] ")).unwrap_or_default();
    let help = reason.help.as_ref().map(|help| format!("\n  help: {}", escape::line(help)));
    format!("{code}{}{}", escape::line(&reason.message), help.unwrap_or_default())
}
