//! The smoke test as a JUnit report: a case per step, and one per operation that is not called.

use super::{Form, Reason, leftover_words, not_run, reasons, remarks, retry_words, skip_words, stop_words};
use crate::{
    invoke::signature::Signature,
    report::escape,
    scenario::{Plan, Skipped},
    task::test::{Ending, StepOutcome, Stop, TestOutcome},
};
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestRerun, TestSuite};
use std::{
    collections::HashMap,
    io::{self, BufRead, Write},
};

const NAME: &str = "gptauth test";

/// Where the first case begins in a report of the library, and where behind the last one its suite ends.
const FIRST: &str = "        <testcase ";
const END: &str = "    </testsuite>";

/// A test suite. What could not be tried is an error, what went wrong a failure, and what was not called
/// is skipped.
#[derive(Debug)]
pub struct Junit {
    /// The suite but for its cases: they are counted, and written.
    suite: TestSuite,
    /// How often each of the names came that several cases have.
    repeated: HashMap<String, usize>,
}

impl Junit {
    /// Returns the form for the steps of a plan.
    pub fn new(plan: &Plan, signatures: &[Signature]) -> Self {
        let name = |operation: usize| signatures[operation].name.as_str();
        let mut names: Vec<_> =
            plan.steps.iter().map(|own| (name(own.operation), own.check.words())).collect();
        names.sort_unstable();
        let pairs = names.windows(2).filter(|pair| pair[0] == pair[1]);
        let repeated = pairs.map(|pair| (case_name(pair[0].0, pair[0].1), 0)).collect();
        Self { suite: TestSuite::new(NAME), repeated }
    }

    /// Writes a case, as the library does: it is cut out of a report that has no other.
    fn write(&mut self, mut case: TestCase, out: &mut dyn Write) -> io::Result<()> {
        if let Some(count) = self.repeated.get_mut(case.name.as_str()) {
            number(&mut case, count);
        }
        self.suite.add_test_case(case);
        let text = text(Report::new(NAME), self.suite.clone())?;
        self.suite.test_cases.clear();
        let rows = text.find(FIRST).zip(text.rfind(END)).map(|(start, end)| &text[start..end]);
        out.write_all(rows.ok_or(io::ErrorKind::InvalidData)?.as_bytes())
    }
}

impl Form for Junit {
    fn row(&mut self, step: &StepOutcome, stop: Option<&Stop>, out: &mut dyn Write) -> io::Result<()> {
        self.write(case(step, stop), out)
    }

    fn report(
        &mut self,
        outcome: &TestOutcome,
        rows: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut suite = self.suite.clone();
        suite.set_time(outcome.duration);
        suite.add_property(Property::new("seed", outcome.seed.to_string()));
        suite.add_test_cases(told_apart(others(outcome)));
        let mut report = Report::new(NAME);
        report.set_time(outcome.duration);
        let text = text(report, suite)?;
        let (head, tail) = text.split_at(text.find(FIRST).or(text.rfind(END)).unwrap_or(text.len()));
        out.write_all(head.as_bytes())?;
        io::copy(rows, out)?;
        out.write_all(tail.as_bytes())
    }
}

fn text(mut report: Report, suite: TestSuite) -> io::Result<String> {
    report.add_test_suite(suite);
    report.to_string().map_err(io::Error::other)
}

/// Returns the cases that are no steps.
fn others(outcome: &TestOutcome) -> Vec<TestCase> {
    let skipped = |own: &Skipped| named(&own.operation, "is called", skipped(&skip_words(&own.reason)));
    let mut cases: Vec<_> = outcome.skipped.iter().map(skipped).collect();
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
    cases
}

fn case(step: &StepOutcome, stop: Option<&Stop>) -> TestCase {
    let reasons = reasons(step);
    let mut status = match (not_run(step, stop), reasons.first()) {
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
    let mut case = TestCase::new(case_name(operation, check), status);
    case.set_classname(format!("test.{}", escape::line(operation)));
    case
}

fn case_name(operation: &str, check: &str) -> String {
    format!("{} {check}", escape::line(operation))
}

/// Numbers the cases that have a name in common.
fn told_apart(mut cases: Vec<TestCase>) -> Vec<TestCase> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for case in &mut cases {
        let count = seen.entry(case.name.as_str().to_owned()).or_default();
        number(case, count);
    }
    cases
}

/// Numbers a case, where it is not the first of its name: GitLab keeps only that one.
fn number(case: &mut TestCase, count: &mut usize) {
    *count += 1;
    if *count > 1 {
        case.name = format!("{} ({count})", case.name.as_str()).into();
    }
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
