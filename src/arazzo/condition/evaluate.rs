//! Whether a condition holds.
//!
//! Comparisons are loose: strings without regard to case, a string that is a number as that number,
//! and what has no value as `null`. Values of kinds that cannot be compared are different, and neither
//! is less.

use super::{Condition, Operator};
use crate::arazzo::{context::Context, template::plain};
use serde_json::{Number, Value};
use std::{borrow::Cow, cmp::Ordering};

impl Condition {
    /// Returns whether the condition holds.
    pub fn holds(&self, context: &Context<'_>) -> bool {
        match self {
            Self::Any(parts) => parts.iter().any(|own| own.holds(context)),
            Self::All(parts) => parts.iter().all(|own| own.holds(context)),
            Self::Not(inner) => !inner.holds(context),
            Self::Compare(..) | Self::Literal(_) | Self::Expression(_) => is_true(&self.value(context)),
        }
    }

    fn value<'v>(&'v self, context: &Context<'v>) -> Cow<'v, Value> {
        match self {
            Self::Literal(value) => Cow::Borrowed(value),
            Self::Expression(own) => context.value(own).unwrap_or(Cow::Owned(Value::Null)),
            Self::Compare(left, operator, right) => {
                Cow::Owned(compare(&left.value(context), *operator, &right.value(context)).into())
            }
            Self::Any(_) | Self::All(_) | Self::Not(_) => Cow::Owned(self.holds(context).into()),
        }
    }

    /// Returns the expressions of the condition with their values, as far as they have one.
    pub fn values(&self, context: &Context<'_>) -> Vec<(String, Option<String>)> {
        let values = self.expressions().into_iter().map(|own| {
            let value = context.value(own).ok().map(|value| plain(&value).into_owned());
            (own.to_string(), value)
        });
        let mut values: Vec<_> = values.collect();
        values.dedup();
        values
    }
}

/// Returns whether a value stands for yes: neither false, null, 0 nor empty text.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(own) => *own,
        Value::Number(own) => own.as_f64() != Some(0.0),
        Value::String(own) => !own.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

fn compare(left: &Value, operator: Operator, right: &Value) -> bool {
    match operator {
        Operator::Equal => equal(left, right),
        Operator::NotEqual => !equal(left, right),
        Operator::Less => order(left, right) == Some(Ordering::Less),
        Operator::AtMost => order(left, right).is_some_and(Ordering::is_le),
        Operator::More => order(left, right) == Some(Ordering::Greater),
        Operator::AtLeast => order(left, right).is_some_and(Ordering::is_ge),
    }
}

fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Bool(own), Value::String(text)) | (Value::String(text), Value::Bool(own)) => {
            text.eq_ignore_ascii_case(if *own { "true" } else { "false" })
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| equal(left, right)))
        }
        _ => left == right || order(left, right) == Some(Ordering::Equal),
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::String(left), Value::String(right)) => Some(left.to_lowercase().cmp(&right.to_lowercase())),
        _ => numbers(number(left)?.as_ref(), number(right)?.as_ref()),
    }
}

fn numbers(left: &Number, right: &Number) -> Option<Ordering> {
    // Identifiers of 64 bits do not survive as floating-point numbers.
    if let (Some(left), Some(right)) = (integer(left), integer(right)) {
        return Some(left.cmp(&right));
    }
    left.as_f64()?.partial_cmp(&right.as_f64()?)
}

fn integer(number: &Number) -> Option<i128> {
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
}

fn number(value: &Value) -> Option<Cow<'_, Number>> {
    match value {
        Value::Number(own) => Some(Cow::Borrowed(own)),
        Value::String(text) => serde_json::from_str(text.trim()).ok().map(Cow::Owned),
        _ => None,
    }
}
