//! Changes of content, as a mapping of JSON knows them.

use crate::openapi::Node;
use serde_json::Value;

/// A change of one node.
#[derive(Debug, Clone)]
pub(super) struct Change<'a> {
    /// The JSON Pointer of the node, as it was reached.
    pub(super) pointer: String,
    pub(super) node: Node<'a>,
    pub(super) what: What<'a>,
}

#[derive(Debug, Clone)]
pub(super) enum What<'a> {
    /// An item of the sequence `of` becomes something else.
    Item { of: Node<'a>, content: Content<'a> },
    /// Items come before the first one of a sequence that has some.
    Prepend(Vec<Content<'a>>),
    /// Pairs of a mapping change, each key once.
    Pairs(Vec<(&'static str, Pair<'a>)>),
}

#[derive(Debug, Clone)]
pub(super) enum Pair<'a> {
    /// The value of a key becomes something else.
    Set(Content<'a>),
    /// Key and value become something else.
    Become(&'static str, Content<'a>),
    /// The pair goes.
    Remove,
    /// A new pair.
    Insert(Place, Content<'a>),
}

/// Where a new pair stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    First,
    After(&'static str),
    /// Before the first of these that is there, or at the end.
    Before(&'static [&'static str]),
}

/// What is written: a value of our own, or a node of the document.
#[derive(Debug, Clone)]
pub(super) enum Content<'a> {
    Value(Value),
    Copy(Node<'a>),
    List(Vec<Content<'a>>),
}

impl Content<'_> {
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::Value(value) => value.clone(),
            Self::Copy(node) => node.to_json(),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
        }
    }
}

impl Change<'_> {
    /// Returns the pointer of the node at its own place, where an alias may have led to it.
    pub(super) fn own_pointer(&self) -> String {
        match self.what {
            What::Item { .. } => self.node.pointer(),
            What::Prepend(_) | What::Pairs(_) => self.node.target().pointer(),
        }
    }

    /// Returns what tells this change from others of the same node.
    pub(super) fn name(&self) -> Vec<&'static str> {
        match &self.what {
            What::Item { .. } => vec!["item"],
            What::Prepend(_) => vec!["prepend"],
            What::Pairs(pairs) => pairs.iter().map(|(key, _)| *key).collect(),
        }
    }

    /// Makes the change in `root` at `pointer`; nothing comes back where it does not fit.
    pub(super) fn apply(&self, root: &mut Value, pointer: &str) -> Option<()> {
        let target = root.pointer_mut(pointer)?;
        match &self.what {
            What::Item { content, .. } => *target = content.to_json(),
            What::Prepend(items) => {
                let list = target.as_array_mut()?;
                list.splice(0..0, items.iter().map(Content::to_json));
            }
            What::Pairs(pairs) => {
                let mapping = target.as_object_mut()?;
                for (key, pair) in pairs {
                    match pair {
                        Pair::Set(content) => *mapping.get_mut(*key)? = content.to_json(),
                        Pair::Become(new, content) => {
                            mapping.shift_remove(*key)?;
                            mapping.insert((*new).to_owned(), content.to_json());
                        }
                        Pair::Remove => drop(mapping.shift_remove(*key)?),
                        Pair::Insert(_, content) => {
                            mapping.insert((*key).to_owned(), content.to_json());
                        }
                    }
                }
            }
        }
        Some(())
    }
}
