//! Building the tree, the same for YAML and JSON, within the budgets.

use super::{
    Fault, MAX_ALIASED_NODES, MAX_DEPTH,
    tree::{Entry, Index, NONE, Shape, Tree},
};
use std::ops::Range;

/// A fault and the byte offset where it shows.
pub(super) type Refusal = (Fault, usize);

/// A tree in the making.
pub(super) struct Builder<'s> {
    source: &'s str,
    tree: Tree,
    open: Vec<Open>,
    aliased: u64,
}

/// A mapping or sequence whose end has not come yet.
struct Open {
    index: Index,
    height: usize,
    /// How many nodes it stands for, aliases followed.
    weight: u64,
    last_end: u32,
}

/// What an anchor was put on, for the aliases to come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchored {
    pub(super) index: Index,
    height: usize,
    weight: u64,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self { source, tree: Tree::default(), open: Vec::new(), aliased: 0 }
    }

    /// Opens a mapping or sequence that starts at `start`.
    pub(super) fn open(&mut self, shape: Shape, start: usize) -> Result<Index, Refusal> {
        if self.open.len() >= MAX_DEPTH {
            return Err((Fault::TooDeep, start));
        }
        let index = self.push(shape, start..start, NONE);
        self.open.push(Open { index, height: 0, weight: 1, last_end: offset(start) });
        Ok(index)
    }

    /// Closes the innermost mapping or sequence, at `end` or behind its last child.
    pub(super) fn close(&mut self, end: Option<usize>) -> Option<Anchored> {
        let open = self.open.pop()?;
        let end = end.map_or(open.last_end, offset);
        let next = offset(self.tree.entries.len());
        let entry = self.tree.entries.get_mut(open.index as usize)?;
        (entry.next, entry.end) = (next, end);
        if entry.shape == Shape::Mapping {
            self.tree.sort_keys(self.source, open.index);
        }
        let closed = Anchored { index: open.index, height: open.height + 1, weight: open.weight };
        self.count(closed.height, closed.weight, end);
        Some(closed)
    }

    /// Adds a scalar that stands at `span` and means `text`.
    pub(super) fn scalar(&mut self, shape: Shape, span: Range<usize>, text: &str) -> Anchored {
        let stands_there = match shape {
            Shape::Plain => self.source.get(span.clone()),
            _ => self.source.get(span.start + 1..span.end.saturating_sub(1)),
        };
        let payload = if stands_there == Some(text) {
            NONE
        } else {
            self.tree.decoded.push(text.into());
            offset(self.tree.decoded.len() - 1)
        };
        let end = offset(span.end);
        let index = self.push(shape, span, payload);
        self.count(0, 1, end);
        Anchored { index, height: 0, weight: 1 }
    }

    /// Adds a node that stands for `anchored`.
    pub(super) fn alias(&mut self, anchored: Anchored, span: Range<usize>) -> Result<(), Refusal> {
        self.aliased = self.aliased.saturating_add(anchored.weight);
        if self.aliased > MAX_ALIASED_NODES {
            return Err((Fault::TooManyAliases, span.start));
        }
        if self.open.len() + anchored.height > MAX_DEPTH {
            return Err((Fault::TooDeep, span.start));
        }
        let end = offset(span.end);
        self.push(Shape::Alias, span, anchored.index);
        self.count(anchored.height, anchored.weight, end);
        Ok(())
    }

    /// Returns whether everything that was opened is closed.
    pub(super) fn is_complete(&self) -> bool {
        self.open.is_empty()
    }

    /// Returns the finished tree.
    pub(super) fn finish(mut self) -> Tree {
        self.tree.entries.shrink_to_fit();
        self.tree
    }

    fn push(&mut self, shape: Shape, span: Range<usize>, payload: u32) -> Index {
        let index = offset(self.tree.entries.len());
        self.tree.entries.push(Entry {
            start: offset(span.start),
            end: offset(span.end),
            parent: self.open.last().map_or(NONE, |open| open.index),
            next: index + 1,
            payload,
            shape,
        });
        index
    }

    /// Lets the innermost open node know of a child that is complete.
    fn count(&mut self, height: usize, weight: u64, end: u32) {
        if let Some(open) = self.open.last_mut() {
            open.height = open.height.max(height);
            open.weight = open.weight.saturating_add(weight);
            open.last_end = open.last_end.max(end);
        }
    }
}

/// Documents are far below 4 GiB (`MAX_DOCUMENT_BYTES`), so that nothing is cut here.
fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(NONE)
}
