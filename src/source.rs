//! A text with a name, and the places in it.

use std::{ops::Range, sync::OnceLock};

/// A document as it was read: the name to show for it and its text.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    line_starts: OnceLock<Vec<usize>>,
    /// The number of characters before each block of [`BLOCK`] bytes.
    characters: OnceLock<Vec<usize>>,
}

/// How many bytes are counted for one position at most: a document may be one long line.
const BLOCK: usize = 1024;

/// A place that a person can find in an editor. Both numbers count from 1; the column counts
/// characters (Unicode scalar values), not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl Source {
    /// Returns a source that is shown as `name`: a path as the user gave it, or `<stdin>`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
        }
    }

    /// Returns the same text under another name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// Returns the name to show.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text between two byte offsets, or nothing where they do not fit the text.
    pub fn slice(&self, span: Range<usize>) -> &str {
        self.text.get(span).unwrap_or_default()
    }

    /// Returns the line and column of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let starts = self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        });
        let line = starts.partition_point(|start| *start <= offset);
        let start = starts.get(line - 1).copied().unwrap_or_default();
        let characters = self.characters_before(offset) - self.characters_before(start);
        // A leading byte order mark is not seen in an editor.
        let mark = usize::from(start == 0 && offset >= 3 && self.text.starts_with('\u{feff}'));
        Position { line, column: characters - mark + 1 }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let blocks = self.characters.get_or_init(|| {
            let counts = bytes.chunks(BLOCK).scan(0, |sum, block| {
                let before = *sum;
                *sum += characters(block);
                Some(before)
            });
            counts.collect()
        });
        let block = offset / BLOCK;
        let start = block * BLOCK;
        // At the end of the text there may be no block any more.
        let Some(before) = blocks.get(block) else { return characters(bytes) };
        before + characters(bytes.get(start..offset).unwrap_or_default())
    }
}

/// Returns the number of characters that start in these bytes: all but continuation bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_from_one() {
        let source = Source::new("x", "a: é\nb: 👍 c\n");
        let at = |needle| source.position(source.text().find(needle).unwrap_or(usize::MAX));
        assert_eq!(at("a"), Position { line: 1, column: 1 });
        assert_eq!(at("b"), Position { line: 2, column: 1 });
        assert_eq!(at("c"), Position { line: 2, column: 6 });
    }

    #[test]
    fn columns_of_a_long_line_are_counted_across_blocks() {
        for length in [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK] {
            let source = Source::new("x", format!("é\n{}", "é".repeat(length)));
            for (at, _) in source.text().char_indices().skip(2).step_by(97) {
                assert_eq!(source.position(at), Position { line: 2, column: (at - 3) / 2 + 1 });
            }
            assert_eq!(source.position(usize::MAX).column, length + 1);
        }
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let source = Source::new("x", "\u{feff}openapi: 3.1.0");
        assert_eq!(source.position(3), Position { line: 1, column: 1 });
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        let source = Source::new("x", "ab\n");
        assert_eq!(source.position(99), Position { line: 2, column: 1 });
        assert_eq!(source.slice(99..100), "");
    }
}
