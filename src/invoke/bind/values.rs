//! The values of arguments, as far as their type and the list of what is allowed say.

use super::{BindError, Rigor};
use crate::invoke::{
    signature::{Shape, ShapeKind},
    value,
};
use serde_json::Value;

/// Returns the value that a text stands for; a text of another type stays a text where nobody insists.
pub(in crate::invoke) fn read(
    name: &str,
    text: &str,
    shape: &Shape,
    rigor: Rigor,
) -> Result<Value, BindError> {
    let value = match value::parse(text, shape) {
        Some(value) => value,
        None if shape.kind == ShapeKind::Array => Value::Array(vec![read_item(name, text, shape, rigor)?]),
        None if rigor == Rigor::Lenient => Value::String(text.to_owned()),
        None => return Err(wrong(name, text, shape)),
    };
    admits(name, &value, shape, rigor)?;
    Ok(value)
}

/// Returns the value that a text stands for as an item of a list.
pub(super) fn read_item(name: &str, text: &str, shape: &Shape, rigor: Rigor) -> Result<Value, BindError> {
    match value::parse_item(text, shape) {
        Some(value) => Ok(value),
        None if rigor == Rigor::Lenient => Ok(Value::String(text.to_owned())),
        None => Err(BindError::WrongItem {
            name: name.to_owned(),
            value: text.to_owned(),
            expected: value::item_kind(shape),
        }),
    }
}

/// Makes sure that a value has the type and is one of those that are allowed.
pub(super) fn admits(name: &str, value: &Value, shape: &Shape, rigor: Rigor) -> Result<(), BindError> {
    if rigor == Rigor::Lenient {
        return Ok(());
    }
    if !value::is_of_kind(value, shape) {
        return Err(wrong(name, &value.to_string(), shape));
    }
    if !value::is_allowed(value, shape) {
        return Err(BindError::NotAllowed {
            name: name.to_owned(),
            value: value::text(value),
            allowed: shape.allowed.iter().map(value::text).collect(),
        });
    }
    Ok(())
}

fn wrong(name: &str, text: &str, shape: &Shape) -> BindError {
    BindError::WrongType { name: name.to_owned(), value: text.to_owned(), expected: shape.kind }
}
