//! Content as text, in block style, in brackets, and as JSON.

use super::{
    change::Content,
    style::{Style, column, is_flow, line_end_of, margin},
};
use crate::{
    openapi::{Document, Node},
    source::Source,
};
use serde_json::Value;

/// Returns a value as a YAML document in the manner of a new one.
pub fn yaml(value: &Value) -> String {
    let mut out = String::new();
    Renderer { style: Style::NEW, text: "" }.block(value, 0, &mut out);
    out.push('\n');
    out
}

/// Writes content in the manner of a document.
#[derive(Clone, Copy)]
pub(super) struct Renderer<'a> {
    pub(super) style: Style,
    /// The document that nodes are copied from.
    pub(super) text: &'a str,
}

impl Renderer<'_> {
    /// Returns the content as it follows the colon of a key in column `key`, its blank included.
    pub(super) fn after_key(&self, content: &Content<'_>, key: usize) -> String {
        match content {
            Content::Copy(node) => self
                .copied_after_key(*node, key)
                .filter(|text| self.says(text, &node.to_json()))
                .unwrap_or_else(|| self.value_after_key(&node.to_json(), key)),
            Content::Value(value) => self.value_after_key(value, key),
            Content::List(items) => {
                if let Some(list) = self.short_list(items) {
                    return format!(" {list}");
                }
                let dash = key + if self.style.deep_dashes { self.style.step } else { 0 };
                let start = self.new_line(dash);
                items.iter().map(|item| format!("{start}- {}", self.item(item, dash + 2))).collect()
            }
        }
    }

    /// Returns the content as it follows a dash and a blank, where it stands in column `column`.
    pub(super) fn item(&self, content: &Content<'_>, column: usize) -> String {
        let value = content.to_json();
        if let Content::Copy(node) = content
            && let Some(text) = self.copied_block(*node, column)
            // A key and a line break in front of it make it a document of its own.
            && self.says(&format!("{}{text}", self.new_line(column)), &value)
        {
            return text;
        }
        let mut out = String::new();
        self.block(&value, column, &mut out);
        out
    }

    /// Returns the content as it stands in brackets, on lines of their own where `margin` says so.
    pub(super) fn flow(&self, content: &Content<'_>, margin: Option<&str>) -> String {
        if let Content::List(items) = content {
            return self.brackets('[', ']', items.len(), margin, |at, margin| {
                items.get(at).map(|item| self.flow(item, margin)).unwrap_or_default()
            });
        }
        if let Content::Copy(node) = content
            && let Some(text) = self.copied_flow(*node, margin)
            && self.says(&format!(" [{text}\n ]"), &Value::Array(vec![node.to_json()]))
        {
            return text;
        }
        self.flow_value(&content.to_json(), margin)
    }

    /// Returns `key: value` as it stands in brackets.
    pub(super) fn flow_pair(&self, key: &str, content: &Content<'_>, margin: Option<&str>) -> String {
        format!("{}{}{}", self.flow_string(key), self.colon(), self.flow(content, margin))
    }

    fn colon(&self) -> &'static str {
        if self.style.spaced { ": " } else { ":" }
    }

    fn new_line(&self, column: usize) -> String {
        format!("{}{}", self.style.line_end, " ".repeat(column))
    }

    /// Returns whether the text, put behind a key, is read as the value.
    pub(super) fn says(&self, text: &str, value: &Value) -> bool {
        let document = Document::parse(Source::new("", format!("x:{text}\n")));
        document.is_ok_and(|document| document.root().get("x").map(Node::to_json).as_ref() == Some(value))
    }

    fn source(&self, node: Node<'_>) -> Option<&str> {
        // An anchor must not come twice.
        let text = self.text.get(node.span())?;
        let anchored = text.match_indices('&').any(|(at, _)| {
            text.get(..at).is_some_and(|before| before.is_empty() || before.ends_with([' ', '[', '{', ',']))
        });
        (!anchored && !text.is_empty()).then_some(text)
    }

    fn copied_after_key(&self, node: Node<'_>, key: usize) -> Option<String> {
        let is_block = (node.is_mapping() || node.is_sequence()) && !is_flow(self.text, node);
        if !is_block {
            return Some(format!(" {}", self.copied_inline(node)?));
        }
        let deeper = node.is_mapping() || self.style.deep_dashes;
        let column = key + if deeper { self.style.step } else { 0 };
        Some(format!("{}{}", self.new_line(column), self.copied_block(node, column)?))
    }

    /// Returns the text of a block node moved to another column, its last comment included.
    fn copied_block(&self, node: Node<'_>, to: usize) -> Option<String> {
        let mut start = node.span().start;
        if is_flow(self.text, node) || !(node.is_mapping() || node.is_sequence()) {
            return self.copied_inline(node);
        }
        if node.is_sequence() {
            start = super::style::dash(self.text, node)?.0;
        }
        self.source(node)?;
        let from = column(self.text, start)?;
        let end = match self.text.get(node.span().end..line_end_of(self.text, node.span().end))? {
            rest if rest.trim_start().starts_with('#') => node.span().end + rest.trim_end().len(),
            _ => node.span().end,
        };
        let mut out = String::new();
        for (number, line) in self.text.get(start..end)?.lines().enumerate() {
            if number > 0 {
                out.push_str(self.style.line_end);
            }
            let blanks = line.len() - line.trim_start_matches(' ').len();
            let moved = if number == 0 { line } else { line.get(blanks.min(from)..)? };
            if number > 0 && !moved.trim_end().is_empty() {
                out.push_str(&" ".repeat(to));
            }
            out.push_str(moved.trim_end_matches('\r'));
        }
        Some(out)
    }

    /// Returns the text of a scalar or of brackets, on one line.
    fn copied_inline(&self, node: Node<'_>) -> Option<String> {
        let text = self.source(node)?;
        (!text.contains('\n') && !text.starts_with(['|', '>'])).then(|| text.to_owned())
    }

    fn copied_flow(&self, node: Node<'_>, to: Option<&str>) -> Option<String> {
        let is_block = (node.is_mapping() || node.is_sequence()) && !is_flow(self.text, node);
        let text = self.source(node).filter(|_| !is_block)?;
        let from = margin(self.text, node.span().start);
        match to {
            _ if !text.contains('\n') => Some(text.to_owned()),
            None => None,
            Some(to) => {
                let lines = text.lines().enumerate();
                let moved = lines.map(|(number, line)| match line.strip_prefix(from) {
                    Some(rest) if number > 0 => format!("{to}{rest}"),
                    _ => line.to_owned(),
                });
                Some(moved.collect::<Vec<_>>().join(self.style.line_end))
            }
        }
    }

    /// Returns a list of scalars in brackets.
    fn short_list(&self, items: &[Content<'_>]) -> Option<String> {
        let is_scalar = |item: &Content<'_>| match item {
            Content::Copy(node) => !node.is_mapping() && !node.is_sequence() && !is_block_text(*node),
            Content::Value(Value::String(text)) => !text.contains('\n'),
            Content::Value(value) => !value.is_object() && !value.is_array(),
            Content::List(_) => false,
        };
        let list = || items.iter().map(|item| self.flow(item, None)).collect::<Vec<_>>().join(", ");
        items.iter().all(is_scalar).then(|| format!("[{}]", list()))
    }

    fn value_after_key(&self, value: &Value, key: usize) -> String {
        let mut out = String::new();
        let column = match value {
            Value::Object(pairs) if !pairs.is_empty() => key + self.style.step,
            Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
                key + if self.style.deep_dashes { self.style.step } else { 0 }
            }
            _ => {
                out.push(' ');
                self.block_scalar(value, key + self.style.step, &mut out);
                return out;
            }
        };
        out.push_str(&self.new_line(column));
        self.block(value, column, &mut out);
        out
    }

    /// Writes a value of which the first line stands in column `column` already.
    fn block(&self, value: &Value, column: usize, out: &mut String) {
        match value {
            Value::Object(pairs) if !pairs.is_empty() => {
                for (at, (key, value)) in pairs.iter().enumerate() {
                    if at > 0 {
                        out.push_str(&self.new_line(column));
                    }
                    out.push_str(&yaml_string(key, false));
                    out.push(':');
                    out.push_str(&self.value_after_key(value, column));
                }
            }
            Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push_str(&self.new_line(column));
                    }
                    out.push_str("- ");
                    self.block(item, column + 2, out);
                }
            }
            value => self.block_scalar(value, column, out),
        }
    }

    fn block_scalar(&self, value: &Value, column: usize, out: &mut String) {
        match value {
            Value::String(text) if fits_a_block(text) => {
                out.push_str(if text.ends_with('\n') { "|" } else { "|-" });
                for line in text.lines() {
                    out.push_str(&if line.is_empty() {
                        self.style.line_end.to_owned()
                    } else {
                        self.new_line(column) + line
                    });
                }
            }
            Value::String(text) if !self.style.json => out.push_str(&yaml_string(text, false)),
            value => out.push_str(&self.flow_value(value, None)),
        }
    }

    fn flow_value(&self, value: &Value, margin: Option<&str>) -> String {
        match value {
            Value::Object(pairs) => self.brackets('{', '}', pairs.len(), margin, |at, margin| {
                let pair = pairs.iter().nth(at);
                pair.map(|(key, value)| {
                    format!("{}{}{}", self.flow_string(key), self.colon(), self.flow_value(value, margin))
                })
                .unwrap_or_default()
            }),
            Value::Array(items) => self.brackets('[', ']', items.len(), margin, |at, margin| {
                items.get(at).map(|item| self.flow_value(item, margin)).unwrap_or_default()
            }),
            Value::String(text) => self.flow_string(text),
            other => other.to_string(),
        }
    }

    fn brackets(
        &self,
        open: char,
        close: char,
        length: usize,
        margin: Option<&str>,
        part: impl Fn(usize, Option<&str>) -> String,
    ) -> String {
        let Some(margin) = margin.filter(|_| length > 0) else {
            let parts: Vec<_> = (0..length).map(|at| part(at, None)).collect();
            let comma = if self.style.spaced { ", " } else { "," };
            return format!("{open}{}{close}", parts.join(comma));
        };
        let inner = format!(
            "{margin}{}",
            if margin.starts_with('\t') { "\t".to_owned() } else { " ".repeat(self.style.step) }
        );
        let end = self.style.line_end;
        let parts: Vec<_> = (0..length).map(|at| format!("{end}{inner}{}", part(at, Some(&inner)))).collect();
        format!("{open}{}{end}{margin}{close}", parts.join(","))
    }

    fn flow_string(&self, text: &str) -> String {
        if self.style.json { Value::from(text).to_string() } else { yaml_string(text, true) }
    }
}

