//! A text into a description, or into all of its faults.

mod action;
mod inputs;
mod names;
mod reusable;
mod step;
mod value;
mod workflow;

use super::{
    OWN_FIELDS,
    description::{Description, SourceDescription, SourceKind},
    fault::{Fault, Faulty, ReadError},
};
use crate::{
    nearest::nearest,
    openapi::{Document, Node},
    source::Source,
};
use names::Names;
use std::ops::Range;

/// How many faults are told: a text of another kind has one at every key.
const MAX_FAULTS: usize = 50;

impl Description {
    /// Reads a description, YAML or JSON.
    ///
    /// # Errors
    ///
    /// [`ReadError::Faulty`] with every fault, so that all of them can be mended at once.
    pub fn read(source: Source) -> Result<Self, ReadError> {
        let document = Document::parse(source)?;
        let mut reader = Reader { faults: Vec::new(), names: Names::of(&document), scope: None };
        let read = reader.description(document.root());
        let faults = reader.faults;
        match read {
            Some((title, sources, workflows)) if faults.is_empty() => {
                Ok(Self { document, title, sources, workflows })
            }
            _ => Err(ReadError::Faulty(Faulty::new(document, faults))),
        }
    }
}

/// Reads nodes, and keeps what is wrong with them.
struct Reader<'a> {
    faults: Vec<Fault>,
    names: Names<'a>,
    /// What the expressions of the workflow that is being read can see.
    scope: Option<names::Scope>,
}

type Read = (String, Vec<SourceDescription>, Vec<super::description::Workflow>);

impl<'a> Reader<'a> {
    fn description(&mut self, root: Node<'a>) -> Option<Read> {
        self.version(root)?;
        self.repeated_keys(root.document());
        self.keys(
            root,
            "an Arazzo description",
            &["arazzo", "info", "sourceDescriptions", "workflows", "components"],
        );
        let title = self.info(root);
        let sources = self.sources(root);
        if let Some(components) = root.get("components") {
            let known = ["inputs", "parameters", "successActions", "failureActions"];
            self.keys(components, "`components`", &known);
        }
        let workflows = self.workflows(root);
        Some((title?, sources, workflows))
    }

    fn version(&mut self, root: Node<'a>) -> Option<()> {
        let Some(version) = root.get("arazzo") else {
            let (message, help) = match root.get("openapi").or_else(|| root.get("swagger")) {
                Some(_) => (
                    "this is an OpenAPI document, not an Arazzo description",
                    "name it with `--schema`, and the file of the workflows with `--workflow`",
                ),
                None => {
                    ("this is no Arazzo description: it has no `arazzo`", "begin it with `arazzo: 1.0.1`")
                }
            };
            self.fault_at(0..0, message, Some(help.to_owned()));
            return None;
        };
        let text = version.text().unwrap_or_default();
        if text == "1.0" || text.starts_with("1.0.") {
            return Some(());
        }
        let help =
            "this reads Arazzo 1.0; what 1.0 knows works in later versions too, if you say `arazzo: 1.0.1`";
        self.fault(version, format!("Arazzo `{text}` is not known here"), help);
        None
    }

    /// A reader takes the last of two, and a person the one they see.
    fn repeated_keys(&mut self, document: &'a Document) {
        for (_, again) in document.repeated_keys() {
            let key = again.text().unwrap_or_default();
            self.fault(again, format!("the key `{key}` stands here twice"), "keep one of them");
        }
    }

    fn info(&mut self, root: Node<'a>) -> Option<String> {
        let info = self.required(root, "info", "an Arazzo description")?;
        self.keys(info, "`info`", &["title", "summary", "description", "version"]);
        self.required(info, "version", "`info`")?;
        self.text(info, "title", "`info`")
    }

