//! What a run of workflows would do.

use crate::{
    arazzo::Template,
    report::{escape, styles::Styles, test::name_width},
    task::workflow::{Calls, Planned, Recorded},
};
use serde_json::{Value, json};
use std::{
    io::{self, Write},
    path::Path,
};

/// Writes a row a step, below the name of its workflow.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn plan_text(plan: &[Planned<'_>], styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let width = name_width(plan.iter().map(|own| own.step.id.as_str()));
    let mut before = "";
    for (at, own) in plan.iter().enumerate() {
        if before != own.workflow {
            writeln!(out, "{}", super::heading(own.workflow, styles))?;
            before = own.workflow;
        }
        let name = escape::excerpt(&own.step.id, width);
        let what = match own.calls {
            Calls::Operation(signature) => {
                format!("{} ({} {})", signature.name, signature.method, signature.path)
            }
            Calls::Workflow(workflow) => format!("runs `{workflow}`"),
        };
        writeln!(out, "{:>3}  {name:width$}  {}", at + 1, escape::line(&what))?;
        let values = values(own);
        if !values.is_empty() {
            let text = values.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
            let line = format!("     {:width$}  {}", "", escape::line(&text.join(", ")));
            writeln!(out, "{}", styles.faint(line))?;
        }
        if let Some(id) = own.undone_by {
            let line = format!("     {:width$}  undone by {}, however it ends", "", escape::line(id));
            writeln!(out, "{}", styles.faint(line))?;
        }
    }
    Ok(())
}

/// Returns the plan as a JSON document.
pub fn plan_json(plan: &[Planned<'_>]) -> Value {
    let steps = plan.iter().map(|own| {
        let values = values(own).into_iter().map(|(name, value)| json!({ "name": name, "value": value }));
        let (operation, method, path) = match own.calls {
            Calls::Operation(own) => (Some(&*own.name), Some(own.method.as_str()), Some(&*own.path)),
            Calls::Workflow(_) => (None, None, None),
        };
        let runs = if let Calls::Workflow(workflow) = own.calls { Some(workflow) } else { None };
        json!({
            "workflow": own.workflow,
            "step": own.step.id,
            "operation": operation,
            "method": method,
            "path": path,
            "runs": runs,
            "parameters": values.collect::<Vec<_>>(),
            "undone_by": own.undone_by,
            "criteria": own.step.criteria.iter().map(|own| &own.text).collect::<Vec<_>>(),
        })
    });
    json!({ "schema": 1, "planned": true, "steps": steps.collect::<Vec<_>>() })
}

/// Returns what was recorded as a JSON document.
pub fn recorded(own: &Recorded, file: &Path) -> Value {
    json!({
        "schema": 1,
        "file": file.display().to_string(),
        "workflows": own.workflows,
        "steps": own.steps,
        "writes": own.writes,
        "remarks": own.remarks,
    })
}

/// Returns where the parameters of a step come from.
fn values(own: &Planned<'_>) -> Vec<(String, String)> {
    let value = |template: &Template| match template {
        Template::Literal(Value::String(text)) => text.clone(),
        Template::Literal(value) => value.to_string(),
        other => {
            let expressions: Vec<_> = other.expressions().iter().map(ToString::to_string).collect();
            expressions.join(" and ")
        }
    };
    own.step.parameters.iter().map(|own| (own.name.clone(), value(&own.value))).collect()
}
