//! A run of workflows as one JSON document.

use super::{foreseen, reasons, stop_name, stop_words, word};
use crate::{
    report::call::{call, milliseconds},
    task::{
        test::Leftover,
        workflow::{Taken, WorkflowOutcome},
    },
};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the document.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn json(outcome: &WorkflowOutcome, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(outcome))?;
    writeln!(out)
}

fn document(outcome: &WorkflowOutcome) -> Value {
    let stop = outcome.stop.as_ref();
    let workflows = outcome.workflows.iter().map(|(name, succeeded)| {
        let outputs = outcome.outputs.iter().find(|(own, _)| own == name).map(|(_, outputs)| outputs);
        json!({ "workflow": name, "passed": succeeded, "outputs": outputs })
    });
    json!({
        "schema": 1,
        "server": outcome.server.as_str(),
        "passed": outcome.passed(),
        "failed": outcome.failed(),
        "foreseen": outcome.steps.len() - outcome.passed() - outcome.failed(),
        "duration_ms": milliseconds(outcome.duration),
        "stopped": stop.map(|stop| json!({ "reason": stop_name(stop), "message": stop_words(stop) })),
        "leftovers": outcome.leftovers.iter().map(leftover).collect::<Vec<_>>(),
        "workflows": workflows.collect::<Vec<_>>(),
        "steps": outcome.steps.iter().map(step_value).collect::<Vec<_>>(),
    })
}

fn leftover(own: &Leftover) -> Value {
    json!({ "operation": own.operation, "path": own.path, "why": own.why })
}

fn step_value(taken: &Taken) -> Value {
    let reasons = reasons(taken);
    let reasons =
        reasons.iter().map(|own| json!({ "code": own.code, "message": own.message, "help": own.help }));
    json!({
        "workflow": taken.workflow,
        "step": taken.step,
        "operation": taken.calls,
        "outcome": word(taken),
        "passed": word(taken) == "passed",
        "foreseen": foreseen(taken),
        "undoes": taken.undoes,
        "reasons": reasons.collect::<Vec<_>>(),
        "call": taken.answer.as_deref().map(call),
    })
}
