//! The smoke test as Markdown, for a job summary or a comment.

use super::{Form, closing, leftover_words, not_run, reasons, remarks, skip_words, word};
use crate::{
    report::{call::time, check::markdown::prose, styles::Styles},
    task::test::{StepOutcome, Stop, TestOutcome},
};
use std::io::{self, BufRead, Write};

/// A heading, a table of the steps, and what was not called.
#[derive(Debug)]
pub struct Markdown;

impl Form for Markdown {
    fn row(&mut self, step: &StepOutcome, stop: Option<&Stop>, out: &mut dyn Write) -> io::Result<()> {
        let (status, took) = step
            .answer()
            .map(|answer| (answer.status.as_u16().to_string(), time(answer.duration)))
            .unwrap_or_default();
        let (sign, name, check) = (sign(step), prose(&step.operation), step.check.words());
        writeln!(out, "| {sign} | {name} | {check} | {status} | {took} | {} |", wrong(step, stop))
    }

    fn report(
        &mut self,
        outcome: &TestOutcome,
        rows: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let is_good = outcome.tally.failed == 0 && outcome.leftovers.is_empty() && outcome.stop.is_none();
        let mark = if is_good { "✅" } else { "❌" };
        writeln!(out, "### gptauth test\n\n{mark} {}\n", prose(&closing(outcome, Styles::default())))?;
        writeln!(out, "| | operation | check | status | time | what is wrong |\n|---|---|---|---|---|---|")?;
        io::copy(rows, out)?;
        if !outcome.leftovers.is_empty() {
            writeln!(out)?;
        }
        for own in &outcome.leftovers {
            writeln!(out, "- ❌ {}", prose(&leftover_words(own)))?;
        }
        if !outcome.skipped.is_empty() {
            writeln!(out, "\n<details><summary>Not called</summary>\n")?;
            for own in &outcome.skipped {
                writeln!(out, "- {}: {}", prose(&own.operation), prose(&skip_words(&own.reason)))?;
            }
            writeln!(out, "\n</details>")?;
        }
        Ok(())
    }
}

fn sign(step: &StepOutcome) -> &'static str {
    match word(step) {
        "passed" if !step.retries.is_empty() => "🔁",
        "passed" => "✅",
        "failed" => "❌",
        _ => "➖",
    }
}

fn wrong(step: &StepOutcome, stop: Option<&Stop>) -> String {
    if let Some(why) = not_run(step, stop) {
        return format!("not taken: {}", prose(&why));
    }
    let reasons = reasons(step).into_iter().chain(remarks(step)).map(|own| {
        let code = own.code.map(|code| format!("**{code}** ")).unwrap_or_default();
        let help = own.help.map(|help| format!("<br>{}", prose(&help))).unwrap_or_default();
        format!("{code}{}{help}", prose(&own.message))
    });
    reasons.collect::<Vec<_>>().join("<br>")
}
