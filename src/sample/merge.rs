//! Two schemas that hold at once, as one.

use serde_json::{Map, Value, json};

/// A schema without `$ref`, `allOf` and alternatives.
pub(super) type Flat = Map<String, Value>;

/// Takes up `other` into `flat`. What cannot be said in one keyword is left to the judgement of the
/// finished value.
pub(super) fn merge(flat: &mut Flat, other: &Flat) {
    for (keyword, theirs) in other {
        let Some(ours) = flat.get(keyword) else {
            flat.insert(keyword.clone(), theirs.clone());
            continue;
        };
        let both = match keyword.as_str() {
            "type" => types(ours, theirs),
            "required" => union(ours, theirs),
            "enum" => intersection(ours, theirs),
            "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties" | "minContains"
            | "multipleOf" => larger(ours, theirs),
            "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties" | "maxContains" => {
                larger_first(ours, theirs).1
            }
            "properties" | "patternProperties" | "dependentSchemas" => by_name(ours, theirs),
            "items" | "additionalProperties" | "contains" | "propertyNames" => all_of(ours, theirs),
            "uniqueItems" => json!(ours == &json!(true) || theirs == &json!(true)),
            _ => ours.clone(),
        };
        flat.insert(keyword.clone(), both);
    }
    // What one side shows need not fit the other.
    flat.retain(|keyword, _| keyword != "examples" && keyword != "default");
}

/// Returns the names of `type`, one or several.
pub(super) fn type_names(types: &Value) -> Vec<&str> {
    match types {
        Value::String(one) => vec![one],
        other => other.as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
    }
}

fn types(ours: &Value, theirs: &Value) -> Value {
    let theirs = type_names(theirs);
    let both = type_names(ours).into_iter().filter_map(|name| match name {
        name if theirs.contains(&name) => Some(name),
        "integer" if theirs.contains(&"number") => Some("integer"),
        "number" if theirs.contains(&"integer") => Some("integer"),
        _ => None,
    });
    json!(both.collect::<Vec<_>>())
}

fn union(ours: &Value, theirs: &Value) -> Value {
    let mut all = ours.as_array().cloned().unwrap_or_default();
    for item in theirs.as_array().into_iter().flatten() {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
    all.into()
}

fn intersection(ours: &Value, theirs: &Value) -> Value {
    let theirs = theirs.as_array().map(Vec::as_slice).unwrap_or_default();
    ours.as_array().into_iter().flatten().filter(|item| theirs.contains(item)).cloned().collect()
}

fn larger(ours: &Value, theirs: &Value) -> Value {
    larger_first(ours, theirs).0
}

fn larger_first(ours: &Value, theirs: &Value) -> (Value, Value) {
    if ours.as_f64() >= theirs.as_f64() {
        (ours.clone(), theirs.clone())
    } else {
        (theirs.clone(), ours.clone())
    }
}

fn by_name(ours: &Value, theirs: &Value) -> Value {
    let mut all = ours.as_object().cloned().unwrap_or_default();
    for (name, part) in theirs.as_object().into_iter().flatten() {
        let both = all.get(name).map_or_else(|| part.clone(), |own| all_of(own, part));
        all.insert(name.clone(), both);
    }
    all.into()
}

fn all_of(ours: &Value, theirs: &Value) -> Value {
    match (ours, theirs) {
        (Value::Bool(false), _) | (_, Value::Bool(false)) => false.into(),
        (Value::Bool(true), other) | (other, Value::Bool(true)) => other.clone(),
        (ours, theirs) if ours == theirs => ours.clone(),
        _ => json!({ "allOf": [ours, theirs] }),
    }
}
