//! One value of one seed; whether the schema allows it is judged when it is whole.

use super::{
    merge::{Flat, merge, type_names},
    number, text,
};
use crate::json_schema::JsonSchema;
use fastrand::Rng;
use serde_json::{Value, json};

/// From this depth on, only what is required is made.
pub(super) const SHALLOW: usize = 3;

/// Beyond this depth a value is given up.
const MAX_DEPTH: usize = 24;

/// How many parts of schemas are looked at for one value.
const FUEL: usize = 20_000;

/// Makes values, part by part.
pub(super) struct Generator<'a> {
    pub(super) schema: &'a JsonSchema,
    pub(super) random: Rng,
    /// Whether examples and defaults are taken.
    showing: bool,
    /// How many of sixteen optional properties are filled.
    pub(super) filled: u8,
    fuel: usize,
}

/// Returns the value of a seed, or `None` where the schema leads nowhere. Later attempts are less
/// ambitious: without examples, then with fewer optional properties.
pub(super) fn generate(schema: &JsonSchema, seed: u64, attempt: u64) -> Option<Value> {
    let filled = match attempt {
        0..8 => 16,
        8..16 => 0,
        _ => 8,
    };
    // Neighbouring seeds and attempts must not walk in step (the increment is that of SplitMix64).
    let random = Rng::with_seed(seed ^ attempt.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let showing = attempt < 4 || attempt.is_multiple_of(4);
    Generator { schema, random, showing, filled, fuel: FUEL }.value(schema.as_value(), 0)
}

impl Generator<'_> {
    /// Returns a value of a part of the schema.
    pub(super) fn value(&mut self, part: &Value, depth: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.fuel = self.fuel.checked_sub(1)?;
        let part = self.schema.resolve(part);
        if self.showing
            && let Some(shown) = self.shown(part)
        {
            return Some(shown);
        }
        let flat = self.flat(part, depth, 0)?;
        if let Some(only) = flat.get("const") {
            return Some(only.clone());
        }
        if let Some(Value::Array(values)) = flat.get("enum") {
            return self.one_of(values).cloned();
        }
        match self.kind(&flat)? {
            "object" => self.object(&flat, depth),
            "array" => self.array(&flat, depth),
            "string" => text::text(&flat, &mut self.random).map(Value::from),
            "integer" => number::integer(&flat, &mut self.random),
            "number" => number::number(&flat, &mut self.random),
            "boolean" => Some(self.random.bool().into()),
            _ => Some(Value::Null),
        }
    }

    /// Returns what the schema shows of itself.
    fn shown(&mut self, part: &Value) -> Option<Value> {
        let examples = part.get("examples").and_then(Value::as_array).map(Vec::as_slice);
        let example = examples.and_then(|examples| self.one_of(examples));
        example.or_else(|| part.get("default").filter(|default| !default.is_null())).cloned()
    }

    pub(super) fn one_of<'b, T>(&mut self, all: &'b [T]) -> Option<&'b T> {
        if all.is_empty() { None } else { all.get(self.random.usize(..all.len())) }
    }

    /// Returns the schema with everything that holds at its place at once. Of alternatives one is
    /// taken: any near the top, one that ends soon further down.
    fn flat(&mut self, part: &Value, depth: usize, nesting: usize) -> Option<Flat> {
        if nesting > MAX_DEPTH {
            return None;
        }
        self.fuel = self.fuel.checked_sub(1)?;
        let members = match part {
            Value::Bool(true) => return Some(Flat::new()),
            Value::Object(members) => members,
            _ => return None,
        };
        let mut flat: Flat = members.clone();
        flat.retain(|keyword, _| {
            !matches!(
                keyword.as_str(),
                "$ref" | "$defs" | "allOf" | "anyOf" | "oneOf" | "if" | "then" | "else" | "not"
            )
        });
        if let Some(target) = members.get("$ref").and_then(Value::as_str) {
            let target = self.schema.target(target)?;
            merge(&mut flat, &self.flat(target, depth, nesting + 1)?);
        }
        for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            merge(&mut flat, &self.flat(part, depth, nesting + 1)?);
        }
        for keyword in ["anyOf", "oneOf"] {
            let Some(Value::Array(alternatives)) = members.get(keyword) else { continue };
            let chosen = self.alternative(alternatives, depth)?;
            merge(&mut flat, &self.flat(chosen, depth, nesting + 1)?);
        }
        if let Some(condition) = members.get("if") {
            let holds = self.random.bool();
            let consequence = members.get(if holds { "then" } else { "else" });
            for part in holds.then_some(condition).into_iter().chain(consequence) {
                merge(&mut flat, &self.flat(part, depth, nesting + 1)?);
            }
        }
        Some(flat)
    }

    fn alternative<'b>(&mut self, alternatives: &'b [Value], depth: usize) -> Option<&'b Value> {
        if depth < SHALLOW {
            // `null` is the last thing that an example should show.
            let telling: Vec<_> = alternatives.iter().filter(|part| !is_null(part)).collect();
            return self.one_of(&telling).copied().or_else(|| alternatives.first());
        }
        alternatives.iter().min_by_key(|part| self.height(part, MAX_DEPTH))
    }

    /// Returns how many levels a value of the schema needs at least, up to `limit`.
    fn height(&self, part: &Value, limit: usize) -> usize {
        let Some(limit) = limit.checked_sub(1) else { return MAX_DEPTH };
        let Value::Object(members) = part else { return 0 };
        let parts = |keyword: &str| members.get(keyword).and_then(Value::as_array).into_iter().flatten();
        let target =
            members.get("$ref").and_then(Value::as_str).and_then(|target| self.schema.target(target));
        let whole = parts("allOf").chain(target).map(|part| self.height(part, limit)).max();
        let chosen = ["anyOf", "oneOf"]
            .into_iter()
            .filter_map(|keyword| parts(keyword).map(|part| self.height(part, limit)).min())
            .max();
        let required = parts("required").filter_map(Value::as_str);
        let properties = required.filter_map(|name| members.get("properties")?.get(name));
        let items =
            members.get("items").filter(|_| members.get("minItems").is_some_and(|least| *least != json!(0)));
        let below = properties.chain(items).map(|part| self.height(part, limit) + 1).max();
        [whole, chosen, below].into_iter().flatten().max().unwrap_or(0)
    }

    fn kind(&mut self, flat: &Flat) -> Option<&'static str> {
        const KINDS: [&str; 7] = ["object", "array", "string", "integer", "number", "boolean", "null"];
        let Some(types) = flat.get("type") else { return Some(implied(flat)) };
        let names = type_names(types);
        let telling: Vec<_> = names.iter().filter(|name| **name != "null").collect();
        let name = self.one_of(&telling).map(|name| **name).or_else(|| names.first().copied())?;
        KINDS.into_iter().find(|kind| *kind == name)
    }

    fn array(&mut self, flat: &Flat, depth: usize) -> Option<Value> {
        let any = Value::Bool(true);
        let least = count(flat, "minItems").unwrap_or(0);
        let most = count(flat, "maxItems").unwrap_or(usize::MAX);
        let contained = flat.get("contains").map_or(0, |_| count(flat, "minContains").unwrap_or(1));
        let first = flat.get("prefixItems").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let rest = flat.get("items").unwrap_or(&any);
        let wanted = if depth < SHALLOW && *rest != Value::Bool(false) { 1 } else { 0 };
        let wanted = wanted.max(if depth < SHALLOW { first.len() } else { 0 });
        let length = least.max(wanted).max(contained).min(most);
        let is_set = flat.get("uniqueItems") == Some(&Value::Bool(true));
        let mut items: Vec<Value> = Vec::new();
        for at in 0..length {
            let part = match (first.get(at), flat.get("contains")) {
                (Some(part), _) => part.clone(),
                (None, Some(contains)) if at < first.len() + contained => {
                    json!({ "allOf": [rest, contains] })
                }
                (None, _) => rest.clone(),
            };
            let mut item = self.value(&part, depth + 1)?;
            for _ in 0..16 {
                if !is_set || !items.contains(&item) {
                    break;
                }
                // The one example there is would come again and again.
                let showing = std::mem::replace(&mut self.showing, false);
                item = self.value(&part, depth + 1)?;
                self.showing = showing;
            }
            if is_set && items.contains(&item) && items.len() >= least {
                break;
            }
            items.push(item);
        }
        Some(items.into())
    }
}

fn is_null(part: &Value) -> bool {
    part.get("type").is_some_and(|types| type_names(types) == ["null"])
}

/// Returns the type that the keywords of a schema without `type` are about.
fn implied(flat: &Flat) -> &'static str {
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| flat.contains_key(*keyword));
    if has(&["properties", "required", "additionalProperties", "patternProperties", "minProperties"]) {
        "object"
    } else if has(&["items", "prefixItems", "minItems", "contains", "uniqueItems"]) {
        "array"
    } else if has(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]) {
        "number"
    } else {
        "string"
    }
}

/// Returns a keyword that counts something.
pub(super) fn count(flat: &Flat, keyword: &str) -> Option<usize> {
    flat.get(keyword).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok())
}
