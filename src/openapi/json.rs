//! Strict JSON (RFC 8259), read directly: what tools generate is large, and YAML is slow.
//!
//! Whatever is not strict JSON is left to the YAML reader, which knows better words for it.

use super::{
    Fault,
    build::{Builder, Refusal},
    tree::{Shape, Tree},
};
use std::{borrow::Cow, ops::Range};

/// Why JSON could not be read.
pub(super) enum NotJson {
    /// A budget was overrun: no other reader will do better.
    Refused(Refusal),
    /// It is not strict JSON from this byte on.
    Syntax(usize),
}

/// Reads the only value of `text`, of which the first `start` bytes are a byte order mark or nothing.
pub(super) fn read(text: &str, start: usize) -> Result<Tree, NotJson> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: start, builder: Builder::new(text) };
    reader.document()?;
    reader.blank();
    if reader.at < text.len() || !reader.builder.is_complete() {
        return Err(NotJson::Syntax(reader.at));
    }
    Ok(reader.builder.finish())
}

/// What people write who think of JavaScript, and JSON does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooseJson {
    /// A comma before a closing bracket.
    TrailingComma,
    /// A comment.
    Comment,
    /// A string in single quotes.
    SingleQuotes,
    /// A key or a string without quotes.
    NoQuotes,
    /// Anything else that YAML reads and JSON does not.
    Other,
}

impl LooseJson {
    /// Returns what it is that a reader of JSON stumbles over at `at`, and where.
    pub(super) fn of(text: &str, at: usize) -> (Self, Range<usize>) {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let rest = text.get(at..).unwrap_or_default();
        let line = at..at + rest.find('\n').unwrap_or(rest.len());
        let Some(found) = rest.chars().next() else {
            // At the end of the text, the last character is shown.
            let last = before.chars().next_back().map_or(0, char::len_utf8);
            return (Self::Other, before.len() - last..before.len());
        };
        let place = at..at + found.len_utf8();
        match found {
            '}' | ']' if before.ends_with(',') => (Self::TrailingComma, before.len() - 1..before.len()),
            '#' => (Self::Comment, line),
            '/' if rest.starts_with("//") || rest.starts_with("/*") => (Self::Comment, line),
            '\'' => (Self::SingleQuotes, place),
            'a'..='z' | 'A'..='Z' | '_' | '$' if before.ends_with(['{', '[', ',', ':']) => {
                (Self::NoQuotes, place)
            }
            _ => (Self::Other, place),
        }
    }
}

struct Reader<'s> {
    text: &'s str,
    bytes: &'s [u8],
    at: usize,
    builder: Builder<'s>,
}

impl Reader<'_> {
    /// Reads a value with all that is in it; a stack of its own keeps deep input off ours.
    fn document(&mut self) -> Result<(), NotJson> {
        let mut open: Vec<Shape> = Vec::new();
        loop {
            // A value is expected here; a key comes with it inside of a mapping.
            if open.last() == Some(&Shape::Mapping) {
                self.key()?;
            }
            self.blank();
            match self.peek() {
                Some(first @ (b'{' | b'[')) => {
                    let shape = if first == b'{' { Shape::Mapping } else { Shape::Sequence };
                    self.builder.open(shape, self.at).map_err(NotJson::Refused)?;
                    self.at += 1;
                    self.blank();
                    if self.peek() != Some(end_of(shape)) {
                        open.push(shape);
                        continue;
                    }
                    self.at += 1;
                    self.builder.close(Some(self.at)).map_err(NotJson::Refused)?;
                }
                Some(b'"') => self.string()?,
                _ => self.literal()?,
            }
            // A value is complete here: a comma or the ends of what is open come next.
            loop {
                let Some(shape) = open.last().copied() else { return Ok(()) };
                self.blank();
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.blank();
                        break;
                    }
                    Some(byte) if byte == end_of(shape) => {
                        self.at += 1;
                        self.builder.close(Some(self.at)).map_err(NotJson::Refused)?;
                        open.pop();
                    }
                    _ => return Err(NotJson::Syntax(self.at)),
                }
            }
        }
    }

    fn key(&mut self) -> Result<(), NotJson> {
        if self.peek() != Some(b'"') {
            return Err(NotJson::Syntax(self.at));
        }
        self.string()?;
        self.blank();
        if self.peek() != Some(b':') {
            return Err(NotJson::Syntax(self.at));
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Result<(), NotJson> {
        let start = self.at;
        let rest = self.bytes.get(start + 1..).unwrap_or_default();
        let mut escaped = false;
        let mut length = 0;
        loop {
            match rest.get(length) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    length += 2;
                }
                Some(0..=0x1f) | None => return Err(NotJson::Syntax(start + 1 + length.min(rest.len()))),
                Some(_) => length += 1,
            }
        }
        let end = start + 1 + length + 1;
        let text = self.text;
        let text = match text.get(start..end) {
            Some(quoted) if escaped => {
                Cow::Owned(serde_json::from_str::<String>(quoted).map_err(|_| NotJson::Syntax(start))?)
            }
            _ => Cow::Borrowed(text.get(start + 1..end - 1).unwrap_or_default()),
        };
        self.builder.scalar(Shape::Text, start..end, &text);
        self.at = end;
        Ok(())
    }

    fn literal(&mut self) -> Result<(), NotJson> {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let ends = |byte: &u8| !matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'E' | b'+' | b'-' | b'.');
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        let text = self.text.get(start..start + length).unwrap_or_default();
        if !matches!(text, "null" | "true" | "false") && !is_number(text) {
            return Err(NotJson::Syntax(start));
        }
        self.at = start + length;
        self.builder.scalar(Shape::Plain, start..self.at, text);
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }
}

fn end_of(shape: Shape) -> u8 {
    if shape == Shape::Mapping { b'}' } else { b']' }
}

/// Returns whether `text` is a number of JSON (RFC 8259 §6).
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

/// Returns the refusal of JSON that a stray byte at `at` makes, where YAML fails as well.
pub(super) fn refusal(text: &str, at: usize) -> Refusal {
    let found = text.get(at..).and_then(|rest| rest.chars().next());
    (Fault::Json { found }, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s10_what_is_not_quite_json_is_told_apart() {
        for (text, expected, place) in [
            (r#"{"a": [1, 2, ]}"#, LooseJson::TrailingComma, ","),
            ("{\"a\": 1,\n}", LooseJson::TrailingComma, ","),
            ("{\"a\": 1 // one\n}", LooseJson::Comment, "// one"),
            ("{ # none\n\"a\": 1}", LooseJson::Comment, "# none"),
            ("{'a': 1}", LooseJson::SingleQuotes, "'"),
            ("{\"a\": 'b'}", LooseJson::SingleQuotes, "'"),
            ("{a: 1}", LooseJson::NoQuotes, "a"),
            ("{\"a\": b}", LooseJson::NoQuotes, "b"),
            ("{\"a\": 01}", LooseJson::Other, "0"),
            ("{\"a\": 1", LooseJson::Other, "1"),
        ] {
            let Err(NotJson::Syntax(at)) = read(text, 0) else { panic!("{text} is JSON") };
            let (found, span) = LooseJson::of(text, at);
            assert_eq!((found, text.get(span)), (expected, Some(place)), "{text}");
        }
    }
}
