//! A run of workflows in the forms of others: JUnit, TAP, annotations, Markdown.

use super::{
    Reason, foreseen, leftover_words, not_run, reasons, stop_words, text::count, title, undoing, word,
};
use crate::{
    report::{
        call::time,
        check::{
            github::{data, property},
            markdown::prose,
        },
        escape,
        styles::Styles,
    },
    task::workflow::{Ending, Taken, WorkflowOutcome},
};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

const NEEDED_FAILED: &str = "a workflow that it needs failed";

/// Writes a test suite with a case per step.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn junit(outcome: &WorkflowOutcome, out: &mut dyn Write) -> io::Result<()> {
    let mut suite = TestSuite::new("gptauth test --workflow");
    suite.set_time(outcome.duration);
    for taken in &outcome.steps {
        suite.add_test_case(case(taken));
    }
    for name in not_run(outcome) {
        let mut status = TestCaseStatus::skipped();
        status.set_message(NEEDED_FAILED);
        suite.add_test_case(named(name, "is run", status));
    }
    for own in &outcome.leftovers {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(&*escape::line(&leftover_words(own)));
        suite.add_test_case(named("the test", &format!("{} leaves nothing behind", own.operation), status));
    }
    // A report of which everything is skipped looks well to most of its readers.
    if let Some(stop) = &outcome.stop {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(&*escape::line(&stop_words(stop)));
        suite.add_test_case(named("the test", "comes to its end", status));
    }
    let mut report = Report::new("gptauth test --workflow");
    report.set_time(outcome.duration);
    report.add_test_suite(suite);
    out.write_all(report.to_string().map_err(io::Error::other)?.as_bytes())
}

fn case(taken: &Taken) -> TestCase {
    let reasons = reasons(taken);
    let status = match (foreseen(taken), reasons.first()) {
        (Some(why), _) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(format!("foreseen: {}", escape::line(&why)));
            status
        }
        (None, None) => TestCaseStatus::success(),
        (None, Some(first)) => {
            let is_error = matches!(taken.ending, Ending::Unanswered(_));
            let kind = if is_error { NonSuccessKind::Error } else { NonSuccessKind::Failure };
            let mut status = TestCaseStatus::non_success(kind);
            status.set_message(&*escape::line(&first.message));
            if let (Some(code), Some(name)) = (first.code, first.name) {
                status.set_type(format!("{code} {name}"));
            }
            status.set_description(reasons.iter().flat_map(lines).collect::<Vec<_>>().join("\n"));
            status
        }
    };
    let to_clean_up = if taken.undoes.is_some() { ", to clean up" } else { "" };
    let name = format!("{}: {}{to_clean_up}", taken.step, taken.calls);
    let mut case = named(&taken.workflow, &name, status);
    if let Some(answer) = &taken.answer {
        case.set_time(answer.duration);
    }
    case
}

fn named(workflow: &str, what: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(&*escape::line(what), status);
    case.set_classname(format!("workflow.{}", escape::line(workflow)));
    case
}

/// Returns a reason as it is told, and below it what to do.
fn lines(reason: &Reason) -> Vec<String> {
    let code = reason.code.map(|code| format!("[{code}] ")).unwrap_or_default();
    let help = reason.help.as_ref().map(|help| format!("  help: {}", escape::line(help)));
    let message = format!("{code}{}", escape::line(&reason.message));
    [Some(message), help].into_iter().flatten().collect()
}

