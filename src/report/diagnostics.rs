//! Findings as text, in the manner of rustc, and as JSON. The same for every command.

use super::{escape, styles::Styles};
use crate::{
    diagnostic::{Basis, Diagnostic, File, Location, Repair, Severity},
    source::{Position, Source},
};
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Renderer, Snippet,
    renderer::{DEFAULT_LINE_NUM_STYLE, Style},
};
use serde_json::{Value, json};
use std::{
    borrow::Cow,
    io::{self, Write},
    ops::Range,
};

/// How wide a line may be, in characters.
const WIDTH: usize = 80;

/// How much of a source line is shown, and how much of it before the place.
const SHOWN: usize = 66;
const SHOWN_BEFORE: usize = 30;

/// Writes a finding with the source line that it is about.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn text<'a>(
    diagnostic: &Diagnostic,
    text_of: impl Fn(File) -> Option<&'a Source>,
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    let kind = diagnostic.kind;
    let (level, word) = match diagnostic.severity {
        Severity::Error => (Level::ERROR, "error"),
        Severity::Warning => (Level::WARNING, "warning"),
        Severity::Note => (Level::NOTE, "note"),
    };
    let title = wrapped(&escape::line(&diagnostic.message), WIDTH - word.len() - "[GA000]: ".len());
    let source = diagnostic.location.as_ref().and_then(|location| Some((location, text_of(location.file)?)));
    let place = source.map(|(location, source)| (Line::of(source, &location.span), source, location));
    // The column of line numbers and ` = ` stand before every remark.
    let margin = place.as_ref().map_or(1, |(line, ..)| line.position.line.to_string().len()) + " = ".len();
    let title_lines = title.lines().count();
    let mut group = Group::with_title(level.primary_title(title).id(kind.code));
    if let Some((line, ..)) = &place {
        group = group.element(line.snippet());
    }
    let mut remarks = Vec::new();
    if let Some(help) = &diagnostic.help {
        remarks.push((Level::HELP, "help", escape::line(help).into_owned()));
    }
    if let Some(repair) = diagnostic.repair {
        remarks.push((Level::HELP, "fixable", format!("`gptauth check {}`", repair.flags())));
    }
    let outcome = kind.outcome_words();
    remarks.push(match kind.says {
        Some(says) => (Level::NOTE, "outcome", format!("{outcome}; ChatGPT says \"{says}\"")),
        None => (Level::NOTE, "outcome", outcome),
    });
    let basis = kind.basis;
    let basis = format!("{}, read {}: {}", basis.confidence.words(), basis.read, basis.source);
    remarks.push((Level::NOTE, "basis", basis));
    for (level, name, remark) in remarks {
        let remark = wrapped(&remark, WIDTH - margin - name.len() - ": ".len());
        group = group.element(level.with_name(name).message(remark));
    }
    let renderer = if styles.coloured() { Renderer::styled() } else { Renderer::plain() };
    let rendered = renderer.term_width(WIDTH).render(&[group]);
    for (number, line) in rendered.lines().enumerate() {
        // The renderer would count the columns of a line that is cut.
        if let Some((place, source, _)) = &place
            && number == title_lines
        {
            let name = escape::line(source.name());
            let Position { line, column } = place.position;
            let margin = " ".repeat(margin - " = ".len());
            writeln!(out, "{margin}{} {name}:{line}:{column}", arrow(styles))?;
        }
        writeln!(out, "{line}")?;
    }
    writeln!(out)
}

fn arrow(styles: Styles) -> String {
    let style = if styles.coloured() { DEFAULT_LINE_NUM_STYLE } else { Style::new() };
    format!("{}-->{}", style.render(), style.render_reset())
}

/// Returns a finding as JSON; line and column count from 1, the column in characters.
pub fn json<'a>(diagnostic: &Diagnostic, text_of: impl Fn(File) -> Option<&'a Source>) -> Value {
    let kind = diagnostic.kind;
    let place = diagnostic.location.as_ref().map(|location| (location, text_of(location.file)));
    let positions = place.and_then(|(location, source)| {
        let source = source?;
        Some((source.name(), source.position(location.span.start), source.position(location.span.end)))
    });
    json!({
        "code": kind.code,
        "name": kind.name,
        "severity": diagnostic.severity.word(),
        "outcome": kind.outcome.words().replace(' ', "_"),
        "message": diagnostic.message,
        "file": positions.map(|(name, ..)| name),
        "pointer": place.map(|(Location { pointer, .. }, _)| pointer),
        "line": positions.map(|(_, start, _)| start.line),
        "column": positions.map(|(_, start, _)| start.column),
        "end_line": positions.map(|(.., end)| end.line),
        "end_column": positions.map(|(.., end)| end.column),
        "help": diagnostic.help,
        "fix": diagnostic.repair.map(Repair::word),
        "says": kind.says,
        "basis": basis_json(kind.basis),
    })
}

/// Returns as JSON how something is known.
pub(super) fn basis_json(basis: Basis) -> Value {
    json!({ "confidence": basis.confidence.words(), "source": basis.source, "read": basis.read })
}

/// Returns the line around a byte offset with a caret below it, safe to show; nothing for a line
/// that is blank.
pub fn line_excerpt(source: &Source, offset: usize) -> Option<String> {
    let line = Line::of(source, &(offset..offset + 1));
    if line.text.trim().is_empty() {
        return None;
    }
    let number = line.position.line.to_string();
    let gutter = " ".repeat(number.len());
    let before = line.text.get(..line.span.start).map_or(0, |before| before.chars().count());
    Some(format!("{gutter} |\n{number} | {}\n{gutter} | {}^", line.text, " ".repeat(before)))
}

