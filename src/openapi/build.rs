//! Building the tree, the same for YAML and JSON, within the budgets.

use super::{
    Fault, MAX_ALIASED_NODES, MAX_DEPTH,
    tree::{Entry, Index, NONE, Shape, Tree},
};
use std::{collections::HashSet, ops::Range};

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
    /// How many children are complete.
    children: usize,
    /// The key is `<<`, or this is the list of such a key.
    is_merging: bool,
    /// What is merged into this mapping, and where that is said.
    merged: Vec<(Anchored, Range<usize>)>,
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
        let is_merging = shape == Shape::Sequence && self.open.last().is_some_and(|open| open.is_merging);
        let index = self.push(shape, start..start, NONE);
        self.open.push(Open {
            index,
            height: 0,
            weight: 1,
            last_end: offset(start),
            children: 0,
            is_merging,
            merged: Vec::new(),
        });
        Ok(index)
    }

    /// Closes the innermost mapping or sequence, at `end` or behind its last child.
    pub(super) fn close(&mut self, end: Option<usize>) -> Result<Option<Anchored>, Refusal> {
        self.merge()?;
        let Some(open) = self.open.pop() else { return Ok(None) };
        let end = end.map_or(open.last_end, offset);
        let next = offset(self.tree.entries.len());
        let Some(entry) = self.tree.entries.get_mut(open.index as usize) else { return Ok(None) };
        (entry.next, entry.end) = (next, end);
        let place = entry.start as usize..end as usize;
        self.tree.sort(self.source, open.index);
        let closed = Anchored { index: open.index, height: open.height + 1, weight: open.weight };
        self.remember_merge(closed, place);
        self.count(closed.height, closed.weight, end);
        Ok(Some(closed))
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
        let is_key = self.tree.entry(index).is_some_and(|entry| entry.is_key);
        if let Some(open) = self.open.last_mut()
            && is_key
        {
            open.is_merging = shape == Shape::Plain && text == "<<";
        }
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
        self.remember_merge(anchored, span.clone());
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
        let is_key = self.open.last().is_some_and(|open| {
            let parent = self.tree.entry(open.index);
            open.children % 2 == 0 && parent.is_some_and(|parent| parent.shape == Shape::Mapping)
        });
        self.tree.entries.push(Entry {
            start: offset(span.start),
            end: offset(span.end),
            parent: self.open.last().map_or(NONE, |open| open.index),
            next: index + 1,
            payload,
            shape,
            is_key,
        });
        index
    }

    /// Keeps a mapping that is the value of `<<`, or an item of the list that is.
    fn remember_merge(&mut self, anchored: Anchored, span: Range<usize>) {
        let shape = |index| self.tree.entry(index).map(|entry| entry.shape);
        if shape(anchored.index) != Some(Shape::Mapping) {
            return;
        }
        let mut above = self.open.iter_mut().rev();
        let Some(parent) = above.next().filter(|parent| parent.is_merging) else { return };
        let mapping = match shape(parent.index) {
            Some(Shape::Sequence) => above.next(),
            // A mapping that is itself the key is no value.
            _ if parent.children % 2 == 0 => None,
            _ => Some(parent),
        };
        if let Some(mapping) = mapping {
            mapping.merged.push((anchored, span));
        }
    }

    /// Gives the innermost open mapping the pairs that `<<` brings, as aliases behind its own. Its
    /// own keys stand before them, and the first of several mappings before the later ones.
    fn merge(&mut self) -> Result<(), Refusal> {
        let Some(open) = self.open.last_mut().filter(|open| !open.merged.is_empty()) else { return Ok(()) };
        let (index, merged) = (open.index, std::mem::take(&mut open.merged));
        let next = offset(self.tree.entries.len());
        if let Some(entry) = self.tree.entries.get_mut(index as usize) {
            entry.next = next;
        }
        for key in self.tree.children(index).step_by(2).collect::<Vec<_>>() {
            let is_merge = self.tree.text(self.source, key) == Some("<<");
            if let Some(entry) = self.tree.entries.get_mut(key as usize)
                && is_merge
                && entry.shape == Shape::Plain
            {
                entry.shape = Shape::Merge;
            }
        }
        let keys = self.tree.children(index).step_by(2);
        let mut seen: HashSet<String> =
            keys.filter_map(|key| self.tree.text(self.source, key)).map(str::to_owned).collect();
        for (from, span) in merged {
            self.aliased = self.aliased.saturating_add(from.weight);
            if self.aliased > MAX_ALIASED_NODES {
                return Err((Fault::TooManyAliases, span.start));
            }
            let children: Vec<Index> = self.tree.children(from.index).collect();
            for pair in children.chunks_exact(2) {
                let [key, value] =
                    [pair.first(), pair.last()].map(|child| self.tree.target(*child.unwrap_or(&NONE)));
                let Some(text) = self.tree.text(self.source, key) else { continue };
                if seen.insert(text.to_owned()) {
                    for target in [key, value] {
                        self.push(Shape::Alias, span.clone(), target);
                        self.count(0, 0, 0);
                    }
                }
            }
            if let Some(open) = self.open.last_mut() {
                open.weight = open.weight.saturating_add(from.weight);
            }
        }
        Ok(())
    }

    /// Lets the innermost open node know of a child that is complete.
    fn count(&mut self, height: usize, weight: u64, end: u32) {
        if let Some(open) = self.open.last_mut() {
            open.height = open.height.max(height);
            open.weight = open.weight.saturating_add(weight);
            open.last_end = open.last_end.max(end);
            open.children += 1;
        }
    }
}

/// Documents are far below 4 GiB (`MAX_DOCUMENT_BYTES`), so that nothing is cut here.
fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(NONE)
}
