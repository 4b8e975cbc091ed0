//! One node of the document, borrowed.

use super::{
    Document, pointer,
    scalar::{self, Scalar},
    tree::{Children, Entry, Index, NONE, Shape, Tree},
};
use crate::{
    diagnostic::{File, Location},
    source::Source,
};
use std::ops::Range;

/// A node: a mapping, a sequence or a scalar, with its place.
///
/// A YAML alias is looked through for its content; its place is where the alias stands.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    document: &'a Document,
    /// Which text of the document it stands in, 0 for the document's own.
    part: u16,
    index: Index,
}

impl<'a> Node<'a> {
    pub(super) fn new(document: &'a Document, part: u16, index: Index) -> Self {
        Self { document, part, index }
    }

    fn at(self, index: Index) -> Self {
        Self { index, ..self }
    }

    fn tree(self) -> &'a Tree {
        &self.document.part(self.part).tree
    }

    /// Returns the text that the node stands in: the document's own, or that of a file it refers to.
    pub fn source(self) -> &'a Source {
        &self.document.part(self.part).source
    }

    /// Returns which text that is.
    pub fn file(self) -> File {
        if self.part == 0 { File::Schema } else { File::Part(self.part) }
    }

    pub(super) fn part(self) -> u16 {
        self.part
    }

    /// Returns the document that the node is part of.
    pub fn document(self) -> &'a Document {
        self.document
    }

    /// Returns the value of a key of a mapping; of a key that comes twice, the last, as readers of
    /// YAML and JSON do.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        let tree = self.tree();
        let value = tree.value(self.source().text(), tree.target(self.index), key)?;
        Some(self.at(value))
    }

    /// Returns the node at a JSON Pointer from here; references are not followed.
    pub fn below(self, pointer: &str) -> Option<Node<'a>> {
        pointer::tokens(pointer)?.try_fold(self, |node, token| {
            if node.is_sequence() {
                let position =
                    token.parse().ok().filter(|_| token == "0" || !token.starts_with(['0', '+']))?;
                return node.item(position);
            }
            node.get(&token)
        })
    }

    /// Returns the pairs of a mapping in document order, repeated keys too.
    pub fn entries(self) -> Entries<'a> {
        Entries { mapping: self, children: self.children(Shape::Mapping) }
    }

    /// Returns an item of a sequence, from 0.
    pub fn item(self, position: usize) -> Option<Node<'a>> {
        let tree = self.tree();
        tree.item(tree.target(self.index), position).map(|index| self.at(index))
    }

    /// Returns the items of a sequence.
    pub fn items(self) -> Items<'a> {
        Items { sequence: self, children: self.children(Shape::Sequence) }
    }

    /// Returns the number of pairs or items.
    pub fn len(self) -> usize {
        if self.is_mapping() { self.entries().count() } else { self.items().count() }
    }

    /// Returns whether there are no pairs or items.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Returns the text of any scalar, whatever its type: `200` and `'200'` alike.
    pub fn text(self) -> Option<&'a str> {
        self.tree().text(self.source().text(), self.index)
    }

    /// Returns the text of a string.
    pub fn as_str(self) -> Option<&'a str> {
        (self.scalar()? == Scalar::String).then(|| self.text())?
    }

    /// Returns a boolean.
    pub fn as_bool(self) -> Option<bool> {
        if let Scalar::Bool(value) = self.scalar()? { Some(value) } else { None }
    }

    /// Returns an integer of at most 64 bits.
    pub fn as_i64(self) -> Option<i64> {
        if let Scalar::Integer(value) = self.scalar()? { Some(value) } else { None }
    }

    /// Returns a number.
    pub fn as_f64(self) -> Option<f64> {
        match self.scalar()? {
            Scalar::Float(value) => Some(value),
            // Bounds and limits of schemas are far below 2⁵³.
            #[expect(clippy::as_conversions, reason = "an integer beyond 2⁵³ may lose its last digits")]
            Scalar::Integer(value) => Some(value as f64),
            _ => None,
        }
    }

    /// Returns whether this is a mapping.
    pub fn is_mapping(self) -> bool {
        self.shape() == Some(Shape::Mapping)
    }

    /// Returns whether this is a sequence.
    pub fn is_sequence(self) -> bool {
        self.shape() == Some(Shape::Sequence)
    }

    /// Returns whether this is `null`, or nothing at all after a colon.
    pub fn is_null(self) -> bool {
        self.scalar() == Some(Scalar::Null)
    }

    /// Returns what the node is, in words: `a mapping`, `a list`, `a string`, `a number`, …
    pub fn what(self) -> &'static str {
        match (self.shape(), self.scalar()) {
            (Some(Shape::Mapping), _) => "a mapping",
            (Some(Shape::Sequence), _) => "a list",
            (_, Some(Scalar::String)) => "a string",
            (_, Some(Scalar::Bool(_))) => "a boolean",
            (_, Some(Scalar::Integer(_) | Scalar::Float(_))) => "a number",
            _ => "empty",
        }
    }

    /// Returns the bytes of the source that the node stands at.
    pub fn span(self) -> Range<usize> {
        self.entry().map_or(0..0, |entry| entry.start as usize..entry.end as usize)
    }

    /// Returns the node that an alias stands for, at its own place; any other node is itself.
    pub fn target(self) -> Node<'a> {
        self.at(self.tree().target(self.index))
    }

    /// Returns the key of this value in its mapping.
    pub fn key(self) -> Option<Node<'a>> {
        let tree = self.tree();
        let parent = self.entry().map(|entry| entry.parent)?;
        if tree.entry(parent)?.shape != Shape::Mapping {
            return None;
        }
        // A key that is a scalar stands right before its value; only a mapping as a key does not.
        let before = self.index.checked_sub(1)?;
        let key = match tree.entry(before) {
            Some(entry) if entry.parent == parent => before,
            _ => tree.children(parent).take_while(|child| *child < self.index).last()?,
        };
        Some(self.at(key))
    }

    /// Returns the mapping or sequence that the node stands in.
    pub fn parent(self) -> Option<Node<'a>> {
        let parent = self.entry()?.parent;
        (parent != NONE).then(|| self.at(parent))
    }

    /// Returns the JSON Pointer (RFC 6901) of the node; a key has the pointer of its value.
    pub fn pointer(self) -> String {
        let tree = self.tree();
        let mut tokens = Vec::new();
        let mut index = self.index;
        while let Some(entry) = tree.entry(index) {
            let Some(parent) = tree.entry(entry.parent) else { break };
            let node = self.at(index);
            let key = || if entry.is_key { Some(node) } else { node.key() };
            tokens.push(match parent.shape {
                Shape::Sequence => tree.position(entry.parent, index).to_string(),
                _ => pointer::escaped(key().and_then(Node::text).unwrap_or_default()).into_owned(),
            });
            index = entry.parent;
        }
        tokens.iter().rev().fold(String::new(), |pointer, token| pointer + "/" + token)
    }

    /// Returns the place of the node.
    pub fn location(self) -> Location {
        Location { file: self.file(), pointer: self.pointer(), span: self.span() }
    }

    /// Returns the content as JSON: the last of repeated keys, `null` for what JSON cannot say.
    pub fn to_json(self) -> serde_json::Value {
        use serde_json::Value;
        // The depth and the number of nodes are bounded since the document was read.
        match self.shape() {
            Some(Shape::Mapping) => {
                let pair =
                    |(key, value): (Node<'_>, Node<'_>)| Some((key.text()?.to_owned(), value.to_json()));
                Value::Object(self.entries().filter_map(pair).collect())
            }
            Some(Shape::Sequence) => Value::Array(self.items().map(Node::to_json).collect()),
            _ => match self.scalar() {
                Some(Scalar::String) => self.text().unwrap_or_default().into(),
                Some(Scalar::Bool(value)) => value.into(),
                Some(Scalar::Integer(value)) => value.into(),
                Some(Scalar::Float(value)) => value.into(),
                _ => Value::Null,
            },
        }
    }

    /// Returns the number of the node in its document, aliases followed; it is less than
    /// [`Document::node_count`].
    pub fn id(self) -> usize {
        self.document.nodes_before(self.part) + self.tree().target(self.index) as usize
    }

    /// Returns whether both are the same node, aliases followed.
    pub fn is_same(self, other: Node<'_>) -> bool {
        let tree = self.tree();
        std::ptr::eq(self.document, other.document)
            && self.part == other.part
            && tree.target(self.index) == tree.target(other.index)
    }

    fn entry(self) -> Option<&'a Entry> {
        self.tree().entry(self.index)
    }

    fn shape(self) -> Option<Shape> {
        let tree = self.tree();
        tree.entry(tree.target(self.index)).map(|entry| entry.shape)
    }

    fn scalar(self) -> Option<Scalar> {
        match self.shape()? {
            Shape::Plain => self.text().map(scalar::resolve),
            Shape::Text => Some(Scalar::String),
            _ => None,
        }
    }

    fn children(self, shape: Shape) -> Children<'a> {
        let tree = self.tree();
        let index = if self.shape() == Some(shape) { tree.target(self.index) } else { NONE };
        tree.children(index)
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Node({} at {:?})", self.pointer(), self.span())
    }
}

/// The pairs of a mapping.
pub struct Entries<'a> {
    mapping: Node<'a>,
    children: Children<'a>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = (Node<'a>, Node<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let key = self.mapping.at(self.children.next()?);
            let value = self.mapping.at(self.children.next()?);
            // What `<<` brings stands among the pairs itself.
            if key.shape() != Some(Shape::Merge) {
                return Some((key, value));
            }
        }
    }
}

/// The items of a sequence.
pub struct Items<'a> {
    sequence: Node<'a>,
    children: Children<'a>,
}

impl<'a> Iterator for Items<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.children.next().map(|index| self.sequence.at(index))
    }
}
