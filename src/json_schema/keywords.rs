//! The keywords of schemas, and what each may hold.

use serde_json::Value;

/// What the value of a keyword is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A schema.
    Schema,
    /// A list of schemas.
    Schemas,
    /// Schemas by name.
    SchemasByName,
    /// A number.
    Number,
    /// A number above 0.
    Positive,
    /// A whole number from 0.
    Count,
    /// `true` or `false`.
    Boolean,
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// Lists of texts by name.
    TextsByName,
    /// A list of values, one at least.
    Values,
    /// Any value.
    Value,
}

/// The keywords of OpenAPI 3.0 (§4.7.24) that say what is valid, or show it.
const OF_3_0: &[(&str, Holds)] = &[
    ("allOf", Holds::Schemas),
    ("anyOf", Holds::Schemas),
    ("oneOf", Holds::Schemas),
    ("not", Holds::Schema),
    ("items", Holds::Schema),
    ("properties", Holds::SchemasByName),
    ("additionalProperties", Holds::Schema),
    ("enum", Holds::Values),
    ("multipleOf", Holds::Positive),
    ("minimum", Holds::Number),
    ("maximum", Holds::Number),
    ("minLength", Holds::Count),
    ("maxLength", Holds::Count),
    ("pattern", Holds::Text),
    ("minItems", Holds::Count),
    ("maxItems", Holds::Count),
    ("uniqueItems", Holds::Boolean),
    ("minProperties", Holds::Count),
    ("maxProperties", Holds::Count),
    ("required", Holds::Texts),
    ("format", Holds::Text),
    ("default", Holds::Value),
];

/// Those that JSON Schema 2020-12, and with it OpenAPI 3.1, has besides.
const SINCE_3_1: &[(&str, Holds)] = &[
    ("const", Holds::Value),
    ("if", Holds::Schema),
    ("then", Holds::Schema),
    ("else", Holds::Schema),
    ("prefixItems", Holds::Schemas),
    ("contains", Holds::Schema),
    ("minContains", Holds::Count),
    ("maxContains", Holds::Count),
    ("unevaluatedItems", Holds::Schema),
    ("unevaluatedProperties", Holds::Schema),
    ("patternProperties", Holds::SchemasByName),
    ("propertyNames", Holds::Schema),
    ("dependentSchemas", Holds::SchemasByName),
    ("dependentRequired", Holds::TextsByName),
    ("exclusiveMinimum", Holds::Number),
    ("exclusiveMaximum", Holds::Number),
];

/// Returns what a keyword holds, where the dialect has it.
pub(super) fn holds(keyword: &str, is_3_0: bool) -> Option<Holds> {
    let since = if is_3_0 { &[] } else { SINCE_3_1 };
    OF_3_0.iter().chain(since).find(|(name, _)| *name == keyword).map(|(_, holds)| *holds)
}

impl Holds {
    /// Returns whether a value that is no schema is what the keyword holds.
    pub(super) fn admits(self, value: &Value) -> bool {
        let texts = |value: &Value| {
            value.as_array().is_some_and(|items| items.iter().all(Value::is_string) && is_set(items))
        };
        match self {
            Self::Schema | Self::Schemas | Self::SchemasByName => false,
            Self::Number => value.is_number(),
            Self::Positive => value.as_f64().is_some_and(|number| number > 0.0),
            Self::Count => value.is_u64(),
            Self::Boolean => value.is_boolean(),
            Self::Text => value.is_string(),
            Self::Texts => texts(value),
            Self::TextsByName => value.as_object().is_some_and(|members| members.values().all(texts)),
            Self::Values => value.as_array().is_some_and(|items| !items.is_empty()),
            Self::Value => true,
        }
    }
}

fn is_set(items: &[Value]) -> bool {
    items.iter().enumerate().all(|(at, item)| !items[..at].contains(item))
}
