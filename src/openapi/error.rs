//! Why a text could not be read as a document at all.

use super::{MAX_ALIASED_NODES, MAX_DEPTH, MAX_DOCUMENT_BYTES};
use crate::source::{Position, Source};
use std::{error::Error, fmt, ops::Range};
use thiserror::Error;

/// A text that is no document, with the place where that shows.
#[derive(Debug)]
pub struct ParseError {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    fault: Fault,
    offset: usize,
    source: Source,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// No bytes, or only blanks.
    #[error("the file is empty")]
    Empty,
    /// Comments and nothing else.
    #[error("the file holds only comments")]
    OnlyComments,
    /// A web page.
    #[error("this is an HTML page, not an OpenAPI document")]
    Html,
    /// A Postman collection.
    #[error("this is a Postman collection, not an OpenAPI document")]
    Postman,
    /// A scalar or a sequence where the document should be.
    #[error("the document is {found}, not a mapping")]
    NotAMapping {
        /// What stands there: `a list`, `a single value`.
        found: &'static str,
    },
    /// A second YAML document in the same file.
    #[error("a second document starts here")]
    SecondDocument,
    /// A tab where YAML wants spaces.
    #[error("a tab is used for indentation")]
    Tab,
    /// An alias whose anchor is nowhere before it, which most often is text that starts with `*`.
    #[error("`*` starts an alias, and no such anchor exists")]
    UnknownAlias,
    /// An alias inside of the node that it stands for.
    #[error("an alias stands inside of its own anchor")]
    SelfAlias,
    /// Aliases that multiply.
    #[error("the aliases stand for more than {} million nodes", MAX_ALIASED_NODES / 1_000_000)]
    TooManyAliases,
    /// Mappings and sequences in each other without end.
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// A text of many megabytes.
    #[error("the document is larger than {} MiB", MAX_DOCUMENT_BYTES / 1024 / 1024)]
    TooLarge,
    /// A control character that neither YAML nor JSON allows.
    #[error("the control character {} is not allowed here", .character.escape_unicode())]
    Control {
        /// The character.
        character: char,
    },
    /// A value with `: ` in it and no quotes around it.
    #[error("`: ` inside of a value without quotes")]
    ColonInValue,
    /// A value that starts with a placeholder in braces and goes on behind it.
    #[error("a value without quotes starts with `{{` or `[`, which YAML takes for a mapping or a list")]
    BracketInValue,
    /// A quote that is never closed.
    #[error("a quote is not closed")]
    UnclosedQuote,
    /// A bracket that is never closed, or closed by another.
    #[error("a bracket is not closed, or closed by another kind")]
    Bracket,
    /// Text that starts as JSON and is neither JSON nor YAML.
    #[error("not valid JSON: {}", stray(*.found))]
    Json {
        /// The character that does not belong there; nothing at the end of the text.
        found: Option<char>,
    },
    /// Any other fault of YAML's grammar.
    #[error("not valid YAML: {reason}")]
    Yaml {
        /// The parser's words.
        reason: String,
    },
}

impl Fault {
    /// Returns whether this is about the grammar of YAML, not about a budget or the content.
    pub(super) fn is_grammar(&self) -> bool {
        matches!(
            self,
            Self::Yaml { .. }
                | Self::Bracket
                | Self::ColonInValue
                | Self::BracketInValue
                | Self::UnclosedQuote
                | Self::UnknownAlias
        )
    }

    /// Returns what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty | Self::OnlyComments => "`gptauth init` writes a document to start from",
            Self::Html => {
                "the address may lead to a login or documentation page; fetch the OpenAPI document itself"
            }
            Self::Postman => "export the API as OpenAPI 3.1, or convert the collection with a tool for it",
            Self::NotAMapping { .. } => "an OpenAPI document starts with `openapi: 3.1.0`",
            Self::SecondDocument => "keep one document in a file: remove the `---` line and what follows",
            Self::Tab => "indent with spaces; YAML forbids tabs there",
            Self::UnknownAlias => "put quotes around a value that starts with `*`",
            Self::SelfAlias | Self::TooManyAliases => "write the part out, or use `$ref`",
            Self::TooDeep => "the GPT editor needs shallow schemas; flatten this one",
            Self::TooLarge => "publish a document with only the operations of the action",
            Self::Control { .. } => "remove the character; an editor that shows invisible characters helps",
            Self::ColonInValue => "put quotes around the value, or write it below as a `|` block",
            Self::BracketInValue => "put quotes around the value",
            Self::UnclosedQuote => "close the quote; the line may be an earlier one",
            Self::Bracket => "close the bracket, or put quotes around text that contains one",
            Self::Json { .. } => "look for a missing comma, quote or bracket here and just before",
            Self::Yaml { .. } => "look at the indentation here and just above",
        }
    }
}

impl ParseError {
    pub(super) fn new(fault: Fault, offset: usize, source: Source) -> Self {
        Self { inner: Box::new(Inner { fault, offset, source }) }
    }

    /// Returns what is wrong.
    pub fn fault(&self) -> &Fault {
        &self.inner.fault
    }

    /// Returns the byte offset where it shows.
    pub fn offset(&self) -> usize {
        self.inner.offset
    }

    /// Returns the line and column where it shows.
    pub fn position(&self) -> Position {
        self.inner.source.position(self.inner.offset)
    }

    /// Returns the text that could not be read.
    pub fn text(&self) -> &Source {
        &self.inner.source
    }

    /// Returns the bytes of the line where it shows, without the line break.
    pub fn line(&self) -> Range<usize> {
        let text = self.inner.source.text();
        let offset = self.inner.offset.min(text.len());
        let before = text.as_bytes().get(..offset).unwrap_or_default();
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let after = text.as_bytes().get(offset..).unwrap_or_default();
        let end = after.iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| offset + at);
        start..end
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.position();
        write!(formatter, "{}:{line}:{column}: {}", self.inner.source.name(), self.inner.fault)
    }
}

impl Error for ParseError {}

fn stray(character: Option<char>) -> String {
    character.map_or_else(
        || "it ends too early".to_owned(),
        |character| format!("`{}` does not belong here", character.escape_debug()),
    )
}
