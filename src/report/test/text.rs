//! The smoke test as a table for people.

use super::{Form, leftover_words, reasons, remarks, skip_words, stop_words};
use crate::{
    report::{call::time, escape, styles::Styles},
    task::{
        call::CallError,
        test::{Ending, StepOutcome, Stop, TestOutcome},
    },
};
use std::io::{self, BufRead, Write};

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
    let left = outcome.tally.not_reached;
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
    let tally = outcome.tally;
    let (passed, failed) = (tally.passed, tally.failed);
    let count = match (failed, &outcome.stop) {
        (0, None) => styles.good(format!("{passed} passed")),
        (0, Some(_)) => format!("{}, {passed} passed", styles.error("stopped")),
        _ => format!("{}, {passed} passed", styles.error(format!("{failed} failed"))),
    };
    let left = tally.not_taken();
    let left = if left == 0 { String::new() } else { format!(", {left} not taken") };
    let skipped = match outcome.skipped.len() {
        0 => String::new(),
        count => format!(", {count} not called"),
    };
    let retried = match tally.retried {
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

/// The whole table, plain.
#[derive(Debug)]
pub struct Text {
    width: usize,
}

impl Text {
    /// Returns the form for the operations of these names.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self { width: name_width(names) }
    }
}

impl Form for Text {
    fn row(&mut self, step: &StepOutcome, _: Option<&Stop>, out: &mut dyn Write) -> io::Result<()> {
        if !step.was_reached() {
            return Ok(());
        }
        self::step(step, self.width, Styles::default()).iter().try_for_each(|line| writeln!(out, "{line}"))
    }

    fn report(
        &mut self,
        outcome: &TestOutcome,
        rows: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        io::copy(rows, out)?;
        for line in not_called(outcome, self.width, Styles::default()) {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "\n{}", closing(outcome, Styles::default()))
    }
}
