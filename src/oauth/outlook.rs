//! What a platform would make of a token endpoint's answer, and what its user would live through.
//!
//! [`token`](super::token) reads an answer as tolerantly as a good client does; this judges the same
//! answer with the eyes of a platform that is less patient. What the platform does stands in
//! [`Reactions`], each sentence with how it is known.

use super::answer;
use crate::platform::{Claim, Reactions};
use http::{Response, StatusCode};
use serde_json::{Map, Value};
use std::fmt::Write;
use url::Url;

/// How much of the line that the user is shown is kept, in characters.
const LONGEST_LINE: usize = 1_000;

/// What the answer was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// An authorization code.
    Code,
    /// A refresh token.
    Refresh,
}

/// What an answer of the token endpoint means to the user of a platform.
#[derive(Debug, Clone)]
pub struct Outlook {
    /// The status of the answer.
    pub status: StatusCode,
    /// What becomes of the user.
    pub prospect: Prospect,
    /// The line that the user is shown instead of an answer, with secrets masked. Not escaped.
    pub shown: Option<String>,
    /// What the platform does, and how that is known.
    pub statements: Vec<Claim<&'static str>>,
}

/// What becomes of the user, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prospect {
    /// The user notices nothing.
    GoesOn,
    /// The user is asked to sign in again.
    SignsInAgain,
    /// Nobody is known to have seen it.
    NotKnown,
    /// The user is shown an error, and nothing to click.
    Stranded,
}

impl Prospect {
    /// Returns the stable word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::GoesOn => "goes-on",
            Self::SignsInAgain => "signs-in-again",
            Self::Stranded => "stranded",
            Self::NotKnown => "not-known",
        }
    }
}

/// Judges an answer of the token `endpoint`; `secrets` are masked wherever they stand in it.
pub fn judge(
    grant: Grant,
    reactions: &Reactions,
    endpoint: &Url,
    response: &Response<Vec<u8>>,
    secrets: &[&str],
) -> Outlook {
    let status = response.status();
    let members = answer::object(response);
    let outlook = |prospect, shown, statements| Outlook { status, prospect, shown, statements };
    match &members {
        Some(members) if status.is_success() && has_access_token(members) => {
            outlook(Prospect::GoesOn, None, doubts(grant, reactions, members))
        }
        Some(members) => {
            let shown = line(reactions, endpoint, status, members, secrets);
            let (prospect, mut statements) = refusal(grant, reactions, status);
            statements.insert(0, reactions.missing_access_token);
            outlook(prospect, Some(shown), statements)
        }
        // What is shown for an answer that cannot be read has not been reported.
        None if status.is_success() => outlook(Prospect::Stranded, None, vec![reactions.not_json]),
        None => {
            let (prospect, mut statements) = refusal(grant, reactions, status);
            statements.insert(0, reactions.not_json);
            outlook(prospect, None, statements)
        }
    }
}

fn has_access_token(members: &Map<String, Value>) -> bool {
    members.get("access_token").and_then(Value::as_str).is_some_and(|token| !token.is_empty())
}

/// Returns what the platform makes of an answer that brought an access token, and of what is not quite
/// as it wants it.
fn doubts(grant: Grant, reactions: &Reactions, members: &Map<String, Value>) -> Vec<Claim<&'static str>> {
    let member = |name| members.get(name).filter(|value| !value.is_null());
    let mut statements = match grant {
        Grant::Code => vec![reactions.accepted],
        Grant::Refresh => Vec::new(),
    };
    match member("token_type") {
        None => statements.push(reactions.token_type_missing),
        Some(Value::String(own)) if own.eq_ignore_ascii_case("bearer") => {}
        Some(_) => statements.push(reactions.token_type_other),
    }
    match member("expires_in") {
        None => statements.push(reactions.no_lifetime),
        Some(value) if value.is_u64() => {}
        Some(_) => statements.push(reactions.lifetime_not_a_number),
    }
    let refresh_token = member("refresh_token").and_then(Value::as_str);
    // After a refresh the old one stays good (RFC 6749 §6).
    if grant == Grant::Code && refresh_token.is_none_or(str::is_empty) {
        statements.push(reactions.no_refresh_token);
    }
    statements
}

/// Returns what becomes of a user whose platform got no access token.
fn refusal(grant: Grant, reactions: &Reactions, status: StatusCode) -> (Prospect, Vec<Claim<&'static str>>) {
    match (grant, status) {
        // The card stays where it is; the user may click it again, to the same end.
        (Grant::Code, _) => (Prospect::Stranded, Vec::new()),
        (Grant::Refresh, StatusCode::UNAUTHORIZED) => {
            (Prospect::SignsInAgain, vec![reactions.refresh_unauthorized])
        }
        (Grant::Refresh, StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN) => {
            (Prospect::Stranded, vec![reactions.refresh_refused, reactions.way_out])
        }
        (Grant::Refresh, _) => (Prospect::NotKnown, vec![reactions.refresh_failed]),
    }
}

/// Returns the line that the user is shown: the platform prints the answer as Python does.
fn line(
    reactions: &Reactions,
    endpoint: &Url,
    status: StatusCode,
    members: &Map<String, Value>,
    secrets: &[&str],
) -> String {
    let words = reactions.missing_access_token.value;
    let mut body = String::new();
    python_object(members, &mut body);
    let body = answer::mask(&body, secrets);
    let line = format!("{words} {} from {endpoint}: response_data={body}", status.as_u16());
    answer::cut(&line, LONGEST_LINE)
}

fn python_object(members: &Map<String, Value>, out: &mut String) {
    out.push('{');
    for (place, (name, value)) in members.iter().enumerate() {
        out.push_str(if place == 0 { "" } else { ", " });
        python_text(name, out);
        out.push_str(": ");
        python(value, out);
    }
    out.push('}');
}

fn python(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Number(number) => {
            // Writing to a String does not fail.
            let _ = write!(out, "{number}");
        }
        Value::String(text) => python_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                out.push_str(if place == 0 { "" } else { ", " });
                python(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => python_object(members, out),
    }
}

/// Writes a text in the quotes that Python would take.
fn python_text(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            character if character == quote => out.extend(['\\', quote]),
            character => out.push(character),
        }
    }
    out.push(quote);
}

#[cfg(test)]
mod tests;
