//! Signatures, read from the document.

use super::signature::{
    Body, Encoding, Parameter, Place, Promise, Property, Shape, ShapeKind, Signature, Style,
};
use crate::{
    openapi::{Document, Node, Operation, ParameterIn, RequestBody},
    platform::CallShape,
};
use http::Method;
use serde_json::Value;

/// How deep `allOf` is followed.
pub(super) const MAX_NESTING: usize = 16;

/// Returns the signatures of a document, in its order.
pub fn signatures(document: &Document, shape: &CallShape) -> Vec<Signature> {
    document.operations().iter().filter_map(|operation| signature(operation, shape)).collect()
}

/// Returns what an operation takes; what its document leaves unsaid is left open.
fn signature(operation: &Operation<'_>, shape: &CallShape) -> Option<Signature> {
    let method = operation.method().as_str();
    let path = operation.path();
    let harmless = shape.harmless_methods.value.contains(&method);
    let text = operation.summary().or_else(|| operation.description()).and_then(Node::as_str);
    // What an action sends of a GET stands in its path and query.
    let body = operation.request_body().filter(|_| !matches!(method, "GET" | "HEAD"));
    Some(Signature {
        name: operation.name().map_or_else(|| format!("{method} {path}"), str::to_owned),
        method: Method::from_bytes(method.as_bytes()).ok()?,
        path: path.to_owned(),
        summary: text.map(|text| text.lines().next().unwrap_or_default().trim().to_owned()),
        public: operation.is_public(),
        consequential: operation.is_consequential().unwrap_or(!harmless),
        parameters: operation.parameters().iter().filter_map(parameter).collect(),
        body: body.map(|body| read_body(&body)),
        answers: operation.responses().map(|(status, node)| promise(status, node)).collect(),
    })
}

fn parameter(parameter: &crate::openapi::Parameter<'_>) -> Option<Parameter> {
    let place = match parameter.location()? {
        ParameterIn::Path => Place::Path,
        ParameterIn::Query => Place::Query,
        ParameterIn::Header => Place::Header,
        ParameterIn::Cookie => Place::Cookie,
    };
    let mut shape = parameter.schema().map(shape).unwrap_or_default();
    if let Some(text) = parameter.description().and_then(Node::as_str) {
        shape.description = Some(text.to_owned());
    }
    let style = match parameter.style() {
        _ if parameter.is_json() => Style::Json,
        "label" => Style::Label,
        "matrix" => Style::Matrix,
        "spaceDelimited" => Style::Spaces,
        "pipeDelimited" => Style::Pipes,
        "deepObject" => Style::DeepObject,
        _ => Encoding::of_place(place).style,
    };
    let encoding = Encoding { style, explode: parameter.explode(), reserved: parameter.allows_reserved() };
    Some(Parameter {
        name: parameter.name()?.to_owned(),
        place,
        required: parameter.is_required(),
        shape,
        encoding,
    })
}

fn read_body(body: &RequestBody<'_>) -> Body {
    let schema = body.json_schema();
    let json = schema.is_some() || body.media_types().any(|(media_type, _)| is_json(media_type));
    let mut properties = Vec::new();
    if let Some(schema) = schema {
        collect(schema, &mut properties, MAX_NESTING);
    }
    Body { required: body.is_required(), json, properties }
}

/// Collects the properties of an object schema, those of its `allOf` included.
fn collect(schema: Node<'_>, properties: &mut Vec<Property>, nesting: usize) {
    let Some(nesting) = nesting.checked_sub(1) else { return };
    for (key, node) in schema.get("properties").into_iter().flat_map(Node::entries) {
        let Some(name) = key.text() else { continue };
        let node = resolved(node);
        let fixed = node.get("readOnly").and_then(Node::as_bool) == Some(true);
        if !fixed && !properties.iter().any(|own| own.name == name) {
            properties.push(Property { name: name.to_owned(), required: false, shape: shape(node) });
        }
    }
    for part in schema.get("allOf").into_iter().flat_map(Node::items) {
        collect(resolved(part), properties, nesting);
    }
    for name in schema.get("required").into_iter().flat_map(Node::items).filter_map(Node::as_str) {
        if let Some(own) = properties.iter_mut().find(|own| own.name == name) {
            own.required = true;
        }
    }
}

/// Returns the schema that a reference leads to, or the node itself.
pub(super) fn resolved(node: Node<'_>) -> Node<'_> {
    node.document().resolve(node).unwrap_or(node)
}

/// Returns what a value of the schema may be, as far as a command line needs to know.
pub(super) fn shape(schema: Node<'_>) -> Shape {
    let mut names: Vec<_> = match schema.get("type") {
        Some(node) if node.is_sequence() => node.items().filter_map(Node::as_str).collect(),
        Some(node) => node.as_str().into_iter().collect(),
        None => Vec::new(),
    };
    let listed = names.len();
    names.retain(|name| *name != "null");
    let mut nullable = listed != names.len() || schema.get("nullable").and_then(Node::as_bool) == Some(true);
    let mut kind = match names.as_slice() {
        [only] => ShapeKind::from_name(only).unwrap_or_default(),
        [] if schema.get("properties").is_some() => ShapeKind::Object,
        _ => ShapeKind::Any,
    };
    if let Some(inner) = optional(schema) {
        (kind, nullable) = (shape_kind(inner), true);
    }
    let allowed = allowed(schema);
    let default = schema.get("default").map(Node::to_json).filter(|value| !value.is_null());
    Shape {
        kind,
        items: schema.get("items").map(|items| shape_kind(resolved(items))),
        nullable,
        default: default.or_else(|| if allowed.len() == 1 { allowed.first().cloned() } else { None }),
        allowed,
        description: schema.get("description").and_then(Node::as_str).map(str::to_owned),
    }
}

fn shape_kind(schema: Node<'_>) -> ShapeKind {
    schema.get("type").and_then(Node::as_str).and_then(ShapeKind::from_name).unwrap_or_default()
}

/// Returns the other side of a choice between one schema and `null`.
fn optional(schema: Node<'_>) -> Option<Node<'_>> {
    let choices = schema.get("anyOf").or_else(|| schema.get("oneOf"))?;
    let (nulls, others): (Vec<_>, Vec<_>) = choices
        .items()
        .map(resolved)
        .partition(|node| node.get("type").and_then(Node::as_str) == Some("null"));
    match (nulls.as_slice(), others.as_slice()) {
        ([_], [only]) => Some(*only),
        _ => None,
    }
}

fn allowed(schema: Node<'_>) -> Vec<Value> {
    match schema.get("const") {
        Some(only) => vec![only.to_json()],
        None => schema.get("enum").into_iter().flat_map(Node::items).map(Node::to_json).collect(),
    }
}

fn promise(status: &str, response: Node<'_>) -> Promise {
    let mut types = response.get("content").into_iter().flat_map(Node::entries).peekable();
    let described = types.peek().is_some();
    let json = described && types.all(|(key, _)| key.text().is_some_and(is_json));
    Promise { status: status.to_owned(), json }
}

/// Returns whether a media type is JSON.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

#[cfg(test)]
mod tests;
