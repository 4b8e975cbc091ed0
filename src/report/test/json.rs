//! The smoke test as one JSON document.

use super::{
    Form, Reason, not_run, reasons, retry_words, skip_name, skip_words, stop_name, stop_words, word,
};
use crate::{
    report::call::{call, milliseconds},
    scenario::Skipped,
    task::test::{Leftover, RetryReason, StepOutcome, Stop, TestOutcome},
};
use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap as _, SerializeSeq as _},
};
use serde_json::{Value, json};
use std::{
    cell::RefCell,
    io::{self, BufRead, Write},
};

/// One document. A row is a line of its own, until the document is laid out as a whole.
#[derive(Debug)]
pub struct Json;

impl Form for Json {
    fn row(&mut self, step: &StepOutcome, stop: Option<&Stop>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", step_value(step, stop))
    }

    fn report(
        &mut self,
        outcome: &TestOutcome,
        rows: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let document = Document { outcome, steps: Steps(RefCell::new(rows)) };
        serde_json::to_writer_pretty(&mut *out, &document)?;
        writeln!(out)
    }
}

struct Document<'a> {
    outcome: &'a TestOutcome,
    steps: Steps<'a>,
}

/// The steps of the document, each read when it is written.
struct Steps<'a>(RefCell<&'a mut dyn BufRead>);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { outcome, steps } = self;
        let stop = outcome.stop.as_ref();
        let stop = stop.map(|stop| json!({ "reason": stop_name(stop), "message": stop_words(stop) }));
        let leftover =
            |own: &Leftover| json!({ "operation": own.operation, "path": own.path, "why": own.why });
        let skipped = |own: &Skipped| json!({ "operation": own.operation, "reason": skip_name(&own.reason), "message": skip_words(&own.reason) });
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("schema", &1)?;
        members.serialize_entry("server", outcome.server.as_str())?;
        members.serialize_entry("passed", &outcome.tally.passed)?;
        members.serialize_entry("failed", &outcome.tally.failed)?;
        members.serialize_entry("not_run", &outcome.tally.not_taken())?;
        members.serialize_entry("enforcement_tested", &outcome.enforcement)?;
        members.serialize_entry("seed", &outcome.seed)?;
        members.serialize_entry("other_account", &outcome.other)?;
        members.serialize_entry("duration_ms", &milliseconds(outcome.duration))?;
        members.serialize_entry("stopped", &stop)?;
        members.serialize_entry("leftovers", &outcome.leftovers.iter().map(leftover).collect::<Vec<_>>())?;
        members.serialize_entry("steps", steps)?;
        members.serialize_entry("skipped", &outcome.skipped.iter().map(skipped).collect::<Vec<_>>())?;
        members.end()
    }
}

impl Serialize for Steps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut steps = serializer.serialize_seq(None)?;
        for line in (&mut *self.0.borrow_mut()).lines() {
            let line = line.map_err(S::Error::custom)?;
            steps.serialize_element(&serde_json::from_str::<Value>(&line).map_err(S::Error::custom)?)?;
        }
        steps.end()
    }
}

pub(super) fn step_value(step: &StepOutcome, stop: Option<&Stop>) -> Value {
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
        "not_run": not_run(step, stop),
        "account": if step.check.is_by_other() { "other" } else { "own" },
        "reasons": reasons(step).iter().map(told).collect::<Vec<_>>(),
        "notes": step.notes().iter().map(Reason::of).map(|own| told(&own)).collect::<Vec<_>>(),
        "retries": tries.collect::<Vec<_>>(),
        "call": step.answer().map(call),
    })
}
