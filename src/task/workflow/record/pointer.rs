//! Where the value stands in an answer that a later step needs, by the schema of the answer.
//!
//! The same way is gone as through the answer itself while `test` runs: the first list, its first item,
//! the property that names it.

use crate::{
    invoke::signature::Signature,
    json_schema::{Direction, JsonSchema},
    scenario::identifiers,
    task::action::Action,
};
use serde_json::Value;

/// How deep is looked.
const MAX_DEPTH: usize = 3;

/// Which answer a value is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// A list.
    List,
    /// What was created.
    Created,
}

/// A JSON Pointer into an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) pointer: String,
    /// Whether the document does not say so.
    pub(super) is_guess: bool,
}

/// Returns where the value of a parameter stands.
pub(super) fn of(action: &Action, signature: &Signature, parameter: &str, from: From) -> Found {
    let schema = answer_schema(action, signature);
    let known = schema.as_ref().and_then(|schema| {
        let (start, item) = match from {
            From::List => first_item(schema, schema.as_value(), MAX_DEPTH)?,
            From::Created => (String::new(), schema.as_value()),
        };
        Some(format!("{start}{}", identifier(schema, item, parameter, MAX_DEPTH)?))
    });
    match (known, from) {
        (Some(pointer), _) => Found { pointer, is_guess: false },
        (None, From::List) => Found { pointer: "/0/id".to_owned(), is_guess: true },
        (None, From::Created) => Found { pointer: "/id".to_owned(), is_guess: true },
    }
}

/// Returns the schema of the first success that the document describes.
fn answer_schema(action: &Action, signature: &Signature) -> Option<JsonSchema> {
    let operation = action.described(signature)?;
    let (_, answer) = operation.responses().find(|(status, _)| status.starts_with('2'))?;
    let content = answer.get("content")?;
    let media_type = content.get("application/json").or_else(|| {
        content
            .entries()
            .find(|(key, _)| key.text().is_some_and(|own| own.contains("json")))
            .map(|(_, own)| own)
    });
    Some(JsonSchema::of(media_type?.get("schema")?, Direction::Response))
}

fn first_item<'s>(schema: &'s JsonSchema, part: &'s Value, depth: usize) -> Option<(String, &'s Value)> {
    let depth = depth.checked_sub(1)?;
    let part = schema.resolve(part);
    if is(part, "array") {
        return Some(("/0".to_owned(), part.get("items").unwrap_or(&Value::Null)));
    }
    let members = part.get("properties")?.as_object()?;
    let of = |kind: &str| members.iter().find(|(_, own)| is(schema.resolve(own), kind));
    let (name, own) = of("array").or_else(|| of("object"))?;
    let (below, item) = first_item(schema, own, depth)?;
    Some((format!("/{}{below}", escaped(name)), item))
}

fn identifier(schema: &JsonSchema, part: &Value, parameter: &str, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let part = schema.resolve(part);
    let is_plain =
        |own: &Value| ["string", "integer", "number"].iter().any(|kind| is(schema.resolve(own), kind));
    let Some(members) = part.get("properties").and_then(Value::as_object) else {
        return is_plain(part).then(String::new);
    };
    let named = identifiers(parameter).find(|name| members.get(*name).is_some_and(is_plain));
    if let Some(name) = named {
        return Some(format!("/{}", escaped(name)));
    }
    // An envelope: `{"item": {"id": …}}`.
    let inner: Vec<_> = members.iter().filter(|(_, own)| is(schema.resolve(own), "object")).collect();
    match inner.as_slice() {
        [(name, own)] => Some(format!("/{}{}", escaped(name), identifier(schema, own, parameter, depth)?)),
        _ => None,
    }
}

fn is(schema: &Value, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(own)) => own == kind,
        Some(Value::Array(all)) => all.iter().any(|own| own == kind),
        _ => kind == "object" && schema.get("properties").is_some(),
    }
}

/// Returns a name as it stands in a pointer (RFC 6901 §3).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
