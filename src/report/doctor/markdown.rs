//! The outcome as Markdown, for a job summary or a comment.

use super::{DoctorOutcome, closing, count, subject, untested, word};
use crate::{
    diagnostic::Severity,
    report::check::markdown::prose,
    task::doctor::{ProbeOutcome, Verdict},
};
use std::io::{self, Write};

/// Writes a heading, a table of the probes, one of what is wrong, and what was not tested.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn markdown(outcome: &DoctorOutcome, out: &mut dyn Write) -> io::Result<()> {
    let mark = match (count(outcome, Severity::Error), count(outcome, Severity::Warning)) {
        (0, 0) => "✅",
        (0, _) => "⚠️",
        _ => "❌",
    };
    writeln!(
        out,
        "### gptauth doctor: {}\n\n{mark} {}\n",
        prose(&subject(outcome)),
        prose(&closing(outcome))
    )?;
    writeln!(out, "| | probe | what was seen |\n|---|---|---|")?;
    for own in &outcome.probes {
        writeln!(out, "| {} | `{}` | {} |", sign(own), own.probe.name, prose(&seen(own)))?;
    }
    if outcome.findings().next().is_some() {
        writeln!(out, "\n| | finding | what ChatGPT does | what to do |\n|---|---|---|---|")?;
        for (_, finding) in outcome.findings() {
            let diagnostic = &finding.diagnostic;
            let kind = diagnostic.kind;
            let help = diagnostic.help.as_deref().map_or_else(String::new, prose);
            let (message, outcome) = (prose(&diagnostic.message), kind.outcome_words());
            let severity = diagnostic.severity.word();
            writeln!(out, "| {severity} | **{}** {message} | {outcome} | {help} |", kind.code)?;
        }
    }
    let untested = untested(outcome);
    if !untested.is_empty() {
        writeln!(out, "\n<details><summary>Not tested</summary>\n")?;
        for words in untested {
            writeln!(out, "- {}", prose(&words))?;
        }
        writeln!(out, "\n</details>")?;
    }
    Ok(())
}

fn sign(own: &ProbeOutcome) -> &'static str {
    match word(own) {
        "failed" => "❌",
        "warned" => "⚠️",
        "passed" => "✅",
        _ => "➖",
    }
}

fn seen(own: &ProbeOutcome) -> String {
    match &own.verdict {
        Verdict::NotRun(why) => format!("not run: {why}"),
        Verdict::Judged(_) if !own.findings().is_empty() => {
            let codes = own.findings().iter().map(|finding| finding.diagnostic.kind.code);
            codes.collect::<Vec<_>>().join(", ")
        }
        Verdict::Judged(judgement) if judgement.seen.is_empty() => judgement.untold.join("; "),
        Verdict::Judged(judgement) => judgement.seen.clone(),
    }
}