    fn sources(&mut self, root: Node<'a>) -> Vec<SourceDescription> {
        let Some(list) = self.list(root, "sourceDescriptions", "an Arazzo description") else {
            return Vec::new();
        };
        let mut sources: Vec<SourceDescription> = Vec::new();
        for node in list {
            self.keys(node, "a source description", &["name", "url", "type"]);
            let name = self.text(node, "name", "a source description");
            let url = self.text(node, "url", "a source description");
            let kind = match node.get("type").map(|kind| (kind, kind.text().unwrap_or_default())) {
                None | Some((_, "openapi")) => SourceKind::OpenApi,
                Some((_, "arazzo")) => SourceKind::Arazzo,
                Some((kind, other)) => {
                    self.fault(kind, format!("a source cannot be `{other}`"), "it is `openapi` or `arazzo`");
                    continue;
                }
            };
            let (Some(name), Some(url)) = (name, url) else { continue };
            if sources.iter().any(|own| own.name == name) {
                self.fault(node, format!("two source descriptions are called `{name}`"), "rename one");
            }
            sources.push(SourceDescription { name, url, kind, span: node.span() });
        }
        sources
    }

    fn fault(&mut self, node: Node<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.fault_at(node.span(), message, Some(help.into()));
    }

    fn fault_at(&mut self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        let fault = Fault { message: message.into(), help, span };
        // Components are read where they are used, perhaps more than once.
        if self.faults.len() < MAX_FAULTS && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Makes sure that a node is a mapping, and that each of its keys has a meaning.
    fn keys(&mut self, node: Node<'a>, what: &str, known: &[&str]) -> bool {
        if !node.is_mapping() {
            self.fault(
                node,
                format!("{what} is a mapping, and this is {}", node.what()),
                "write `key: value` lines",
            );
            return false;
        }
        for (key, _) in node.entries() {
            let name = key.text().unwrap_or_default();
            let is_foreign = name.starts_with("x-") && !name.starts_with(OWN_FIELDS);
            if known.contains(&name) || is_foreign {
                continue;
            }
            let help = match nearest(name, known.iter().copied()).first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it can have {}", listed(known)),
            };
            self.fault(key, format!("{what} has no `{name}`"), help);
        }
        true
    }

    fn required(&mut self, node: Node<'a>, key: &str, what: &str) -> Option<Node<'a>> {
        let found = node.get(key);
        if found.is_none() && node.is_mapping() {
            // A fault of a long mapping is shown where it begins.
            let start = node.span().start;
            self.fault_at(start..start, format!("{what} needs `{key}`"), None);
        }
        found
    }

    /// Returns a text that must be there.
    fn text(&mut self, node: Node<'a>, key: &str, what: &str) -> Option<String> {
        let found = self.required(node, key, what)?;
        self.text_of(found, key)
    }

    /// Returns a text that may be there.
    fn optional_text(&mut self, node: Node<'a>, key: &str) -> Option<String> {
        let found = node.get(key)?;
        self.text_of(found, key)
    }

    fn text_of(&mut self, found: Node<'a>, key: &str) -> Option<String> {
        let text = found.text().filter(|text| !text.is_empty() && !found.is_null());
        if text.is_none() {
            self.fault(found, format!("`{key}` is a text, and this is {}", found.what()), "write a text");
        }
        text.map(str::to_owned)
    }

    /// Returns the items of a list that must be there and have some.
    fn list(&mut self, node: Node<'a>, key: &str, what: &str) -> Option<Vec<Node<'a>>> {
        let found = self.required(node, key, what)?;
        let items = self.items(found, key);
        if items.is_empty() && found.is_sequence() {
            self.fault(found, format!("`{key}` is empty"), "it needs one at least");
        }
        Some(items)
    }

    /// Returns the items of a list that may be there.
    fn optional_list(&mut self, node: Node<'a>, key: &str) -> Vec<Node<'a>> {
        node.get(key).map(|found| self.items(found, key)).unwrap_or_default()
    }

    fn items(&mut self, found: Node<'a>, key: &str) -> Vec<Node<'a>> {
        if !found.is_sequence() {
            self.fault(
                found,
                format!("`{key}` is a list, and this is {}", found.what()),
                "put a `-` before each item",
            );
        }
        found.items().collect()
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
