//! Changes of content as changes of bytes.

use super::{
    change::{Change, Content, Pair, Place, What},
    render::Renderer,
    style::{Style, column, dash, is_flow, line_end_of, line_of, margin},
};
use crate::openapi::{Document, Node};
use std::ops::Range;

/// Bytes that go and the text that comes in their place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

/// Turns changes of one document into edits.
pub(super) struct Splicer<'a> {
    text: &'a str,
    render: Renderer<'a>,
}

/// The pairs of a mapping, the last of repeated keys.
type Pairs<'a> = Vec<(Node<'a>, Node<'a>)>;

impl<'a> Splicer<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let text = document.source().text();
        Self { text, render: Renderer { style: Style::of(document), text } }
    }

    /// Returns the edits of a change; nothing where it cannot be written here.
    pub(super) fn edits(&self, change: &Change<'_>) -> Option<Vec<Edit>> {
        match &change.what {
            What::Item { of, content } => self.item(of.target(), change.node, content),
            What::Prepend(items) => self.prepend(change.node.target(), items),
            What::Pairs(pairs) if is_flow(self.text, change.node.target()) => {
                self.flow_pairs(change.node.target(), pairs)
            }
            What::Pairs(pairs) => self.block_pairs(change.node.target(), pairs),
        }
    }

    fn item(&self, of: Node<'_>, item: Node<'_>, content: &Content<'_>) -> Option<Vec<Edit>> {
        let Range { start, mut end } = item.span();
        if is_flow(self.text, of) {
            let text = self.render.flow(content, self.lines(of, start));
            return Some(vec![Edit { start, end, text }]);
        }
        let column = column(self.text, start)?;
        let mut text = self.render.item(content, column);
        // The comment of a reference stays at its dash.
        if let Some(comment) = self.comment_after(end) {
            text =
                format!("{}{}{}{text}", self.slice(&comment).trim_end(), self.line_end(), " ".repeat(column));
            end = comment.end;
        }
        Some(vec![Edit { start, end, text }])
    }

    fn prepend(&self, list: Node<'_>, items: &[Content<'_>]) -> Option<Vec<Edit>> {
        let first = list.items().next()?.span().start;
        if is_flow(self.text, list) {
            let gap = self.gap(first);
            let margin = self.lines(list, first);
            let items = items.iter().map(|item| format!("{},{gap}", self.render.flow(item, margin)));
            return Some(vec![Edit { start: first, end: first, text: items.collect() }]);
        }
        let (at, column) = dash(self.text, list)?;
        let blanks = " ".repeat(column);
        let item = |item| format!("- {}{}{blanks}", self.render.item(item, column + 2), self.line_end());
        Some(vec![Edit { start: at, end: at, text: items.iter().map(item).collect() }])
    }

    fn block_pairs(&self, mapping: Node<'_>, changes: &[(&'static str, Pair<'_>)]) -> Option<Vec<Edit>> {
        let pairs = last_pairs(mapping);
        let first = pairs.first()?.0.span().start;
        let indent = column(self.text, first)?;
        let mut edits = Vec::new();
        if removes_all(&pairs, changes) {
            let (key, value) = pairs.last()?;
            let end = value_end(*key, *value);
            let colon = mapping.key().and_then(|key| self.after_colon(key));
            let start = colon.filter(|colon| self.slice(&(*colon..first)).trim().is_empty());
            let text = if start.is_some() { " {}" } else { "{}" }.to_owned();
            return Some(vec![Edit { start: start.unwrap_or(first), end, text }]);
        }
        for (name, change) in changes {
            match change {
                Pair::Insert(place, content) => {
                    let pair = format!("{name}:{}", self.render.after_key(content, indent));
                    edits.push(match predecessor(*place, &pairs)? {
                        None => {
                            let text = format!("{pair}{}{}", self.line_end(), " ".repeat(indent));
                            Edit { start: first, end: first, text }
                        }
                        Some(at) => {
                            let (key, value) = *pairs.get(at)?;
                            let end = self.end_of_line(value_end(key, value))?;
                            let text = format!("{}{}{pair}", self.line_end(), " ".repeat(indent));
                            Edit { start: end, end, text }
                        }
                    });
                }
                Pair::Set(content) => {
                    let (key, value) = *pairs.get(position(&pairs, name)?)?;
                    edits.push(self.set_in_block(key, value, content, indent)?);
                }
                Pair::Become(new, content) => {
                    let (key, value) = *pairs.get(position(&pairs, name)?)?;
                    let text = format!("{new}:{}", self.render.after_key(content, indent));
                    edits.push(Edit { start: key.span().start, end: value_end(key, value), text });
                }
                Pair::Remove => {
                    let at = position(&pairs, name)?;
                    let next = pairs.get(at + 1).map(|(key, _)| key.span().start);
                    let (key, value) = *pairs.get(at)?;
                    edits.push(self.remove_from_block(key, value, next)?);
                }
            }
        }
        Some(edits)
    }

    fn set_in_block(
        &self,
        key: Node<'_>,
        value: Node<'_>,
        content: &Content<'_>,
        indent: usize,
    ) -> Option<Edit> {
        if let Content::Value(serde_json::Value::String(new)) = content {
            if is_quoted(self.text, value) {
                return Some(self.quoted(value, new));
            }
            let Range { start, end } = value.span();
            let is_plain = value.text() == self.text.get(start..end);
            if is_plain && self.render.says(&format!(" {new}"), &new.as_str().into()) {
                return Some(Edit { start, end, text: new.clone() });
            }
        }
        let start = self.after_colon(key)?;
        Some(Edit {
            start,
            end: value_end(key, value).max(start),
            text: self.render.after_key(content, indent),
        })
    }

    /// Returns a string in the quotes that the value has.
    fn quoted(&self, value: Node<'_>, new: &str) -> Edit {
        let Range { start, end } = value.span();
        let single = self.text.get(start..).is_some_and(|rest| rest.starts_with('\''));
        let plain = !new.chars().any(|character| character.is_control() || character == '\'');
        let text =
            if single && plain { format!("'{new}'") } else { serde_json::Value::from(new).to_string() };
        Edit { start, end, text }
    }

    fn remove_from_block(&self, key: Node<'_>, value: Node<'_>, next: Option<usize>) -> Option<Edit> {
        let start = key.span().start;
        let line = line_of(self.text, start);
        let blanks = self.text.get(line..start)?;
        let end = value_end(key, value);
        let kept = self.comment_after(end).map(|comment| self.slice(&comment).trim());
        if !blanks.bytes().all(|byte| byte == b' ') {
            // It stands behind a dash, where the next pair takes its place.
            let next = next?;
            let between = self.text.get(end..next)?;
            let comments: Vec<_> = between.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            let margin = " ".repeat(start - line);
            let text = comments.iter().map(|comment| format!("{comment}{}{margin}", self.line_end()));
            return Some(Edit { start, end: next, text: text.collect() });
        }
        let end = self.end_of_line(end)?;
        let rest = self.text.get(end..)?;
        let break_length = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
        if let Some(comment) = kept {
            return Some(Edit { start, end, text: comment.to_owned() });
        }
        if break_length == 0 {
            // The last line of the document has no end that could go.
            let before = self.text.get(..line)?.trim_end_matches(['\r', '\n']).len();
            return Some(Edit { start: before, end, text: String::new() });
        }
        Some(Edit { start: line, end: end + break_length, text: String::new() })
    }

    fn flow_pairs(&self, mapping: Node<'_>, changes: &[(&'static str, Pair<'_>)]) -> Option<Vec<Edit>> {
        let pairs = last_pairs(mapping);
        let Some((first, _)) = pairs.first() else { return self.fill(mapping, changes) };
        let first = first.span().start;
        let gap = self.gap(first);
        let lines = self.lines(mapping, first);
        let mut edits = Vec::new();
        for (name, change) in changes {
            match change {
                Pair::Insert(place, content) => {
                    let pair = self.render.flow_pair(name, content, lines);
                    edits.push(match predecessor(*place, &pairs)? {
                        None => Edit { start: first, end: first, text: format!("{pair},{gap}") },
                        Some(at) => {
                            let (key, value) = *pairs.get(at)?;
                            let end = self.flow_value_end(key, value)?;
                            Edit { start: end, end, text: format!(",{gap}{pair}") }
                        }
                    });
                }
                Pair::Set(content) => {
                    let (key, value) = *pairs.get(position(&pairs, name)?)?;
                    let Range { mut start, mut end } = value.span();
                    let mut text = self.render.flow(content, lines);
                    if let (Content::Value(serde_json::Value::String(new)), true) =
                        (content, is_quoted(self.text, value))
                    {
                        text = self.quoted(value, new).text;
                    }
                    if start == end {
                        start = self.after_colon(key)?;
                        end = start;
                        text.insert(0, ' ');
                    }
                    edits.push(Edit { start, end, text });
                }
                Pair::Become(new, content) => {
                    let (key, value) = *pairs.get(position(&pairs, name)?)?;
                    let text = self.render.flow_pair(new, content, lines);
                    let end = self.flow_value_end(key, value)?;
                    edits.push(Edit { start: key.span().start, end, text });
                }
                Pair::Remove => {}
            }
        }
        edits.extend(self.removed_from_flow(&pairs, changes)?);
        Some(edits)
    }

    /// Returns the edits that take pairs out of brackets, each run of them with its commas.
    fn removed_from_flow(
        &self,
        pairs: &Pairs<'_>,
        changes: &[(&'static str, Pair<'_>)],
    ) -> Option<Vec<Edit>> {
        let goes = |at: &usize| {
            let key = pairs.get(*at).and_then(|(key, _)| key.text());
            changes.iter().any(|(name, change)| matches!(change, Pair::Remove) && Some(*name) == key)
        };
        let gone: Vec<usize> = (0..pairs.len()).filter(goes).collect();
        let mut edits = Vec::new();
        for run in gone.chunk_by(|left, right| left + 1 == *right) {
            let (from, to) = (*run.first()?, *run.last()?);
            let (key, value) = *pairs.get(to)?;
            let end = self.flow_value_end(key, value)?;
            let (start, end) =
                match (from.checked_sub(1).and_then(|before| pairs.get(before)), pairs.get(to + 1)) {
                    (Some((key, value)), _) => (self.flow_value_end(*key, *value)?, end),
                    (None, Some((next, _))) => (pairs.get(from)?.0.span().start, next.span().start),
                    (None, None) => (pairs.get(from)?.0.span().start, end),
                };
            edits.push(Edit { start, end, text: String::new() });
        }
        Some(edits)
    }

    /// Returns the edit that puts pairs into empty brackets.
    fn fill(&self, mapping: Node<'_>, changes: &[(&'static str, Pair<'_>)]) -> Option<Vec<Edit>> {
        let pairs: Vec<_> = changes
            .iter()
            .map(|(name, change)| match change {
                Pair::Insert(_, content) => Some(self.render.flow_pair(name, content, None)),
                _ => None,
            })
            .collect::<Option<_>>()?;
        let Range { start, end } = mapping.span();
        let blank = self.text.get(start..end)?.strip_prefix('{')?.strip_suffix('}')?;
        blank.trim().is_empty().then(|| vec![Edit { start, end, text: format!("{{{}}}", pairs.join(", ")) }])
    }

    /// Returns the margin of new lines in brackets that have lines of their own.
    fn lines(&self, of: Node<'_>, inside: usize) -> Option<&'a str> {
        let spread = self.text.get(of.span()).is_some_and(|text| text.contains('\n'));
        spread.then(|| margin(self.text, inside))
    }

    /// Returns what stands between a comma and the next part, as before the part at `first`.
    fn gap(&self, first: usize) -> String {
        let before = self.text.get(..first).unwrap_or_default();
        let gap = before.get(before.trim_end().len()..).unwrap_or_default();
        match gap {
            gap if gap.contains('\n') => {
                // A blank line before the first part is not repeated.
                format!("{}{}", self.line_end(), gap.rsplit('\n').next().unwrap_or_default())
            }
            _ if self.render.style.spaced => " ".to_owned(),
            _ => String::new(),
        }
    }

    fn line_end(&self) -> &'static str {
        self.render.style.line_end
    }

    fn slice(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Returns the comment that ends the line behind `offset`, with the blanks before it.
    fn comment_after(&self, offset: usize) -> Option<Range<usize>> {
        let end = line_end_of(self.text, offset);
        let rest = self.text.get(offset..end)?;
        (rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('#')).then(|| {
            let blanks = rest.len() - rest.trim_start().len();
            offset + blanks..end
        })
    }

    /// Returns the end of the line, where nothing but a comment stands behind `offset`.
    fn end_of_line(&self, offset: usize) -> Option<usize> {
        let end = line_end_of(self.text, offset);
        let rest = self.text.get(offset..end)?.trim_start();
        (rest.is_empty() || rest.starts_with('#')).then_some(end)
    }

    /// Returns the place behind the colon of a key.
    fn after_colon(&self, key: Node<'_>) -> Option<usize> {
        let end = key.span().end;
        let rest = self.text.get(end..)?;
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        rest.get(blanks..)?.starts_with(':').then_some(end + blanks + 1)
    }

    fn flow_value_end(&self, key: Node<'_>, value: Node<'_>) -> Option<usize> {
        // Nothing behind the colon has its place before it.
        if value.span().is_empty() { self.after_colon(key) } else { Some(value.span().end) }
    }
}

