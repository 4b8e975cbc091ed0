//! Reusable objects: `reference: $components.…`.

use super::Reader;
use crate::{arazzo::expression::Expression, openapi::Node};

/// An object as it is used.
#[derive(Clone, Copy)]
pub(super) struct Used<'a> {
    /// The object itself.
    pub(super) node: Node<'a>,
    /// The value that stands in place of its own.
    pub(super) value: Option<Node<'a>>,
}

impl<'a> Reader<'a> {
    /// Returns the object, its reference followed to the component of that kind.
    pub(super) fn used(&mut self, node: Node<'a>, kind: &str) -> Option<Used<'a>> {
        let Some(reference) = node.get("reference") else { return Some(Used { node, value: None }) };
        let text = self.text_of(reference, "reference")?;
        let expected = format!("write `reference: $components.{kind}.NAME`");
        let (found, name) = match Expression::parse(&text) {
            Ok(Expression::Component { kind: found, name }) => (found, name),
            Ok(_) => {
                self.fault(reference, format!("`{text}` names no component"), expected);
                return None;
            }
            Err(error) => {
                self.fault(reference, error.to_string(), expected);
                return None;
            }
        };
        if found != kind {
            self.fault(reference, format!("one of `{kind}` belongs here, and `{text}` is none"), expected);
            return None;
        }
        let components = self.names.root.get("components").and_then(|own| own.get(kind));
        let target = components.and_then(|own| own.get(&name));
        if target.is_none() {
            self.fault(
                reference,
                format!("there is no `{text}`"),
                format!("put it under `components` › `{kind}`"),
            );
        }
        Some(Used { node: target?, value: node.get("value").filter(|_| kind == "parameters") })
    }
}
