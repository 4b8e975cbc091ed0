//! The schemas of an OpenAPI document as JSON Schema, and values judged by them.
//!
//! Whatever version a document is written for, what comes out is draft 2020-12, self-contained:
//! references lead into its own `$defs`.

mod composition;
mod keywords;
mod translate;
mod validate;

pub use validate::{UnusableSchema, Validator, Violation};

use crate::openapi::Node;
use serde_json::{Map, Value, json};

/// A self-contained schema of draft 2020-12.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonSchema {
    root: Value,
}

/// Which way the values of a schema travel: what is `readOnly` is not for requests, what is
/// `writeOnly` not for responses (OpenAPI 3.1 §4.8.24.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the API.
    Request,
    /// From the API.
    Response,
}

impl JsonSchema {
    /// Returns the schema that stands at a node of an OpenAPI document.
    ///
    /// Keywords of the wrong type say nothing, and neither does a reference that leads nowhere: to
    /// find those is the affair of the check. A property of the other direction is required no
    /// longer, and keeps its `readOnly` or `writeOnly`.
    pub fn of(schema: Node<'_>, direction: Direction) -> Self {
        Self { root: translate::translate(schema, direction) }
    }

    /// Returns a value as the schema that it is: an object or a boolean of draft 2020-12.
    pub fn from_value(root: Value) -> Self {
        Self { root }
    }

    /// Returns the schema with examples that stand before its own.
    pub fn shown_by(mut self, mut examples: Vec<Value>) -> Self {
        if examples.is_empty() {
            return self;
        }
        if self.root == Value::Bool(true) {
            self.root = Value::Object(Map::new());
        }
        if let Some(members) = self.root.as_object_mut() {
            examples.extend(
                members.remove("examples").and_then(|own| own.as_array().cloned()).unwrap_or_default(),
            );
            members.insert("examples".to_owned(), examples.into());
        }
        self
    }

    /// Returns the schema of the values that have these members, and no others in their place.
    pub fn with_members(&self, members: &Map<String, Value>) -> Self {
        let mut whole = self.root.clone();
        let definitions = whole.as_object_mut().and_then(|own| own.remove("$defs"));
        let mut root = json!({ "allOf": [whole, having(members)] });
        if let (Some(own), Some(definitions)) = (root.as_object_mut(), definitions) {
            own.insert("$defs".to_owned(), definitions);
        }
        Self { root }
    }

    /// Returns the schema as JSON.
    pub fn as_value(&self) -> &Value {
        &self.root
    }

    /// Returns a schema of the same document: a part of this one, with all that it refers to.
    pub fn part(&self, part: &Value) -> Self {
        let mut root = part.clone();
        if let (Some(part), Some(definitions)) = (root.as_object_mut(), self.root.get("$defs")) {
            part.insert("$defs".to_owned(), definitions.clone());
        }
        Self { root }
    }

    /// Follows the references of a part of this schema to the first part without one, or with more
    /// to say than its reference.
    pub fn resolve<'a>(&'a self, part: &'a Value) -> &'a Value {
        const MAX_STEPS: usize = 32;
        let mut part = part;
        for _ in 0..MAX_STEPS {
            let alone = part.as_object().filter(|members| members.keys().all(|key| is_bare(key)));
            let Some(Value::String(reference)) = alone.and_then(|members| members.get("$ref")) else { break };
            let Some(target) = self.target(reference) else { break };
            part = target;
        }
        part
    }

    /// Returns the part that a reference leads to.
    pub fn target(&self, reference: &str) -> Option<&Value> {
        self.root.pointer(reference.strip_prefix('#')?)
    }
}

/// Returns the schema of objects that have these members; of an object among them, what it has is
/// only part.
fn having(members: &Map<String, Value>) -> Value {
    let required: Vec<_> = members.keys().collect();
    let properties: Map<_, _> = members
        .iter()
        .map(|(name, value)| match value {
            Value::Object(inner) => (name.clone(), having(inner)),
            other => (name.clone(), json!({ "const": other })),
        })
        .collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

/// Returns whether a key beside a `$ref` changes nothing about what is valid.
fn is_bare(key: &str) -> bool {
    matches!(key, "$ref" | "$defs" | "readOnly" | "writeOnly")
}

#[cfg(test)]
mod tests;