fn last_pairs(mapping: Node<'_>) -> Pairs<'_> {
    let is_last = |(key, value): &(Node<'_>, Node<'_>)| {
        key.text().and_then(|text| mapping.get(text)).is_some_and(|last| last.span() == value.span())
    };
    mapping.entries().filter(is_last).collect()
}

fn position(pairs: &Pairs<'_>, key: &str) -> Option<usize> {
    pairs.iter().position(|(own, _)| own.text() == Some(key))
}

/// Returns which pair a new one stands behind, or that it stands before all of them; nothing where the
/// key that it was to follow is not there.
fn predecessor(place: Place, pairs: &Pairs<'_>) -> Option<Option<usize>> {
    Some(match place {
        Place::First => None,
        Place::After(key) => Some(position(pairs, key)?),
        Place::Before(keys) => match keys.iter().find_map(|key| position(pairs, key)) {
            Some(at) => at.checked_sub(1),
            None => Some(pairs.len() - 1),
        },
    })
}

fn removes_all(pairs: &Pairs<'_>, changes: &[(&'static str, Pair<'_>)]) -> bool {
    changes.len() == pairs.len() && changes.iter().all(|(_, change)| matches!(change, Pair::Remove))
}

/// Returns where a pair ends; nothing behind the colon has its place before it.
fn value_end(key: Node<'_>, value: Node<'_>) -> usize {
    if value.span().is_empty() { key.span().end + 1 } else { value.span().end }
}

fn is_quoted(text: &str, value: Node<'_>) -> bool {
    text.get(value.span())
        .is_some_and(|text| text.len() >= 2 && text.starts_with(['"', '\'']) && text.ends_with(['"', '\'']))
}
