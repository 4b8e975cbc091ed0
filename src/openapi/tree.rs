//! The arena: all nodes of a document in document order, 24 bytes each.

use std::ops::Range;

/// The number of a node: its place in document order.
pub(super) type Index = u32;

/// No node, no text of its own.
pub(super) const NONE: u32 = u32::MAX;

/// From how many pairs on a mapping keeps its keys sorted.
const SORTED_FROM: usize = 12;

/// From how many items on a sequence keeps a list of them.
const LISTED_FROM: usize = 64;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Mapping,
    Sequence,
    /// A scalar without quotes: its text decides what it is.
    Plain,
    /// A scalar that is a string whatever its text.
    Text,
    /// Stands for another node, of which `payload` is the index.
    Alias,
    /// The key `<<`, whose value is merged into the mapping: the pairs that came in so stand behind
    /// the mapping's own.
    Merge,
}

/// One node. Its children follow it; `next` is the first node that is not below it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) parent: Index,
    pub(super) next: Index,
    /// A scalar's text in [`Tree::decoded`], a mapping's keys or a sequence's items in
    /// [`Tree::sorted`], an alias's target; [`NONE`] where the source itself is the text, or
    /// nothing is sorted.
    pub(super) payload: u32,
    pub(super) shape: Shape,
    pub(super) is_key: bool,
}

/// The nodes of a document.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) entries: Vec<Entry>,
    /// The texts that do not stand in the source as they are: escapes, folded lines.
    pub(super) decoded: Vec<Box<str>>,
    /// The keys of large mappings, by text and then by place; the items of large sequences.
    pub(super) sorted: Vec<Box<[Index]>>,
}

impl Tree {
    /// Returns the node itself.
    pub(super) fn entry(&self, index: Index) -> Option<&Entry> {
        self.entries.get(index as usize)
    }

    /// Returns the node that `index` stands for, an alias followed.
    pub(super) fn target(&self, index: Index) -> Index {
        match self.entry(index) {
            Some(entry) if entry.shape == Shape::Alias => entry.payload,
            _ => index,
        }
    }

    /// Returns the text of a scalar, an alias followed.
    pub(super) fn text<'a>(&'a self, source: &'a str, index: Index) -> Option<&'a str> {
        let entry = self.entry(self.target(index))?;
        let (start, end) = (entry.start as usize, entry.end as usize);
        match entry.shape {
            Shape::Plain | Shape::Text if entry.payload != NONE => {
                self.decoded.get(entry.payload as usize).map(|text| &**text)
            }
            Shape::Plain => source.get(start..end),
            // Without the quotes.
            Shape::Text => source.get(start + 1..end.checked_sub(1)?),
            _ => None,
        }
    }

    /// Returns the children of a mapping or sequence one after another, the keys and the values of
    /// a mapping alternately.
    pub(super) fn children(&self, index: Index) -> Children<'_> {
        let range = match self.entry(index) {
            Some(entry) if matches!(entry.shape, Shape::Mapping | Shape::Sequence) => index + 1..entry.next,
            _ => 0..0,
        };
        Children { tree: self, range }
    }

    /// Returns the place of a child among the items of its sequence, from 0.
    pub(super) fn position(&self, sequence: Index, child: Index) -> usize {
        match self.listed(sequence) {
            Some(items) => items.partition_point(|item| *item < child),
            None => self.children(sequence).take_while(|item| *item < child).count(),
        }
    }

    /// Returns an item of a sequence.
    pub(super) fn item(&self, sequence: Index, position: usize) -> Option<Index> {
        match self.listed(sequence) {
            Some(items) => items.get(position).copied(),
            None => self.children(sequence).nth(position),
        }
    }

    fn listed(&self, sequence: Index) -> Option<&[Index]> {
        let entry = self.entry(sequence).filter(|entry| entry.shape == Shape::Sequence)?;
        self.sorted.get(entry.payload as usize).map(|items| &**items)
    }

    /// Returns the value of the last pair of a mapping whose key is `key`.
    pub(super) fn value(&self, source: &str, mapping: Index, key: &str) -> Option<Index> {
        let entry = self.entry(mapping)?;
        if entry.shape != Shape::Mapping {
            return None;
        }
        if entry.payload != NONE {
            let keys = self.sorted.get(entry.payload as usize)?;
            let end = keys.partition_point(|index| self.text(source, *index).unwrap_or_default() <= key);
            let found = *keys.get(end.checked_sub(1)?)?;
            return (self.text(source, found)? == key).then(|| self.entry(found).map(|found| found.next))?;
        }
        let mut children = self.children(mapping);
        let mut value = None;
        while let (Some(found), Some(next)) = (children.next(), children.next()) {
            if self.text(source, found) == Some(key) {
                value = Some(next);
            }
        }
        value
    }

    /// Returns the keys that stand in their mapping before, each with the first of the same text.
    pub(super) fn repeated_keys(&self, source: &str) -> Vec<(Index, Index)> {
        let mut repeated = Vec::new();
        let entries = self.entries.iter().zip(0..);
        for (entry, index) in entries.filter(|(entry, _)| entry.shape == Shape::Mapping) {
            let unsorted: Box<[Index]>;
            let keys = match self.sorted.get(entry.payload as usize) {
                Some(keys) => keys,
                None => {
                    let mut keys: Vec<Index> = self.children(index).step_by(2).collect();
                    keys.sort_by(|left, right| self.text(source, *left).cmp(&self.text(source, *right)));
                    unsorted = keys.into_boxed_slice();
                    &unsorted
                }
            };
            for same in keys.chunk_by(|left, right| self.text(source, *left) == self.text(source, *right)) {
                if let [first, again @ ..] = same
                    && self.text(source, *first).is_some()
                {
                    repeated.extend(again.iter().map(|again| (*first, *again)));
                }
            }
        }
        repeated
    }

    /// Sorts the keys of a mapping that is complete, or lists the items of a sequence, if there are
    /// many.
    pub(super) fn sort(&mut self, source: &str, index: Index) {
        let is_mapping = self.entry(index).is_some_and(|entry| entry.shape == Shape::Mapping);
        let children: Vec<Index> = if is_mapping {
            let keys = self.children(index).step_by(2);
            let mut keys: Vec<_> = keys.take(SORTED_FROM).collect();
            if keys.len() == SORTED_FROM {
                keys = self.children(index).step_by(2).collect();
                keys.retain(|key| self.text(source, *key).is_some());
                keys.sort_by(|left, right| self.text(source, *left).cmp(&self.text(source, *right)));
            }
            keys
        } else {
            self.children(index).collect()
        };
        if children.len() < if is_mapping { SORTED_FROM } else { LISTED_FROM } {
            return;
        }
        let place = u32::try_from(self.sorted.len()).unwrap_or(NONE);
        self.sorted.push(children.into_boxed_slice());
        if let Some(entry) = self.entries.get_mut(index as usize) {
            entry.payload = place;
        }
    }
}

/// The children of one node.
pub(super) struct Children<'a> {
    tree: &'a Tree,
    range: Range<Index>,
}

impl Iterator for Children<'_> {
    type Item = Index;

    fn next(&mut self) -> Option<Index> {
        if self.range.is_empty() {
            return None;
        }
        let index = self.range.start;
        self.range.start = self.tree.entry(index)?.next;
        Some(index)
    }
}
