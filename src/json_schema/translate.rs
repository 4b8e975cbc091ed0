//! A schema of an OpenAPI document into draft 2020-12.

use super::{
    Direction,
    keywords::{Holds, holds},
};
use crate::openapi::{Document, Node, Schema};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

const TYPES: [&str; 7] = ["object", "array", "string", "number", "integer", "boolean", "null"];

/// Returns the schema at `node` with all that it refers to.
pub(super) fn translate(node: Node<'_>, direction: Direction) -> Value {
    let is_3_0 = !Schema::new(node).has_siblings();
    let mut translator = Translator {
        document: node.document(),
        direction,
        is_3_0,
        numbers: HashMap::new(),
        waiting: Vec::new(),
    };
    let mut root = translator.schema(node, &[]);
    let mut definitions = Map::new();
    while let Some((number, node)) = translator.waiting.pop() {
        let definition = translator.schema(node, &[]);
        definitions.insert(number.to_string(), definition);
    }
    if let (Some(root), false) = (root.as_object_mut(), definitions.is_empty()) {
        root.insert("$defs".to_owned(), definitions.into());
    }
    root
}

struct Translator<'a> {
    document: &'a Document,
    direction: Direction,
    /// Whether the schemas are of OpenAPI 3.0, or of Swagger 2.0, which has fewer words of the same
    /// meaning.
    is_3_0: bool,
    /// The definitions by the nodes that they stand for.
    numbers: HashMap<usize, usize>,
    waiting: Vec<(usize, Node<'a>)>,
}

