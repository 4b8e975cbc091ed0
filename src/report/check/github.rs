//! A check as annotations of a GitHub Actions workflow.
//!
//! A line that starts with `::` is a command to the runner, so nothing from the document may start
//! one: every line break is encoded (docs.github.com, "Workflow commands for GitHub Actions").

use super::{Root, View};
use crate::{
    diagnostic::{Diagnostic, Severity},
    openapi::ParseError,
    report::escape,
};
use std::io::{self, Write};

/// Writes an annotation a finding; the file is named from the top of the checkout.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn github(view: &View<'_>, root: &Root, out: &mut dyn Write) -> io::Result<()> {
    view.findings.iter().try_for_each(|diagnostic| annotation(view, diagnostic, root, out))
}

/// Writes the annotation of a text that is no document.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn unreadable(error: &ParseError, root: &Root, out: &mut dyn Write) -> io::Result<()> {
    let source = error.text();
    let place = source.position(error.offset());
    let file = property(&root.path(source.name()));
    let message = format!("{}\nhelp: {}", escape::line(&error.fault().to_string()), error.fault().hint());
    writeln!(
        out,
        "::error file={file},line={},col={},title=not an OpenAPI document::{}",
        place.line,
        place.column,
        data(&message),
    )
}

fn annotation(view: &View<'_>, diagnostic: &Diagnostic, root: &Root, out: &mut dyn Write) -> io::Result<()> {
    let kind = diagnostic.kind;
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    write!(out, "::{command} ")?;
    if let Some(place) = view.place(diagnostic) {
        let (start, end) = (place.start, place.end);
        write!(out, "file={},line={},endLine={},", property(&root.path(place.file)), start.line, end.line)?;
        // Columns only count within one line.
        if start.line == end.line {
            write!(out, "col={},endColumn={},", start.column, end.column)?;
        }
    }
    let title = property(&format!("{} {}", kind.code, kind.name));
    let mut message = format!("{} ({})", escape::line(&diagnostic.message), kind.outcome_words());
    if let Some(help) = &diagnostic.help {
        message.push_str(&format!("\nhelp: {}", escape::line(help)));
    }
    writeln!(out, "title={title}::{}", data(&message))
}

/// Encodes what stands behind the `::`.
pub(in crate::report) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Encodes the value of a property.
pub(in crate::report) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_property_or_a_line_early() {
        assert_eq!(property("a:b,c%d\r\ne;f"), "a%3Ab%2Cc%25d%0D%0Ae;f");
        assert_eq!(data("100%: a, b\n::error::x"), "100%25: a, b%0A::error::x");
    }
}
