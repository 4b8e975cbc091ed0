//! The one place where secrets are taken out of what is shown.
//!
//! It works by names (`access_token=…`), by place (`Authorization`) and by looks (a JWT anywhere), on
//! what goes over the wire and on any text in which a server may have echoed it. What is left is
//! escaped for a terminal. When in doubt it masks.

use super::escape;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};
use std::borrow::Cow;
use url::Url;

/// What stands in the place of a secret.
pub const MASK: &str = "[masked]";

/// How much of a body is looked at, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// Parameter and member names whose values are secret wherever they stand.
const SECRET_NAMES: [&str; 20] = [
    "access_token",
    "refresh_token",
    "id_token",
    "id_token_hint",
    "token",
    "client_secret",
    "client_assertion",
    "assertion",
    "code_verifier",
    "device_code",
    "user_code",
    "nonce",
    "password",
    "passwd",
    "secret",
    "api_key",
    "apikey",
    "registration_access_token",
    "private_key",
    "csrf_token",
];

/// Members and parameters of OAuth messages whose values are secret enough to be looked for in
/// everything else that is shown.
pub const MESSAGE_SECRETS: [&str; 10] = [
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "client_assertion",
    "code",
    "code_verifier",
    "device_code",
    "password",
    "token",
];

/// Names that are secret in an OAuth message, and everyday words in an API's answer.
const AMBIGUOUS_NAMES: [&str; 2] = ["code", "state"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secrecy {
    Secret,
    Ambiguous,
    Public,
}

fn secrecy(name: &str) -> Secrecy {
    let name = name.to_ascii_lowercase().replace('-', "_");
    if SECRET_NAMES.contains(&name.as_str()) || name.ends_with("_secret") || name.ends_with("_password") {
        Secrecy::Secret
    } else if AMBIGUOUS_NAMES.contains(&name.as_str()) {
        Secrecy::Ambiguous
    } else {
        Secrecy::Public
    }
}

/// Returns whether a value of an ambiguous name is a word (`open`, `not_found`, `404`), not a secret.
fn is_plain_word(value: &str) -> bool {
    let letters =
        value.chars().all(|character| character.is_ascii_alphabetic() || "_.- ".contains(character));
    let short_number = value.len() <= 5 && value.chars().all(|character| character.is_ascii_digit());
    (letters && value.len() <= 48) || short_number
}

/// Returns what is shown for a secret: the header of a JWT, which says how it was signed, or nothing.
fn masked(value: &str) -> Cow<'static, str> {
    match jwt(value) {
        Some((header, length)) if length == value.len() => format!("{header}.…").into(),
        _ => MASK.into(),
    }
}

