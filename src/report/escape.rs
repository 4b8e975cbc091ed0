//! Text from outside, made safe for a terminal.

use std::borrow::Cow;

/// Returns `text` with every character escaped that could steer a terminal or reorder what is read:
/// C0 and C1 controls, DEL, and the bidirectional controls. Line breaks and tabs are escaped as well.
pub fn line(text: &str) -> Cow<'_, str> {
    escape(text, |_| false)
}

/// Returns `text` escaped like [`line()`], with its line breaks and tabs kept.
pub fn block(text: &str) -> Cow<'_, str> {
    escape(text, |character| matches!(character, '\n' | '\t'))
}

/// Returns `text` escaped like [`line()`] and cut to `limit` characters, the last of them `…`.
pub fn excerpt(text: &str, limit: usize) -> String {
    let escaped = line(text);
    if escaped.chars().count() <= limit {
        return escaped.into_owned();
    }
    escaped.chars().take(limit.saturating_sub(1)).chain(['…']).collect()
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(|character| is_steering(character) && !keep(character)) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().fold(String::with_capacity(text.len()), |mut out, character| {
        if is_steering(character) && !keep(character) {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
        out
    });
    Cow::Owned(escaped)
}

/// Returns whether a terminal would act on the character instead of showing it.
fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s18_escape_sequences_and_bidi_controls_do_not_reach_a_terminal() {
        assert_eq!(line("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(line("\u{9b}0m \u{202e}abc"), "\\u{9b}0m \\u{202e}abc");
        assert_eq!(line("tab\there\r\n"), "tab\\there\\r\\n");
        assert_eq!(block("a\tb\nc\r"), "a\tb\nc\\r");
    }

    #[test]
    fn ordinary_text_is_not_copied() {
        assert!(matches!(line("Füße 👍"), Cow::Borrowed("Füße 👍")));
    }

    #[test]
    fn an_excerpt_says_that_it_was_cut() {
        assert_eq!(excerpt("abcdef", 6), "abcdef");
        assert_eq!(excerpt("abcdefg", 6), "abcde…");
    }
}