impl<'a> Translator<'a> {
    /// Translates one schema; `left_out` are the names that the schemas around it take out of
    /// `required`.
    fn schema(&mut self, node: Node<'a>, left_out: &[&'a str]) -> Value {
        if let Some(answer) = node.as_bool() {
            return answer.into();
        }
        let mut out = Map::new();
        if let Some(reference) = Schema::new(node).reference() {
            if let Some(target) = self.reference(node, reference) {
                out.insert("$ref".to_owned(), target.into());
            }
            if self.is_3_0 {
                return out.into();
            }
        }
        let mut left_out = left_out.to_vec();
        self.names_left_out(node, &mut left_out, &mut Vec::new());
        for (key, value) in node.entries() {
            let Some((keyword, holds)) = key.text().and_then(|key| Some((key, holds(key, self.is_3_0)?)))
            else {
                continue;
            };
            if let Some(value) = self.keyword(holds, value, &left_out) {
                out.insert(keyword.to_owned(), value);
            }
        }
        if let Some(Value::Array(names)) = out.get_mut("required") {
            names.retain(|name| name.as_str().is_none_or(|name| !left_out.contains(&name)));
        }
        self.types(node, &mut out);
        self.bounds(node, &mut out);
        self.shown(node, &mut out);
        out.into()
    }

    fn reference(&mut self, node: Node<'a>, reference: Node<'a>) -> Option<String> {
        // A reference that leads nowhere, or in a circle, says nothing.
        self.document.resolve(node)?;
        let target = self.document.target(reference).ok()?;
        let next = self.numbers.len();
        let number = *self.numbers.entry(target.id()).or_insert(next);
        if number == next {
            self.waiting.push((number, target));
        }
        Some(format!("#/$defs/{number}"))
    }

    fn keyword(&mut self, holds: Holds, value: Node<'a>, left_out: &[&'a str]) -> Option<Value> {
        let is_schema = |node: &Node<'_>| node.is_mapping() || (!self.is_3_0 && node.as_bool().is_some());
        match holds {
            Holds::Schema => {
                // `additionalProperties` is a boolean in 3.0 already.
                let is_schema = is_schema(&value) || value.as_bool().is_some();
                is_schema.then(|| self.schema(value, &[]))
            }
            Holds::Schemas => {
                let parts: Vec<_> = value.items().filter(is_schema).collect();
                let parts: Vec<_> = parts.into_iter().map(|part| self.schema(part, left_out)).collect();
                (!parts.is_empty()).then(|| parts.into())
            }
            Holds::SchemasByName => {
                let parts: Vec<_> = value.entries().filter(|(_, part)| is_schema(part)).collect();
                let named = parts
                    .into_iter()
                    .filter_map(|(key, part)| Some((key.text()?.to_owned(), self.schema(part, &[]))))
                    .collect();
                value.is_mapping().then_some(Value::Object(named))
            }
            _ => Some(value.to_json()).filter(|value| holds.admits(value)),
        }
    }

    /// Adds `type`, with `null` where 3.0 says `nullable` beside it (OpenAPI 3.0.4 §4.7.24.2).
    fn types(&self, node: Node<'a>, out: &mut Map<String, Value>) {
        let Some(written) = node.get("type") else { return };
        let name = |node: Node<'a>| if node.is_null() { Some("null") } else { node.as_str() };
        let mut types: Vec<_> = match written.is_sequence() {
            true => written.items().filter_map(name).collect(),
            false => name(written).into_iter().collect(),
        };
        types.retain(|name| TYPES.contains(name));
        types.dedup();
        let says = |keyword| node.get(keyword).and_then(Node::as_bool) == Some(true);
        if self.is_3_0 && !types.is_empty() && (says("nullable") || says("x-nullable")) {
            types.push("null");
        }
        match types.as_slice() {
            [] => {}
            [only] => drop(out.insert("type".to_owned(), (*only).into())),
            several => drop(out.insert("type".to_owned(), json!(several))),
        }
    }

    /// Adds the bounds that are said otherwise: the booleans of 3.0, and formats that are ranges
    /// (OpenAPI 3.1 §4.4).
    fn bounds(&self, node: Node<'a>, out: &mut Map<String, Value>) {
        for (inclusive, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            let is_exclusive = node.get(exclusive).and_then(Node::as_bool) == Some(true);
            if self.is_3_0
                && is_exclusive
                && let Some(bound) = out.remove(inclusive)
            {
                out.insert(exclusive.to_owned(), bound);
            }
        }
        let (least, most) = match node.get("format").and_then(Node::as_str) {
            Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
            Some("int64") => (i64::MIN, i64::MAX),
            _ => return,
        };
        for (inclusive, exclusive, bound) in
            [("minimum", "exclusiveMinimum", least), ("maximum", "exclusiveMaximum", most)]
        {
            if !out.contains_key(exclusive) {
                out.entry(inclusive).or_insert_with(|| bound.into());
            }
        }
    }

    /// Adds the examples, and whether the value is for the other direction.
    fn shown(&self, node: Node<'a>, out: &mut Map<String, Value>) {
        let examples: Vec<_> = Schema::new(node).examples().map(Node::to_json).collect();
        // Examples by name, as media types have them, are no list.
        if !examples.is_empty() && node.get("examples").is_none_or(Node::is_sequence) {
            out.insert("examples".to_owned(), examples.into());
        }
        let keyword = self.other_direction();
        if node.get(keyword).and_then(Node::as_bool) == Some(true) {
            out.insert(keyword.to_owned(), true.into());
        }
    }

    fn other_direction(&self) -> &'static str {
        match self.direction {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        }
    }

    /// Collects the properties that are not for this direction. `seen` are the schemas that were
    /// looked at: one that is composed of itself has nothing to add.
    fn names_left_out(&self, node: Node<'a>, names: &mut Vec<&'a str>, seen: &mut Vec<usize>) {
        if seen.contains(&node.id()) {
            return;
        }
        seen.push(node.id());
        let keyword = self.other_direction();
        for (key, property) in node.get("properties").into_iter().flat_map(Node::entries) {
            let says = Schema::new(property).keyword(keyword).and_then(Node::as_bool);
            if says == Some(true) {
                names.extend(key.text());
            }
        }
        for part in node.get("allOf").into_iter().flat_map(Node::items) {
            if let Some(part) = self.document.resolve(part) {
                self.names_left_out(part, names, seen);
            }
        }
    }
}
