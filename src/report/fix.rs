//! What was mended, and the change as a diff.

use super::{escape, styles::Styles};
use crate::{
    edit::{Applied, Mends},
    lint,
    task::fix::FixOutcome,
};
use similar::{Algorithm, ChangeTag, TextDiff};
use std::{
    collections::BTreeMap,
    io::{self, Write},
    time::Duration,
};

/// How many fixes of one kind are told.
const SHOWN: usize = 8;

/// How long the smallest diff is looked for; then a larger one will do.
const TIME: Duration = Duration::from_secs(2);

/// How wide a line about a fix may be, in characters.
const WIDTH: usize = 70;

/// Returns what was mended, a line each, the same kind together.
pub fn lines(fixed: &[Applied], styles: Styles) -> Vec<String> {
    let mut kinds: BTreeMap<Mends, Vec<&Applied>> = BTreeMap::new();
    for one in fixed {
        kinds.entry(one.mends).or_default().push(one);
    }
    let mut lines = Vec::new();
    for (mends, fixed) in kinds {
        let code = lint::kinds().find(|kind| kind.name == mends.finding()).map_or("", |kind| kind.code);
        for one in fixed.iter().take(SHOWN) {
            lines.push(format!("  {} {}", styles.strong(code), escape::excerpt(&one.does, WIDTH)));
        }
        if fixed.len() > SHOWN {
            lines.push(format!("  {} … and {} more like it", styles.strong(code), fixed.len() - SHOWN));
        }
    }
    lines
}

/// Writes the change as a unified diff, as `patch` takes it.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn diff(outcome: &FixOutcome, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    if !outcome.is_changed() {
        return Ok(());
    }
    let name = escape::line(outcome.check.document.source().name());
    // Lines that come once hold large documents together, where the smallest diff takes too long.
    let mut differ = TextDiff::configure();
    differ.algorithm(Algorithm::Patience).timeout(TIME);
    let diff = differ.diff_lines(outcome.before.as_str(), outcome.after());
    writeln!(out, "{}", styles.strong(format!("--- {name}")))?;
    writeln!(out, "{}", styles.strong(format!("+++ {name}")))?;
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        writeln!(out, "{}", styles.typed(hunk.header().to_string()))?;
        for change in hunk.iter_changes() {
            // The bytes of a diff are data: escaped for the eye alone, they would not apply.
            let text = change.value();
            let (text, end) = text.split_at(text.trim_end_matches(['\r', '\n']).len());
            let text = if styles.coloured() { escape::line(text) } else { text.into() };
            match change.tag() {
                ChangeTag::Delete => write!(out, "{}{end}", styles.error(format!("-{text}")))?,
                ChangeTag::Insert => write!(out, "{}{end}", styles.good(format!("+{text}")))?,
                ChangeTag::Equal => write!(out, " {text}{end}")?,
            }
            if change.missing_newline() {
                writeln!(out, "\n\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}
