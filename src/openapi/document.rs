//! The document as a whole.

use super::{
    Fault, MAX_DOCUMENT_BYTES, MAX_PARTS, Method, Node, Operation, ParseError, Place, Schema, SecurityScheme,
    Server, Unread, Version,
    build::Refusal,
    json::{self, LooseJson, NotJson},
    reference::Known,
    swagger,
    tree::{Shape, Tree},
    yaml,
};
use crate::{diagnostic::File, source::Source};
use std::{collections::HashMap, ops::Range};

/// An OpenAPI document that could be read, right or wrong, with the files that it refers to as far as
/// they were read too.
#[derive(Debug)]
pub struct Document {
    main: Part,
    others: Vec<Part>,
    /// The other texts by their places, and the document itself.
    pub(super) known: HashMap<Place, Known>,
    /// How many of the texts have been searched for references to others.
    pub(super) scanned: u16,
    version: Version,
    /// The addresses that a Swagger 2.0 document composes of three keys.
    addresses: Vec<String>,
}

/// A text of the document with its tree.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) place: Place,
    pub(super) source: Source,
    pub(super) tree: Tree,
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
        Self::parse_at(Place::File(String::new()), source)
    }

    /// Reads a document that stands at `place`, from which its references start.
    ///
    /// # Errors
    ///
    /// As [`Document::parse`].
    pub fn parse_at(place: Place, source: Source) -> Result<Self, ParseError> {
        let main = Part::parse(place.clone(), source)?;
        let mut document = Self {
            main,
            others: Vec::new(),
            known: HashMap::from([(place, Known::Read(0))]),
            scanned: 0,
            version: Version::Unknown,
            addresses: Vec::new(),
        };
        if let Some(info) = document.postman() {
            let offset = info.span().start;
            return Err(ParseError::new(Fault::Postman, offset, document.main.source));
        }
        document.version = Version::of(document.root());
        if document.version == Version::Swagger2 {
            document.addresses = swagger::addresses(document.root());
        }
        Ok(document)
    }

    /// Takes another text for the document's own; what it refers to is kept.
    ///
    /// # Errors
    ///
    /// As [`Document::parse`]; the document is then as it was.
    pub fn rewrite(&mut self, text: String) -> Result<(), ParseError> {
        let source = Source::new(self.main.source.name(), text);
        let Self { main, version, addresses, .. } = Self::parse_at(self.main.place.clone(), source)?;
        (self.main, self.version, self.addresses) = (main, version, addresses);
        Ok(())
    }

    /// Returns the `info` of what is a Postman collection and no OpenAPI document.
    fn postman(&self) -> Option<Node<'_>> {
        let root = self.root();
        let info = root.get("info")?;
        let schema = info.get("schema").and_then(Node::as_str).unwrap_or_default();
        let is_postman = info.get("_postman_id").is_some() || schema.contains("schema.getpostman.com");
        (is_postman && root.get("openapi").is_none() && root.get("swagger").is_none()).then_some(info)
    }

    /// Adds a text that the document refers to. One that cannot be read is kept as that.
    pub fn add(&mut self, place: Place, source: Source) {
        let known = match Part::parse(place.clone(), source) {
            Ok(part) if self.others.len() < MAX_PARTS => {
                self.others.push(part);
                Known::Read(u16::try_from(self.others.len()).unwrap_or(u16::MAX))
            }
            Ok(_) => Known::Unread(Unread::TooMany),
            Err(error) => Known::Unread(Unread::Unusable(error)),
        };
        self.known.insert(place, known);
    }

    /// Returns the text that was read.
    pub fn source(&self) -> &Source {
        &self.main.source
    }

    /// Returns how the document is written.
    pub fn notation(&self) -> Notation {
        self.main.notation
    }

    /// Returns what is wrong with JSON that can only be read as YAML, and where.
    pub fn loose_json(&self) -> Option<(LooseJson, Range<usize>)> {
        match self.main.notation {
            Notation::LooseJson { offset } => Some(LooseJson::of(self.main.source.text(), offset)),
            Notation::Json | Notation::Yaml => None,
        }
    }

    /// Returns the mapping that is the document.
    pub fn root(&self) -> Node<'_> {
        Node::new(self, 0, 0)
    }

    /// Returns the version of the specification that the document is written for.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Returns the texts that were read: the document's own, then those that it refers to.
    pub fn files(&self) -> impl Iterator<Item = File> {
        let parts = (1..).zip(&self.others).map(|(number, _)| File::Part(number));
        std::iter::once(File::Schema).chain(parts)
    }

    /// Returns the text of [`File::Schema`] or [`File::Part`].
    pub fn text(&self, file: File) -> Option<&Source> {
        match file {
            File::Schema => Some(&self.main.source),
            File::Part(number) => {
                self.others.get(usize::from(number).checked_sub(1)?).map(|part| &part.source)
            }
            File::Project => None,
        }
    }

    pub(super) fn part(&self, number: u16) -> &Part {
        usize::from(number).checked_sub(1).and_then(|at| self.others.get(at)).unwrap_or(&self.main)
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = (u16, &Part)> {
        (0..).zip(std::iter::once(&self.main).chain(&self.others))
    }

    /// Returns the node at a JSON Pointer (RFC 6901); `""` is the root. References are not followed.
    pub fn at(&self, pointer: &str) -> Option<Node<'_>> {
        self.root().below(pointer)
    }

    /// Returns the number of nodes in all texts.
    pub fn node_count(&self) -> usize {
        self.parts().map(|(_, part)| part.tree.entries.len()).sum()
    }

    /// Returns the number of nodes in the texts before this one.
    pub(super) fn nodes_before(&self, number: u16) -> usize {
        self.parts().take(usize::from(number)).map(|(_, part)| part.tree.entries.len()).sum()
    }

    /// Follows `$ref` until a node without one; a node that has none is itself.
    ///
    /// Nothing comes back where a reference leads nowhere: [`Document::follow`] says why.
    pub fn resolve<'a>(&'a self, node: Node<'a>) -> Option<Node<'a>> {
        self.follow(node).ok()
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
        let of_part = |(number, part): (u16, &'_ Part)| {
            let repeated = part.tree.repeated_keys(part.source.text()).into_iter();
            repeated
                .map(move |(first, again)| (Node::new(self, number, first), Node::new(self, number, again)))
        };
        self.parts().flat_map(of_part).collect()
    }

    /// Returns the operations under `paths` in document order, those without `operationId` too.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let mut operations = Vec::new();
        // Those of a repeated `paths` too: which of them a reader takes is not known.
        let paths = self.root().entries().filter(|(key, _)| key.text() == Some("paths"));
        for (path, item) in paths.flat_map(|(_, paths)| paths.entries()) {
            let is_extension = path.text().is_some_and(|path| path.starts_with("x-"));
            let Some(item) = self.resolve(item).filter(|_| !is_extension) else { continue };
            for (key, node) in item.entries() {
                if let Some(method) = key.text().and_then(Method::of_key) {
                    operations.push(Operation::new(self, method, path, item, key, node));
                }
            }
        }
        operations
    }

    /// Returns the operation of a path and method; where keys are repeated, the last that has it.
    pub fn operation(&self, path: &str, method: &str) -> Option<Operation<'_>> {
        let item = self.root().get("paths").and_then(|paths| paths.get(path));
        let found = item.and_then(|item| self.operation_of(item.key()?, item, method));
        found.or_else(|| {
            // Keys are repeated, or merged in: whatever the list of operations has is found.
            let paths = self.root().entries().filter(|(key, _)| key.text() == Some("paths"));
            let mut items = paths.flat_map(|(_, paths)| paths.entries());
            items.find_map(|(key, item)| {
                (key.text() == Some(path)).then(|| self.operation_of(key, item, method))?
            })
        })
    }

    fn operation_of<'a>(&'a self, path: Node<'a>, item: Node<'a>, method: &str) -> Option<Operation<'a>> {
        let item = self.resolve(item)?;
        item.entries().find_map(|(key, node)| {
            let own = key.text().and_then(Method::of_key).filter(|own| own.as_str() == method)?;
            Some(Operation::new(self, own, path, item, key, node))
        })
    }

    /// Returns the servers of the whole document.
    pub fn servers(&self) -> Vec<Server<'_>> {
        let root = self.root();
        if self.version == Version::Swagger2 {
            let written = root.get("host").or_else(|| root.get("basePath")).unwrap_or(root);
            return self.addresses.iter().map(|address| Server::composed(written, address)).collect();
        }
        root.get("servers").into_iter().flat_map(Node::items).map(Server::new).collect()
    }

    /// Returns the security schemes under `components`, local references followed.
    pub fn security_schemes(&self) -> Vec<SecurityScheme<'_>> {
        let schemes = self.component("securitySchemes", "securityDefinitions");
        let schemes = schemes.into_iter().flat_map(Node::entries);
        schemes.map(|(key, node)| SecurityScheme::new(key, self.resolve(node).unwrap_or(node))).collect()
    }

    /// Returns the schemas under `components`, each with its key.
    pub fn schemas(&self) -> impl Iterator<Item = (Node<'_>, Schema<'_>)> {
        let schemas = self.component("schemas", "definitions");
        schemas.into_iter().flat_map(Node::entries).map(|(key, node)| (key, Schema::new(node)))
    }

    fn component(&self, name: &str, in_swagger: &str) -> Option<Node<'_>> {
        match self.version {
            Version::Swagger2 => self.root().get(in_swagger),
            _ => self.root().get("components")?.get(name),
        }
    }
}

impl Part {
    fn parse(place: Place, source: Source) -> Result<Self, ParseError> {
        match read(source.text()) {
            Ok((tree, notation)) => Ok(Self { place, source, tree, notation }),
            Err((fault, offset)) => Err(ParseError::new(fault, offset, source)),
        }
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