/// Writes a line a step, each reason below its line (Test Anything Protocol, version 13).
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn tap(outcome: &WorkflowOutcome, out: &mut dyn Write) -> io::Result<()> {
    // No reader of the protocol may take a text for a directive.
    let words = |text: &str| escape::line(text).replace('#', "\\#");
    let left: Vec<_> = not_run(outcome).collect();
    let count = outcome.steps.len() + left.len();
    writeln!(out, "TAP version 13\n1..{}", count + outcome.leftovers.len())?;
    for (at, taken) in outcome.steps.iter().enumerate() {
        let ok = if taken.failed() { "not ok" } else { "ok" };
        let directive = foreseen(taken).map(|why| format!(" # SKIP foreseen: {}", words(&why)));
        let (number, name, calls) = (at + 1, words(&title(taken)), words(&taken.calls));
        writeln!(out, "{ok} {number} - {name} {calls}{}", directive.unwrap_or_default())?;
        for line in undoing(taken).into_iter().chain(reasons(taken).iter().flat_map(lines)) {
            writeln!(out, "# {line}")?;
        }
    }
    for (at, name) in left.iter().enumerate() {
        writeln!(out, "ok {} - {} # SKIP {NEEDED_FAILED}", outcome.steps.len() + at + 1, words(name))?;
    }
    for (at, own) in outcome.leftovers.iter().enumerate() {
        let (number, name) = (count + at + 1, words(&own.operation));
        writeln!(out, "not ok {number} - {name} leaves nothing behind\n# {}", words(&leftover_words(own)))?;
    }
    match &outcome.stop {
        Some(stop) => writeln!(out, "Bail out! {}", words(&stop_words(stop))),
        None => Ok(()),
    }
}

/// Writes an annotation for each reason that a step failed for, and one where the run was stopped.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn github(outcome: &WorkflowOutcome, out: &mut dyn Write) -> io::Result<()> {
    for taken in outcome.steps.iter().filter(|own| own.failed()) {
        for reason in reasons(taken) {
            let head = format!("{} {}", reason.code.unwrap_or("gptauth test"), title(taken));
            let help = reason.help.map(|help| format!("\nhelp: {}", escape::line(&help))).unwrap_or_default();
            let text = data(&format!("{}{help}", escape::line(&reason.message)));
            writeln!(out, "::error title={}::{text}", property(&escape::line(&head)))?;
        }
    }
    for own in &outcome.leftovers {
        writeln!(out, "::error title=left behind (test)::{}", data(&escape::line(&leftover_words(own))))?;
    }
    match &outcome.stop {
        Some(stop) => writeln!(out, "::error title=gptauth test::{}", data(&escape::line(&stop_words(stop)))),
        None => Ok(()),
    }
}

/// Writes a heading and a table of the steps.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn markdown(outcome: &WorkflowOutcome, out: &mut dyn Write) -> io::Result<()> {
    let is_good = outcome.failed() == 0 && outcome.leftovers.is_empty() && outcome.stop.is_none();
    let mark = if is_good { "✅" } else { "❌" };
    writeln!(out, "### gptauth test --workflow\n\n{mark} {}\n", prose(&count(outcome, Styles::default())))?;
    writeln!(out, "| | step | operation | status | time | what is to be said |\n|---|---|---|---|---|---|")?;
    for taken in &outcome.steps {
        let sign = match word(taken) {
            "passed" => "✅",
            "failed" => "❌",
            _ => "➖",
        };
        let answer = taken.answer.as_ref();
        let (status, took) =
            answer.map(|own| (own.status.as_u16().to_string(), time(own.duration))).unwrap_or_default();
        let (name, calls) = (prose(&title(taken)), prose(&taken.calls));
        let foreseen = foreseen(taken).map(|own| format!("foreseen: {own}"));
        let reasons = reasons(taken);
        let said = undoing(taken)
            .into_iter()
            .chain(foreseen)
            .chain(reasons.iter().flat_map(lines))
            .map(|own| prose(&own));
        let said = said.collect::<Vec<_>>().join("<br>");
        writeln!(out, "| {sign} | {name} | {calls} | {status} | {took} | {said} |")?;
    }
    for name in not_run(outcome) {
        writeln!(out, "| ➖ | {} | | | | not run: {NEEDED_FAILED} |", prose(name))?;
    }
    if !outcome.leftovers.is_empty() {
        writeln!(out)?;
    }
    outcome.leftovers.iter().try_for_each(|own| writeln!(out, "- ❌ {}", prose(&leftover_words(own))))
}
