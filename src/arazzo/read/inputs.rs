//! The schema of a workflow's inputs.

use super::Reader;
use crate::openapi::Node;
use serde_json::Value;

/// How many references are followed to the schema of a workflow.
const MAX_REFERENCES: usize = 16;

/// Returns the names of the inputs, where the schema tells them all.
pub(super) fn known<'a>(root: Node<'a>, inputs: Option<Node<'a>>) -> Option<Vec<String>> {
    let Some(inputs) = inputs else { return Some(Vec::new()) };
    let schema = resolved(root, inputs)?;
    let tells_more = ["$ref", "allOf", "anyOf", "oneOf", "if", "patternProperties", "additionalProperties"];
    if !schema.is_mapping() || tells_more.iter().any(|key| schema.get(key).is_some()) {
        return None;
    }
    Some(keys(schema, "properties"))
}

/// Returns the schema of inputs, its references followed.
fn resolved<'a>(root: Node<'a>, inputs: Node<'a>) -> Option<Node<'a>> {
    let mut schema = inputs;
    for _ in 0..MAX_REFERENCES {
        let Some(reference) = schema.get("$ref").and_then(Node::text) else { return Some(schema) };
        schema = root.below(reference.strip_prefix('#')?)?;
    }
    None
}

fn keys(node: Node<'_>, key: &str) -> Vec<String> {
    let entries = node.get(key).into_iter().flat_map(Node::entries);
    entries.filter_map(|(key, _)| Some(key.text()?.to_owned())).collect()
}

impl<'a> Reader<'a> {
    /// Returns the schema of a workflow's inputs, and those of them that need not be given.
    pub(super) fn inputs(&mut self, workflow: Node<'a>) -> (Option<Value>, Vec<String>) {
        let Some(node) = workflow.get("inputs") else { return (None, Vec::new()) };
        if !node.is_mapping() {
            self.fault(
                node,
                format!("`inputs` is a schema, and this is {}", node.what()),
                "begin it with `type: object`",
            );
            return (None, Vec::new());
        }
        self.references(node);
        let schema = resolved(self.names.root, node).unwrap_or(node);
        let required: Vec<_> =
            schema.get("required").into_iter().flat_map(Node::items).filter_map(Node::text).collect();
        let optional = keys(schema, "properties")
            .into_iter()
            .filter(|name| !required.contains(&name.as_str()))
            .collect();
        let mut value = node.to_json();
        // References into the components find them at the same place below the schema.
        if let (Some(members), Some(inputs)) = (value.as_object_mut(), self.component_inputs()) {
            members.insert("components".to_owned(), serde_json::json!({ "inputs": inputs }));
        }
        (Some(value), optional)
    }

    fn component_inputs(&self) -> Option<Value> {
        self.names.root.get("components")?.get("inputs").map(Node::to_json)
    }

    /// Makes sure that every reference of a schema leads into the components.
    fn references(&mut self, schema: Node<'a>) {
        let mut open = vec![schema];
        while let Some(node) = open.pop() {
            if let Some(reference) = node.get("$ref").filter(|own| own.as_str().is_some()) {
                let text = reference.text().unwrap_or_default();
                let target =
                    text.strip_prefix("#/components/inputs/").and_then(|_| self.names.root.below(&text[1..]));
                if target.is_none() {
                    self.fault(
                        reference,
                        format!("`{text}` leads to no schema"),
                        "schemas of inputs are referred to as `#/components/inputs/NAME`",
                    );
                }
            }
            open.extend(node.entries().map(|(_, value)| value).chain(node.items()));
        }
    }
}
