//! How the text around a change is written.

use crate::openapi::{Document, Node, Notation};

/// The manner of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// How its lines end.
    pub(super) line_end: &'static str,
    /// By how many columns a level of it is indented.
    pub(super) step: usize,
    /// Whether the dashes of a list stand deeper than its key.
    pub(super) deep_dashes: bool,
    /// Whether every key and string needs double quotes.
    pub(super) json: bool,
    /// Whether a blank follows a colon or comma, as it must in YAML.
    pub(super) spaced: bool,
}

impl Style {
    /// The manner of a new document.
    pub(super) const NEW: Self =
        Self { line_end: "\n", step: 2, deep_dashes: true, json: false, spaced: true };

    /// Returns the manner of a document.
    pub(super) fn of(document: &Document) -> Self {
        let text = document.source().text();
        let json = document.notation() != Notation::Yaml;
        let first_line = text.split_inclusive('\n').next().unwrap_or_default();
        let mut style = Self { json, ..Self::NEW };
        if first_line.ends_with("\r\n") {
            style.line_end = "\r\n";
        }
        style.spaced = document.notation() != Notation::Json || text.contains("\": ");
        style.indentation(document.root(), text);
        style
    }

    /// Takes the first mapping in a mapping and the first list in one as the examples to follow.
    fn indentation(&mut self, root: Node<'_>, text: &str) {
        let mut step = None;
        let mut dashes = None;
        let mut open = vec![root];
        // The beginning of a document is enough; a large one is not looked through.
        for _ in 0..1000 {
            let Some(node) = open.pop() else { break };
            let mut children = Vec::new();
            for (key, value) in node.entries() {
                let inner = value.entries().next().map(|(key, _)| key).or_else(|| value.items().next());
                if let (Some(inner), Some(outer)) = (inner, column(text, key.span().start)) {
                    let starts_line = line_of(text, key.span().start) != line_of(text, inner.span().start);
                    let inner = column(text, inner.span().start).filter(|_| starts_line);
                    if value.is_mapping() && step.is_none() {
                        step = inner.and_then(|inner| inner.checked_sub(outer)).filter(|step| *step > 0);
                    }
                    if value.is_sequence() && dashes.is_none() {
                        dashes = dash(text, value).map(|(_, dash)| dash > outer);
                    }
                }
                children.push(value);
            }
            children.extend(node.items());
            open.extend(children.into_iter().rev());
            if step.is_some() && (dashes.is_some() || self.json) {
                break;
            }
        }
        self.step = step.unwrap_or(self.step);
        self.deep_dashes = dashes.unwrap_or(self.deep_dashes);
    }
}

/// Returns the start of the line that a byte offset lies in.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
}

/// Returns the end of the line that a byte offset lies in, without its line break.
pub(super) fn line_end_of(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    offset + line.strip_suffix('\r').unwrap_or(line).len()
}

/// Returns the column of a byte offset from 0, where only blanks and dashes stand before it.
pub(super) fn column(text: &str, offset: usize) -> Option<usize> {
    let start = line_of(text, offset);
    let before = text.get(start..offset)?;
    let before = before.strip_prefix('\u{feff}').unwrap_or(before);
    before.bytes().all(|byte| matches!(byte, b' ' | b'-')).then_some(before.len())
}

/// Returns the blanks that the line of a byte offset starts with.
pub(super) fn margin(text: &str, offset: usize) -> &str {
    let line = text.get(line_of(text, offset)..).unwrap_or_default();
    let length = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..length).unwrap_or_default()
}

/// Returns the place and the column of the first dash of a block sequence.
pub(super) fn dash(text: &str, sequence: Node<'_>) -> Option<(usize, usize)> {
    let first = sequence.items().next()?.span().start;
    let start = line_of(text, first);
    let before = text.get(start..first)?;
    let column = before.find(|character| character != ' ')?;
    before.get(column..)?.starts_with('-').then_some((start + column, column))
}

/// Returns whether a mapping or sequence stands in brackets.
pub(super) fn is_flow(text: &str, node: Node<'_>) -> bool {
    text.get(node.span().start..).is_some_and(|rest| rest.starts_with(['{', '[']))
}
