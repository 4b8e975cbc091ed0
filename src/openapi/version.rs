//! Which specification a document is written for.

use super::Node;

/// The version of the OpenAPI Specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// None is said, or one that we do not know; such a document is read as the newest.
    Unknown,
    /// Swagger 2.0, read through the views of its successors as far as they have a place for it.
    Swagger2,
    /// OpenAPI 3.0, whose schemas are a dialect of their own.
    V3_0,
    /// OpenAPI 3.1, whose schemas are JSON Schema 2020-12.
    V3_1,
    /// OpenAPI 3.2.
    V3_2,
}

impl Version {
    /// Returns what `openapi` or `swagger` at the top says, written as text or as a number.
    pub(super) fn of(root: Node<'_>) -> Self {
        let said = |key| root.get(key).and_then(Node::text).map(str::trim);
        match said("openapi") {
            Some(text) if is(text, "3.0") => Self::V3_0,
            Some(text) if is(text, "3.1") => Self::V3_1,
            Some(text) if is(text, "3.2") => Self::V3_2,
            // Some write `openapi: "2.0"` and mean the key as much as the number.
            Some(text) if is(text, "2.0") => Self::Swagger2,
            Some(_) => Self::Unknown,
            None if said("swagger").is_some_and(|text| text == "2" || is(text, "2.0")) => Self::Swagger2,
            None => Self::Unknown,
        }
    }
}

/// Returns whether `text` is `minor` or a patch of it.
fn is(text: &str, minor: &str) -> bool {
    text.strip_prefix(minor).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
}
