//! A run of workflows as a table for people.

use super::{foreseen, leftover_words, not_run, reasons, stop_words, undoing, word};
use crate::{
    report::{call::time, escape, styles::Styles, test::name_width},
    task::{
        call::CallError,
        workflow::{Ending, Stop, Taken, WorkflowOutcome},
    },
};
use std::io::{self, Write};

/// The width of the column that says what a step calls.
const CALLS_WIDTH: usize = 23;

/// Returns the line above the first step of a workflow.
pub fn heading(workflow: &str, styles: Styles) -> String {
    styles.strong(escape::line(workflow))
}

/// Returns the lines of a step: the first its row of the table, the others what is to be said about it.
pub fn step(taken: &Taken, width: usize, styles: Styles) -> Vec<String> {
    let (answer, took) = match (&taken.answer, &taken.ending) {
        (Some(answer), _) => (answer.status.as_u16().to_string(), time(answer.duration)),
        (None, Ending::Unanswered(CallError::TooSlow { limit })) => ("–".to_owned(), time(*limit)),
        (None, _) => ("–".to_owned(), String::new()),
    };
    let mark = match word(taken) {
        "passed" => styles.good("✓"),
        "foreseen" => styles.faint("-"),
        _ => styles.error("✗"),
    };
    let name = escape::excerpt(&taken.step, width);
    let calls = escape::excerpt(&taken.calls, CALLS_WIDTH);
    let row = format!("{mark} {name:width$}  {calls:CALLS_WIDTH$}  {answer:>3}  {took:>7}");
    let mut lines = vec![row.trim_end().to_owned()];
    lines.extend(undoing(taken).map(|own| styles.faint(format!("    {own}"))));
    lines.extend(foreseen(taken).map(|own| styles.faint(format!("    foreseen: {}", escape::line(&own)))));
    lines.extend(reasons(taken).into_iter().flat_map(|reason| {
        let code =
            reason.code.map(|code| format!("{} ", styles.error(format!("[{code}]")))).unwrap_or_default();
        let message = format!("    {code}{}", escape::line(&reason.message));
        let help = reason.help.map(|help| format!("    {} {}", styles.hint("help:"), escape::line(&help)));
        [Some(message), help].into_iter().flatten()
    }));
    lines
}

/// Returns the closing lines: what was not run, and the count.
pub fn closing(outcome: &WorkflowOutcome, styles: Styles) -> Vec<String> {
    let mut lines: Vec<_> = not_run(outcome)
        .map(|name| {
            styles.faint(format!("- workflow `{}` not run: one that it needs failed", escape::line(name)))
        })
        .collect();
    // The error itself is said once, as the error that it is.
    lines.extend(outcome.stop.as_ref().map(|stop| {
        let why = match stop {
            Stop::Failed(_) => "no call can be made".to_owned(),
            Stop::Interrupted(_) => stop_words(stop),
        };
        styles.faint(format!("- the other steps not taken: {why}"))
    }));
    let left = outcome.leftovers.iter().map(|own| escape::line(&leftover_words(own)).into_owned());
    lines.extend(left.map(|words| format!("{} {words}", styles.error("!"))));
    lines.push(String::new());
    lines.push(count(outcome, styles));
    lines
}

pub(super) fn count(outcome: &WorkflowOutcome, styles: Styles) -> String {
    let (passed, failed) = (outcome.passed(), outcome.failed());
    let count = match (failed, &outcome.stop) {
        (0, None) => styles.good(format!("{passed} passed")),
        (0, Some(_)) => format!("{}, {passed} passed", styles.error("stopped")),
        _ => format!("{}, {passed} passed", styles.error(format!("{failed} failed"))),
    };
    let foreseen = match outcome.steps.len() - passed - failed {
        0 => String::new(),
        foreseen => format!(", {foreseen} foreseen"),
    };
    let server = escape::line(outcome.server.as_str()).into_owned();
    format!("{count}{foreseen} in {} at {server}", time(outcome.duration))
}

/// Writes the whole table.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn text(outcome: &WorkflowOutcome, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let width = name_width(outcome.steps.iter().map(|own| own.step.as_str()));
    let mut before = None;
    for taken in &outcome.steps {
        if before != Some(&taken.workflow) {
            writeln!(out, "{}", heading(&taken.workflow, styles))?;
            before = Some(&taken.workflow);
        }
        for line in step(taken, width, styles) {
            writeln!(out, "{line}")?;
        }
    }
    closing(outcome, styles).iter().try_for_each(|line| writeln!(out, "{line}"))
}
