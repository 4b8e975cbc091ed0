//! References: where `$ref` leads, inside of the document and out of it.
//!
//! This module reads nothing. It says which other texts a document wants ([`Document::wanted`]);
//! whoever may read them hands them in ([`Document::add`]) or says why not ([`Document::refuse`]).

use super::{Document, Node, ParseError, pointer, tree::Shape};
use url::Url;

/// How many references are followed from one node.
const MAX_REFERENCES: usize = 256;

/// Where a text stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A path with `/` as separator, seen from the folder of the document; empty for the document
    /// itself. It may start with `..`.
    File(String),
    /// An address without fragment.
    Url(Url),
    /// A name that no reference starts from: standard input.
    Nowhere,
}

/// What is known of a text that the document refers to.
#[derive(Debug)]
pub(super) enum Known {
    /// Somebody was asked for it.
    Wanted,
    /// It is the part of that number.
    Read(u16),
    /// It was not read.
    Unread(Unread),
}

/// A `$ref` of the document.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'a> {
    /// The mapping that holds it.
    pub node: Node<'a>,
    /// Its value.
    pub value: Node<'a>,
}

/// Why a reference leads nowhere.
#[derive(Debug, Clone, Copy)]
pub enum Unresolved<'a> {
    /// What stands behind `#` is no JSON Pointer: most often the first `/` is missing.
    NotAPointer {
        /// The value of `$ref`.
        reference: Node<'a>,
    },
    /// Nothing stands there.
    Missing {
        /// The value of `$ref`.
        reference: Node<'a>,
    },
    /// The references lead back to where they came from.
    Cycle {
        /// The value of a `$ref` of the circle.
        reference: Node<'a>,
    },
    /// More references follow on each other than are worth following.
    TooLong {
        /// The value of the last `$ref` that was followed.
        reference: Node<'a>,
    },
    /// It leads into another text, which was not read.
    Unread {
        /// The value of `$ref`.
        reference: Node<'a>,
        /// Why; nothing where nobody tried.
        why: Option<&'a Unread>,
    },
}

/// Why a text that a document refers to was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// It is not below the folder of the project.
    #[error("it leads out of the folder of the project")]
    Outside,
    /// It is on the network, and that was not allowed.
    #[error("it leads to the network")]
    Remote,
    /// Its address is none that is read: not https, with credentials in it, or not public.
    #[error("{reason}")]
    Address {
        /// What is wrong with the address.
        reason: &'static str,
    },
    /// It has a scheme that is never read (`file:`, `ftp:`).
    #[error("its scheme is never read")]
    Scheme,
    /// The document came from standard input, which has no folder.
    #[error("a document on standard input has no folder to start from")]
    NoFolder,
    /// It is not there, or could not be read.
    #[error("it could not be read: {reason}")]
    Unreadable {
        /// The words of the system or of the server.
        reason: String,
    },
    /// It could be read, but is no YAML or JSON document.
    #[error("it is no document: {0}")]
    Unusable(ParseError),
    /// Too many texts are drawn in.
    #[error("the document draws in more files than are read")]
    TooMany,
    /// The texts that are drawn in are too large together.
    #[error("the files that the document draws in are too large together")]
    TooLarge,
}

impl<'a> Unresolved<'a> {
    /// Returns the value of the `$ref` that leads nowhere.
    pub fn reference(&self) -> Node<'a> {
        match *self {
            Self::NotAPointer { reference }
            | Self::Missing { reference }
            | Self::Cycle { reference }
            | Self::TooLong { reference }
            | Self::Unread { reference, .. } => reference,
        }
    }
}

