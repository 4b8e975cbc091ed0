//! A walk over the parts of a document that fixes are about, aliases followed, references not.

use super::path::Path;
use crate::openapi::{Method, Node};

/// A part of the document.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    PathItem(Node<'a>),
    Operation(Method, Node<'a>),
    /// The list of parameters of an operation or a path item under `paths`.
    Parameters(Node<'a>),
    Parameter(Node<'a>),
    Schema(Node<'a>),
}

/// Calls `visit` for each part, in document order.
pub(super) fn walk<'a>(root: Node<'a>, visit: &mut dyn FnMut(Part<'a>, &Path<'a>)) {
    let mut walk = Walk { path: Path::default(), visit, listed: false };
    walk.below(root, "paths", |walk, item| {
        walk.listed = true;
        walk.path_item(item);
        walk.listed = false;
    });
    walk.below(root, "webhooks", Walk::path_item);
    walk.within(root, "components", |walk, components| {
        walk.below(components, "schemas", Walk::schema);
        walk.below(components, "parameters", Walk::parameter);
        walk.below(components, "headers", Walk::header);
        walk.below(components, "requestBodies", Walk::content);
        walk.below(components, "responses", Walk::response);
        walk.below(components, "callbacks", Walk::callback);
        walk.below(components, "pathItems", Walk::path_item);
    });
}

struct Walk<'a, 'v> {
    path: Path<'a>,
    visit: &'v mut dyn FnMut(Part<'a>, &Path<'a>),
    /// Whether this is under `paths`, where the editor looks for operations.
    listed: bool,
}

impl<'a> Walk<'a, '_> {
    fn meet(&mut self, part: Part<'a>) {
        (self.visit)(part, &self.path);
    }

    /// Goes to the value of a key.
    fn within(&mut self, node: Node<'a>, key: &'static str, then: impl FnOnce(&mut Self, Node<'a>)) {
        if let Some(value) = node.get(key) {
            self.path.key(key);
            then(self, value);
            self.path.up();
        }
    }

    /// Goes to each value of the mapping at a key, the last of repeated keys.
    fn below(&mut self, node: Node<'a>, key: &'static str, mut then: impl FnMut(&mut Self, Node<'a>)) {
        self.within(node, key, |walk, mapping| walk.each(mapping, |walk, _, value| then(walk, value)));
    }

    fn each(&mut self, mapping: Node<'a>, mut then: impl FnMut(&mut Self, &'a str, Node<'a>)) {
        for (key, value) in mapping.entries() {
            let Some(text) = key.text() else { continue };
            // Of a repeated key only the last is read.
            if mapping.get(text).is_some_and(|last| last.span() != value.span()) {
                continue;
            }
            self.path.key(text);
            then(self, text, value);
            self.path.up();
        }
    }

    fn items(&mut self, list: Node<'a>, mut then: impl FnMut(&mut Self, Node<'a>)) {
        for (position, item) in list.items().enumerate() {
            self.path.position(position);
            then(self, item);
            self.path.up();
        }
    }

    fn path_item(&mut self, item: Node<'a>) {
        self.meet(Part::PathItem(item));
        self.parameters(item);
        let listed = self.listed;
        self.each(item, |walk, key, operation| {
            if let Some(method) = Method::of_key(key) {
                walk.operation(method, operation);
            }
        });
        self.listed = listed;
    }

    fn operation(&mut self, method: Method, operation: Node<'a>) {
        if self.listed {
            self.meet(Part::Operation(method, operation));
        }
        self.parameters(operation);
        self.within(operation, "requestBody", Self::content);
        self.below(operation, "responses", Self::response);
        let listed = std::mem::take(&mut self.listed);
        self.below(operation, "callbacks", Self::callback);
        self.listed = listed;
    }

    fn parameters(&mut self, of: Node<'a>) {
        self.within(of, "parameters", |walk, list| {
            if walk.listed {
                walk.meet(Part::Parameters(list));
            }
            walk.items(list, Self::parameter);
        });
    }

    fn callback(&mut self, callback: Node<'a>) {
        self.each(callback, |walk, _, item| walk.path_item(item));
    }

    fn parameter(&mut self, parameter: Node<'a>) {
        self.meet(Part::Parameter(parameter));
        self.header(parameter);
    }

    fn header(&mut self, header: Node<'a>) {
        self.within(header, "schema", Self::schema);
        self.content(header);
    }

    fn response(&mut self, response: Node<'a>) {
        self.below(response, "headers", Self::header);
        self.content(response);
    }

    fn content(&mut self, of: Node<'a>) {
        self.below(of, "content", |walk, media_type| {
            walk.within(media_type, "schema", Self::schema);
            walk.below(media_type, "encoding", |walk, encoding| {
                walk.below(encoding, "headers", Self::header);
            });
        });
    }

    fn schema(&mut self, schema: Node<'a>) {
        if !schema.is_mapping() {
            return;
        }
        self.meet(Part::Schema(schema));
        for key in ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"] {
            self.below(schema, key, Self::schema);
        }
        for key in ["allOf", "anyOf", "oneOf", "prefixItems"] {
            self.within(schema, key, |walk, list| walk.items(list, Self::schema));
        }
        for key in [
            "items",
            "additionalProperties",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
        ] {
            self.within(schema, key, Self::schema);
        }
    }
}
