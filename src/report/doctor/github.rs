//! The findings as annotations of a GitHub Actions workflow.

use super::DoctorOutcome;
use crate::{
    diagnostic::Severity,
    report::{
        check::github::{data, property},
        escape,
    },
};
use std::io::{self, Write};

/// Writes an annotation a finding. It has no place: what is wrong is wrong elsewhere.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn github(outcome: &DoctorOutcome, out: &mut dyn Write) -> io::Result<()> {
    for (own, finding) in outcome.findings() {
        let diagnostic = &finding.diagnostic;
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let kind = diagnostic.kind;
        let title = property(&format!("{} {} (doctor, {})", kind.code, kind.name, own.probe.name));
        let mut message = format!("{} ({})", escape::line(&diagnostic.message), kind.outcome_words());
        if let Some(help) = &diagnostic.help {
            message.push_str(&format!("\nhelp: {}", escape::line(help)));
        }
        writeln!(out, "::{command} title={title}::{}", data(&message))?;
    }
    Ok(())
}
