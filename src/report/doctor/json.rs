//! The outcome as one JSON document.

use super::{count, exchange, word};
use crate::{
    diagnostic::Severity,
    probe::Finding,
    report::{call::milliseconds, diagnostics},
    task::doctor::{DoctorOutcome, ProbeOutcome, Verdict},
};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the document.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn json(outcome: &DoctorOutcome, out: &mut dyn Write) -> io::Result<()> {
    let document = json!({
        "schema": 1,
        "provider": (!outcome.provider.is_unknown()).then_some(outcome.provider.name),
        "issuer": outcome.issuer,
        "client_id": outcome.client_id,
        "server": outcome.server.as_ref().map(|server| server.as_str()),
        "probes": outcome.probes.iter().map(probe).collect::<Vec<_>>(),
        "endings": outcome.endings.iter().map(|own| json!({ "at": own.at.to_string(), "what": own.what })).collect::<Vec<_>>(),
        "summary": {
            "errors": count(outcome, Severity::Error),
            "warnings": count(outcome, Severity::Warning),
            "notes": count(outcome, Severity::Note),
            "not_run": outcome.probes.iter().filter(|own| super::not_run(own).is_some()).count(),
            "requests": outcome.requests,
            "duration_ms": milliseconds(outcome.duration),
        },
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn probe(own: &ProbeOutcome) -> Value {
    let (seen, untold, reason) = match &own.verdict {
        Verdict::NotRun(why) => (None, Vec::new(), Some(why)),
        Verdict::Judged(judgement) => {
            (Some(&judgement.seen).filter(|seen| !seen.is_empty()), judgement.untold.clone(), None)
        }
    };
    json!({
        "name": own.probe.name,
        "group": own.probe.group.name(),
        "question": own.probe.question,
        "outcome": word(own),
        "seen": seen,
        "reason": reason,
        "findings": own.findings().iter().map(finding).collect::<Vec<_>>(),
        "untold": untold,
        "exchanges": own.exchanges.iter().map(|(ask, answered)| exchange::value(ask, answered)).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    let mut value = diagnostics::json(&finding.diagnostic, |_| None);
    value["basis"] = diagnostics::basis_json(finding.basis());
    value["exchange"] = json!(finding.shown_by);
    value
}
