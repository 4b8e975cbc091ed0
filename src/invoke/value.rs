//! A text from the command line into the value that the schema asks for.

use super::signature::{Shape, ShapeKind};
use serde_json::{Number, Value};

/// Returns the value that `text` stands for, or `None` where it is not of the type.
pub(super) fn parse(text: &str, shape: &Shape) -> Option<Value> {
    if shape.nullable && shape.kind != ShapeKind::String && text == "null" {
        return Some(Value::Null);
    }
    of_kind(text, shape.kind)
}

/// Returns the value that `text` stands for as an item of an array.
pub(super) fn parse_item(text: &str, shape: &Shape) -> Option<Value> {
    of_kind(text, item_kind(shape))
}

/// Returns the type of the items of an array; what is not said is text.
pub(super) fn item_kind(shape: &Shape) -> ShapeKind {
    shape.items.as_ref().map_or(ShapeKind::String, |items| items.kind)
}

fn of_kind(text: &str, kind: ShapeKind) -> Option<Value> {
    match kind {
        ShapeKind::String => Some(Value::String(text.to_owned())),
        ShapeKind::Integer => number(text).filter(is_integer).map(Value::Number),
        ShapeKind::Number => number(text).map(Value::Number),
        ShapeKind::Boolean => text.parse().ok().map(Value::Bool),
        ShapeKind::Array => serde_json::from_str(text).ok().filter(Value::is_array),
        ShapeKind::Object => serde_json::from_str(text).ok().filter(Value::is_object),
        // Without a type, what reads as JSON is JSON, and the rest is text.
        ShapeKind::Any => Some(serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))),
    }
}

/// Returns the number that `text` is in JSON's spelling; whitespace around it is not part of it.
fn number(text: &str) -> Option<Number> {
    let plain = text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        && text.ends_with(|last: char| last.is_ascii_digit());
    plain.then(|| serde_json::from_str(text).ok())?
}

/// Returns whether the number is whole and was not rounded on the way: within 64 bits.
fn is_integer(number: &Number) -> bool {
    number.is_i64() || number.is_u64()
}

/// Returns whether the number is whole, though written with a point: JSON Schema knows no other
/// difference (2020-12 Core §4.2.3). Beyond 2^53 nobody knows what was meant.
fn is_whole(number: &Number) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    number.as_f64().is_some_and(|number| number.fract() == 0.0 && number.abs() <= EXACT)
}

/// Returns the text of a value in a path or query: strings bare, everything else as JSON.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Returns whether the value is of the type.
pub(super) fn is_of_kind(value: &Value, shape: &Shape) -> bool {
    match shape.kind {
        _ if value.is_null() && shape.nullable => true,
        ShapeKind::String => value.is_string(),
        ShapeKind::Integer => value.as_number().is_some_and(|number| is_integer(number) || is_whole(number)),
        ShapeKind::Number => value.is_number(),
        ShapeKind::Boolean => value.is_boolean(),
        ShapeKind::Array => value.is_array(),
        ShapeKind::Object => value.is_object(),
        ShapeKind::Any => true,
    }
}

/// Returns whether the schema allows the value; items of an array are not looked at.
pub(super) fn is_allowed(value: &Value, shape: &Shape) -> bool {
    shape.allowed.is_empty() || shape.allowed.contains(value) || (shape.nullable && value.is_null())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shape(kind: ShapeKind) -> Shape {
        Shape { kind, ..Shape::default() }
    }

    #[test]
    fn texts_become_values_of_the_type() {
        let cases = [
            ("12", ShapeKind::Integer, json!(12)),
            ("-3", ShapeKind::Integer, json!(-3)),
            ("1.5e3", ShapeKind::Number, json!(1500.0)),
            ("true", ShapeKind::Boolean, json!(true)),
            ("12", ShapeKind::String, json!("12")),
            ("", ShapeKind::String, json!("")),
            ("[1]", ShapeKind::Array, json!([1])),
            ("{\"a\":1}", ShapeKind::Object, json!({"a": 1})),
            ("no", ShapeKind::Any, json!("no")),
            ("7", ShapeKind::Any, json!(7)),
        ];
        for (text, kind, expected) in cases {
            assert_eq!(parse(text, &shape(kind)), Some(expected), "{text} as {}", kind.word());
        }
    }

    #[test]
    fn c10_a_text_of_another_type_is_no_value() {
        let cases = [
            ("1.5", ShapeKind::Integer),
            ("12a", ShapeKind::Integer),
            (" 12", ShapeKind::Integer),
            ("+1", ShapeKind::Integer),
            ("0x10", ShapeKind::Integer),
            ("123456789012345678901234567890", ShapeKind::Integer),
            ("", ShapeKind::Number),
            ("NaN", ShapeKind::Number),
            ("1e999", ShapeKind::Number),
            ("yes", ShapeKind::Boolean),
            ("True", ShapeKind::Boolean),
            ("a,b", ShapeKind::Array),
            ("{}", ShapeKind::Array),
            ("[]", ShapeKind::Object),
            ("null", ShapeKind::Integer),
        ];
        for (text, kind) in cases {
            assert_eq!(parse(text, &shape(kind)), None, "{text} as {}", kind.word());
        }
    }

    #[test]
    fn null_is_a_value_where_the_schema_allows_it_and_a_text_stays_a_text() {
        let nullable = |kind| Shape { nullable: true, ..shape(kind) };
        assert_eq!(parse("null", &nullable(ShapeKind::Integer)), Some(Value::Null));
        assert_eq!(parse("null", &nullable(ShapeKind::String)), Some(json!("null")));
    }
}
