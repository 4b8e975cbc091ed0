//! OpenAPI 3.0 to 3.1: the version, and the words of schemas that changed between them.

use super::super::{
    change::{Change, Content, Pair, What},
    fix::{Fix, Mends},
    path::Path,
};
use super::pairs;
use crate::openapi::{Document, Node, Version};
use serde_json::{Value, json};

/// The version that everything is brought to.
const TARGET: &str = "3.1.0";

/// The patch of it that the editor also takes, for documents that name a later one.
const LATEST: &str = "3.1.1";

/// The way of one document to the version that the editor takes, all of it or nothing.
pub(super) struct Conversion<'a> {
    version: Node<'a>,
    from: &'a str,
    to: &'static str,
    changes: Vec<Change<'a>>,
}

impl<'a> Conversion<'a> {
    pub(super) fn of(document: &'a Document) -> Option<Self> {
        let root = document.root();
        let version = root.get("openapi")?;
        let from = version.text()?;
        let to = match from.trim() {
            "3.1.0" | "3.1.1" => return None,
            "3.0" => TARGET,
            "3.1" => TARGET,
            other if other.starts_with("3.0.") => TARGET,
            other if other.starts_with("3.1.") => LATEST,
            _ => return None,
        };
        let set = ("openapi", Pair::Set(Content::Value(to.into())));
        let change = Change { pointer: String::new(), node: root, what: What::Pairs(vec![set]) };
        Some(Self { version, from, to, changes: vec![change] })
    }

    /// Takes in a schema.
    pub(super) fn schema(&mut self, schema: Node<'a>, path: &Path<'a>) {
        if self.from.starts_with("3.1") {
            return;
        }
        let mut pairs = Vec::new();
        nullable(schema, &mut pairs);
        exclusive(schema, "exclusiveMinimum", "minimum", &mut pairs);
        exclusive(schema, "exclusiveMaximum", "maximum", &mut pairs);
        if let Some(example) = schema.get("example")
            && schema.get("examples").is_none()
        {
            pairs.push(("example", Pair::Become("examples", Content::List(vec![Content::Copy(example)]))));
        }
        if !pairs.is_empty() {
            self.changes.push(Change { pointer: path.pointer(), node: schema, what: What::Pairs(pairs) });
        }
    }

    pub(super) fn fix(self) -> Fix<'a> {
        let schemas = match self.changes.len() - 1 {
            0 => String::new(),
            1 => ", and one schema with it".to_owned(),
            count => format!(", and {count} schemas with it"),
        };
        Fix {
            mends: Mends::Version,
            pointer: "/openapi".to_owned(),
            span: self.version.span(),
            does: format!("brings OpenAPI {} to {}{schemas}", self.from.trim(), self.to),
            changes: self.changes,
        }
    }
}

/// `nullable`, which 3.1 does not know, is what it was in 3.0; without a type nobody can tell what it
/// is to mean now.
pub(super) fn nullable_in_3_1<'a>(document: &Document, schema: Node<'a>, path: &Path<'a>) -> Option<Fix<'a>> {
    let place = schema.get("nullable").filter(|_| document.version() == Version::V3_1)?;
    let is_nullable = place.as_bool()?;
    if is_nullable && schema.get("type").is_none() {
        return None;
    }
    let mut changes = Vec::new();
    nullable(schema, &mut changes);
    let does = if is_nullable { "turns `nullable` into a type" } else { "removes `nullable: false`" };
    Some(pairs(Mends::NullableKeyword, schema, place, path, does.to_owned(), changes))
}

/// `nullable` becomes a type; without a type it says nothing (OpenAPI 3.0.3 §4.7.24.1).
fn nullable<'a>(schema: Node<'a>, pairs: &mut Vec<(&'static str, Pair<'a>)>) {
    let Some(nullable) = schema.get("nullable") else { return };
    pairs.push(("nullable", Pair::Remove));
    if nullable.as_bool() != Some(true) {
        return;
    }
    let Some(own) = schema.get("type") else { return };
    let types = match own.to_json() {
        Value::String(name) if name != "null" => json!([name, "null"]),
        Value::Array(mut names) if !names.contains(&json!("null")) => {
            names.push(json!("null"));
            Value::Array(names)
        }
        _ => return,
    };
    pairs.push(("type", Pair::Set(Content::Value(types))));
}

/// A boolean beside a bound becomes the bound itself.
fn exclusive<'a>(
    schema: Node<'a>,
    exclusive: &'static str,
    bound: &'static str,
    pairs: &mut Vec<(&'static str, Pair<'a>)>,
) {
    let Some(is_exclusive) = schema.get(exclusive).and_then(Node::as_bool) else { return };
    match schema.get(bound).filter(|bound| bound.as_f64().is_some()) {
        Some(value) if is_exclusive => {
            pairs.push((exclusive, Pair::Set(Content::Copy(value))));
            pairs.push((bound, Pair::Remove));
        }
        _ => pairs.push((exclusive, Pair::Remove)),
    }
}
