//! What went wrong as annotations of a GitHub Actions workflow.

use super::{Form, Reason, leftover_words, reasons, remarks, stop_words};
use crate::{
    report::{
        check::github::{data, property},
        escape,
    },
    task::test::{StepOutcome, Stop, TestOutcome},
};
use std::io::{self, BufRead, Write};

/// An annotation for each reason that a step failed for, for what there is to say of those that passed,
/// and one where the test was stopped.
#[derive(Debug)]
pub struct Github;

impl Form for Github {
    fn row(&mut self, step: &StepOutcome, _: Option<&Stop>, out: &mut dyn Write) -> io::Result<()> {
        for reason in reasons(step) {
            annotation("error", step, &reason, out)?;
        }
        for remark in remarks(step) {
            // What passes at another try only is worth a look some day.
            let level = if remark.code.is_none() { "warning" } else { "notice" };
            annotation(level, step, &remark, out)?;
        }
        Ok(())
    }

    fn report(
        &mut self,
        outcome: &TestOutcome,
        rows: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        io::copy(rows, out)?;
        for own in &outcome.leftovers {
            let words = leftover_words(own);
            writeln!(out, "::error title=left behind (test)::{}", data(&escape::line(&words)))?;
        }
        match &outcome.stop {
            Some(stop) => {
                writeln!(out, "::error title=stopped (test)::{}", data(&escape::line(&stop_words(stop))))
            }
            None => Ok(()),
        }
    }
}

fn annotation(level: &str, step: &StepOutcome, reason: &Reason, out: &mut dyn Write) -> io::Result<()> {
    let code = reason.code.zip(reason.name).map(|(code, name)| format!("{code} {name}: "));
    let what = format!("{} {}", escape::line(&step.operation), step.check.words());
    let title = property(&format!("{}{what} (test)", code.unwrap_or_default()));
    let mut message = escape::line(&reason.message).into_owned();
    if let Some(help) = &reason.help {
        message.push_str(&format!("\nhelp: {}", escape::line(help)));
    }
    writeln!(out, "::{level} title={title}::{}", data(&message))
}
