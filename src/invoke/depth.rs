//! What would be sent, held to the schemas of the document in depth.

use super::{
    bind::{BindError, BoundCall},
    nested,
    signature::{Place, Signature},
};
use crate::{
    json_schema::{Direction, JsonSchema, Validator},
    openapi::{Node, Operation},
};
use serde_json::Value;

/// How many faults of a body or a parameter are told.
const MAX_TOLD: usize = 5;

/// What is wrong at one place of what would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The name of the parameter; nothing is the body.
    pub parameter: Option<String>,
    /// The place inside of it, a JSON Pointer; empty is all of it.
    pub pointer: String,
    /// What is wrong there: `is not of type "string"`.
    pub message: String,
}

/// A schema that nothing could be held to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unjudged {
    /// The name of the parameter; nothing is the body.
    pub parameter: Option<String>,
    /// What is wrong with its schema.
    pub reason: String,
}

/// Holds what would be sent to its schemas, and returns what could not be judged.
///
/// # Errors
///
/// [`BindError::Unfit`].
pub fn judge(
    operation: &Operation<'_>,
    signature: &Signature,
    bound: &BoundCall,
) -> Result<Vec<Unjudged>, BindError> {
    let mut faults = Vec::new();
    let mut unjudged = Vec::new();
    let mut hold = |parameter: Option<&str>, schema: Option<Node<'_>>, value: &Value| {
        let own = || parameter.map(str::to_owned);
        match schema.map(|schema| against(schema, value)) {
            Some(Ok(found)) => faults.extend(found.into_iter().map(|(pointer, message)| Fault {
                parameter: own(),
                pointer,
                message,
            })),
            Some(Err(reason)) => unjudged.push(Unjudged { parameter: own(), reason }),
            None => {}
        }
    };
    for (place, name, value) in &bound.parameters {
        hold(Some(name), schema(operation, signature, (*place, name)), value);
    }
    let body = bound.body.as_deref().and_then(|body| serde_json::from_slice(body).ok());
    if let Some(body) = body {
        hold(None, operation.request_body().and_then(|own| own.json_schema()), &body);
    }
    match faults.is_empty() {
        true => Ok(unjudged),
        false => Err(BindError::Unfit { operation: signature.name.clone(), faults }),
    }
}

/// Returns what is wrong with the value of one argument; nothing where it fits, or where its schema
/// cannot tell.
pub fn fault(
    operation: &Operation<'_>,
    signature: &Signature,
    argument: (Place, &str),
    value: &Value,
) -> Option<Fault> {
    let schema = schema(operation, signature, argument)?;
    let (pointer, message) = against(schema, value).ok()?.into_iter().next()?;
    Some(Fault { parameter: Some(argument.1.to_owned()), pointer, message })
}

/// Returns what is wrong with a whole body; nothing where it fits, or where its schema cannot tell.
pub fn body_fault(operation: &Operation<'_>, body: &Value) -> Option<Fault> {
    let schema = operation.request_body()?.json_schema()?;
    let (pointer, message) = against(schema, body).ok()?.into_iter().next()?;
    Some(Fault { parameter: None, pointer, message })
}

fn schema<'a>(
    operation: &Operation<'a>,
    signature: &Signature,
    (place, name): (Place, &str),
) -> Option<Node<'a>> {
    nested::schema(operation, signature, &format!("{}:{name}", place.word()))
}

/// Returns places and words of what is wrong with a value, or why its schema cannot tell.
fn against(schema: Node<'_>, value: &Value) -> Result<Vec<(String, String)>, String> {
    let schema = JsonSchema::of(schema, Direction::Request);
    let validator = Validator::new(&schema).map_err(|error| error.reason)?;
    let found = validator.violations(value, MAX_TOLD);
    Ok(found.into_iter().map(|own| (own.pointer, own.message)).collect())
}

#[cfg(test)]
mod tests;
