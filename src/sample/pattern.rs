//! Texts that a regular expression matches.

use fastrand::Rng;
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

/// The longest text that is made, in bytes.
const MAX_BYTES: usize = 200_000;

/// How many more repetitions than the fewest are taken, where nothing is to be stretched.
const MORE: usize = 3;

/// Returns a text that the pattern matches, of about `stretch` characters where it can be longer.
/// Assertions about what stands around are left to the judgement of the finished text.
pub(super) fn text(pattern: &str, stretch: usize, random: &mut Rng) -> Option<String> {
    let pattern = without_lookaround(pattern);
    let hir = regex_syntax::Parser::new().parse(&pattern).ok()?;
    let mut out = String::new();
    write(&hir, stretch, random, &mut out)?;
    Some(out)
}

fn write(hir: &Hir, stretch: usize, random: &mut Rng, out: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => out.push(character(class, random)?),
        HirKind::Class(Class::Bytes(class)) => out.push(character(&class.to_unicode_class()?, random)?),
        HirKind::Capture(capture) => write(&capture.sub, stretch, random, out)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, stretch, random, out))?,
        HirKind::Alternation(parts) => write(parts.get(random.usize(..parts.len()))?, stretch, random, out)?,
        HirKind::Repetition(repetition) => {
            let least = usize::try_from(repetition.min).ok()?;
            let most = repetition.max.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
            let more = random.usize(..=MORE).max(stretch.saturating_sub(out.chars().count()));
            for _ in 0..least.saturating_add(more).min(most).max(least) {
                if out.len() > MAX_BYTES {
                    return None;
                }
                write(&repetition.sub, 0, random, out)?;
            }
        }
    }
    Some(())
}

/// Returns a character of the class, one that can be typed where it has some.
fn character(class: &ClassUnicode, random: &mut Rng) -> Option<char> {
    let typed: Vec<char> =
        class.ranges().iter().flat_map(|range| range.start().max('!')..=range.end().min('~')).collect();
    if let Some(typed) = typed.get(random.usize(..typed.len().max(1))) {
        return Some(*typed);
    }
    let ranges = class.ranges();
    let range = ranges.get(random.usize(..ranges.len().max(1)))?;
    Some(random.char(range.start()..=range.end()))
}

/// Takes out `(?=…)`, `(?!…)`, `(?<=…)` and `(?<!…)`, which describe no characters of their own.
fn without_lookaround(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let is_lookaround = ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|start| rest.starts_with(start));
        let length = if is_lookaround { group(rest) } else { piece(rest, first) };
        if !is_lookaround {
            out.push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    out
}

/// Returns the length of a character, of an escaped one, or of a class in brackets, in bytes.
fn piece(text: &str, first: char) -> usize {
    match first {
        '\\' => 1 + text[1..].chars().next().map_or(0, char::len_utf8),
        '[' => {
            let mut at = 1;
            while let Some(inner) = text[at..].chars().next().filter(|inner| *inner != ']') {
                at += if inner == '[' { 1 } else { piece(&text[at..], inner) };
            }
            (at + 1).min(text.len())
        }
        other => other.len_utf8(),
    }
}

/// Returns the length of the group that `text` starts with, its parentheses included.
fn group(text: &str) -> usize {
    let (mut at, mut open) = (0, 0_usize);
    while let Some(first) = text[at..].chars().next() {
        at += piece(&text[at..], first);
        match first {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
        if open == 0 {
            break;
        }
    }
    at
}
