//! What the smoke test would do.

use super::{name_width, skip_name, skip_words};
use crate::{
    invoke::signature::Signature,
    report::{escape, styles::Styles},
    scenario::{self, Plan, Skipped, Step},
    task::test::Pace,
};
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes a row a step, in their order, one per operation that would not be called, and at which pace.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn plan_text(
    plan: &Plan,
    signatures: &[Signature],
    pace: Pace,
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = name_width(signatures.iter().map(|own| own.name.as_str()));
    for (at, step) in plan.steps.iter().enumerate() {
        let signature = &signatures[step.operation];
        let name = escape::excerpt(&signature.name, width);
        let mut values = values(step);
        if step.check.is_by_other() {
            values.insert(0, "as the other account".to_owned());
        }
        let values = if values.is_empty() { String::new() } else { format!("  {}", values.join(", ")) };
        let row = format!("{:>3}  {name:width$}  {:23}{}", at + 1, step.check.words(), escape::line(&values));
        writeln!(out, "{}", row.trim_end())?;
    }
    for own in &plan.skipped {
        let name = escape::excerpt(&own.operation, width);
        let why = skip_words(&own.reason);
        let row = format!("  -  {name:width$}  not called: {}", escape::line(&why));
        writeln!(out, "{}", styles.faint(row))?;
    }
    writeln!(out, "\n{}", styles.faint(pace_words(plan, pace)))
}

fn pace_words(plan: &Plan, pace: Pace) -> String {
    let reads = match pace.jobs.get() {
        1 => "one call after the other".to_owned(),
        jobs => format!("up to {jobs} reads side by side"),
    };
    let writes = plan.steps.iter().any(|step| step.round.is_some()) && pace.jobs.get() > 1;
    let writes = if writes { ", what writes one call after the other" } else { "" };
    let retries = match pace.retries {
        0 => "none repeated".to_owned(),
        1 => "each repeated once where it fails for now".to_owned(),
        times => format!("each repeated {times} times where it fails for now"),
    };
    format!("{reads}{writes}, {retries}, seed {}", pace.seed)
}

/// Returns where the arguments of a step come from, in words.
fn values(step: &Step) -> Vec<String> {
    let given = step.arguments.named.iter().map(|(name, value)| format!("{name}={value}"));
    let fed = step.feeds.iter().map(|feed| format!("{} from {}", feed.parameter, feed.source));
    given.chain(fed).collect()
}

/// Writes the plan as a JSON document, step by step.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn plan_json(plan: &Plan, signatures: &[Signature], pace: Pace, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document { plan, signatures, pace })?;
    writeln!(out)
}

struct Document<'a> {
    plan: &'a Plan,
    signatures: &'a [Signature],
    pace: Pace,
}

/// The steps of the document, each made when it is written.
struct Steps<'a>(&'a Document<'a>);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { plan, pace, .. } = self;
        let skipped = |own: &Skipped| json!({ "operation": own.operation, "reason": skip_name(&own.reason), "message": skip_words(&own.reason) });
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("schema", &1)?;
        members.serialize_entry("planned", &true)?;
        members.serialize_entry("enforcement_tested", &plan.enforcement)?;
        members.serialize_entry("jobs", &pace.jobs)?;
        members.serialize_entry("retries", &pace.retries)?;
        members.serialize_entry("seed", &pace.seed)?;
        members.serialize_entry("steps", &Steps(self))?;
        members.serialize_entry("skipped", &plan.skipped.iter().map(skipped).collect::<Vec<_>>())?;
        members.end()
    }
}

impl Serialize for Steps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Document { plan, signatures, .. } = self.0;
        let steps = plan.steps.iter().zip(scenario::order(&plan.steps, signatures));
        serializer
            .collect_seq(steps.map(|(step, after)| step_value(step, &signatures[step.operation], &after)))
    }
}

fn step_value(step: &Step, signature: &Signature, after: &[usize]) -> Value {
    json!({
        "operation": signature.name,
        "method": signature.method.as_str(),
        "path": signature.path,
        "check": step.check.name(),
        "account": if step.check.is_by_other() { "other" } else { "own" },
        "parallel": step.round.is_none(),
        "after": after.iter().map(|at| at + 1).collect::<Vec<_>>(),
        "arguments": step.arguments.named.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>(),
        "taken": step.feeds.iter().map(|feed| json!({ "name": feed.parameter, "from": feed.source })).collect::<Vec<_>>(),
    })
}
