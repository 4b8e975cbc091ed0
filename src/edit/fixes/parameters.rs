//! Parameters to where the editor looks for them.

use super::super::{
    change::{Change, Content, Pair, Place, What},
    fix::{Fix, Mends},
    path::Path,
};
use super::pairs;
use crate::openapi::{Document, Method, Node};
use serde_json::Value;

/// A parameter that is a reference becomes a copy of what it refers to.
pub(super) fn inlined<'a>(document: &'a Document, list: Node<'a>, path: &Path<'a>) -> Vec<Fix<'a>> {
    let mut fixes = Vec::new();
    for (position, item) in list.items().enumerate() {
        let Some(written) = item.get("$ref") else { continue };
        let Some(reference) = written.as_str() else { continue };
        let Some(target) = document.resolve(item).filter(|target| {
            // References in another file start from there.
            target.is_mapping() && target.file() == item.file()
        }) else {
            continue;
        };
        let pointer = format!("{}/{position}", path.pointer());
        let change = Change {
            pointer,
            node: item,
            what: What::Item { of: list, content: with_own_words(item, target) },
        };
        fixes.push(Fix {
            mends: Mends::ParameterReference,
            pointer: written.pointer(),
            span: item.span(),
            does: format!("copies `{reference}` to where it is used"),
            changes: vec![change],
        });
    }
    fixes
}

/// A description beside a `$ref` stands in place of the description it leads to (OpenAPI 3.1 §4.8.23).
fn with_own_words<'a>(item: Node<'a>, target: Node<'a>) -> Content<'a> {
    match (item.get("description"), target.to_json()) {
        (Some(description), Value::Object(mut content)) if description.as_str().is_some() => {
            content.insert("description".to_owned(), description.to_json());
            Content::Value(Value::Object(content))
        }
        _ => Content::Copy(target),
    }
}

/// The parameters of a path item become parameters of its operations that have none of that name
/// and place.
pub(super) fn pushed_down<'a>(document: &'a Document, item: Node<'a>, path: &Path<'a>) -> Option<Fix<'a>> {
    let list = item.get("parameters")?;
    let inherited: Vec<_> = list.items().collect();
    let operations: Vec<_> = item
        .entries()
        .filter_map(|(key, operation)| Some((key.text()?, operation)))
        .filter(|(key, _)| Method::of_key(key).is_some())
        .collect();
    if !(list.is_sequence() || list.is_null())
        || !operations.iter().all(|(_, operation)| operation.is_mapping())
        || (operations.is_empty() && !inherited.is_empty())
    {
        return None;
    }
    let does = match inherited.len() {
        0 => "removes the empty `parameters` of the path".to_owned(),
        1 => "moves the parameter of the path into its operations".to_owned(),
        count => format!("moves the {count} parameters of the path into its operations"),
    };
    let mut fix =
        pairs(Mends::PathLevelParameters, item, list, path, does, vec![("parameters", Pair::Remove)]);
    for (key, operation) in operations {
        let pointer = format!("{}/{key}", path.pointer());
        fix.changes.extend(given(document, &inherited, operation, pointer)?);
    }
    Some(fix)
}

/// A parameter in the path is always required (OpenAPI 3.1 §4.8.12.2).
pub(super) fn required<'a>(parameter: Node<'a>, path: &Path<'a>) -> Option<Fix<'a>> {
    let own = parameter.get("required");
    if parameter.get("in")?.as_str() != Some("path") || own.and_then(Node::as_bool) == Some(true) {
        return None;
    }
    let content = Content::Value(Value::Bool(true));
    let pair = if own.is_some() { Pair::Set(content) } else { Pair::Insert(Place::After("in"), content) };
    let place = own.unwrap_or_else(|| parameter.target());
    let does = "says `required: true`".to_owned();
    let pairs_of = vec![("required", pair)];
    Some(pairs(Mends::PathParameterNotRequired, parameter, place, path, does, pairs_of))
}

/// Returns the change that gives an operation what it has inherited; the outer nothing is an
/// operation that cannot be given anything.
fn given<'a>(
    document: &'a Document,
    inherited: &[Node<'a>],
    operation: Node<'a>,
    pointer: String,
) -> Option<Option<Change<'a>>> {
    let own = operation.get("parameters");
    if own.is_some_and(|own| !own.is_sequence() && !own.is_null()) {
        return None;
    }
    let taken: Vec<_> =
        own.into_iter().flat_map(Node::items).map(|parameter| identity(document, parameter)).collect();
    let is_new = |parameter: &&Node<'a>| {
        let identity = identity(document, **parameter);
        identity.is_none() || !taken.contains(&identity)
    };
    let copies: Vec<_> = inherited.iter().filter(is_new).map(|node| Content::Copy(*node)).collect();
    if copies.is_empty() {
        return Some(None);
    }
    let change = match own {
        Some(own) if !own.is_empty() => {
            Change { pointer: format!("{pointer}/parameters"), node: own, what: What::Prepend(copies) }
        }
        own => {
            let list = Content::List(copies);
            let pair = match own {
                Some(_) => Pair::Set(list),
                None => Pair::Insert(Place::Before(&["requestBody", "responses"]), list),
            };
            Change { pointer, node: operation, what: What::Pairs(vec![("parameters", pair)]) }
        }
    };
    Some(Some(change))
}

/// Returns what makes two parameters the same: name and place (OpenAPI 3.1 §4.8.12).
fn identity<'a>(document: &'a Document, parameter: Node<'a>) -> Option<(&'a str, &'a str)> {
    let parameter = document.resolve(parameter)?;
    Some((parameter.get("name")?.as_str()?, parameter.get("in")?.as_str()?))
}
