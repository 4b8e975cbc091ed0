//! The smoke test as one JSON document.

use super::{Reason, not_run, reasons, retry_words, skip_name, skip_words, stop_name, stop_words, word};
use crate::{
    report::call::{call, milliseconds},
    task::test::{RetryReason, StepOutcome, TestOutcome},
};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the document.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn json(outcome: &TestOutcome, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(outcome))?;
    writeln!(out)
}

pub(super) fn document(outcome: &TestOutcome) -> Value {
    let skipped = outcome.skipped.iter().map(|own| {
        json!({ "operation": own.operation, "reason": skip_name(&own.reason), "message": skip_words(&own.reason) })
    });
    let stop = outcome.stop.as_ref();
    json!({
        "schema": 1,
        "server": outcome.server.as_str(),
        "passed": outcome.passed(),
        "failed": outcome.failed(),
        "not_run": outcome.steps.iter().filter(|own| not_run(own, outcome).is_some()).count(),
        "enforcement_tested": outcome.enforcement,
        "seed": outcome.seed,
        "other_account": outcome.other,
        "duration_ms": milliseconds(outcome.duration),
        "stopped": stop.map(|stop| json!({ "reason": stop_name(stop), "message": stop_words(stop) })),
        "leftovers": outcome.leftovers.iter().map(|own| json!({ "operation": own.operation, "path": own.path, "why": own.why })).collect::<Vec<_>>(),
        "steps": outcome.steps.iter().map(|own| step_value(own, outcome)).collect::<Vec<_>>(),
        "skipped": skipped.collect::<Vec<_>>(),
    })
}

pub(super) fn step_value(step: &StepOutcome, outcome: &TestOutcome) -> Value {
    let told = |own: &Reason| json!({ "code": own.code, "message": own.message, "help": own.help });
    let tries = step.retries.iter().map(|own| {
        let status = match own.reason {
            RetryReason::Status(status) => Some(status.as_u16()),
            RetryReason::Lost(_) => None,
        };
        json!({ "status": status, "message": retry_words(own), "waited_ms": milliseconds(own.waited) })
    });
    json!({
        "operation": step.operation,
        "check": step.check.name(),
        "outcome": word(step),
        "passed": step.passed(),
        "not_run": not_run(step, outcome),
        "account": if step.check.is_by_other() { "other" } else { "own" },
        "reasons": reasons(step).iter().map(told).collect::<Vec<_>>(),
        "notes": step.notes().iter().map(Reason::of).map(|own| told(&own)).collect::<Vec<_>>(),
        "retries": tries.collect::<Vec<_>>(),
        "call": step.answer().map(call),
    })
}
