//! The body of an answer, for a person at a terminal.
//!
//! JSON is laid out by moving its own tokens, not by reading it into values and back: numbers keep
//! their digits, doubled keys stay doubled.

use super::{escape, styles::Styles};
use std::io::{self, Write};

/// Writes the body: JSON laid out and coloured, other text as it is, other bytes not at all.
/// Nothing that is written can steer a terminal.
///
/// # Errors
///
/// Where `out` cannot be written.
pub(super) fn write(body: &[u8], styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let Ok(text) = std::str::from_utf8(body) else {
        let note = format!("({} bytes that are not text; write them to a file with `> FILE`)", body.len());
        return writeln!(out, "{}", styles.faint(note));
    };
    if text.is_empty() {
        return Ok(());
    }
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        return writeln!(out, "{}", laid_out(text, styles));
    }
    let text = escape::block(text.trim_end_matches('\n'));
    writeln!(out, "{text}")
}

/// Returns valid JSON with one member or item a line, two spaces a level.
fn laid_out(json: &str, styles: Styles) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut rest = json.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = token(rest, first);
        let (text, after) = rest.split_at(length);
        let after = after.trim_start();
        match first {
            '{' | '[' if after.starts_with(['}', ']']) => {
                out.push_str(&rest[..1]);
                out.push_str(&after[..1]);
                rest = after[1..].trim_start();
                continue;
            }
            '{' | '[' => {
                depth += 1;
                out.push(first);
                break_line(&mut out, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                break_line(&mut out, depth);
                out.push(first);
            }
            ',' => {
                out.push(',');
                break_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            '"' if after.starts_with(':') => out.push_str(&styles.strong(escape::line(text))),
            '"' => out.push_str(&styles.string(escape::line(text))),
            _ => out.push_str(&styles.number(text)),
        }
        rest = after;
    }
    out
}

fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Returns the length of the token that `text` starts with, in bytes.
fn token(text: &str, first: char) -> usize {
    match first {
        '{' | '}' | '[' | ']' | ',' | ':' => 1,
        '"' => string(text),
        _ => text.find([',', ']', '}', ' ', '\n', '\r', '\t']).unwrap_or(text.len()),
    }
}

/// Returns the length of the string that `text` starts with, its quotes included.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &[u8]) -> String {
        let mut out = Vec::new();
        write(body, Styles::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn json_is_laid_out() {
        let body = br#"[{"id":"1","tags":[],"open":{ },"n":[1,2]},null]"#;
        let expected = "[\n  {\n    \"id\": \"1\",\n    \"tags\": [],\n    \"open\": {},\n    \"n\": [\n      1,\n      2\n    ]\n  },\n  null\n]\n";
        assert_eq!(shown(body), expected);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(expected).unwrap(),
            serde_json::from_slice::<serde_json::Value>(body).unwrap()
        );
    }

    #[test]
    fn json_keeps_its_own_spelling() {
        assert_eq!(
            shown(br#"{"a":1.0,"a":12345678901234567890123,"b":"\u00e9\"}"}"#),
            "{\n  \"a\": 1.0,\n  \"a\": 12345678901234567890123,\n  \"b\": \"\\u00e9\\\"}\"\n}\n"
        );
        assert_eq!(shown(b" true "), "true\n");
    }

    #[test]
    fn c08_nothing_in_an_answer_steers_the_terminal() {
        for body in ["{\"a\":\"\u{202e}x\u{9b}31m\"}", "\u{1b}[2J text", "\u{1b}]0;title\u{7}", "a\u{0}b"] {
            let shown = shown(body.as_bytes());
            let steering = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
            assert!(!shown.contains(steering), "{shown:?}");
        }
    }

    #[test]
    fn c07_bytes_that_are_not_text_stay_off_the_terminal() {
        assert_eq!(
            shown(&[0xff, 0x1b, 0x5b]),
            "(3 bytes that are not text; write them to a file with `> FILE`)\n"
        );
        assert_eq!(shown(b""), "");
    }
}
