//! Servers.

use super::Node;

/// One entry of a `servers` list.
#[derive(Debug, Clone, Copy)]
pub struct Server<'a> {
    node: Node<'a>,
    /// What Swagger 2.0 says in several keys, and the key that says the most of it.
    composed: Option<(Node<'a>, &'a str)>,
}

impl<'a> Server<'a> {
    pub(super) fn new(node: Node<'a>) -> Self {
        Self { node, composed: None }
    }

    /// Returns the server that Swagger 2.0 composes of its keys, of which `written` is one.
    pub(super) fn composed(written: Node<'a>, address: &'a str) -> Self {
        Self { node: written.document().root(), composed: Some((written, address)) }
    }

    /// Returns the server object, whatever stands there.
    pub fn node(&self) -> Node<'a> {
        self.node
    }

    /// Returns the `url`, whatever stands there; in Swagger 2.0 the `host`.
    pub fn url(&self) -> Option<Node<'a>> {
        self.composed.map(|(written, _)| written).or_else(|| self.node.get("url"))
    }

    /// Returns the text of the `url`, with its variables still in braces.
    pub fn template(&self) -> Option<&'a str> {
        self.composed.map(|(_, address)| address).or_else(|| self.url()?.as_str())
    }

    /// Returns the `description`, whatever stands there.
    pub fn description(&self) -> Option<Node<'a>> {
        if self.composed.is_some() { None } else { self.node.get("description") }
    }

    /// Returns the `url` with every variable replaced by its default value.
    pub fn expanded(&self) -> Option<String> {
        let variables = self.node.get("variables").into_iter().flat_map(Node::entries);
        let mut url = self.template()?.to_owned();
        for (name, variable) in variables {
            if let (Some(name), Some(default)) = (name.text(), variable.get("default").and_then(Node::text)) {
                url = url.replace(&format!("{{{name}}}"), default);
            }
        }
        Some(url)
    }
}
