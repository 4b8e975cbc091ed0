//! The smoke test in the Test Anything Protocol, version 13.

use super::{Form, leftover_words, not_run, reasons, remarks, skip_words, stop_words};
use crate::{
    report::escape,
    task::test::{StepOutcome, Stop, TestOutcome},
};
use std::io::{self, BufRead, Write};

/// A line a step and one per operation that is not called, each reason below its line.
#[derive(Debug, Default)]
pub struct Tap {
    /// The number of the last line.
    number: usize,
}

impl Form for Tap {
    fn row(&mut self, step: &StepOutcome, stop: Option<&Stop>, out: &mut dyn Write) -> io::Result<()> {
        let left = not_run(step, stop);
        let ok = if step.failed() { "not ok" } else { "ok" };
        let directive = left.map(|why| format!(" # SKIP {}", words(&why))).unwrap_or_default();
        let (number, name) = (self.next(), words(&step.operation));
        writeln!(out, "{ok} {number} - {name} {}{directive}", step.check.words())?;
        for reason in reasons(step).into_iter().chain(remarks(step)) {
            let code = reason.code.map(|code| format!("[{code}] ")).unwrap_or_default();
            writeln!(out, "# {code}{}", escape::line(&reason.message))?;
            if let Some(help) = reason.help {
                writeln!(out, "#   help: {}", escape::line(&help))?;
            }
        }
        Ok(())
    }

    fn report(
        &mut self,
        outcome: &TestOutcome,
        rows: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let lines = self.number + outcome.skipped.len() + outcome.leftovers.len();
        writeln!(out, "TAP version 13\n1..{lines}")?;
        io::copy(rows, out)?;
        for own in &outcome.skipped {
            let (number, name) = (self.next(), words(&own.operation));
            writeln!(out, "ok {number} - {name} is called # SKIP {}", words(&skip_words(&own.reason)))?;
        }
        for own in &outcome.leftovers {
            let (number, name) = (self.next(), words(&own.operation));
            writeln!(
                out,
                "not ok {number} - {name} leaves nothing behind\n# {}",
                words(&leftover_words(own))
            )?;
        }
        writeln!(out, "# seed {}", outcome.seed)?;
        match &outcome.stop {
            Some(stop @ (Stop::Failed(_) | Stop::Interrupted(_))) => {
                writeln!(out, "Bail out! {}", words(&stop_words(stop)))
            }
            Some(Stop::Unreached) | None => Ok(()),
        }
    }
}

impl Tap {
    fn next(&mut self) -> usize {
        self.number += 1;
        self.number
    }
}

/// Returns a text that no reader of the protocol takes for a directive.
fn words(text: &str) -> String {
    escape::line(text).replace('#', "\\#")
}
