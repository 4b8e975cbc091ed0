//! A call and its answer.

use super::{call_body, escape, styles::Styles};
use crate::{
    diagnostic::{Diagnostic, Severity},
    invoke::outcome::{Authorization, CallOutcome},
};
use http::{StatusCode, header};
use serde_json::{Value, json};
use std::{
    io::{self, Write},
    time::Duration,
};

/// Headers whose values are not shown.
const SECRET_HEADERS: [header::HeaderName; 2] = [header::SET_COOKIE, header::AUTHORIZATION];

/// Where the body of an answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A person at a terminal: laid out, and nothing that could steer the terminal.
    Person,
    /// A program: the bytes as they came.
    Program,
}

/// Writes the answer: on request its head, then its body.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn answer(
    outcome: &CallOutcome,
    include: bool,
    reader: Reader,
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    if include {
        head(outcome, styles, out)?;
    }
    match reader {
        Reader::Program => out.write_all(&outcome.body),
        Reader::Person => call_body::write(&outcome.body, styles, out),
    }
}

fn head(outcome: &CallOutcome, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", styles.strong(format!("HTTP {}", status(outcome.status))))?;
    for (name, value) in &outcome.headers {
        let text = String::from_utf8_lossy(value.as_bytes());
        let text = if SECRET_HEADERS.contains(name) { "(not shown)".into() } else { escape::line(&text) };
        writeln!(out, "{} {text}", styles.faint(format!("{name}:")))?;
    }
    writeln!(out)
}

/// Returns the call in one line: method and URL.
pub fn request_line(outcome: &CallOutcome, styles: Styles) -> String {
    let note = match outcome.authorization {
        Authorization::Bearer => "",
        Authorization::Public => "  without a token: the operation asks for none",
        Authorization::Withheld => "  without a token",
        Authorization::Forged => "  with a forged token",
    };
    let url = escape::line(outcome.url.as_str());
    let line = format!("{} {url}", styles.strong(outcome.method.as_str()));
    if note.is_empty() { line } else { line + &styles.faint(note) }
}

/// Returns what came back in one line: status, time, size.
pub fn status_line(outcome: &CallOutcome, styles: Styles) -> String {
    let status = status(outcome.status);
    let status = match outcome.status {
        code if code.is_success() => styles.good(status),
        code if code.is_redirection() => styles.warning(status),
        _ => styles.error(status),
    };
    let size = match outcome.answer_characters() {
        1 => "1 character".to_owned(),
        count => format!("{} characters", grouped(count)),
    };
    let renewed = if outcome.renewed { " · access token renewed on the way" } else { "" };
    format!("{status}{}", styles.faint(format!(" · {} · {size}{renewed}", time(outcome.duration))))
}

/// Returns what the API says about the token that it refused.
pub fn challenge_line(outcome: &CallOutcome) -> Option<String> {
    let challenge = outcome.challenge.as_ref()?;
    let parts = [&challenge.error, &challenge.description].map(Option::as_deref);
    let text: Vec<_> = parts.into_iter().flatten().collect();
    (!text.is_empty()).then(|| format!("the API says: {}", escape::excerpt(&text.join(": "), 300)))
}

/// Returns the lines of a finding.
pub fn finding(finding: &Diagnostic, styles: Styles) -> Vec<String> {
    let label = format!("{}[{}]", finding.severity.word(), finding.kind.code);
    let label = match finding.severity {
        Severity::Error => styles.error(label),
        Severity::Warning => styles.warning(label),
        Severity::Note => styles.faint(label),
    };
    let mut lines = vec![format!("{label}: {}", escape::line(&finding.message))];
    lines.extend(finding.help.iter().map(|help| format!("  help: {}", escape::line(help))));
    lines
}

/// Returns the call as a JSON document.
pub fn document(outcome: &CallOutcome) -> Value {
    let mut document = json!({ "schema": 1 });
    if let (Some(all), Value::Object(call)) = (document.as_object_mut(), call(outcome)) {
        all.extend(call);
    }
    let body = match std::str::from_utf8(&outcome.body) {
        Ok(text) => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
        Err(_) => Value::Null,
    };
    let headers: serde_json::Map<_, _> = outcome
        .headers
        .iter()
        .filter(|(name, _)| !SECRET_HEADERS.contains(name))
        .map(|(name, value)| {
            (name.to_string(), Value::from(String::from_utf8_lossy(value.as_bytes()).into_owned()))
        })
        .collect();
    document["headers"] = headers.into();
    document["body"] = body;
    document
}

/// Returns a call without its answer's content, as it stands in JSON.
pub(super) fn call(outcome: &CallOutcome) -> Value {
    let challenge = outcome.challenge.as_ref().map(|challenge| {
        json!({
            "error": challenge.error,
            "error_description": challenge.description,
            "scope": challenge.scope,
        })
    });
    json!({
        "operation": outcome.operation,
        "method": outcome.method.as_str(),
        "url": outcome.url.as_str(),
        "authorization": outcome.authorization.word(),
        "token_renewed": outcome.renewed,
        "left_out": outcome.left_out,
        "request_characters": outcome.request_characters,
        "status": outcome.status.as_u16(),
        "duration_ms": milliseconds(outcome.duration),
        "answer_characters": outcome.answer_characters(),
        "answer_bytes": outcome.answer_length[1],
        "location": outcome.redirects_to(),
        "challenge": challenge,
        "findings": outcome.findings.iter().map(finding_value).collect::<Vec<_>>(),
    })
}

/// Returns a finding as it stands in JSON.
pub(super) fn finding_value(finding: &Diagnostic) -> Value {
    json!({
        "code": finding.kind.code,
        "name": finding.kind.name,
        "severity": finding.severity.word(),
        "message": finding.message,
        "help": finding.help,
    })
}

/// Returns a status with its reason phrase.
pub(in crate::report) fn status(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

/// Returns a duration as a person reads it.
pub(in crate::report) fn time(duration: Duration) -> String {
    match duration.as_millis() {
        milliseconds @ 0..=999 => format!("{milliseconds} ms"),
        _ => format!("{:.1} s", duration.as_secs_f32()),
    }
}

/// Returns a duration in whole milliseconds.
pub(super) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests;
