//! What a check saw, as text and as JSON.

use super::{diagnostics, escape, styles::Styles};
use crate::{
    diagnostic::{File, Outcome, Severity},
    lint::Accepted,
    task::check::{CheckOutcome, JudgedOperation, Verdict},
};
use serde_json::json;
use std::{
    collections::BTreeMap,
    io::{self, Write},
};

/// How wide a line may be, in characters.
const WIDTH: usize = 80;

/// How many findings of one kind are shown.
const SHOWN: usize = 10;

/// How many operations the table shows.
const ROWS: usize = 40;

/// How wide a name and a path may be in it, in characters.
const NAME: usize = 28;
const PATH: usize = 28;

/// Writes the findings, the operations as the editor would list them, and what follows from both.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn text(outcome: &CheckOutcome, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in &outcome.diagnostics {
        let count = counts.entry(diagnostic.kind.code).or_default();
        *count += 1;
        if *count <= SHOWN {
            diagnostics::text(diagnostic, |file| outcome.text(file), styles, out)?;
        }
    }
    for (code, count) in counts.into_iter().filter(|(_, count)| *count > SHOWN) {
        let more = styles.strong(format!("… and {} more of {code}", count - SHOWN));
        writeln!(out, "{more}; `--format json` lists them all\n")?;
    }
    table(outcome, styles, out)?;
    let closing = match closing(outcome, Styles::default(), " ").chars().count() {
        ..=WIDTH => closing(outcome, styles, " "),
        _ => closing(outcome, styles, "\n"),
    };
    writeln!(out, "{closing}")?;
    unreported(outcome).map_or(Ok(()), |unreported| writeln!(out, "{unreported}"))
}

