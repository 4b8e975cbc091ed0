//! The faults with one right answer, and what it is.

mod names;
mod parameters;
mod texts;
mod version;

pub use names::{Names, is_function_name};
pub use texts::sentences;

use super::{
    change::{Change, Content, Pair, Place, What},
    fix::{Fix, Mends},
    path::Path,
    walk::{Part, walk},
};
use crate::{
    openapi::{Document, Node},
    platform::gpt_action::TARGET,
};
use serde_json::{Value, json};

/// Returns every fix of a document, in document order.
pub fn fixes(document: &Document) -> Vec<Fix<'_>> {
    let mut fixes = Vec::new();
    let mut names = Names::of(document);
    fixes.extend(without_schemas(document.root()));
    let mut conversion = version::Conversion::of(document);
    walk(document.root(), &mut |part, path| match part {
        Part::Schema(schema) => {
            fixes.extend(without_properties(schema, path));
            fixes.extend(version::nullable_in_3_1(document, schema, path));
            if let Some(conversion) = &mut conversion {
                conversion.schema(schema, path);
            }
        }
        Part::Operation(method, operation) => {
            fixes.extend(names::named(&mut names, method, operation, path));
            fixes.extend(consequential(operation, path));
            fixes.extend(texts::of_operation(operation, path));
        }
        Part::PathItem(item) => fixes.extend(parameters::pushed_down(document, item, path)),
        Part::Parameters(list) => fixes.extend(parameters::inlined(document, list, path)),
        Part::Parameter(parameter) => {
            fixes.extend(parameters::required(parameter, path));
            fixes.extend(texts::of_parameter(parameter, path));
        }
    });
    fixes.extend(conversion.map(version::Conversion::fix));
    fixes.sort_by_key(|fix| fix.span.start);
    fixes
}

/// A fix that changes pairs of the mapping `at`; `place` is what a finding about it points at.
fn pairs<'a>(
    mends: Mends,
    at: Node<'a>,
    place: Node<'a>,
    path: &Path<'a>,
    does: String,
    pairs: Vec<(&'static str, Pair<'a>)>,
) -> Fix<'a> {
    let change = Change { pointer: path.pointer(), node: at, what: What::Pairs(pairs) };
    Fix { mends, pointer: place.pointer(), span: place.span(), does, changes: vec![change] }
}

/// `properties: {}` where a schema says that it is an object and not of what.
fn without_properties<'a>(schema: Node<'a>, path: &Path<'a>) -> Option<Fix<'a>> {
    let type_of = schema.get("type")?;
    let is_object =
        type_of.as_str() == Some("object") || type_of.items().any(|item| item.as_str() == Some("object"));
    let empty = || Content::Value(json!({}));
    let pair = match schema.get("properties") {
        None => Pair::Insert(Place::After("type"), empty()),
        Some(null) if null.is_null() => Pair::Set(empty()),
        Some(_) => return None,
    };
    let target = schema.target();
    let does = match target.key().and_then(Node::text) {
        Some(name) => format!("adds `properties: {{}}` to `{name}`"),
        None => "adds `properties: {}` to an item".to_owned(),
    };
    is_object.then(|| {
        pairs(Mends::ObjectWithoutProperties, schema, target, path, does, vec![("properties", pair)])
    })
}

/// `x-openai-isConsequential` is a boolean, not the name of one.
fn consequential<'a>(operation: Node<'a>, path: &Path<'a>) -> Option<Fix<'a>> {
    let key = TARGET.call.consequential_key;
    let node = operation.get(key)?;
    let value = match node.as_str()?.trim().to_ascii_lowercase().as_str() {
        "true" => true,
        "false" => false,
        _ => return None,
    };
    let does = format!("makes `{key}` the boolean `{value}`");
    let pair = Pair::Set(Content::Value(Value::Bool(value)));
    Some(pairs(Mends::Consequential, operation, node, path, does, vec![(key, pair)]))
}

/// `schemas: {}` where there are components of other kinds only.
fn without_schemas(root: Node<'_>) -> Option<Fix<'_>> {
    let components = root.get("components").filter(|components| components.is_mapping())?;
    let empty = || Content::Value(json!({}));
    let (place, pair) = match components.get("schemas") {
        None if components.is_empty() => return None,
        None => (components, Pair::Insert(Place::Before(&[]), empty())),
        Some(schemas) if schemas.is_null() => (schemas, Pair::Set(empty())),
        Some(_) => return None,
    };
    let mut path = Path::default();
    path.key("components");
    let does = "adds `schemas: {}`".to_owned();
    let pairs_of = vec![("schemas", pair)];
    Some(pairs(Mends::ComponentsWithoutSchemas, components, place, &path, does, pairs_of))
}
