//! YAML 1.2 from the events of `granit-parser`.

use super::{
    Fault, MAX_DEPTH,
    build::{Anchored, Builder, Refusal},
    tree::{Shape, Tree},
};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag};
use std::{borrow::Cow, ops::Range};

/// How long a key may be, in characters. YAML says 1,024; JSON, which comes this way when it is
/// not quite JSON, has no limit.
const MAX_KEY: usize = 65_536;

/// Reads the only document of `text`.
pub(super) fn read(text: &str) -> Result<Tree, Refusal> {
    let stand_ins = StandIns::for_text(text);
    let parsed = stand_ins.replaced(text);
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        simple_key_max_lookahead: MAX_KEY,
    };
    let builder = Builder::new(text);
    let mut reader = Reader { text, builder, stand_ins, anchors: Vec::new(), open: Vec::new() };
    let mut documents = 0_usize;
    for next in Parser::new_from_str_with_options(&parsed, options) {
        let (event, span) = next.map_err(|error| refusal(text, &error))?;
        if matches!(event, Event::DocumentStart(..)) {
            documents += 1;
            if documents > 1 {
                return Err((Fault::SecondDocument, bytes(text, &span).start));
            }
            continue;
        }
        reader.event(event, &span)?;
    }
    Ok(reader.builder.finish())
}

struct Reader<'s> {
    text: &'s str,
    builder: Builder<'s>,
    stand_ins: StandIns,
    /// By the parser's number; `None` while the anchored node is still open.
    anchors: Vec<Option<Anchored>>,
    /// The anchor and the style of each open mapping or sequence.
    open: Vec<(usize, StructureStyle)>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Refusal> {
        let place = bytes(self.text, span);
        match event {
            Event::MappingStart(style, anchor, _) => self.start(Shape::Mapping, style, anchor, place.start),
            Event::SequenceStart(style, anchor, _) => self.start(Shape::Sequence, style, anchor, place.start),
            Event::MappingEnd | Event::SequenceEnd => {
                let (anchor, style) = self.open.pop().unwrap_or((0, StructureStyle::Block));
                let closed = self.builder.close((style == StructureStyle::Flow).then_some(place.end))?;
                self.anchor(anchor, closed);
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                let shape = shape(style, tag.as_deref());
                let place = trimmed(self.text, place, style);
                let scalar = self.builder.scalar(shape, place, &self.stand_ins.restored(&text));
                self.anchor(anchor, Some(scalar));
                Ok(())
            }
            Event::Alias(anchor) => match self.anchors.get(anchor) {
                Some(Some(anchored)) => self.builder.alias(*anchored, place),
                _ => Err((Fault::SelfAlias, place.start)),
            },
            _ => Ok(()),
        }
    }

    fn start(
        &mut self,
        shape: Shape,
        style: StructureStyle,
        anchor: usize,
        start: usize,
    ) -> Result<(), Refusal> {
        self.anchor(anchor, None);
        self.open.push((anchor, style));
        self.builder.open(shape, start).map(|_| ())
    }

    /// Remembers what the anchor stands on; the parser counts anchors from 1.
    fn anchor(&mut self, anchor: usize, anchored: Option<Anchored>) {
        if anchor == 0 {
            return;
        }
        if self.anchors.len() <= anchor {
            self.anchors.resize(anchor + 1, None);
        }
        if let Some(slot) = self.anchors.get_mut(anchor) {
            *slot = anchored;
        }
    }
}

/// C1 control characters, which YAML forbids and real documents contain, each with a character of
/// as many bytes that the text does not have: it stands in while the parser reads.
struct StandIns(Vec<(char, char)>);

impl StandIns {
    fn for_text(text: &str) -> Self {
        let mut controls: Vec<char> = text.chars().filter(|character| is_c1(*character)).collect();
        controls.sort_unstable();
        controls.dedup();
        let mut free = ('\u{100}'..='\u{7ff}').filter(|character| !text.contains(*character));
        Self(controls.into_iter().map_while(|control| Some((control, free.next()?))).collect())
    }