/// Writes the same as one JSON document.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn json(outcome: &CheckOutcome, out: &mut dyn Write) -> io::Result<()> {
    let operation = |operation: &JudgedOperation| {
        let mut reasons: Vec<_> = codes(outcome, operation).collect();
        reasons.dedup();
        json!({
            "operation_id": operation.operation_id,
            "method": operation.method,
            "path": operation.path,
            "outcome": operation.verdict.word(),
            "reasons": reasons,
        })
    };
    let accepted = |accepted: &Accepted| {
        let mut finding = diagnostics::json(&accepted.diagnostic, |file| outcome.text(file));
        finding["accepted"] = json!(accepted.reason);
        finding
    };
    let document = json!({
        "schema": 1,
        "file": outcome.document.source().name(),
        "project": outcome.text(File::Project).map(|source| source.name()),
        "diagnostics": outcome
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostics::json(diagnostic, |file| outcome.text(file)))
            .collect::<Vec<_>>(),
        "accepted": outcome.accepted.iter().map(accepted).collect::<Vec<_>>(),
        "operations": outcome.operations.iter().map(operation).collect::<Vec<_>>(),
        "summary": {
            "errors": outcome.count(Severity::Error),
            "warnings": outcome.count(Severity::Warning),
            "notes": outcome.count(Severity::Note),
            "accepted": outcome.accepted.len(),
            "off": outcome.off.len(),
            "outcome": outcome.verdict().word(),
        },
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn table(outcome: &CheckOutcome, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let rows = outcome.operations.get(..ROWS.min(outcome.operations.len())).unwrap_or_default();
    if rows.is_empty() {
        return Ok(());
    }
    let width = |text: &dyn Fn(&JudgedOperation) -> String| {
        rows.iter().map(|row| text(row).chars().count()).max().unwrap_or_default()
    };
    let (names, methods, paths) =
        (width(&name), width(&|row: &JudgedOperation| row.method.to_owned()), width(&path));
    let refused = |row: &JudgedOperation| row.verdict == Verdict::Refused;
    // Where the document is refused for something else, there would be no list yet.
    let heading = if outcome.verdict() == Verdict::Refused && !outcome.operations.iter().any(refused) {
        "Operations as the GPT editor would list them once it accepts the document"
    } else {
        "Operations as the GPT editor would list them"
    };
    writeln!(out, "{}", styles.strong(heading))?;
    for row in rows {
        let (name, method, path, verdict) = (name(row), row.method, path(row), verdict(outcome, row, styles));
        writeln!(out, "  {name:names$}  {method:methods$}  {path:paths$}  {verdict}")?;
    }
    let more = outcome.operations.len() - rows.len();
    if more > 0 {
        writeln!(out, "  … and {more} more; `--format json` lists them all")?;
    }
    writeln!(out)
}

fn name(row: &JudgedOperation) -> String {
    row.operation_id.as_deref().map_or_else(|| "(no name)".to_owned(), |name| escape::excerpt(name, NAME))
}

fn path(row: &JudgedOperation) -> String {
    escape::excerpt(&row.path, PATH)
}

fn verdict(outcome: &CheckOutcome, row: &JudgedOperation, styles: Styles) -> String {
    let mut codes: Vec<_> = codes(outcome, row).collect();
    codes.dedup();
    let codes = codes.join(", ");
    match row.verdict {
        Verdict::Accepted if codes.is_empty() => styles.good("accepted"),
        Verdict::Accepted => format!("{} ({codes})", styles.good("accepted")),
        Verdict::Warned => format!("{}: {codes}", styles.warning("accepted, with a warning")),
        Verdict::FailsWhenCalled => format!("{}: {codes}", styles.error("fails when called")),
        Verdict::Dropped => format!("{}: {codes}", styles.error("dropped")),
        Verdict::Refused => format!("{}: {codes}", styles.error("refused")),
    }
}

fn codes<'a>(outcome: &'a CheckOutcome, row: &'a JudgedOperation) -> impl Iterator<Item = &'static str> {
    row.reasons.iter().filter_map(|reason| outcome.diagnostics.get(*reason)).map(|reason| reason.kind.code)
}

/// Returns the last line: how much was found where, and, after `gap`, what the editor would do.
fn closing(outcome: &CheckOutcome, styles: Styles, gap: &str) -> String {
    let counts: Vec<_> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| counted(outcome.count(severity), severity.word()))
        .collect();
    let files: Vec<_> = outcome
        .document
        .files()
        .chain([File::Project])
        .filter_map(|file| outcome.text(file))
        .map(|source| escape::line(source.name()))
        .collect();
    let files = files.join(" and ");
    let dropped = outcome.operations.iter().filter(|operation| operation.verdict == Verdict::Dropped).count();
    let follows = match outcome.verdict() {
        Verdict::Accepted if outcome.diagnostics.is_empty() && unreported(outcome).is_some() => {
            styles.good("the editor would accept the rest")
        }
        Verdict::Accepted if outcome.diagnostics.is_empty() => styles.good("the editor would accept it"),
        Verdict::Accepted => styles.good("the editor would accept it, as far as is known"),
        Verdict::Warned if only_calls_may_fail(outcome) => {
            styles.warning("the editor would accept it, and calls may fail")
        }
        Verdict::Warned => styles.warning("the editor may complain"),
        Verdict::FailsWhenCalled => styles.error("the editor would accept it, and calls would fail"),
        Verdict::Dropped => styles
            .error(format!("the editor would drop {dropped} of {} operations", outcome.operations.len())),
        Verdict::Refused => styles.error("the editor would refuse it"),
    };
    match counts.as_slice() {
        [] => format!("Nothing found in {files}:{gap}{follows}"),
        counts => format!("{} in {files}:{gap}{follows}", counts.join(", ")),
    }
}

/// Returns what the project keeps from being reported: nothing is silent without a trace.
fn unreported(outcome: &CheckOutcome) -> Option<String> {
    let counts: Vec<_> = [(outcome.accepted.len(), "accepted"), (outcome.off.len(), "switched off")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let project = escape::line(outcome.text(File::Project)?.name());
    (!counts.is_empty()).then(|| format!("Not counted: {} by {project}", counts.join(", ")))
}

/// Returns whether all warnings are about what comes after the editor.
fn only_calls_may_fail(outcome: &CheckOutcome) -> bool {
    let mut warnings = outcome.diagnostics.iter().filter(|own| own.kind.severity == Severity::Warning);
    warnings.all(|own| matches!(own.kind.outcome, Outcome::FailsWhenCalled | Outcome::Advice))
}

fn counted(count: usize, word: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    }
}

#[cfg(test)]
mod tests;
