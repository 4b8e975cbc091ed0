//! The body of a request, put together.

use super::{
    context::{Absent, Context},
    description::{Body, Replacement},
    template::Template,
};
use serde_json::Value;

/// Why there is no body to send.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// An expression has no value.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// A payload that is written as a text is no JSON once its expressions are in place.
    #[error("the payload is no JSON at line {line}, column {column}")]
    NotJson {
        /// The line of the payload, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// A replacement has no place in the payload.
    #[error("the payload has no place `{target}`")]
    NoPlace {
        /// The JSON Pointer.
        target: String,
    },
}

impl Body {
    /// Returns the body as JSON text; nothing where there is no payload, or only an input that was not
    /// given.
    ///
    /// # Errors
    ///
    /// [`BodyError`].
    pub fn json(&self, context: &Context<'_>) -> Result<Option<String>, BodyError> {
        let Some(payload) = &self.payload else { return Ok(None) };
        let text = if is_json_text(payload) { payload.evaluate_json_text(context)? } else { None };
        let value = match &text {
            Some(text) => Some(
                serde_json::from_str(text)
                    .map_err(|error| BodyError::NotJson { line: error.line(), column: error.column() })?,
            ),
            None => payload.evaluate(context)?,
        };
        let Some(mut value) = value else { return Ok(None) };
        // Without replacements a text is sent as it was written.
        if let Some(text) = text.filter(|_| self.replacements.is_empty()) {
            return Ok(Some(text));
        }
        for own in &self.replacements {
            if let Some(new) = own.value.evaluate(context)? {
                replace(&mut value, own, new)?;
            }
        }
        Ok(Some(value.to_string()))
    }

    /// Returns whether the body is JSON by its content type.
    pub fn is_json(&self) -> bool {
        self.content_type.as_deref().is_none_or(|own| {
            let essence = own.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            essence == "application/json" || essence.ends_with("+json")
        })
    }
}

/// Returns whether a payload is a text that is meant as JSON, and not a string of it.
fn is_json_text(payload: &Template) -> bool {
    let first = match payload {
        Template::Literal(Value::String(text)) => text.as_str(),
        Template::Text(pieces) => match pieces.first() {
            Some(super::template::Piece::Literal(text)) => text.as_str(),
            _ => return false,
        },
        _ => return false,
    };
    first.trim_start().starts_with(['{', '['])
}

fn replace(payload: &mut Value, replacement: &Replacement, new: Value) -> Result<(), BodyError> {
    let target = &replacement.target;
    let no_place = || BodyError::NoPlace { target: target.clone() };
    let Some((parent, last)) = target.rsplit_once('/') else {
        *payload = new;
        return Ok(());
    };
    let name = last.replace("~1", "/").replace("~0", "~");
    match payload.pointer_mut(parent).ok_or_else(no_place)? {
        Value::Object(members) => drop(members.insert(name, new)),
        Value::Array(items) if name == "-" => items.push(new),
        Value::Array(items) => {
            let own = name.parse().ok().and_then(|at: usize| items.get_mut(at));
            *own.ok_or_else(no_place)? = new;
        }
        _ => return Err(no_place()),
    }
    Ok(())
}
