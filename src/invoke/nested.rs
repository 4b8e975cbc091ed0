//! Names with points: places inside of an argument, by the document's schema.

use super::{
    bind::{self, BindError, Rigor, Typed},
    read,
    signature::{Place, Shape, ShapeKind, Signature},
};
use crate::{
    nearest::nearest,
    openapi::{Node, Operation, Schema},
};

/// Returns the value of a name like `address.city`, or `None` where the name is an argument's own,
/// or leads into none.
///
/// # Errors
///
/// [`BindError::Unknown`] where the schema declares no property of the name, and where the value is
/// not of its type.
pub fn typed(
    operation: &Operation<'_>,
    signature: &Signature,
    name: &str,
    text: &str,
    rigor: Rigor,
) -> Result<Option<Typed>, BindError> {
    let Some((argument, path)) = split(signature, name) else { return Ok(None) };
    let shape = shape(operation, signature, argument, &path)?;
    let value = bind::read(name, text, &shape, rigor)?;
    Ok(Some(Typed { name: argument.to_owned(), path: path.into_iter().map(str::to_owned).collect(), value }))
}

/// Returns the argument that a name leads into, the longest one, and the keys below it.
pub fn split<'n>(signature: &Signature, name: &'n str) -> Option<(&'n str, Vec<&'n str>)> {
    if bind::argument(signature, name).is_some() {
        return None;
    }
    name.rmatch_indices('.').find_map(|(at, _)| {
        let own = bind::argument(signature, &name[..at])?;
        let holds = matches!(own.shape.kind, ShapeKind::Object | ShapeKind::Any);
        holds.then(|| (&name[..at], name[at + 1..].split('.').collect()))
    })
}

fn shape(
    operation: &Operation<'_>,
    signature: &Signature,
    argument: &str,
    path: &[&str],
) -> Result<Shape, BindError> {
    let mut schema = schema(operation, signature, argument);
    let mut place = argument.to_owned();
    for key in path {
        let Some(current) = schema else { break };
        let mut known = Vec::new();
        schema = match property(current, key, &mut known, &mut Vec::new()) {
            Found::Schema(found) => Some(found),
            Found::Open => None,
            Found::Nothing => {
                return Err(BindError::Unknown {
                    operation: signature.name.clone(),
                    name: format!("{place}.{key}"),
                    nearest: nearest(key, known.iter().copied())
                        .into_iter()
                        .map(|near| format!("{place}.{near}"))
                        .collect(),
                    known: known.iter().map(|known| format!("{place}.{known}")).collect(),
                    takes_body: false,
                });
            }
        };
        place = format!("{place}.{key}");
    }
    Ok(schema.map(|schema| read::shape(read::resolved(schema))).unwrap_or_default())
}

/// Returns the schema of an argument.
pub fn schema<'a>(operation: &Operation<'a>, signature: &Signature, name: &str) -> Option<Node<'a>> {
    let argument = bind::argument(signature, name)?;
    if argument.place == Place::Body {
        let body = operation.request_body()?.json_schema()?;
        return match property(body, argument.name, &mut Vec::new(), &mut Vec::new()) {
            Found::Schema(schema) => Some(schema),
            Found::Open | Found::Nothing => None,
        };
    }
    let parameters = operation.parameters();
    let own = parameters.iter().find(|own| {
        own.name() == Some(argument.name)
            && own.location().is_some_and(|location| location.as_str() == argument.place.word())
    });
    own?.schema()
}

enum Found<'a> {
    Schema(Node<'a>),
    /// No property of the name, but the object takes more than it names.
    Open,
    Nothing,
}

/// Looks for a property in a schema and all that it is composed of. `seen` are the schemas that were
/// looked at.
fn property<'a>(schema: Node<'a>, key: &str, known: &mut Vec<&'a str>, seen: &mut Vec<usize>) -> Found<'a> {
    let id = read::resolved(schema).id();
    if seen.contains(&id) {
        return Found::Open;
    }
    seen.push(id);
    let schema = Schema::new(schema);
    let mut is_closed = false;
    for (name, own) in schema.properties() {
        is_closed = true;
        if name.text() == Some(key) {
            return Found::Schema(own.node());
        }
        known.extend(name.text());
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for part in schema.composed(keyword) {
            match property(part.node(), key, known, seen) {
                Found::Schema(found) => return Found::Schema(found),
                Found::Nothing => is_closed = true,
                Found::Open => {}
            }
        }
    }
    match schema.additional_properties() {
        Some(more) if more.node().is_mapping() => Found::Schema(more.node()),
        Some(more) if more.as_bool() == Some(true) => Found::Open,
        // ChatGPT refuses what is not declared, whatever the schema leaves open.
        _ if is_closed => Found::Nothing,
        _ => Found::Open,
    }
}

#[cfg(test)]
mod tests;