fn is_block_text(node: Node<'_>) -> bool {
    node.as_str().is_some_and(|text| text.contains('\n'))
}

/// Returns whether a text of several lines is read back from a literal block as it is.
fn fits_a_block(text: &str) -> bool {
    let lines = text.strip_suffix('\n').unwrap_or(text);
    lines.contains('\n')
        && !lines.ends_with('\n')
        && !text.starts_with([' ', '\n', '\t'])
        && text.chars().all(|character| character == '\n' || !character.is_control())
        && text.lines().all(|line| !line.ends_with(' ') && !line.starts_with('\t'))
}

/// Returns a string as a plain scalar where every reader of YAML, 1.1 too, takes it for a string; in
/// double quotes otherwise. In brackets more characters have a meaning than in block style.
pub(super) fn yaml_string(text: &str, in_brackets: bool) -> String {
    if is_plain(text, in_brackets) { text.to_owned() } else { Value::from(text).to_string() }
}

fn is_plain(text: &str, in_brackets: bool) -> bool {
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    if word || text.ends_with([' ', ':']) || text.contains(": ") || text.contains(" #") {
        return false;
    }
    if text.starts_with(|first: char| first.is_alphabetic() || matches!(first, '/' | '_' | '$')) {
        let inside = |character: char| {
            character.is_alphanumeric()
                || " -_./()'+=;$".contains(character)
                || (!in_brackets && ":,{}[]<>!?&*%@|\"#`~^".contains(character))
        };
        return text.chars().all(inside);
    }
    // A version has too many full stops for a number.
    let parts: Vec<_> = text.split('.').collect();
    parts.len() == 3
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