    fn replaced<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.0.is_empty() {
            return Cow::Borrowed(text);
        }
        let stand_in =
            |character| self.0.iter().find(|pair| pair.0 == character).map_or(character, |pair| pair.1);
        Cow::Owned(text.chars().map(stand_in).collect())
    }

    fn restored<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.0.is_empty() {
            return Cow::Borrowed(text);
        }
        let control =
            |character| self.0.iter().find(|pair| pair.1 == character).map_or(character, |pair| pair.0);
        Cow::Owned(text.chars().map(control).collect())
    }
}

/// Returns whether this is a control character beyond ASCII; U+0085 is a line break to YAML 1.1 and
/// printable to YAML 1.2.
fn is_c1(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}') && character != '\u{85}'
}

/// Returns whether a scalar's text decides its type; `!!str` and quotes make it a string.
fn shape(style: ScalarStyle, tag: Option<&Tag>) -> Shape {
    let string = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
    if style == ScalarStyle::Plain && !string { Shape::Plain } else { Shape::Text }
}

fn bytes(text: &str, span: &Span) -> Range<usize> {
    let range = span.byte_range().unwrap_or_default();
    let end = range.end.min(text.len());
    range.start.min(end)..end
}

/// Returns the place of a scalar without the line breaks that a block ends with.
fn trimmed(text: &str, place: Range<usize>, style: ScalarStyle) -> Range<usize> {
    if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
        return place;
    }
    let length = text.get(place.clone()).map_or(0, |block| block.trim_end().len());
    place.start..place.start + length
}

/// Words the parser's error; the texts of people come before those of the grammar.
fn refusal(text: &str, error: &ScanError) -> Refusal {
    let offset = error.marker().byte_offset().unwrap_or_default().min(text.len());
    if let Some(at) = control(text) {
        return at;
    }
    let line = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    // The parser may notice a tab only at the end of the line before it.
    let next = text.get(offset..).and_then(|after| after.find('\n')).map(|at| offset + at + 1);
    if let Some(start) =
        [Some(line), next].into_iter().flatten().find(|start| is_indented_by_tab(text, *start))
    {
        return (Fault::Tab, start);
    }
    let fault = match error.kind() {
        ErrorKind::RecursionLimitExceeded => Fault::TooDeep,
        ErrorKind::UnknownAnchor => Fault::UnknownAlias,
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => {
            Fault::Tab
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => Fault::UnclosedQuote,
        ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping => Fault::Bracket,
        ErrorKind::MissingAnchorOrAliasName => Fault::UnknownAlias,
        ErrorKind::ExpectedBlockMappingKey if bracket_in_value(text, line) => Fault::BracketInValue,
        _ if colon_in_value(text, line) => Fault::ColonInValue,
        _ => Fault::Yaml { reason: Cow::<str>::from(error.info()).into_owned() },
    };
    (fault, offset)
}

/// Returns the first character that no YAML may hold.
pub(super) fn control(text: &str) -> Option<Refusal> {
    let found = text.char_indices().find(
        |(_, character)| matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'),
    );
    found.map(|(at, character)| (Fault::Control { character }, at))
}

/// Returns whether the line at `start` reads `key: value: more`.
fn colon_in_value(text: &str, start: usize) -> bool {
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let mut parts = line.splitn(2, ": ").skip(1);
    parts.next().is_some_and(|value| !value.starts_with(['"', '\'']) && value.contains(": "))
}

/// Returns whether a tab stands before the first other character of the line at `start`.
fn is_indented_by_tab(text: &str, start: usize) -> bool {
    text.get(start..).is_some_and(|line| line.trim_start_matches(' ').starts_with('\t'))
}

/// Returns whether the line at `start` reads `key: {placeholder} and more`.
fn bracket_in_value(text: &str, start: usize) -> bool {
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    line.split_once(": ").is_some_and(|(_, value)| {
        let value = value.trim();
        value.starts_with(['{', '[']) && !value.ends_with(['}', ']'])
    })
}
