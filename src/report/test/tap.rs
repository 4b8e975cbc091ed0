//! The smoke test in the Test Anything Protocol, version 13.

use super::{leftover_words, not_run, reasons, remarks, skip_words, stop_words};
use crate::{
    report::escape,
    task::test::{Stop, TestOutcome},
};
use std::io::{self, Write};

/// Writes a line a step and one per operation that is not called, each reason below its line.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn tap(outcome: &TestOutcome, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "TAP version 13\n1..{}",
        outcome.steps.len() + outcome.skipped.len() + outcome.leftovers.len()
    )?;
    for (at, step) in outcome.steps.iter().enumerate() {
        let left = not_run(step, outcome);
        let ok = if step.failed() { "not ok" } else { "ok" };
        let directive = left.map(|why| format!(" # SKIP {}", words(&why))).unwrap_or_default();
        let (number, name) = (at + 1, words(&step.operation));
        writeln!(out, "{ok} {number} - {name} {}{directive}", step.check.words())?;
        for reason in reasons(step).into_iter().chain(remarks(step)) {
            let code = reason.code.map(|code| format!("[{code}] ")).unwrap_or_default();
            writeln!(out, "# {code}{}", escape::line(&reason.message))?;
            if let Some(help) = reason.help {
                writeln!(out, "#   help: {}", escape::line(&help))?;
            }
        }
    }
    for (at, own) in outcome.skipped.iter().enumerate() {
        let (number, name) = (outcome.steps.len() + at + 1, words(&own.operation));
        writeln!(out, "ok {number} - {name} is called # SKIP {}", words(&skip_words(&own.reason)))?;
    }
    for (at, own) in outcome.leftovers.iter().enumerate() {
        let number = outcome.steps.len() + outcome.skipped.len() + at + 1;
        let name = words(&own.operation);
        writeln!(out, "not ok {number} - {name} leaves nothing behind\n# {}", words(&leftover_words(own)))?;
    }
    writeln!(out, "# seed {}", outcome.seed)?;
    match &outcome.stop {
        Some(stop @ (Stop::Failed(_) | Stop::Interrupted(_))) => {
            writeln!(out, "Bail out! {}", words(&stop_words(stop)))
        }
        Some(Stop::Unreached) | None => Ok(()),
    }
}

/// Returns a text that no reader of the protocol takes for a directive.
fn words(text: &str) -> String {
    escape::line(text).replace('#', "\\#")
}