impl Document {
    /// Follows `$ref` until a node without one; a node that has none is itself.
    ///
    /// # Errors
    ///
    /// As [`Unresolved`].
    pub fn follow<'a>(&'a self, node: Node<'a>) -> Result<Node<'a>, Unresolved<'a>> {
        let mut node = node;
        // Brent's way to find a circle: a mark that is set anew after 1, 2, 4, … steps.
        let (mut mark, mut left) = (node, 1_usize);
        for steps in 0.. {
            let Some(reference) = node.get("$ref").filter(|value| value.as_str().is_some()) else { break };
            if steps == MAX_REFERENCES {
                return Err(Unresolved::TooLong { reference });
            }
            node = self.target(reference)?;
            if node.is_same(mark) {
                return Err(Unresolved::Cycle { reference });
            }
            left -= 1;
            if left == 0 {
                (mark, left) = (node, steps + 2);
            }
        }
        Ok(node)
    }

    /// Returns every `$ref` whose value is a string, in the order of the texts; what only looks like
    /// one inside of an example or another literal is left out.
    pub fn references(&self) -> impl Iterator<Item = Reference<'_>> {
        self.parts().flat_map(|(number, _)| self.references_of(number))
    }

    /// Returns the places that references lead to, each once: what was returned before does not come
    /// again.
    pub fn wanted(&mut self) -> Vec<Place> {
        let mut wanted = Vec::new();
        let count = u16::try_from(self.parts().count()).unwrap_or(u16::MAX);
        for number in std::mem::replace(&mut self.scanned, count)..count {
            for reference in self.references_of(number) {
                let place = split(reference.value).and_then(|(place, _)| place);
                wanted.extend(place.filter(|place| !self.known.contains_key(place)));
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        self.known.extend(wanted.iter().map(|place| (place.clone(), Known::Wanted)));
        wanted
    }

    /// Remembers why the text at `place` was not read.
    pub fn refuse(&mut self, place: Place, why: Unread) {
        self.known.insert(place, Known::Unread(why));
    }

    fn references_of(&self, number: u16) -> impl Iterator<Item = Reference<'_>> {
        let part = self.part(number);
        let text = part.source.text();
        let keys = part.tree.entries.iter().zip(0..).filter(move |(entry, index)| {
            // Four bytes, or six in quotes: the text of the many other keys need not be asked for.
            entry.is_key
                && (entry.shape == Shape::Alias || (4..=6).contains(&(entry.end - entry.start)))
                && part.tree.text(text, *index) == Some("$ref")
        });
        keys.filter_map(move |(entry, _)| {
            let node = Node::new(self, number, entry.parent);
            let value = Node::new(self, number, entry.next);
            (value.as_str().is_some() && !is_literal(node)).then_some(Reference { node, value })
        })
    }

    /// Takes one step: from the value of a `$ref` to what it names.
    ///
    /// # Errors
    ///
    /// As [`Unresolved`], which is never a circle here.
    pub fn target<'a>(&'a self, reference: Node<'a>) -> Result<Node<'a>, Unresolved<'a>> {
        let Some((place, fragment)) = split(reference) else {
            return Err(Unresolved::NotAPointer { reference });
        };
        let root = match place {
            None => Node::new(self, reference.part(), 0),
            Some(place) => match self.known.get(&place) {
                Some(Known::Read(number)) => Node::new(self, *number, 0),
                Some(Known::Unread(why)) => return Err(Unresolved::Unread { reference, why: Some(why) }),
                Some(Known::Wanted) | None => return Err(Unresolved::Unread { reference, why: None }),
            },
        };
        let pointer = pointer::percent_decoded(fragment)
            .filter(|pointer| pointer.is_empty() || pointer.starts_with('/'));
        let Some(pointer) = pointer else { return Err(Unresolved::NotAPointer { reference }) };
        root.below(&pointer).ok_or(Unresolved::Missing { reference })
    }
}

/// Splits the value of a `$ref` into the other text it names, if it does, and the fragment.
fn split(reference: Node<'_>) -> Option<(Option<Place>, &str)> {
    let text = reference.as_str()?;
    let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
    if address.is_empty() {
        return text.starts_with('#').then_some((None, fragment));
    }
    let base = &reference.document().part(reference.part()).place;
    // A drive letter is no scheme; neither is a schema that somebody names without `#`.
    let absolute = Url::parse(address).ok().filter(|url| url.scheme().len() > 1);
    let place = match (absolute, base) {
        (Some(url), _) => Place::Url(url),
        (None, Place::Url(base)) => Place::Url(base.join(address).ok()?),
        (None, Place::File(base)) => Place::File(joined(base, &pointer::percent_decoded(address)?)),
        (None, Place::Nowhere) => Place::File(joined("", &pointer::percent_decoded(address)?)),
    };
    Some(((place != *base).then_some(place), fragment))
}

/// Joins a relative path to the file it stands in, `.` and `..` worked out as words.
fn joined(base: &str, path: &str) -> String {
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let start = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if path.starts_with('/') { format!("/{joined}") } else { joined }
}

/// The keys under which data stands that is no part of the description.
const LITERALS: [&str; 5] = ["example", "default", "enum", "const", "examples"];

/// The keys of maps, below which a key is a name that somebody chose.
const MAPS: [&str; 14] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
    "schemas",
    "responses",
    "parameters",
    "headers",
    "requestBodies",
    "links",
    "callbacks",
    "pathItems",
    "paths",
];

/// Returns whether a node is part of an example, a default or another literal.
fn is_literal(node: Node<'_>) -> bool {
    let mut above = Some(node);
    while let Some(node) = above {
        let key = node.key().and_then(Node::text).unwrap_or_default();
        let parent = node.parent();
        let named = || parent.and_then(Node::key).and_then(Node::text).unwrap_or_default();
        let literal = match key {
            // A map of examples holds objects, which may be references; their values are literal.
            "examples" => node.is_sequence(),
            "value" => {
                named() == "examples"
                    || parent.and_then(Node::parent).and_then(Node::key).and_then(Node::text)
                        == Some("examples")
            }
            _ => LITERALS.contains(&key),
        };
        if literal && !MAPS.contains(&named()) {
            return true;
        }
        above = parent;
    }
    false
}

#[cfg(test)]
mod tests;
