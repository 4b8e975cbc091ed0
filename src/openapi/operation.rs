//! Operations, with their parameters and request bodies.

use super::{Document, Node, Parameter, Version, swagger};

/// The methods that a path item may have (OpenAPI 3.2 §4.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// OPTIONS.
    Options,
    /// HEAD.
    Head,
    /// PATCH.
    Patch,
    /// TRACE.
    Trace,
    /// QUERY, of OpenAPI 3.2.
    Query,
}

impl Method {
    /// Returns the method of a key of a path item; keys are in lower case.
    pub fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "get" => Self::Get,
            "put" => Self::Put,
            "post" => Self::Post,
            "delete" => Self::Delete,
            "options" => Self::Options,
            "head" => Self::Head,
            "patch" => Self::Patch,
            "trace" => Self::Trace,
            "query" => Self::Query,
            _ => return None,
        })
    }

    /// Returns the method as it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
        }
    }

    /// Returns whether calling it changes nothing (RFC 9110 §9.2.1).
    pub fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Options | Self::Trace | Self::Query)
    }
}

/// One operation: a method of a path.
#[derive(Debug, Clone, Copy)]
pub struct Operation<'a> {
    document: &'a Document,
    method: Method,
    path: Node<'a>,
    item: Node<'a>,
    key: Node<'a>,
    node: Node<'a>,
}

impl<'a> Operation<'a> {
    pub(super) fn new(
        document: &'a Document,
        method: Method,
        path: Node<'a>,
        item: Node<'a>,
        key: Node<'a>,
        node: Node<'a>,
    ) -> Self {
        Self { document, method, path, item, key, node }
    }

    /// Returns the `operationId`, whatever stands there.
    pub fn id(&self) -> Option<Node<'a>> {
        self.node.get("operationId")
    }

    /// Returns the text of the `operationId`, where it is a string that is not empty.
    pub fn name(&self) -> Option<&'a str> {
        self.id()?.as_str().filter(|name| !name.is_empty())
    }

    /// Returns the method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Returns the path as the document writes it, parameters in braces.
    pub fn path(&self) -> &'a str {
        self.path.text().unwrap_or_default()
    }

    /// Returns the key of the path in `paths`.
    pub fn path_key(&self) -> Node<'a> {
        self.path
    }

    /// Returns the key of the method in its path item.
    pub fn key(&self) -> Node<'a> {
        self.key
    }

    /// Returns the operation object.
    pub fn node(&self) -> Node<'a> {
        self.node
    }

    /// Returns the path item that the operation stands in, references followed.
    pub fn path_item(&self) -> Node<'a> {
        self.item
    }

    /// Returns the `summary`, whatever stands there.
    pub fn summary(&self) -> Option<Node<'a>> {
        self.node.get("summary")
    }

    /// Returns the `description`, whatever stands there.
    pub fn description(&self) -> Option<Node<'a>> {
        self.node.get("description")
    }

    /// Returns the parameters, local references followed: those of the path item first, as far as
    /// the operation has none of the same name and place, then its own.
    ///
    /// Those of Swagger 2.0 that make up the request body are not among them.
    pub fn parameters(&self) -> Vec<Parameter<'a>> {
        let mut parameters = self.all_parameters();
        if self.document.version() == Version::Swagger2 {
            parameters.retain(|parameter| !swagger::is_body(parameter));
        }
        parameters
    }

    fn all_parameters(&self) -> Vec<Parameter<'a>> {
        let document = self.document;
        let of = |node: Node<'a>| node.get("parameters").into_iter().flat_map(Node::items);
        let read = |node: Node<'a>| Parameter::new(node, document.resolve(node).unwrap_or(node));
        let own: Vec<_> = of(self.node).map(read).collect();
        let inherited = of(self.item).map(read).filter(|parameter| {
            !own.iter().any(|own| own.name() == parameter.name() && own.location() == parameter.location())
        });
        let mut parameters: Vec<_> = inherited.collect();
        parameters.extend(own);
        parameters
    }

    /// Returns the request body, local references followed; in Swagger 2.0 what its `body` or
    /// `formData` parameters make up.
    pub fn request_body(&self) -> Option<RequestBody<'a>> {
        if self.document.version() == Version::Swagger2 {
            let parameters = self.all_parameters();
            let body = parameters.iter().find(|parameter| swagger::is_body(parameter))?.node();
            return Some(RequestBody { document: self.document, node: body, operation: Some(self.node) });
        }
        let node = self.node.get("requestBody")?;
        let node = self.document.resolve(node)?;
        node.is_mapping().then_some(RequestBody { document: self.document, node, operation: None })
    }

    /// Returns the responses by status (`200`, `4XX`, `default`), local references followed.
    pub fn responses(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        let document = self.document;
        let responses = self.node.get("responses").into_iter().flat_map(Node::entries);
        responses
            .filter_map(move |(status, node)| Some((status.text()?, document.resolve(node).unwrap_or(node))))
    }

    /// Returns `x-openai-isConsequential`, where it is a boolean.
    pub fn is_consequential(&self) -> Option<bool> {
        self.node.get("x-openai-isConsequential")?.as_bool()
    }

    /// Returns the security requirements of the operation itself, whatever stands there.
    pub fn security(&self) -> Option<Node<'a>> {
        self.node.get("security")
    }

    /// Returns whether the operation says that it needs no sign-in: `security: []`.
    pub fn is_public(&self) -> bool {
        self.security().is_some_and(|security| security.is_sequence() && security.is_empty())
    }
}

/// The body of a request.
#[derive(Debug, Clone, Copy)]
pub struct RequestBody<'a> {
    document: &'a Document,
    node: Node<'a>,
    /// The operation of Swagger 2.0, whose media types stand beside the body.
    operation: Option<Node<'a>>,
}

impl<'a> RequestBody<'a> {
    /// Returns the request body object, references followed; in Swagger 2.0 the `body` parameter or
    /// the first of the `formData` ones.
    pub fn node(&self) -> Node<'a> {
        self.node
    }

    /// Returns whether the body must be sent.
    pub fn is_required(&self) -> bool {
        self.node.get("required").and_then(Node::as_bool) == Some(true)
    }

    /// Returns the media types with their objects, in document order.
    pub fn media_types(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        let node = self.node;
        let consumed = self.operation.map(|operation| swagger::consumed(operation, node)).unwrap_or_default();
        let content = if self.operation.is_none() { node.get("content") } else { None };
        let content = content.into_iter().flat_map(Node::entries);
        let content = content.filter_map(|(media_type, node)| Some((media_type.text()?, node)));
        content.chain(consumed.into_iter().map(move |media_type| (media_type, node)))
    }

    /// Returns the media type object of the JSON body: of `application/json`, or else of the first
    /// type that ends in `+json`.
    pub fn json_media_type(&self) -> Option<Node<'a>> {
        let named = |wanted: fn(&str) -> bool| {
            self.media_types().find(|(media_type, _)| wanted(essence(media_type))).map(|(_, node)| node)
        };
        named(|essence| essence.eq_ignore_ascii_case("application/json"))
            .or_else(|| named(|essence| essence.to_ascii_lowercase().ends_with("+json")))
    }

    /// Returns the schema of the JSON body, references followed.
    pub fn json_schema(&self) -> Option<Node<'a>> {
        self.document.resolve(self.json_media_type()?.get("schema")?)
    }
}

/// Returns a media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}
