//! The smoke test as a table for people.

use super::{leftover_words, not_run, reasons, remarks, skip_words, stop_words};
use crate::{
    report::{call::time, escape, styles::Styles},
    task::{
        call::CallError,
        test::{Ending, StepOutcome, Stop, TestOutcome},
    },
};
use std::io::{self, Write};

/// The width of the first column: the longest name, within reason.
pub fn name_width<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    names.map(|name| name.chars().count()).max().unwrap_or_default().clamp(8, 30)
}

/// Returns the lines of a step that was taken: the first its row of the table, the others what is
/// wrong.
pub fn step(step: &StepOutcome, width: usize, styles: Styles) -> Vec<String> {
    let (answer, took) = match (step.answer(), &step.ending) {
        (Some(outcome), _) => (outcome.status.as_u16().to_string(), time(outcome.duration)),
        (None, Ending::Unanswered(CallError::TooSlow { limit })) => ("–".to_owned(), time(*limit)),
        (None, _) => ("–".to_owned(), String::new()),
    };
    let mark = match (step.passed(), step.failed()) {
        (true, _) => styles.good("✓"),
        (false, true) => styles.error("✗"),
        (false, false) => styles.faint("-"),
    };
    let name = escape::excerpt(&step.operation, width);
    let row = format!("{mark} {name:width$}  {:23}  {answer:>3}  {took:>7}", step.check.words());
    let mut lines = vec![row.trim_end().to_owned()];
    if let Ending::Starved(missing) = &step.ending {
        lines.push(styles.faint(format!("    not called: {}", escape::line(&missing.to_string()))));
    }
    lines.extend(reasons(step).into_iter().flat_map(|reason| {
        let code =
            reason.code.map(|code| format!("{} ", styles.error(format!("[{code}]")))).unwrap_or_default();
        let message = format!("    {code}{}", escape::line(&reason.message));
        let help = reason.help.map(|help| format!("    {} {}", styles.hint("help:"), escape::line(&help)));
        [Some(message), help].into_iter().flatten()
    }));
    lines.extend(remarks(step).into_iter().map(|remark| {
        let code = remark.code.map(|code| format!("[{code}] ")).unwrap_or_default();
        styles.faint(format!("    note: {code}{}", escape::line(&remark.message)))
    }));
    lines
}

/// Returns the lines of what was not called: steps that the test did not come to, and operations that
/// it leaves alone.
pub fn not_called(outcome: &TestOutcome, width: usize, styles: Styles) -> Vec<String> {
    let line = |operation: &str, why: &str| {
        let name = escape::excerpt(operation, width);
        styles.faint(format!("- {name:width$}  not called: {}", escape::line(why)))
    };
    let left = outcome.steps.iter().filter(|step| matches!(step.ending, Ending::NotReached)).count();
    let mut lines: Vec<_> =
        outcome.skipped.iter().map(|own| line(&own.operation, &skip_words(&own.reason))).collect();
    if let Some(stop) = outcome.stop.as_ref().filter(|_| left > 0) {
        let steps = if left == 1 { "1 step".to_owned() } else { format!("{left} steps") };
        // The error itself is said once, as the error that it is.
        let why = match stop {
            Stop::Failed(_) => "no call can be made".to_owned(),
            Stop::Interrupted(_) | Stop::Unreached => stop_words(stop),
        };
        lines.push(styles.faint(format!("- {steps} not taken: {why}")));
    }
    let left = outcome.leftovers.iter().map(|own| escape::line(&leftover_words(own)).into_owned());
    lines.extend(left.map(|words| format!("{} {words}", styles.error("!"))));
    lines
}

/// Returns the closing line.
pub fn closing(outcome: &TestOutcome, styles: Styles) -> String {
    let (passed, failed) = (outcome.passed(), outcome.failed());
    let count = match (failed, &outcome.stop) {
        (0, None) => styles.good(format!("{passed} passed")),
        (0, Some(_)) => format!("{}, {passed} passed", styles.error("stopped")),
        _ => format!("{}, {passed} passed", styles.error(format!("{failed} failed"))),
    };
    let left = outcome.steps.iter().filter(|own| not_run(own, outcome).is_some()).count();
    let left = if left == 0 { String::new() } else { format!(", {left} not taken") };
    let skipped = match outcome.skipped.len() {
        0 => String::new(),
        count => format!(", {count} not called"),
    };
    let retried = match outcome.steps.iter().filter(|own| own.passed() && !own.retries.is_empty()).count() {
        0 => String::new(),
        1 => ", 1 not at the first try".to_owned(),
        count => format!(", {count} not at the first try"),
    };
    format!(
        "{count}{retried}{left}{skipped} in {} at {}, seed {}",
        time(outcome.duration),
        escape::line(outcome.server.as_str()),
        outcome.seed
    )
}

/// Writes the whole table.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn text(outcome: &TestOutcome, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let width = name_width(outcome.steps.iter().map(|step| step.operation.as_str()));
    let taken = outcome.steps.iter().filter(|own| !matches!(own.ending, Ending::NotReached));
    for line in taken.flat_map(|own| step(own, width, styles)).chain(not_called(outcome, width, styles)) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "\n{}", closing(outcome, styles))
}
