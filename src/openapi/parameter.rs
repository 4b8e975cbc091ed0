//! Parameters of operations.

use super::{Node, Version};

/// A parameter, references followed.
#[derive(Debug, Clone, Copy)]
pub struct Parameter<'a> {
    written: Node<'a>,
    node: Node<'a>,
}

/// Where a parameter goes (OpenAPI 3.1 §4.8.12.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParameterIn {
    /// Into a template of the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header field.
    Header,
    /// Into the `Cookie` header field.
    Cookie,
}

impl ParameterIn {
    /// Returns the value of `in`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

impl<'a> Parameter<'a> {
    pub(super) fn new(written: Node<'a>, node: Node<'a>) -> Self {
        Self { written, node }
    }

    /// Returns the parameter object, references followed.
    pub fn node(&self) -> Node<'a> {
        self.node
    }

    /// Returns what stands in the list of parameters: the object, or a reference to it.
    pub fn written(&self) -> Node<'a> {
        self.written
    }

    /// Returns whether it stands in the list as a reference.
    pub fn is_reference(&self) -> bool {
        self.written.get("$ref").is_some()
    }

    /// Returns the name.
    pub fn name(&self) -> Option<&'a str> {
        self.node.get("name")?.as_str()
    }

    /// Returns where it goes.
    pub fn location(&self) -> Option<ParameterIn> {
        Some(match self.node.get("in")?.as_str()? {
            "path" => ParameterIn::Path,
            "query" => ParameterIn::Query,
            "header" => ParameterIn::Header,
            "cookie" => ParameterIn::Cookie,
            _ => return None,
        })
    }

    /// Returns whether it must be given; one in the path always must.
    pub fn is_required(&self) -> bool {
        self.location() == Some(ParameterIn::Path)
            || self.node.get("required").and_then(Node::as_bool) == Some(true)
    }

    /// Returns the `description`, whatever stands there.
    pub fn description(&self) -> Option<Node<'a>> {
        self.node.get("description")
    }

    /// Returns the schema, references followed: its own, or that of the first media type of `content`.
    pub fn schema(&self) -> Option<Node<'a>> {
        let content = || self.node.get("content")?.entries().next()?.1.get("schema");
        // In Swagger 2.0 the parameter itself is the schema.
        let own = || (self.node.document().version() == Version::Swagger2).then_some(self.node);
        let schema = self.node.get("schema").or_else(content).or_else(own)?;
        schema.document().resolve(schema)
    }

    /// Returns the `style`: its own, or the default of the place.
    pub fn style(&self) -> &'a str {
        let default = match self.location() {
            Some(ParameterIn::Path | ParameterIn::Header) => "simple",
            _ => "form",
        };
        self.node.get("style").and_then(Node::as_str).unwrap_or(default)
    }

    /// Returns whether every value of a list or object is sent on its own; so it is by default in
    /// the style `form`.
    pub fn explode(&self) -> bool {
        self.node.get("explode").and_then(Node::as_bool).unwrap_or_else(|| self.style() == "form")
    }

    /// Returns whether reserved characters of a query value are sent as they are.
    pub fn allows_reserved(&self) -> bool {
        self.node.get("allowReserved").and_then(Node::as_bool) == Some(true)
    }

    /// Returns whether the parameter is sent as JSON (`content` in place of `schema`).
    pub fn is_json(&self) -> bool {
        let media_type = self.node.get("content").and_then(|content| content.entries().next());
        media_type.and_then(|(key, _)| key.text()).is_some_and(|text| text.contains("json"))
    }
}
