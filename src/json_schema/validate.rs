//! Values judged by schemas.

use super::{JsonSchema, composition};
use jsonschema::{Draft, ValidationError, error::ValidationErrorKind};
use serde_json::Value;

/// A schema that is ready to judge values, formats included.
#[derive(Debug)]
pub struct Validator {
    inner: jsonschema::Validator,
}

/// What is wrong at one place of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The place, a JSON Pointer; empty is the whole value.
    pub pointer: String,
    /// What is wrong there, without the value itself: `is not of type "string"`.
    pub message: String,
}

/// A schema that no value can be judged by: mostly a `pattern` that is no regular expression, or one
/// that is composed of itself.
#[derive(Debug, thiserror::Error)]
#[error("the schema cannot be used: {reason}")]
pub struct UnusableSchema {
    /// What is wrong with it.
    pub reason: String,
}

impl Validator {
    /// Makes a schema ready. Nothing is fetched.
    ///
    /// # Errors
    ///
    /// [`UnusableSchema`].
    pub fn new(schema: &JsonSchema) -> Result<Self, UnusableSchema> {
        composition::check(schema.as_value())?;
        let inner = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .offline()
            .should_validate_formats(true)
            .with_format("byte", is_base64)
            .build(schema.as_value())
            .map_err(|error| UnusableSchema { reason: error.to_string() })?;
        Ok(Self { inner })
    }

    /// Returns whether the value is valid.
    pub fn is_valid(&self, value: &Value) -> bool {
        self.inner.is_valid(value)
    }

    /// Returns what is wrong with the value, the first `limit` faults of it.
    pub fn violations(&self, value: &Value, limit: usize) -> Vec<Violation> {
        self.inner.iter_errors(value).take(limit).map(|error| violation(&error, 0)).collect()
    }
}

/// Puts a fault into words. Of alternatives that all failed, the one is told that came furthest.
fn violation(error: &ValidationError<'_>, depth: usize) -> Violation {
    const MAX_NESTING: usize = 8;
    let pointer = error.instance_path().as_str().to_owned();
    let alternatives = match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => context,
        _ => return Violation { pointer, message: message(error) },
    };
    let reach = |alternative: &&Vec<ValidationError<'static>>| {
        let depth = |error: &ValidationError<'_>| error.instance_path().as_str().matches('/').count();
        (alternative.iter().map(depth).min(), std::cmp::Reverse(alternative.len()))
    };
    let nearest = alternatives.iter().filter(|alternative| !alternative.is_empty()).max_by_key(reach);
    match nearest.and_then(|alternative| alternative.first()) {
        Some(inner) if depth < MAX_NESTING && inner.instance_path().as_str() != pointer => {
            violation(inner, depth + 1)
        }
        _ => Violation { pointer, message: "fits none of the alternatives of its schema".to_owned() },
    }
}

fn message(error: &ValidationError<'_>) -> String {
    let text = error.masked_with("value").to_string();
    match text.strip_prefix("value ") {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// Returns whether a text is base64 (RFC 4648 §4), padded.
fn is_base64(text: &str) -> bool {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.decode(text).is_ok()
}