/// A source line as it is shown: escaped, and cut around the place where it is long.
struct Line {
    text: String,
    /// The bytes of `text` to underline.
    span: Range<usize>,
    position: Position,
}

impl Line {
    /// Returns the line that the span starts on; only the part of the span on this line counts.
    fn of(source: &Source, span: &Range<usize>) -> Self {
        let text = source.text();
        let offset = span.start.min(text.len());
        let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let line = text.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        let line = &*without_credentials(line.strip_suffix('\r').unwrap_or(line));
        let at = (offset - start).min(line.len());
        let end = span.end.saturating_sub(start).clamp(at, line.len());
        let part = |range: Range<usize>| line.get(range).unwrap_or_default();
        let (before, marked, after) = (part(0..at), part(at..end), part(end..line.len()));
        let before = tail(before.strip_prefix('\u{feff}').unwrap_or(before), SHOWN_BEFORE);
        let marked = escape::excerpt(cut(marked, SHOWN), SHOWN - before.chars().count());
        let left = SHOWN - (before.chars().count() + marked.chars().count()).min(SHOWN);
        let after = if left > 1 { escape::excerpt(cut(after, SHOWN), left) } else { String::new() };
        let span = before.len()..before.len() + marked.len();
        let text = before + &marked + &after;
        Self { text, span, position: source.position(offset) }
    }

    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        Snippet::source(self.text.as_str())
            .line_start(self.position.line)
            .annotation(AnnotationKind::Primary.span(self.span.clone()))
    }
}

/// Returns the line with the user name and password of every URL in it starred out, byte for byte,
/// so that all places stay where they are.
fn without_credentials(line: &str) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(line);
    for (scheme_end, _) in line.match_indices("//") {
        let start = scheme_end + 2;
        let authority = line.get(start..).unwrap_or_default();
        let end = authority.find(['/', '?', '#', ' ', '"', '\'']).unwrap_or(authority.len());
        let credentials = authority.get(..end).and_then(|authority| authority.rfind('@'));
        if let Some(length) = credentials {
            masked.to_mut().replace_range(start..start + length, &"*".repeat(length));
        }
    }
    masked
}

/// Returns a beginning of `text` that is long enough to fill `limit` characters and then some: a
/// line may be megabytes long.
fn cut(text: &str, limit: usize) -> &str {
    text.char_indices().nth(limit + 1).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// Returns the last characters of `text`, escaped; blanks at its beginning are kept as they are.
fn tail(text: &str, limit: usize) -> String {
    let start = text.char_indices().rev().nth(limit).map(|(at, _)| at);
    match start {
        None => escape::line(text).into_owned(),
        Some(start) => {
            let last: Vec<char> = escape::line(text.get(start..).unwrap_or_default()).chars().collect();
            let from = last.len().saturating_sub(limit - 1);
            std::iter::once('…').chain(last.into_iter().skip(from)).collect()
        }
    }
}

/// Breaks `text` between words so that no line is longer than `width` characters, if its words let
/// it be.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(text, options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shown_whole_where_it_fits() {
        let source = Source::new("x", "a: 1\nb: two\r\nc: 3\n");
        let line = Line::of(&source, &(8..11));
        assert_eq!((line.text.as_str(), line.span.clone()), ("b: two", 3..6));
    }

    #[test]
    fn s19_a_long_line_is_cut_around_the_place() {
        let text = format!("{}MARK{}", "a".repeat(1_000_000), "b".repeat(1_000_000));
        let source = Source::new("x", text);
        let line = Line::of(&source, &(1_000_000..1_000_004));
        assert_eq!(line.text.get(line.span.clone()), Some("MARK"));
        assert_eq!(line.text.chars().count(), SHOWN);
        assert!(line.text.starts_with("…aaa") && line.text.ends_with("bbb…"), "{}", line.text);
    }

    #[test]
    fn s18_what_steers_a_terminal_is_escaped_and_still_underlined() {
        let source = Source::new("x", "a\u{1b}b: x\u{202e}y z");
        let start = source.text().find('x').unwrap();
        let line = Line::of(&source, &(start..start + "x\u{202e}y".len()));
        assert_eq!(line.text.get(line.span.clone()), Some("x\\u{202e}y"));
        assert_eq!(line.text, "a\\u{1b}b: x\\u{202e}y z");
    }

    #[test]
    fn s17_credentials_in_a_url_are_starred_out_in_their_place() {
        let source = Source::new("x", "  - url: https://me:sécret@api.example.com/@x # see //b\n");
        let line = Line::of(&source, &(11..50));
        assert_eq!(line.text, "  - url: https://**********@api.example.com/@x # see //b");
        assert_eq!(without_credentials("a@b: //c/d@e"), "a@b: //c/d@e");
    }

    #[test]
    fn a_span_over_lines_is_shown_on_the_first() {
        let source = Source::new("x", "a:\n  b: 1\n  c: 2\n");
        let line = Line::of(&source, &(5..16));
        assert_eq!((line.text.as_str(), line.span), ("  b: 1", 2..6));
    }

    #[test]
    fn an_excerpt_points_at_the_column() {
        let source = Source::new("x", "ok\nsummary: a: b\n");
        assert_eq!(line_excerpt(&source, 13).unwrap(), "  |\n2 | summary: a: b\n  |           ^");
        assert_eq!(line_excerpt(&source, 99), None);
    }

    #[test]
    fn words_are_wrapped_and_long_ones_left_whole() {
        assert_eq!(wrapped("one two three", 7), "one two\nthree");
        assert_eq!(wrapped("https://example.com/long x", 5), "https://example.com/long\nx");
    }
}
