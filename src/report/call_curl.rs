//! A call as a `curl` command that means the same in sh, bash, zsh, fish and PowerShell.
//!
//! Their quotes differ: a backslash or a single quote between single quotes is read in three ways, and
//! PowerShell takes typographic quotes for quotes as well. So none of these is ever written: JSON and
//! URLs have escapes of their own for them.

use super::{call_request, escape};
use http::{Method, Request};
use std::fmt::Write as _;

/// Returns the command, one line. The token is the shell's variable `TOKEN`, so that it is in no
/// history.
pub fn command(request: &Request<Vec<u8>>, carries_token: bool) -> String {
    let mut command = String::from("curl --globoff --max-time 45");
    let url = request.uri().to_string().replace('\'', "%27").replace('\\', "%5C");
    // `--head` is how curl asks for no body; the method alone would wait for one.
    match request.method() {
        &Method::HEAD => command.push_str(" --head"),
        method => drop(write!(command, " --request {method}")),
    }
    let _ = write!(command, " --url '{url}'");
    for (name, value) in call_request::headers(request) {
        let _ = write!(command, " --header '{name}: {}'", value.replace(['\'', '\\'], ""));
    }
    if carries_token {
        command.push_str(" --header \"authorization: Bearer $TOKEN\"");
    }
    if !request.body().is_empty() {
        let _ = write!(command, " --data-raw '{}'", inert(&String::from_utf8_lossy(request.body())));
    }
    command
}

/// Returns JSON that stays the same value, and is the same text in every shell between single quotes.
fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut characters = json.chars();
    let mut in_text = false;
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                in_text = !in_text;
                out.push('"');
            }
            '\\' => match characters.next() {
                Some('\\') => out.push_str("\\u005c"),
                Some(escaped) => out.extend(['\\', escaped]),
                None => {}
            },
            // Between tokens a line break is only layout.
            character if !in_text && character.is_whitespace() => out.push(' '),
            '\'' | '\u{2018}'..='\u{201b}' => escape_json(character, &mut out),
            character if escape::line(character.encode_utf8(&mut [0; 4])) != character.to_string() => {
                escape_json(character, &mut out);
            }
            character => out.push(character),
        }
    }
    out
}

fn escape_json(character: char, out: &mut String) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests;
