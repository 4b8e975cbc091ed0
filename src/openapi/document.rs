//! The document as a whole.

use super::{
    Fault, MAX_DOCUMENT_BYTES, Method, Node, Operation, ParseError, SecurityScheme, Server,
    build::Refusal,
    json::{self, NotJson},
    pointer,
    tree::{Shape, Tree},
    yaml,
};
use crate::source::Source;

/// How many references are followed from one node.
const MAX_REFERENCES: usize = 256;

/// An OpenAPI document that could be read, right or wrong.
#[derive(Debug)]
pub struct Document {
    source: Source,
    tree: Tree,
    notation: Notation,
}

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// YAML 1.2.
    Yaml,
    /// Strict JSON (RFC 8259).
    Json,
    /// It starts like JSON and can be read, but only as YAML: a comma too many, a comment, single
    /// quotes.
    LooseJson {
        /// The byte offset where it stops being JSON.
        offset: usize,
    },
}

impl Document {
    /// Reads a document, YAML or JSON by its first character.
    ///
    /// # Errors
    ///
    /// Where no mapping can be made out in the text, or a budget is overrun; each [`Fault`] has a
    /// sentence, a place and a hint.
    pub fn parse(source: Source) -> Result<Self, ParseError> {
        match read(source.text()) {
            Ok((tree, notation)) => Ok(Self { source, tree, notation }),
            Err((fault, offset)) => Err(ParseError::new(fault, offset, source)),
        }
    }

    /// Returns the text that was read.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns how the document is written.
    pub fn notation(&self) -> Notation {
        self.notation
    }

    /// Returns the mapping that is the document.
    pub fn root(&self) -> Node<'_> {
        Node::new(self, 0)
    }

    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Returns the node at a JSON Pointer (RFC 6901); `""` is the root. References are not followed.
    pub fn at(&self, pointer: &str) -> Option<Node<'_>> {
        pointer::tokens(pointer)?.try_fold(self.root(), |node, token| {
            if node.is_sequence() {
                let position =
                    token.parse().ok().filter(|_| token == "0" || !token.starts_with(['0', '+']))?;
                return node.items().nth(position);
            }
            node.get(&token)
        })
    }

    /// Follows `$ref` into this document until a node without one; a node that has none is itself.
    ///
    /// Nothing comes back where a reference leads out of the document, to nothing, or in circles.
    pub fn resolve<'a>(&'a self, node: Node<'a>) -> Option<Node<'a>> {
        let mut node = node;
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = node.get("$ref").and_then(Node::as_str) else { return Some(node) };
            node = self.at(&pointer::of_fragment(reference.strip_prefix('#')?)?)?;
        }
        None
    }

    /// Returns the innermost node that the byte offset lies in.
    pub fn around(&self, offset: usize) -> Node<'_> {
        let mut node = self.root();
        loop {
            let is_around = |child: &Node<'_>| child.span().contains(&offset);
            let children = node.entries().flat_map(|(key, value)| [key, value]).chain(node.items());
            let Some(child) = { children }.find(is_around) else { return node };
            node = child;
        }
    }

    /// Returns every key that its mapping has had before, with the first of the same text before it.
    pub fn repeated_keys(&self) -> Vec<(Node<'_>, Node<'_>)> {
        let repeated = self.tree.repeated_keys(self.source.text()).into_iter();
        repeated.map(|(first, again)| (Node::new(self, first), Node::new(self, again))).collect()
    }

    /// Returns the operations under `paths` in document order, those without `operationId` too.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let mut operations = Vec::new();
        for (path, item) in self.root().get("paths").into_iter().flat_map(Node::entries) {
            let Some(item) = self.resolve(item) else { continue };
            for (key, node) in item.entries() {
                if let Some(method) = key.text().and_then(Method::of_key) {
                    operations.push(Operation::new(self, method, path, item, key, node));
                }
            }
        }
        operations
    }

    /// Returns the servers of the whole document.
    pub fn servers(&self) -> Vec<Server<'_>> {
        self.root().get("servers").into_iter().flat_map(Node::items).map(Server::new).collect()
    }

    /// Returns the security schemes under `components`, local references followed.
    pub fn security_schemes(&self) -> Vec<SecurityScheme<'_>> {
        let schemes = self.root().get("components").and_then(|components| components.get("securitySchemes"));
        let schemes = schemes.into_iter().flat_map(Node::entries);
        schemes.map(|(key, node)| SecurityScheme::new(key, self.resolve(node).unwrap_or(node))).collect()
    }
}

fn read(text: &str) -> Result<(Tree, Notation), Refusal> {
    if text.len() > MAX_DOCUMENT_BYTES {
        return Err((Fault::TooLarge, 0));
    }
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let content = text.get(mark..).unwrap_or_default();
    let start = mark + content.len() - content.trim_start().len();
    let (tree, notation) = match text.as_bytes().get(start) {
        None => return Err((Fault::Empty, start)),
        Some(b'<') => return Err((Fault::Html, start)),
        Some(b'{' | b'[') => match json::read(text, mark) {
            Ok(tree) => (tree, Notation::Json),
            Err(NotJson::Refused(refusal)) => return Err(refusal),
            Err(NotJson::Syntax(offset)) => match yaml::read(text) {
                Ok(tree) => (tree, Notation::LooseJson { offset }),
                Err((fault, _)) if fault.is_grammar() => return Err(json::refusal(text, offset)),
                Err(refusal) => return Err(refusal),
            },
        },
        Some(_) => (yaml::read(text)?, Notation::Yaml),
    };
    match tree.entry(0) {
        Some(root) if root.shape == Shape::Mapping => Ok((tree, notation)),
        Some(root) if root.shape == Shape::Sequence => {
            Err((Fault::NotAMapping { found: "a list" }, root.start as usize))
        }
        Some(root) if root.start < root.end => {
            Err((Fault::NotAMapping { found: "a single value" }, root.start as usize))
        }
        _ => Err((Fault::OnlyComments, start)),
    }
}
