//! The new document.

use super::choice::operations;
use crate::{
    diagnostic::File,
    edit::Names,
    openapi::{Document, Node, Version},
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What the document cannot know of itself.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The title, in place of its own.
    pub title: Option<String>,
    /// The server that ChatGPT will call.
    pub server: String,
}

/// Something that is not in the new document as it was in the old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it is about: `getItem`, or nothing for the whole document.
    pub subject: String,
    /// What was done, and why.
    pub says: String,
    /// What to do about it, where there is anything.
    pub advice: Option<&'static str>,
}

/// A new document.
#[derive(Debug)]
pub struct Adapted {
    /// Its content.
    pub document: Value,
    /// How many operations are in it.
    pub operations: usize,
    /// What was left out or changed.
    pub notes: Vec<Note>,
}

/// A document in the making.
pub(super) struct Builder<'a> {
    pub(super) document: &'a Document,
    pub(super) names: Names,
    /// The schemas of the new document by name, in the order in which they were met.
    pub(super) components: Map<String, Value>,
    /// Their names by place.
    pub(super) schemas: BTreeMap<(File, String), String>,
    /// Those that are being copied.
    pub(super) open: BTreeSet<(File, String)>,
    pub(super) depth: usize,
    pub(super) in_request: bool,
    /// The operation that is being copied, for the notes.
    pub(super) subject: String,
    pub(super) notes: Vec<Note>,
}

/// Returns a document of the chosen operations, by their places among the offers.
pub fn adapt(document: &Document, chosen: &[usize], settings: &Settings) -> Adapted {
    let mut builder = Builder {
        document,
        names: Names::default(),
        components: Map::new(),
        schemas: BTreeMap::new(),
        open: BTreeSet::new(),
        depth: 0,
        in_request: false,
        subject: String::new(),
        notes: Vec::new(),
    };
    let all = operations(document);
    let mut paths: Map<String, Value> = Map::new();
    let mut count = 0;
    for operation in chosen.iter().filter_map(|at| all.get(*at)) {
        let Some(content) = builder.operation(operation) else { continue };
        let path = operation.path();
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let item = paths.entry(path).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(operation.method().as_str().to_ascii_lowercase(), content);
            count += 1;
        }
    }
    let mut content = json!({
        // The words of 3.0 are brought to 3.1 by a fix of their own.
        "openapi": if is_old(document) { "3.0.3" } else { "3.1.0" },
        "info": info(document, settings),
        "servers": [{ "url": settings.server }],
        "paths": paths,
    });
    if !builder.components.is_empty() {
        let mut schemas = std::mem::take(&mut builder.components);
        builder.keep_used(&content, &mut schemas);
        if !schemas.is_empty() {
            content["components"] = json!({ "schemas": schemas });
        }
    }
    builder.notes.dedup();
    Adapted { document: content, operations: count, notes: builder.notes }
}

impl Builder<'_> {
    /// Notes something about the operation that is being copied, once.
    pub(super) fn note(&mut self, name: &str, says: String, advice: impl Into<Option<&'static str>>) {
        let subject = if name.is_empty() { self.subject.clone() } else { name.to_owned() };
        let note = Note { subject, says, advice: advice.into() };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Keeps the schemas that are reached: those of an operation that was left out after all go.
    fn keep_used(&self, content: &Value, schemas: &mut Map<String, Value>) {
        let mut used = HashSet::new();
        let mut open = vec![content];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(pairs) => {
                    let name = pairs.get("$ref").and_then(Value::as_str);
                    if let Some(name) = name.and_then(|name| name.strip_prefix("#/components/schemas/"))
                        && used.insert(name.to_owned())
                    {
                        open.extend(schemas.get(name));
                    }
                    open.extend(pairs.values());
                }
                Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
        schemas.retain(|name, _| used.contains(name));
    }
}

fn is_old(document: &Document) -> bool {
    matches!(document.version(), Version::Swagger2 | Version::V3_0)
}

fn info(document: &Document, settings: &Settings) -> Value {
    let info = document.root().get("info");
    let text = |key| info.and_then(|info| info.get(key)).and_then(Node::text).filter(|text| !text.is_empty());
    let title = settings.title.as_deref().or_else(|| text("title")).unwrap_or("API");
    let mut info = json!({ "title": title });
    if let Some(description) = text("description") {
        info["description"] = description.trim().into();
    }
    info["version"] = text("version").unwrap_or("1.0.0").into();
    info
}
