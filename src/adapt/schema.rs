//! Schemas, copied with what they refer to.

use super::build::Builder;
use crate::openapi::{Node, Version};
use serde_json::{Map, Value, json};

/// How deep schemas may stand in each other, references followed.
const MAX_DEPTH: usize = 200;

/// Keywords of schemas that say nothing to a model, and may refer to what is not copied.
const DROPPED: [&str; 4] = ["discriminator", "xml", "externalDocs", "$schema"];

impl<'a> Builder<'a> {
    /// Returns a schema, its references as references to components of the new document.
    pub(super) fn schema(&mut self, node: Node<'a>) -> Value {
        if self.depth >= MAX_DEPTH {
            return open_object("Nested too deeply to be described.");
        }
        self.depth += 1;
        let schema = match node.get("$ref").and_then(Node::as_str) {
            Some(reference) => self.reference(node, reference),
            None => self.inline(node),
        };
        self.depth -= 1;
        schema
    }

    fn reference(&mut self, node: Node<'a>, reference: &str) -> Value {
        let Some(target) = self.document.resolve(node) else {
            self.note(
                "",
                format!("`{reference}` leads to nothing that was read"),
                "describe it in the document",
            );
            return open_object("Not described.");
        };
        let key = (target.file(), target.pointer());
        if self.open.contains(&key) {
            // ChatGPT refuses components that contain themselves.
            let name = last_token(&key.1);
            self.note(
                "",
                format!("the schema `{name}` contains itself; the inner one is left open"),
                "ChatGPT takes no recursive schemas",
            );
            return open_object(&format!("Another {name}."));
        }
        let name = match self.schemas.get(&key) {
            Some(name) => name.clone(),
            None => {
                let name = self.component_name(last_token(&key.1));
                self.schemas.insert(key.clone(), name.clone());
                self.open.insert(key.clone());
                // Its place in the order is where it is first used.
                self.components.insert(name.clone(), Value::Null);
                let schema = self.inline(target);
                self.components.insert(name.clone(), schema);
                self.open.remove(&key);
                name
            }
        };
        let mut schema = Map::new();
        schema.insert("$ref".to_owned(), format!("#/components/schemas/{name}").into());
        if self.document.version() == Version::V3_1
            && let Some(description) = node.get("description").and_then(Node::as_str)
        {
            schema.insert("description".to_owned(), description.into());
        }
        Value::Object(schema)
    }

    fn inline(&mut self, node: Node<'a>) -> Value {
        if !node.is_mapping() {
            return if node.as_bool().is_some() { node.to_json() } else { json!({}) };
        }
        let mut schema = Map::new();
        for (key, value) in node.entries() {
            let Some(key) = key.text().filter(|_| !value.is_null()) else { continue };
            let copied = match key {
                "properties" | "patternProperties" | "dependentSchemas" if value.is_mapping() => {
                    let pairs = value.entries().filter_map(|(key, value)| Some((key.text()?, value)));
                    Value::Object(pairs.map(|(key, value)| (key.to_owned(), self.schema(value))).collect())
                }
                "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                    value.items().map(|item| self.schema(item)).collect()
                }
                "items"
                | "additionalProperties"
                | "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "propertyNames"
                    if value.is_mapping() =>
                {
                    self.schema(value)
                }
                "x-nullable" => {
                    schema.insert("nullable".to_owned(), value.to_json());
                    continue;
                }
                _ if key.starts_with("x-") || DROPPED.contains(&key) => continue,
                _ => value.to_json(),
            };
            schema.insert(key.to_owned(), copied);
        }
        without_null(&mut schema);
        self.named_properties(&mut schema);
        Value::Object(schema)
    }

    /// An object without `properties` is an error to the editor.
    fn named_properties(&mut self, schema: &mut Map<String, Value>) {
        let is_object = schema.get("type").is_some_and(|kind| {
            kind == "object" || kind.as_array().is_some_and(|kinds| kinds.contains(&json!("object")))
        });
        if is_object && !schema.contains_key("properties") {
            schema.insert("properties".to_owned(), json!({}));
            if self.in_request && !schema.contains_key("allOf") {
                self.note(
                    "",
                    "an object in its request body has no named properties: ChatGPT sends nothing in it"
                        .to_owned(),
                    "name the properties under `properties`",
                );
            }
        }
    }

    fn component_name(&self, wanted: &str) -> String {
        let is_fit =
            |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.');
        let name: String =
            wanted.chars().map(|character| if is_fit(character) { character } else { '_' }).collect();
        let name = if name.is_empty() { "Schema".to_owned() } else { name };
        let mut free = name.clone();
        let mut number = 2_usize;
        while self.components.contains_key(&free) {
            free = format!("{name}{number}");
            number += 1;
        }
        free
    }
}

/// Takes `null` out of a choice: what is left is the schema itself, that may be null.
fn without_null(schema: &mut Map<String, Value>) {
    for key in ["anyOf", "oneOf"] {
        let Some(Value::Array(alternatives)) = schema.get_mut(key) else { continue };
        let count = alternatives.len();
        alternatives.retain(|alternative| alternative.get("type") != Some(&json!("null")));
        if alternatives.len() == count || alternatives.is_empty() {
            continue;
        }
        let [only] = alternatives.as_mut_slice() else { continue };
        let Value::Object(only) = only.take() else { continue };
        schema.shift_remove(key);
        for (key, value) in only {
            schema.entry(key).or_insert(value);
        }
        if let Some(kind @ Value::String(_)) = schema.get_mut("type") {
            *kind = json!([kind.take(), "null"]);
        }
    }
}

fn open_object(description: &str) -> Value {
    json!({ "type": "object", "description": description, "properties": {} })
}

fn last_token(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or_default()
}
