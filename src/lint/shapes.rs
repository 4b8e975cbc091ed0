//! Where the specification has a mapping, a list or a text, and the document has something else.
//!
//! `info`, `paths`, `servers` and `components.schemas` have rules of their own.

use super::schemas::Schemas;
use crate::openapi::{Document, Node, Operation};

/// A node of the wrong shape.
#[derive(Clone, Copy)]
pub(super) struct Misfit<'a> {
    pub(super) node: Node<'a>,
    /// What is expected: `a mapping`, `a list`, `a string`.
    pub(super) expected: &'static str,
}

/// Gathers nodes of the wrong shape.
struct Misfits<'a>(Vec<Misfit<'a>>);

/// Returns the nodes of the wrong shape.
pub(super) fn of<'a>(
    document: &'a Document,
    operations: &[Operation<'a>],
    schemas: &Schemas<'a>,
) -> Vec<Misfit<'a>> {
    let mut misfits = Misfits(Vec::new());
    let root = document.root();
    misfits.lists(root, &["security", "tags"]);
    misfits.components(root);
    let paths = root.get("paths").into_iter().flat_map(Node::entries);
    for (path, item) in paths {
        if path.text().unwrap_or_default().starts_with("x-") {
            continue;
        }
        misfits.mapping(Some(item));
        misfits.parameters(document, item);
    }
    for operation in operations {
        misfits.operation(document, operation);
    }
    for schema in schemas.iter() {
        misfits.schema(schema.node);
    }
    misfits.0
}

impl<'a> Misfits<'a> {
    /// Expects a mapping.
    fn mapping(&mut self, node: Option<Node<'a>>) {
        self.0.extend(
            node.filter(|node| !node.is_mapping()).map(|node| Misfit { node, expected: "a mapping" }),
        );
    }

    /// Expects a list.
    fn list(&mut self, node: Option<Node<'a>>) {
        self.0
            .extend(node.filter(|node| !node.is_sequence()).map(|node| Misfit { node, expected: "a list" }));
    }

    /// Expects a mapping; returns its entries.
    fn entries(&mut self, node: Option<Node<'a>>) -> impl Iterator<Item = (Node<'a>, Node<'a>)> + use<'a> {
        self.mapping(node);
        node.into_iter().flat_map(Node::entries)
    }

    /// Expects a list; returns its items.
    fn items(&mut self, node: Option<Node<'a>>) -> impl Iterator<Item = Node<'a>> + use<'a> {
        self.list(node);
        node.into_iter().flat_map(Node::items)
    }

    fn lists(&mut self, node: Node<'a>, keys: &[&str]) {
        for key in keys {
            self.list(node.get(key));
        }
    }

    /// Expects texts; an empty one is nothing to complain of.
    fn texts(&mut self, node: Node<'a>, keys: &[&str]) {
        for node in keys.iter().filter_map(|key| node.get(key)) {
            if node.as_str().is_none() && !node.is_null() {
                self.0.push(Misfit { node, expected: "a string" });
            }
        }
    }

    fn components(&mut self, root: Node<'a>) {
        let sections = self.entries(root.get("components"));
        for (name, section) in sections {
            let name = name.text().unwrap_or_default();
            if name == "schemas" || name.starts_with("x-") {
                continue;
            }
            for (_, component) in self.entries(Some(section)) {
                self.mapping(Some(component));
                if name == "securitySchemes" {
                    for (_, flow) in self.entries(component.get("flows")) {
                        self.mapping(Some(flow));
                        self.mapping(flow.get("scopes"));
                        self.texts(flow, &["authorizationUrl", "tokenUrl", "refreshUrl"]);
                    }
                }
            }
        }
    }

    fn parameters(&mut self, document: &'a Document, holder: Node<'a>) {
        for parameter in self.items(holder.get("parameters")) {
            self.mapping(Some(parameter));
            let Some(parameter) = document.resolve(parameter) else { continue };
            self.texts(parameter, &["description"]);
            self.schema_place(parameter.get("schema"));
        }
    }

    fn operation(&mut self, document: &'a Document, operation: &Operation<'a>) {
        let node = operation.node();
        self.mapping(Some(node));
        self.texts(node, &["summary", "description"]);
        self.lists(node, &["security", "tags"]);
        self.parameters(document, node);
        self.mapping(node.get("requestBody"));
        if let Some(body) = operation.request_body() {
            self.content(body.node());
        }
        for (status, response) in self.entries(node.get("responses")) {
            if status.text().unwrap_or_default().starts_with("x-") {
                continue;
            }
            self.mapping(Some(response));
            if let Some(response) = document.resolve(response) {
                self.content(response);
            }
        }
    }

    fn content(&mut self, holder: Node<'a>) {
        for (_, media_type) in self.entries(holder.get("content")) {
            self.mapping(Some(media_type));
            self.schema_place(media_type.get("schema"));
        }
    }

    /// Expects a schema: a mapping, or since OpenAPI 3.1 `true` or `false`.
    fn schema_place(&mut self, node: Option<Node<'a>>) {
        self.mapping(node.filter(|node| node.as_bool().is_none()));
    }

    fn schema(&mut self, schema: Node<'a>) {
        for (key, value) in schema.entries() {
            match key.text().unwrap_or_default() {
                "properties" | "patternProperties" => {
                    for (_, property) in self.entries(Some(value)) {
                        self.schema_place(Some(property));
                    }
                }
                "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                    for item in self.items(Some(value)) {
                        self.schema_place(Some(item));
                    }
                }
                "items" if value.is_sequence() => {}
                "items" | "additionalProperties" | "not" => self.schema_place(Some(value)),
                "required" if value.as_bool().is_some() => {}
                "required" | "enum" => self.list(Some(value)),
                "$ref" => self.texts(schema, &["$ref"]),
                _ => {}
            }
        }
    }
}
