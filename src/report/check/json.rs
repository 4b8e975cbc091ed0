//! A check as one JSON document.

use super::View;
use crate::{
    diagnostic::{File, Severity},
    edit::Applied,
    lint::Accepted,
    report::diagnostics,
    task::check::JudgedOperation,
};
use serde_json::json;
use std::io::{self, Write};

/// Writes the findings, the operations and the summary as one JSON document.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn json(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let outcome = view.outcome;
    let operation = |operation: &JudgedOperation| {
        json!({
            "operation_id": operation.operation_id,
            "method": operation.method,
            "path": operation.path,
            "outcome": operation.verdict.word(),
            "reasons": view.codes(operation),
            "not_counted": operation.not_counted,
        })
    };
    let accepted = |accepted: &Accepted| {
        let mut finding = diagnostics::json(&accepted.diagnostic, |file| outcome.text(file));
        finding["accepted"] = json!(accepted.reason);
        finding
    };
    let fixed = |fixed: &Applied| json!({ "name": fixed.mends.finding(), "pointer": fixed.pointer, "message": fixed.does });
    let document = json!({
        "schema": 1,
        "file": view.document(),
        "project": outcome.text(File::Project).map(|source| source.name()),
        "diagnostics": view
            .findings
            .iter()
            .map(|diagnostic| diagnostics::json(diagnostic, |file| outcome.text(file)))
            .collect::<Vec<_>>(),
        "accepted": view.accepted().map(accepted).collect::<Vec<_>>(),
        "fixed": outcome.fixed.iter().map(fixed).collect::<Vec<_>>(),
        "operations": outcome.operations.iter().map(operation).collect::<Vec<_>>(),
        "summary": {
            "errors": view.count(Severity::Error),
            "warnings": view.count(Severity::Warning),
            "notes": view.count(Severity::Note),
            "accepted": outcome.accepted.len(),
            "off": outcome.off.len(),
            "not_shown": view.hidden(),
            "outcome": outcome.verdict().word(),
        },
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
