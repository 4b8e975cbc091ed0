//! A check as one line a finding, for editors and `grep`.

use super::View;
use crate::report::{escape, styles::Styles};
use crate::{diagnostic::Severity, source::Position};
use std::io::{self, Write};

/// Writes `file:line:column: severity[code] message`, a line each; a finding without a place names
/// the document alone.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn concise(view: &View<'_>, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &view.findings {
        let place = match view.place(diagnostic) {
            Some(place) => {
                let Position { line, column } = place.start;
                format!("{}:{line}:{column}", escape::line(place.file))
            }
            None => escape::line(view.document()).into_owned(),
        };
        let kind = diagnostic.kind;
        let label = format!("{}[{}]", diagnostic.severity.word(), kind.code);
        let label = match diagnostic.severity {
            Severity::Error => styles.error(label),
            Severity::Warning => styles.warning(label),
            Severity::Note => styles.good(label),
        };
        let (message, outcome) = (escape::line(&diagnostic.message), kind.outcome_words());
        writeln!(out, "{place}: {label} {message} {}", styles.faint(format!("({outcome})")))?;
    }
    Ok(())
}
