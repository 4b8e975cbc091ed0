//! Signatures, read from the document.

mod shape;

pub(super) use shape::shape;

use self::shape::Reach;
use super::signature::{
    Body, Encoding, Parameter, Place, Promise, Property, Shape, ShapeKind, Signature, Style,
};
use crate::{
    openapi::{Document, Node, Operation, ParameterIn, RequestBody, Schema},
    platform::CallShape,
};
use http::Method;

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
    let mut found = Found::default();
    if let Some(schema) = schema {
        let parts = Reach::parts();
        collect(Schema::new(schema), true, &mut found, Reach::of(&parts));
    }
    let mut properties = found.properties;
    for own in &mut properties {
        own.required = found.required.contains(&own.name.as_str());
    }
    let kind = schema.map(|schema| shape(schema).kind).unwrap_or_default();
    Body { required: body.is_required(), json, kind, properties }
}

/// What the schema of a body names.
#[derive(Default)]
struct Found<'a> {
    properties: Vec<Property>,
    required: Vec<&'a str>,
}

/// Collects the properties of an object schema, those of what it is composed of included. Only what
/// `holds` in every case makes a property required.
fn collect<'a>(schema: Schema<'a>, holds: bool, found: &mut Found<'a>, reach: Reach<'_>) {
    let Some(reach) = reach.inside() else { return };
    for (key, own) in schema.properties() {
        let fixed = own.keyword("readOnly").and_then(Node::as_bool) == Some(true);
        let Some(name) = key.text().filter(|_| !fixed) else { continue };
        let shape = shape::within(own, reach);
        match found.properties.iter_mut().find(|known| known.name == name) {
            None => found.properties.push(Property { name: name.to_owned(), required: false, shape }),
            Some(known) if !holds => known.shape = either(&known.shape, shape),
            Some(_) => {}
        }
    }
    if holds {
        found.required.extend(schema.required());
    }
    for (keyword, holds) in [("allOf", holds), ("anyOf", false), ("oneOf", false)] {
        for part in schema.composed(keyword) {
            collect(part, holds, found, reach);
        }
    }
}

/// Returns what a value may be that one of two alternatives takes.
fn either(one: &Shape, other: Shape) -> Shape {
    let is_closed = !one.allowed.is_empty() && !other.allowed.is_empty();
    let mut allowed = if is_closed { one.allowed.clone() } else { Vec::new() };
    for value in other.allowed.into_iter().filter(|_| is_closed) {
        if !allowed.contains(&value) {
            allowed.push(value);
        }
    }
    Shape {
        kind: if one.kind == other.kind { one.kind } else { ShapeKind::Any },
        items: one.items.clone().filter(|_| one.items == other.items),
        nullable: one.nullable || other.nullable,
        allowed,
        default: one.default.clone().filter(|_| one.default == other.default),
        format: one.format.clone().filter(|_| one.format == other.format),
        description: one.description.clone().or(other.description),
    }
}

/// Returns the schema that a reference leads to, or the node itself.
pub(super) fn resolved(node: Node<'_>) -> Node<'_> {
    node.document().resolve(node).unwrap_or(node)
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
