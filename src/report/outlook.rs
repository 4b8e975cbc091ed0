//! What ChatGPT would make of an answer: each sentence with the mark of how it is known.

use super::escape;
use crate::{oauth::outlook::Outlook, platform::Claim};
use serde_json::{Value, json};

/// How wide a line of prose may be, in characters.
const WIDTH: usize = 79;

/// Returns what ChatGPT would make of an answer, in lines that end the text.
pub fn text(outlook: &Outlook) -> String {
    let said = outlook.statements.iter().map(|claim| said(claim, outlook.shown.as_deref()));
    let lines = said.map(|text| folded("", &text, 4)).collect::<String>();
    lines.trim_end().to_owned()
}

/// Returns the same for programs.
pub fn value(outlook: &Outlook) -> Value {
    json!({
        "prospect": outlook.prospect.word(),
        "status": outlook.status.as_u16(),
        "shown": outlook.shown,
        "statements": outlook.statements.iter().map(claim_value).collect::<Vec<_>>(),
    })
}

/// Returns a sentence about the platform with its mark; where the claim is the beginning of a line
/// that the user is shown, that line.
pub(super) fn said(claim: &Claim<&'static str>, shown: Option<&str>) -> String {
    let mark = claim.basis.confidence.words();
    match shown.filter(|shown| shown.starts_with(claim.value)) {
        Some(shown) => format!("The user reads: {} [{mark}]", escape::line(shown)),
        None => format!("{} [{mark}]", claim.value),
    }
}

/// Returns a statement about the platform with all that it rests on.
pub(super) fn claim_value(claim: &Claim<&'static str>) -> Value {
    json!({
        "text": claim.value,
        "confidence": claim.basis.confidence.words(),
        "source": claim.basis.source,
        "read": claim.basis.read,
    })
}

/// Returns a text with a capital at its beginning.
pub(super) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Returns `text` after `mark`, folded between words, each line behind `indent` spaces.
pub(super) fn folded(mark: &str, text: &str, indent: usize) -> String {
    let first = format!("{}{mark}", " ".repeat(indent));
    let further = " ".repeat(indent + mark.len());
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(&first)
        .subsequent_indent(&further)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(text, options) + "\n"
}
