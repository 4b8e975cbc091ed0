//! Examples that contradict their schema are taken out before anything is made of them.

use crate::json_schema::{JsonSchema, Validator};
use serde_json::{Map, Value};

/// Returns the schema with the `examples` and `default`s that it would allow itself.
pub(super) fn without_wrong_ones(schema: &JsonSchema) -> JsonSchema {
    let mut root = schema.as_value().clone();
    clean(&mut root, schema);
    JsonSchema::from_value(root)
}

fn clean(part: &mut Value, schema: &JsonSchema) {
    match part {
        Value::Object(members) => {
            clean_one(members, schema);
            for (key, member) in members {
                // What stands under these is data, whatever it looks like.
                if !matches!(key.as_str(), "examples" | "default" | "enum" | "const") {
                    clean(member, schema);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, schema)),
        _ => {}
    }
}

fn clean_one(part: &mut Map<String, Value>, schema: &JsonSchema) {
    // A property may have the name of the keyword; its value is a schema then, and no list.
    let has_examples = part.get("examples").is_some_and(Value::is_array);
    if !has_examples && !part.contains_key("default") {
        return;
    }
    let mut bare = part.clone();
    bare.retain(|key, _| key != "examples" && key != "default");
    let bare = Value::Object(bare);
    let validator =
        Validator::new(&if refers(&bare) { schema.part(&bare) } else { JsonSchema::from_value(bare) });
    let Ok(validator) = validator else { return };
    if let Some(Value::Array(examples)) = part.get_mut("examples") {
        examples.retain(|example| validator.is_valid(example));
    }
    if part.get("default").is_some_and(|default| !validator.is_valid(default)) {
        part.remove("default");
    }
}

fn refers(part: &Value) -> bool {
    match part {
        Value::Object(members) => members.contains_key("$ref") || members.values().any(refers),
        Value::Array(items) => items.iter().any(refers),
        _ => false,
    }
}