/// Returns the header and the whole length of the JWT that `text` begins with.
fn jwt(text: &str) -> Option<(&str, usize)> {
    let part = |from: &str| from.bytes().take_while(|byte| is_base64url(*byte)).count();
    if !text.starts_with("eyJ") {
        return None;
    }
    let header = part(text);
    let rest = text.get(header..)?.strip_prefix('.')?;
    let payload = part(rest);
    let signature = rest.get(payload..)?.strip_prefix('.')?;
    // An encrypted one has five parts.
    let more = signature.bytes().take_while(|byte| is_base64url(*byte) || *byte == b'.').count();
    Some((text.get(..header)?, header + 1 + payload + 1 + more))
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// Returns a URL with the secrets in its user information, query and fragment masked.
pub fn url(url: &Url) -> String {
    let mut url = url.clone();
    if url.password().is_some() || !url.username().is_empty() {
        // Cannot fail: a URL with a user has a host.
        let _ = url.set_password(None);
        let _ = url.set_username("masked");
    }
    reference(url.as_str())
}

/// Returns a URL reference as it stands in a request line or a `Location`, masked like [`url()`].
pub fn reference(text: &str) -> String {
    let (rest, fragment) = split(text, '#');
    let (path, query) = split(rest, '?');
    let path = match (path.find("://"), path.find('@')) {
        (Some(scheme), Some(at)) if at > scheme => format!("{}{MASK}{}", &path[..scheme + 3], &path[at..]),
        _ => path.to_owned(),
    };
    let mut masked = self::text(&path);
    for (mark, part) in [('?', query), ('#', fragment)] {
        if let Some(part) = part {
            masked.push(mark);
            masked.push_str(&form(part));
        }
    }
    masked
}

fn split(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// Returns a form-encoded body or a query with the values of secret parameters masked and everything
/// else as it stands.
pub fn form(text: &str) -> String {
    let pairs = text.split('&').map(|pair| {
        let Some((name, value)) = pair.split_once('=') else { return self::text(pair) };
        let decoded = url::form_urlencoded::parse(name.as_bytes()).next();
        let plain_name = decoded.map_or_else(String::new, |(name, _)| name.into_owned());
        match secrecy(&plain_name) {
            // A name that only ends like a secret one: a space before it, a word in front.
            Secrecy::Public if unescaped_text(pair) != pair => self::text(pair),
            Secrecy::Public => format!("{}={}", escape::line(name), value_in_form(value)),
            _ if value.is_empty() => format!("{}=", escape::line(name)),
            _ => format!("{}={}", escape::line(name), masked(value)),
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// A public value may be a URL with parameters of its own, encoded.
fn value_in_form(value: &str) -> String {
    let pair = format!("v={value}");
    let decoded = url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned());
    match decoded {
        Some(decoded) if decoded != value && text(&decoded) != escape::line(&decoded) => text(&decoded),
        _ => text(value),
    }
}

/// Returns the value of a header with what is secret in it masked.
pub fn header(name: &str, value: &str) -> String {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "authorization" | "proxy-authorization" => authorization(value),
        "cookie" => cookies(value, usize::MAX),
        "set-cookie" => cookies(value, 1),
        "location" | "content-location" | "referer" | "refresh" | "link" => reference(value),
        _ if is_secret_header(&name) => MASK.to_owned(),
        _ => text(value),
    }
}

fn is_secret_header(name: &str) -> bool {
    ["key", "token", "secret", "password", "cookie", "signature"].iter().any(|end| name.ends_with(end))
        || (name.contains("auth") && name != "www-authenticate" && name != "proxy-authenticate")
}

/// The scheme is shown, and of Basic the client identifier, which is no secret.
fn authorization(value: &str) -> String {
    let (scheme, credentials) = value.split_once(' ').unwrap_or((value, ""));
    let user = || {
        let decoded = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
        Some(escape::line(decoded.split_once(':')?.0).into_owned())
    };
    if scheme.eq_ignore_ascii_case("basic")
        && let Some(user) = user()
    {
        return format!("Basic {user}:{MASK}");
    }
    if ["basic", "bearer", "dpop", "digest"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        format!("{scheme} {}", masked(credentials.trim()))
    } else {
        MASK.to_owned()
    }
}

/// Keeps the names of the first `count` cookies, and the attributes behind them.
fn cookies(value: &str, count: usize) -> String {
    let parts = value.split(';').enumerate().map(|(at, part)| match part.split_once('=') {
        Some((name, _)) if at < count => format!("{}={MASK}", text(name)),
        _ if at < count => MASK.to_owned(),
        _ => text(part),
    });
    parts.collect::<Vec<_>>().join(";")
}

/// Returns a body as it can be shown, at most `limit` characters of it: JSON indented, forms and other
/// text as they are, binary data only by its size.
pub fn body(content_type: Option<&str>, bytes: &[u8], limit: usize) -> String {
    let Ok(whole) = std::str::from_utf8(bytes) else {
        return format!("({} bytes that are not text)", bytes.len());
    };
    let media_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let shown = if media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        form(start_of(whole, MAX_BODY))
    } else {
        json(whole).unwrap_or_else(|| text_block(start_of(whole, MAX_BODY)))
    };
    if shown.chars().count() <= limit && whole.len() <= MAX_BODY {
        return shown;
    }
    let start: String = shown.chars().take(limit).collect();
    format!("{start}…\n({} bytes in all)", bytes.len())
}

fn start_of(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}

/// Returns a JSON document masked and indented; `None` where it is none that we could read.
fn json(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.len() > MAX_BODY || !text.starts_with(['{', '[']) {
        return None;
    }
    let mut value = serde_json::from_str(text).ok()?;
    mask_json(&mut value);
    Some(escape::block(&format!("{value:#}")).into_owned())
}

/// Masks the secrets in a JSON value.
pub fn mask_json(value: &mut Value) {
    match value {
        Value::Object(members) => mask_members(members),
        Value::Array(items) => items.iter_mut().for_each(mask_json),
        Value::String(text) => *text = unescaped_text(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn mask_members(members: &mut Map<String, Value>) {
    let is_token_request = members.contains_key("grant_type") || members.contains_key("redirect_uri");
    // Logto's client secrets come as name and value.
    let is_client_secret =
        ["applicationId", "value", "expiresAt"].iter().all(|name| members.contains_key(*name));
    for (name, value) in members {
        let secrecy = if is_client_secret && name == "value" { Secrecy::Secret } else { secrecy(name) };
        match (secrecy, value) {
            (Secrecy::Secret, Value::String(text)) if !text.is_empty() => *text = masked(text).into_owned(),
            (Secrecy::Secret, value @ (Value::Array(_) | Value::Object(_) | Value::Number(_))) => {
                *value = MASK.into();
            }
            (Secrecy::Ambiguous, Value::String(text)) if is_token_request || !is_plain_word(text) => {
                *text = masked(text).into_owned();
            }
            (_, value) => mask_json(value),
        }
    }
}

/// Returns free text on one line with everything masked that looks like a secret in it: a JWT, what
/// follows `Bearer` or `Basic`, what follows a secret name and `=` or `:`.
pub fn text(text: &str) -> String {
    escape::line(&unescaped_text(text)).into_owned()
}

/// Returns free text like [`text()`], with its line breaks kept.
pub fn text_block(text: &str) -> String {
    escape::block(&unescaped_text(text)).into_owned()
}

fn unescaped_text(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let word = word_at(rest);
        if word == 0 {
            let next = rest.chars().next().map_or(1, char::len_utf8);
            masked.push_str(&rest[..next]);
            rest = &rest[next..];
            continue;
        }
        if let Some((header, length)) = jwt(rest) {
            masked.push_str(header);
            masked.push_str(".…");
            rest = &rest[length..];
            continue;
        }
        masked.push_str(&rest[..word]);
        let secret = secret_after(&rest[..word], &rest[word..]);
        rest = &rest[word..];
        if let Some((gap, length)) = secret {
            masked.push_str(&rest[..gap]);
            masked.push_str(&self::masked(&rest[gap..gap + length]));
            rest = &rest[gap + length..];
        }
    }
    masked
}

/// Returns how many bytes of a name `text` begins with.
fn word_at(text: &str) -> usize {
    text.bytes().take_while(|byte| is_base64url(*byte)).count()
}

/// Returns where after `word` a secret begins and how long it is.
fn secret_after(word: &str, rest: &str) -> Option<(usize, usize)> {
    if word.eq_ignore_ascii_case("bearer") || word.eq_ignore_ascii_case("basic") {
        let value = rest.strip_prefix(' ')?;
        let length = value.bytes().take_while(|byte| is_base64url(*byte) || b".~+/=".contains(byte)).count();
        // `Bearer resource_metadata="…"` is a challenge, not a credential.
        let challenge = value[length..].starts_with('"');
        return (length >= 12 && !challenge).then_some((1, length));
    }
    let secrecy = secrecy(word);
    if secrecy == Secrecy::Public {
        return None;
    }
    // A name may be quoted, and quoted again inside a JSON text; so may the value.
    let trim = |text: &str| text.len() - text.trim_start_matches(['"', '\'', '\\', ' ']).len();
    let before = trim(rest);
    let separator = rest[before..].chars().next().filter(|character| "=:".contains(*character))?;
    let gap = before + 1 + trim(&rest[before + 1..]);
    let value = &rest[gap..];
    let length = value.find(|end: char| end.is_whitespace() || "\"'\\&<>,;)}".contains(end));
    let length = length.unwrap_or(value.len());
    let prose = secrecy == Secrecy::Ambiguous && separator == ':' && is_plain_word(&value[..length]);
    (length > 0 && !prose).then_some((gap, length))
}

#[cfg(test)]
mod tests;
