//! Texts within the editor's limits.

use crate::edit;

/// Returns a text of at most `limit` characters: whole sentences of it, or else whole words.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    if let Some(sentences) = edit::sentences(text, limit) {
        return sentences.to_owned();
    }
    let end = text.char_indices().nth(limit.saturating_sub(1)).map_or(text.len(), |(end, _)| end);
    let cut = text.get(..end).unwrap_or_default();
    let words = cut.rfind(char::is_whitespace).and_then(|at| cut.get(..at)).unwrap_or(cut);
    format!("{}…", words.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_ends_behind_a_sentence_or_else_a_word() {
        assert_eq!(shortened("short", 5), "short");
        assert_eq!(shortened("One. Two and three.", 10), "One.");
        assert_eq!(shortened("one two three", 10), "one two…");
        assert_eq!(shortened("abcdefghij", 5), "abcd…");
    }
}
