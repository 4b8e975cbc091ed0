//! The smoke test as one JSON document.

use super::{Reason, not_run, reasons, retry_words, skip_name, skip_words, stop_name, stop_words, word};
use crate::{
    report::call::{call, milliseconds},
    scenario::Skipped,
    task::test::{Leftover, RetryReason, StepOutcome, TestOutcome},
};
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the document, step by step: it is never in memory as a whole.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn json(outcome: &TestOutcome, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document(outcome))?;
    writeln!(out)
}

struct Document<'a>(&'a TestOutcome);

/// The steps of the document, each made when it is written.
struct Steps<'a>(&'a TestOutcome);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(outcome) = *self;
        let stop = outcome.stop.as_ref();
        let stop = stop.map(|stop| json!({ "reason": stop_name(stop), "message": stop_words(stop) }));
        let leftover =
            |own: &Leftover| json!({ "operation": own.operation, "path": own.path, "why": own.why });
        let skipped = |own: &Skipped| json!({ "operation": own.operation, "reason": skip_name(&own.reason), "message": skip_words(&own.reason) });
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("schema", &1)?;
        members.serialize_entry("server", outcome.server.as_str())?;
        members.serialize_entry("passed", &outcome.passed())?;
        members.serialize_entry("failed", &outcome.failed())?;
        members.serialize_entry(
            "not_run",
            &outcome.steps.iter().filter(|own| not_run(own, outcome).is_some()).count(),
        )?;
        members.serialize_entry("enforcement_tested", &outcome.enforcement)?;
        members.serialize_entry("seed", &outcome.seed)?;
        members.serialize_entry("other_account", &outcome.other)?;
        members.serialize_entry("duration_ms", &milliseconds(outcome.duration))?;
        members.serialize_entry("stopped", &stop)?;
        members.serialize_entry("leftovers", &outcome.leftovers.iter().map(leftover).collect::<Vec<_>>())?;
        members.serialize_entry("steps", &Steps(outcome))?;
        members.serialize_entry("skipped", &outcome.skipped.iter().map(skipped).collect::<Vec<_>>())?;
        members.end()
    }
}

impl Serialize for Steps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.steps.iter().map(|own| step_value(own, self.0)))
    }
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
