//! Objects.

use super::{
    merge::Flat,
    pattern,
    value::{Generator, SHALLOW, count},
};
use serde_json::{Map, Value};

impl Generator<'_> {
    /// Returns an object: what is required, and of the rest as much as is wanted.
    pub(super) fn object(&mut self, flat: &Flat, depth: usize) -> Option<Value> {
        let mut names = self.names(flat, depth);
        if let Some(most) = count(flat, "maxProperties") {
            names.truncate(most);
        }
        let mut object = Map::new();
        for name in names {
            let part = part_of(flat, &name);
            let value = self.value(&part, depth + 1)?;
            object.insert(name, value);
        }
        self.add_unnamed(flat, &mut object, depth)?;
        Some(object.into())
    }

    /// Returns the names of the properties to make, the required ones first.
    fn names(&mut self, flat: &Flat, depth: usize) -> Vec<String> {
        let texts = |value: &Value| {
            let items = value.as_array().into_iter().flatten();
            items.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
        };
        let mut names = flat.get("required").map(texts).unwrap_or_default();
        let properties = flat.get("properties").and_then(Value::as_object);
        for (name, part) in properties.into_iter().flatten() {
            let fills = depth < SHALLOW && self.random.u8(..16) < self.filled;
            let own = self.schema.resolve(part);
            let elsewhere = [part, own].into_iter().any(is_of_other_direction);
            if fills && !elsewhere && *own != Value::Bool(false) && !names.contains(name) {
                names.push(name.clone());
            }
        }
        // A property may draw in others.
        let mut at = 0;
        while let Some(name) = names.get(at) {
            let drawn = flat.get("dependentRequired").and_then(|all| all.get(name)).map(texts);
            for other in drawn.into_iter().flatten() {
                if !names.contains(&other) {
                    names.push(other);
                }
            }
            at += 1;
        }
        names
    }

    /// Adds properties that have no name in the schema, where some must be there or nothing else
    /// would be.
    fn add_unnamed(&mut self, flat: &Flat, object: &mut Map<String, Value>, depth: usize) -> Option<()> {
        let pattern =
            flat.get("patternProperties").and_then(Value::as_object).and_then(|all| all.iter().next());
        let others = flat.get("additionalProperties").filter(|part| part.is_object());
        let shows = depth < SHALLOW && object.is_empty() && (others.is_some() || pattern.is_some());
        let least = count(flat, "minProperties").unwrap_or(0).max(usize::from(shows));
        let mut fuel = 4 * least;
        while object.len() < least {
            fuel = fuel.checked_sub(1)?;
            let (name, part) = match (pattern, flat.get("propertyNames")) {
                (Some((pattern, part)), _) => (pattern::text(pattern, 0, &mut self.random)?, part.clone()),
                (None, Some(names)) => {
                    let name = self.value(names, depth + 1)?;
                    (name.as_str()?.to_owned(), others.cloned().unwrap_or(Value::Bool(true)))
                }
                (None, None) => {
                    let name = format!("key{}", object.len() + 1);
                    (name, others.cloned().unwrap_or(Value::Bool(true)))
                }
            };
            let value = self.value(&part, depth + 1)?;
            object.insert(name, value);
        }
        Some(())
    }
}

/// Returns the schema of a property: its own, or that of properties without a name.
fn part_of(flat: &Flat, name: &str) -> Value {
    let own = flat.get("properties").and_then(|properties| properties.get(name));
    let part = own.or_else(|| flat.get("additionalProperties").filter(|part| part.is_object()));
    part.cloned().unwrap_or(Value::Bool(true))
}

fn is_of_other_direction(part: &Value) -> bool {
    ["readOnly", "writeOnly"].iter().any(|keyword| part.get(*keyword) == Some(&Value::Bool(true)))
}
