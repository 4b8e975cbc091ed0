//! The schemas of a document, each once, with what they are part of.
//!
//! A component that requests and responses share counts as part of requests, where more breaks.

use crate::openapi::{Document, Node, Operation};

/// What a schema is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The body of a request.
    Request,
    /// A parameter.
    Parameter,
    /// A response.
    Response,
    /// A component that no operation leads to.
    Unused,
}

/// One schema.
#[derive(Clone, Copy)]
pub(super) struct Schema<'a> {
    pub(super) node: Node<'a>,
    pub(super) side: Side,
}

/// All schemas that are mappings.
pub(super) struct Schemas<'a> {
    all: Vec<Schema<'a>>,
}

impl<'a> Schemas<'a> {
    pub(super) fn of(document: &'a Document, operations: &[Operation<'a>]) -> Self {
        let mut walk = Walk { document, seen: vec![false; document.node_count()], all: Vec::new() };
        for body in operations.iter().filter_map(Operation::request_body) {
            for (_, media_type) in body.media_types() {
                walk.all_from(media_type.get("schema"), Side::Request);
            }
        }
        for parameter in operations.iter().flat_map(Operation::parameters) {
            walk.media_types(parameter.node(), Side::Parameter);
            walk.all_from(parameter.node().get("schema"), Side::Parameter);
        }
        for (_, response) in operations.iter().flat_map(Operation::responses) {
            walk.media_types(response, Side::Response);
        }
        for (_, schema) in document.schemas() {
            walk.all_from(Some(schema.node()), Side::Unused);
        }
        Self { all: walk.all }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Schema<'a>> {
        self.all.iter().copied()
    }

    pub(super) fn of_requests(&self) -> impl Iterator<Item = Node<'a>> {
        self.iter().filter(|schema| schema.side == Side::Request).map(|schema| schema.node)
    }
}

/// Follows references and subschemas. The nodes seen keep cycles from being followed for ever.
struct Walk<'a> {
    document: &'a Document,
    seen: Vec<bool>,
    all: Vec<Schema<'a>>,
}

impl<'a> Walk<'a> {
    fn media_types(&mut self, holder: Node<'a>, side: Side) {
        for (_, media_type) in holder.get("content").into_iter().flat_map(Node::entries) {
            self.all_from(media_type.get("schema"), side);
        }
    }

    fn all_from(&mut self, schema: Option<Node<'a>>, side: Side) {
        // A list of what is still to do: references may be chained longer than the stack is.
        let mut waiting: Vec<_> = schema.into_iter().collect();
        while let Some(node) = waiting.pop() {
            match self.seen.get_mut(node.id()) {
                Some(seen) if !*seen && node.is_mapping() => *seen = true,
                _ => continue,
            }
            self.all.push(Schema { node, side });
            for (key, value) in node.entries() {
                match key.text().unwrap_or_default() {
                    "$ref" => {
                        waiting.extend(self.document.target(value));
                    }
                    key => waiting.extend(subschemas(key, value)),
                }
            }
        }
    }
}

/// Returns the schemas that stand at a keyword.
fn subschemas<'a>(keyword: &str, value: Node<'a>) -> Vec<Node<'a>> {
    match keyword {
        "properties" | "patternProperties" | "dependentSchemas" => {
            value.entries().map(|(_, schema)| schema).collect()
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => value.items().collect(),
        "items" if value.is_sequence() => value.items().collect(),
        "items" | "additionalProperties" | "not" | "contains" | "propertyNames" | "if" | "then" | "else" => {
            vec![value]
        }
        _ => Vec::new(),
    }
}

/// Returns whether a schema is an object of which no property is named, not even by others.
pub(super) fn lacks_properties(schema: Node<'_>) -> bool {
    is_object(schema) && schema.get("properties").is_none() && !is_composed(schema)
}

/// Returns whether a schema takes names that it does not name, and is meant to.
///
/// `additionalProperties: true` beside properties is what generators write without a thought.
pub(super) fn is_map(schema: Node<'_>) -> bool {
    let patterns = schema.get("patternProperties").is_some_and(|patterns| !patterns.is_empty());
    let properties = schema.get("properties").is_some_and(|properties| !properties.is_empty());
    let additional = schema.get("additionalProperties").is_some_and(|additional| {
        let is_anything =
            additional.as_bool() == Some(true) || additional.is_mapping() && additional.is_empty();
        additional.is_mapping() && !additional.is_empty() || is_anything && !properties
    });
    patterns || additional
}

/// Returns whether a schema says `type: object` and nothing else of its type.
fn is_object(schema: Node<'_>) -> bool {
    schema.get("type").and_then(Node::as_str) == Some("object")
}

/// Returns whether a schema leaves part of what it says to others.
fn is_composed(schema: Node<'_>) -> bool {
    ["$ref", "allOf", "anyOf", "oneOf"].iter().any(|key| schema.get(key).is_some())
}

/// Returns what to call a schema in a message: its key, or that of what it stands in.
pub(super) fn called(schema: Node<'_>) -> String {
    let pointer = schema.pointer();
    let mut tokens: Vec<&str> = pointer.split('/').collect();
    let last = tokens.pop().unwrap_or_default().to_owned();
    match (tokens.last().copied(), last.as_str()) {
        (Some("properties"), name) => format!("the property {}", super::rule::quoted(&unescaped(name))),
        (Some("schemas"), name) => format!("the component {}", super::rule::quoted(&unescaped(name))),
        (_, "schema") => "the schema".to_owned(),
        (_, "additionalProperties") => "the schema of further properties".to_owned(),
        (_, "items") => "the schema of the items".to_owned(),
        _ => "a schema".to_owned(),
    }
}

fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
