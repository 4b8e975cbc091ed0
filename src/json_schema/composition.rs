//! How often schemas are applied to one and the same value, through what a schema is composed of.

use super::{
    keywords::{Holds, holds},
    validate::UnusableSchema,
};
use serde_json::Value;
use std::collections::HashMap;

/// The most schemas for one value: what is composed of so many takes too long to judge by.
const MAX_APPLIED: u64 = 10_000;
/// The most schemas that are composed of one another in a row.
const MAX_DEPTH: usize = 256;
/// The keywords whose schemas apply to the very value that theirs applies to (JSON Schema Core
/// §10.2); those of the other keywords apply to parts of it.
const IN_PLACE: [&str; 8] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"];

/// Checks that a schema can be applied to a value in reasonable time.
///
/// # Errors
///
/// [`UnusableSchema`], where it is composed of itself without an end, which JSON Schema forbids
/// (Core §9.4.1), or of too many.
pub(super) fn check(root: &Value) -> Result<(), UnusableSchema> {
    let mut scale = Scale { root, targets: HashMap::new(), waiting: vec![root] };
    while let Some(schema) = scale.waiting.pop() {
        scale.weigh(schema, 0)?;
    }
    Ok(())
}

struct Scale<'a> {
    root: &'a Value,
    /// What references lead to, by how many schemas each applies; nothing while it is looked at.
    targets: HashMap<&'a str, Option<u64>>,
    /// Schemas for parts of a value.
    waiting: Vec<&'a Value>,
}

impl<'a> Scale<'a> {
    /// Returns how many schemas are applied to a value with `schema`, itself included.
    fn weigh(&mut self, schema: &'a Value, depth: usize) -> Result<u64, UnusableSchema> {
        if depth > MAX_DEPTH {
            return Err(unusable(format!("more than {MAX_DEPTH} schemas are composed of one another")));
        }
        let mut applied: u64 = 1;
        for (key, value) in schema.as_object().into_iter().flatten() {
            if let ("$ref", Some(reference)) = (key.as_str(), value.as_str()) {
                applied = applied.saturating_add(self.target(reference, depth)?);
                continue;
            }
            for part in parts(key, value) {
                match IN_PLACE.contains(&key.as_str()) {
                    true => applied = applied.saturating_add(self.weigh(part, depth + 1)?),
                    false => self.waiting.push(part),
                }
            }
        }
        match applied > MAX_APPLIED {
            true => Err(unusable(format!("more than {MAX_APPLIED} schemas apply to one value"))),
            false => Ok(applied),
        }
    }

    /// Returns how many schemas are applied by a reference; one that leads elsewhere applies none.
    fn target(&mut self, reference: &'a str, depth: usize) -> Result<u64, UnusableSchema> {
        match self.targets.get(reference) {
            Some(Some(applied)) => return Ok(*applied),
            Some(None) => return Err(unusable("it is composed of itself".to_owned())),
            None => {}
        }
        let root = self.root;
        let Some(target) = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer)) else {
            return Ok(0);
        };
        self.targets.insert(reference, None);
        let applied = self.weigh(target, depth + 1)?;
        self.targets.insert(reference, Some(applied));
        Ok(applied)
    }
}

/// Returns the schemas that a keyword holds.
fn parts<'a>(key: &str, value: &'a Value) -> Box<dyn Iterator<Item = &'a Value> + 'a> {
    match (holds(key, false), value) {
        (Some(Holds::Schema), schema) => Box::new(std::iter::once(schema)),
        (Some(Holds::Schemas), Value::Array(schemas)) => Box::new(schemas.iter()),
        (Some(Holds::SchemasByName), Value::Object(schemas)) => Box::new(schemas.values()),
        _ => Box::new(std::iter::empty()),
    }
}

fn unusable(reason: String) -> UnusableSchema {
    UnusableSchema { reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reason(schema: &Value) -> String {
        check(schema).unwrap_err().reason
    }

    #[test]
    fn what_is_composed_of_itself_is_unusable() {
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let twice = json!([{ "$ref": "#/$defs/a" }, { "$ref": "#/$defs/a" }]);
            let schema = json!({ "items": { "$ref": "#/$defs/a" }, "$defs": { "a": { keyword: twice } } });
            assert_eq!(reason(&schema), "it is composed of itself", "{keyword}");
        }
        assert_eq!(reason(&json!({ "$ref": "#" })), "it is composed of itself");
        let round = json!({ "$ref": "#/$defs/a", "$defs": { "a": { "not": { "$ref": "#/$defs/b" } }, "b": { "if": { "$ref": "#/$defs/a" } } } });
        assert_eq!(reason(&round), "it is composed of itself");
    }

    #[test]
    fn what_holds_itself_deeper_in_its_values_is_usable() {
        let tree = json!({ "properties": { "left": { "$ref": "#" }, "right": { "$ref": "#" } }, "items": { "$ref": "#" } });
        check(&tree).unwrap();
    }

    #[test]
    fn what_doubles_with_each_part_is_unusable() {
        let doubling = |levels: usize| {
            let of = |next: usize| json!({ "$ref": format!("#/$defs/{next}") });
            let parts = (0..levels)
                .map(|level| (level.to_string(), json!({ "anyOf": [of(level + 1), of(level + 1)] })));
            let mut definitions: serde_json::Map<_, _> = parts.collect();
            definitions.insert(levels.to_string(), json!({ "type": "string" }));
            json!({ "$ref": "#/$defs/0", "$defs": definitions })
        };
        check(&doubling(10)).unwrap();
        assert_eq!(reason(&doubling(60)), "more than 10000 schemas apply to one value");
    }

    #[test]
    fn a_long_chain_is_unusable() {
        let parts = (0..100_000)
            .map(|level| (level.to_string(), json!({ "$ref": format!("#/$defs/{}", level + 1) })));
        let definitions: serde_json::Map<_, _> = parts.collect();
        let schema = json!({ "$ref": "#/$defs/0", "$defs": definitions });
        assert_eq!(reason(&schema), "more than 256 schemas are composed of one another");
    }
}
