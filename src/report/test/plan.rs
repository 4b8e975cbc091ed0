//! What the smoke test would do.

use super::{name_width, skip_name, skip_words};
use crate::{
    invoke::signature::Signature,
    report::{escape, styles::Styles},
    scenario::{self, Plan, Step},
    task::test::Pace,
};
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

/// Returns the plan as a JSON document.
pub fn plan_json(plan: &Plan, signatures: &[Signature], pace: Pace) -> Value {
    let order = scenario::order(&plan.steps, signatures);
    let steps = plan.steps.iter().zip(order).map(|(step, after)| {
        let signature = &signatures[step.operation];
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
    });
    let skipped = plan.skipped.iter().map(|own| {
        json!({ "operation": own.operation, "reason": skip_name(&own.reason), "message": skip_words(&own.reason) })
    });
    json!({
        "schema": 1,
        "planned": true,
        "enforcement_tested": plan.enforcement,
        "jobs": pace.jobs,
        "retries": pace.retries,
        "seed": pace.seed,
        "steps": steps.collect::<Vec<_>>(),
        "skipped": skipped.collect::<Vec<_>>(),
    })
}
