//! Texts: of a format, of a pattern, of a length.

use super::{merge::Flat, pattern, value::count};
use base64::{Engine, engine::general_purpose::STANDARD};
use fastrand::Rng;
use serde_json::Value;

/// The longest text that is made, in characters.
const MAX_LENGTH: usize = 100_000;

/// How often a pattern is tried before its length is given up.
const TRIES: usize = 32;

/// Returns a text, or `None` where its pattern cannot be followed.
pub(super) fn text(flat: &Flat, random: &mut Rng) -> Option<String> {
    let least = count(flat, "minLength").unwrap_or(0);
    let most = count(flat, "maxLength").unwrap_or(usize::MAX);
    if least > MAX_LENGTH {
        return None;
    }
    let format = flat.get("format").and_then(Value::as_str);
    if let Some(pattern) = flat.get("pattern").and_then(Value::as_str) {
        // Where both are said, either may be the stricter one.
        let both = format.filter(|_| random.bool()).and_then(|format| of_format(format, least, most, random));
        return both.or_else(|| of_pattern(pattern, least, most, random));
    }
    match format.and_then(|format| of_format(format, least, most, random)) {
        Some(text) => Some(text),
        None => Some(of_length(least, most, random)),
    }
}

fn of_pattern(pattern: &str, least: usize, most: usize, random: &mut Rng) -> Option<String> {
    let mut last = None;
    let mut stretch = least;
    for at in 0..TRIES {
        // Towards the length that is wanted; now and then without any, as the pattern likes it.
        let text = pattern::text(pattern, if at % 4 == 3 { 0 } else { stretch }, random)?;
        let length = text.chars().count();
        if (least..=most).contains(&length) {
            return Some(text);
        }
        let (shorter, longer) = (length.saturating_sub(most), least.saturating_sub(length));
        if at % 4 != 3 {
            stretch = (stretch + longer).saturating_sub(shorter).min(MAX_LENGTH);
        }
        last = Some(text);
    }
    // A pattern that is not anchored lets more stand behind it.
    last.map(|text| if text.chars().count() < least { text + &letters(least, random) } else { text })
}

fn of_length(least: usize, most: usize, random: &mut Rng) -> String {
    let mut text = longer(format!("sample {}", letters(4, random)), least, random);
    text.truncate(most.max(least));
    text
}

fn letters(count: usize, random: &mut Rng) -> String {
    (0..count).map(|_| random.lowercase()).collect()
}

/// Returns a text of a format of JSON Schema (2020-12 Validation §7.3) or of OpenAPI.
fn of_format(format: &str, least: usize, most: usize, random: &mut Rng) -> Option<String> {
    let word = letters(6, random);
    let date = |random: &mut Rng| {
        format!("20{}-{:02}-{:02}", random.u8(20..30), random.u8(1..=12), random.u8(1..=28))
    };
    let time =
        |random: &mut Rng| format!("{:02}:{:02}:{:02}Z", random.u8(..24), random.u8(..60), random.u8(..60));
    let text = match format {
        "date" => date(random),
        "time" => time(random),
        "date-time" => format!("{}T{}", date(random), time(random)),
        "duration" => format!("P{}DT{}H", random.u8(1..30), random.u8(1..24)),
        "email" | "idn-email" => email(&word, least, most, random),
        "hostname" | "idn-hostname" => host(&format!("{word}.example.com"), least, most, random),
        "ipv4" => format!("192.0.2.{}", random.u8(1..255)),
        "ipv6" => format!("2001:db8::{:x}", random.u16(1..)),
        "uuid" => uuid(random),
        "byte" => STANDARD.encode(word + &letters(least, random)),
        "uri" | "url" | "iri" if most < 26 => longer("https://a.test".to_owned(), least, random),
        "uri" | "url" | "iri" => longer(format!("https://example.com/{word}"), least, random),
        "uri-reference" | "iri-reference" | "json-pointer" => longer(format!("/{word}"), least, random),
        "uri-template" => longer(format!("/items/{{id}}/{word}"), least, random),
        "relative-json-pointer" => longer(format!("0/{word}"), least, random),
        "regex" => longer(format!("^{word}"), least, random),
        _ => return None,
    };
    Some(text)
}

/// Returns an address of that length, as far as one can have it.
fn email(word: &str, least: usize, most: usize, random: &mut Rng) -> String {
    // RFC 5321 §4.5.3.1.1
    const LONGEST_LOCAL: usize = 64;
    let host = if most < word.len() + "@example.com".len() { "a.test" } else { "example.com" };
    let room = |least: usize| least.saturating_sub(host.len() + 1).min(LONGEST_LOCAL);
    let local = longer(word.chars().take(room(most).max(1)).collect(), room(least), random);
    let rest = least.saturating_sub(local.len() + 1);
    format!("{local}@{}", self::host(host, rest, most, random))
}

/// Returns a host of that length, one that nobody can have (RFC 2606).
fn host(name: &str, least: usize, most: usize, random: &mut Rng) -> String {
    // RFC 1035 §2.3.4
    const LONGEST_LABEL: usize = 63;
    let mut host = if name.len() > most { "a.test".to_owned() } else { name.to_owned() };
    while host.len() < least {
        let label = (least - host.len()).saturating_sub(1).clamp(1, LONGEST_LABEL);
        host = format!("{}.{host}", letters(label, random));
    }
    host
}

fn longer(mut text: String, least: usize, random: &mut Rng) -> String {
    let length = text.chars().count();
    text.push_str(&letters(least.saturating_sub(length), random));
    text
}

/// Returns a version 4 UUID (RFC 9562 §5.4).
fn uuid(random: &mut Rng) -> String {
    let bits = (random.u128(..) & !(0xf << 76) & !(0b11 << 62)) | (0x4 << 76) | (0b10 << 62);
    let hex = format!("{bits:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
