//! The smoke test as Markdown, for a job summary or a comment.

use super::{closing, leftover_words, not_run, reasons, remarks, skip_words, word};
use crate::{
    report::{call::time, check::markdown::prose, styles::Styles},
    task::test::{StepOutcome, TestOutcome},
};
use std::io::{self, Write};

/// Writes a heading, a table of the steps, and what was not called.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn markdown(outcome: &TestOutcome, out: &mut dyn Write) -> io::Result<()> {
    let mark = if outcome.failed() == 0 && outcome.leftovers.is_empty() && outcome.stop.is_none() {
        "✅"
    } else {
        "❌"
    };
    writeln!(out, "### gptauth test\n\n{mark} {}\n", prose(&closing(outcome, Styles::default())))?;
    writeln!(out, "| | operation | check | status | time | what is wrong |\n|---|---|---|---|---|---|")?;
    for step in &outcome.steps {
        let (status, took) = step
            .answer()
            .map(|answer| (answer.status.as_u16().to_string(), time(answer.duration)))
            .unwrap_or_default();
        let (sign, name, check) = (sign(step), prose(&step.operation), step.check.words());
        writeln!(out, "| {sign} | {name} | {check} | {status} | {took} | {} |", wrong(step, outcome))?;
    }
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

fn sign(step: &StepOutcome) -> &'static str {
    match word(step) {
        "passed" if !step.retries.is_empty() => "🔁",
        "passed" => "✅",
        "failed" => "❌",
        _ => "➖",
    }
}

fn wrong(step: &StepOutcome, outcome: &TestOutcome) -> String {
    if let Some(why) = not_run(step, outcome) {
        return format!("not taken: {}", prose(&why));
    }
    let reasons = reasons(step).into_iter().chain(remarks(step)).map(|own| {
        let code = own.code.map(|code| format!("**{code}** ")).unwrap_or_default();
        let help = own.help.map(|help| format!("<br>{}", prose(&help))).unwrap_or_default();
        format!("{code}{}{help}", prose(&own.message))
    });
    reasons.collect::<Vec<_>>().join("<br>")
}
