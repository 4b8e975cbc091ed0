//! The inputs of workflows, as they are given.

use crate::{
    arazzo::Workflow,
    invoke::value_text,
    json_schema::{JsonSchema, Validator},
    nearest::nearest,
};
use serde_json::{Map, Value};

/// How many faults of the inputs are told.
const MAX_TOLD: usize = 5;

/// An input as it was given.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A text, which the schema says the meaning of.
    Text(String),
    /// A value.
    Json(Value),
}

/// Why the inputs do not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// No workflow that is run has it.
    #[error("no workflow that is run has an input `{name}`")]
    Unknown {
        /// The name.
        name: String,
        /// The names that there are.
        known: Vec<String>,
        /// The nearest of them.
        nearest: Option<String>,
    },
    /// It was given twice.
    #[error("the input `{name}` was given twice")]
    Twice {
        /// The name.
        name: String,
    },
    /// It is a secret.
    #[error("the input `{name}` of workflow `{workflow}` is a secret (`format: password`)")]
    Secret {
        /// The name.
        name: String,
        /// The workflow.
        workflow: String,
    },
    /// One that must be given was not.
    #[error("workflow `{workflow}` needs {}", listed(.names))]
    Missing {
        /// The workflow.
        workflow: String,
        /// The names.
        names: Vec<String>,
    },
    /// The schema does not allow them.
    #[error("the inputs of workflow `{workflow}` break its schema: {}", .faults.join("; "))]
    Broken {
        /// The workflow.
        workflow: String,
        /// What is wrong.
        faults: Vec<String>,
    },
    /// The schema is none.
    #[error("the inputs of workflow `{workflow}` cannot be judged: {reason}")]
    Unusable {
        /// The workflow.
        workflow: String,
        /// What is wrong with the schema.
        reason: String,
    },
}

/// Returns the inputs of each workflow, from what was given for all of them.
///
/// # Errors
///
/// As [`InputError`].
pub(super) fn of_all(
    workflows: &[&Workflow],
    given: &[(String, Given)],
) -> Result<Vec<Map<String, Value>>, InputError> {
    let known: Vec<String> =
        workflows.iter().flat_map(|own| properties(own).map(|(name, _)| name.clone())).collect();
    for (at, (name, _)) in given.iter().enumerate() {
        if given[..at].iter().any(|(own, _)| own == name) {
            return Err(InputError::Twice { name: name.clone() });
        }
        if !known.contains(name) && !workflows.iter().any(|own| is_open(own)) {
            let nearest =
                nearest(name, known.iter().map(String::as_str)).first().map(|own| (*own).to_owned());
            return Err(InputError::Unknown { name: name.clone(), known, nearest });
        }
    }
    workflows.iter().map(|own| of_one(own, given)).collect()
}

fn of_one(workflow: &Workflow, given: &[(String, Given)]) -> Result<Map<String, Value>, InputError> {
    let mut inputs = Map::new();
    for (name, value) in given {
        let schema = properties(workflow).find(|(own, _)| *own == name).map(|(_, schema)| schema);
        if schema.is_none() && !is_open(workflow) {
            continue;
        }
        if schema.and_then(|own| own.get("format")).and_then(Value::as_str) == Some("password") {
            return Err(InputError::Secret { name: name.clone(), workflow: workflow.id.clone() });
        }
        let value = match value {
            Given::Json(value) => value.clone(),
            Given::Text(text) => typed(text, schema),
        };
        inputs.insert(name.clone(), value);
    }
    for (name, schema) in properties(workflow) {
        if let Some(default) = schema.get("default").filter(|_| !inputs.contains_key(name)) {
            inputs.insert(name.clone(), default.clone());
        }
    }
    judge(workflow, &inputs)?;
    Ok(inputs)
}

/// Makes sure that a workflow can be run with these inputs.
///
/// # Errors
///
/// As [`InputError`].
pub(super) fn judge(workflow: &Workflow, inputs: &Map<String, Value>) -> Result<(), InputError> {
    let Some(schema) = &workflow.inputs else { return Ok(()) };
    let id = || workflow.id.clone();
    let required = resolved(schema).get("required").and_then(Value::as_array).into_iter().flatten();
    let missing = required.filter_map(Value::as_str).filter(|name| !inputs.contains_key(*name));
    let names: Vec<_> = missing.map(str::to_owned).collect();
    if !names.is_empty() {
        return Err(InputError::Missing { workflow: id(), names });
    }
    let validator = Validator::new(&JsonSchema::from_value(schema.clone()))
        .map_err(|error| InputError::Unusable { workflow: id(), reason: error.reason })?;
    let faults = validator.violations(&Value::Object(inputs.clone()), MAX_TOLD).into_iter().map(|own| {
        match own.pointer.trim_start_matches('/') {
            "" => own.message,
            place => format!("`{place}` {}", own.message),
        }
    });
    let faults: Vec<_> = faults.collect();
    if faults.is_empty() { Ok(()) } else { Err(InputError::Broken { workflow: id(), faults }) }
}

/// Returns the value that a text stands for: by the type of its schema, or else as text.
fn typed(text: &str, schema: Option<&Value>) -> Value {
    let types: Vec<_> = match schema.and_then(|own| own.get("type")) {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if types.contains(&"string") || types.is_empty() {
        return text.into();
    }
    serde_json::from_str(text)
        .ok()
        .filter(|value| value_text(value) == text || !value.is_number())
        .unwrap_or_else(|| text.into())
}

fn properties(workflow: &Workflow) -> impl Iterator<Item = (&String, &Value)> {
    let schema = workflow.inputs.as_ref().map(resolved);
    schema.and_then(|own| own.get("properties")).and_then(Value::as_object).into_iter().flatten()
}

/// Returns whether a workflow takes inputs that its schema does not name.
fn is_open(workflow: &Workflow) -> bool {
    let Some(schema) = workflow.inputs.as_ref().map(resolved) else { return false };
    let more = ["$ref", "allOf", "anyOf", "oneOf", "patternProperties"];
    schema.get("additionalProperties").is_some_and(|own| *own != Value::Bool(false))
        || more.iter().any(|key| schema.get(key).is_some())
}

/// Returns a schema, its references followed.
fn resolved(schema: &Value) -> &Value {
    const MAX_STEPS: usize = 16;
    let mut part = schema;
    for _ in 0..MAX_STEPS {
        let Some(reference) = part.get("$ref").and_then(Value::as_str) else { break };
        let Some(target) = reference.strip_prefix('#').and_then(|pointer| schema.pointer(pointer)) else {
            break;
        };
        part = target;
    }
    part
}

fn listed(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [one] => format!("the input {one}"),
        several => format!("the inputs {}", several.join(", ")),
    }
}
