//! Values that a schema allows, made from a seed.
//!
//! The same seed gives the same value, and no value leaves that the schema would refuse. Recursion
//! ends as early as the schema lets it.

mod examples;
mod merge;
mod number;
mod object;
mod pattern;
mod text;
mod value;

use crate::json_schema::{JsonSchema, UnusableSchema, Validator, Violation};
use serde_json::Value;

/// How often a value is made that the schema may refuse, before it is given up.
const ATTEMPTS: u64 = 128;

/// Makes values of one schema.
#[derive(Debug)]
pub struct Sampler {
    /// The schema without the examples that contradict it.
    schema: JsonSchema,
    validator: Validator,
}

/// Why there is no value.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// No value can be judged by the schema.
    #[error(transparent)]
    Unusable(#[from] UnusableSchema),
    /// None of the values that were made was one; perhaps there is none.
    #[error("no value was found that the schema allows{}", at(.last.as_ref()))]
    NotFound {
        /// What was wrong with the last of them.
        last: Option<Violation>,
    },
}

fn at(last: Option<&Violation>) -> String {
    let Some(Violation { pointer, message }) = last else { return String::new() };
    let place = if pointer.is_empty() { "it" } else { pointer };
    format!(": {place} {message}")
}

impl Sampler {
    /// Makes a schema ready.
    ///
    /// # Errors
    ///
    /// [`SampleError::Unusable`].
    pub fn new(schema: &JsonSchema) -> Result<Self, SampleError> {
        let validator = Validator::new(schema)?;
        Ok(Self { schema: examples::without_wrong_ones(schema), validator })
    }

    /// Returns the value of a seed. Examples, defaults and `enum` come first; optional properties
    /// are filled as long as nothing speaks against it, those marked as of the other direction are
    /// not.
    ///
    /// # Errors
    ///
    /// [`SampleError::NotFound`].
    pub fn sample(&self, seed: u64) -> Result<Value, SampleError> {
        let mut last = None;
        for attempt in 0..ATTEMPTS {
            let Some(value) = value::generate(&self.schema, seed, attempt) else { continue };
            match self.validator.violations(&value, 1).pop() {
                None => return Ok(value),
                wrong => last = wrong,
            }
        }
        Err(SampleError::NotFound { last })
    }
}

#[cfg(test)]
mod tests;
