//! An answer held to what the document says about it.

use super::{
    kinds,
    outcome::content_type,
    read::{is_json, resolved},
};
use crate::{
    diagnostic::{Diagnostic, Kind, Severity},
    json_schema::{Direction, JsonSchema, Validator},
    openapi::{Node, Operation},
    platform::CallShape,
};
use base64::Engine as _;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

/// How many faults of a body are told.
const MAX_TOLD: usize = 5;

/// Returns what the document did not say of the answer, or said otherwise.
pub fn judge(
    operation: &Operation<'_>,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    shape: &CallShape,
) -> Vec<Diagnostic> {
    let json = || serde_json::from_slice::<Value>(body).ok();
    let mut findings = Vec::new();
    match described(operation, status) {
        None => findings.extend(undocumented(operation, status)),
        Some(answer) if !body.is_empty() => match media_type(answer, headers) {
            Err(finding) => findings.extend(finding.filter(|_| status.is_success())),
            Ok(media_type) => {
                let schema = media_type.get("schema").filter(|_| is_json(content_type(headers)));
                if let (Some(schema), Some(value)) = (schema, schema.and_then(|_| json())) {
                    findings.extend(against(schema, &value));
                }
            }
        },
        Some(_) => {}
    }
    if status.is_success()
        && body
            .windows(shape.files.value.property.len())
            .any(|own| own == shape.files.value.property.as_bytes())
        && let Some(value) = json()
    {
        findings.extend(files(&value, shape));
    }
    findings
}

/// Returns the members that the document promises of an answer with that status; none where it
/// promises no object.
pub fn promised_members(operation: &Operation<'_>, status: StatusCode, headers: &HeaderMap) -> Vec<String> {
    let mut names = Vec::new();
    let media_type = described(operation, status).and_then(|answer| media_type(answer, headers).ok());
    if let Some(schema) = media_type.and_then(|own| own.get("schema")) {
        collect(resolved(schema), &mut names, &mut Vec::new());
    }
    names
}

/// Collects the properties of a schema that an answer can have, those of its `allOf` included.
fn collect(schema: Node<'_>, names: &mut Vec<String>, seen: &mut Vec<usize>) {
    if seen.contains(&schema.id()) {
        return;
    }
    seen.push(schema.id());
    for (key, node) in schema.get("properties").into_iter().flat_map(Node::entries) {
        let is_sent = resolved(node).get("writeOnly").and_then(Node::as_bool) != Some(true);
        names.extend(key.text().filter(|_| is_sent).map(str::to_owned));
    }
    for part in schema.get("allOf").into_iter().flat_map(Node::items) {
        collect(resolved(part), names, seen);
    }
}

fn find(kind: &'static Kind, message: String, help: &str) -> Diagnostic {
    Diagnostic { help: Some(help.to_owned()), ..Diagnostic::new(kind, message) }
}

/// Returns the nearest description of a status: its own, that of its hundred, `default`.
fn described<'a>(operation: &Operation<'a>, status: StatusCode) -> Option<Node<'a>> {
    let keys = [status.as_str().to_owned(), format!("{}XX", status.as_u16() / 100), "default".to_owned()];
    keys.iter().find_map(|key| {
        operation.responses().find(|(own, _)| own.eq_ignore_ascii_case(key)).map(|(_, answer)| answer)
    })
}

fn undocumented(operation: &Operation<'_>, status: StatusCode) -> Option<Diagnostic> {
    // A 401 is for ChatGPT itself; a redirect has a finding of its own; nobody plans a 5xx.
    if !(status.is_success() || status.is_client_error()) || status == StatusCode::UNAUTHORIZED {
        return None;
    }
    let known: Vec<_> = operation.responses().map(|(status, _)| format!("`{status}`")).collect();
    let known = if known.is_empty() { "no status at all".to_owned() } else { known.join(", ") };
    let message = format!("the document does not describe status {}; it knows {known}", status.as_u16());
    let finding = find(&kinds::STATUS_UNDOCUMENTED, message, "describe it under `responses`");
    let severity = if status.is_success() { finding.severity } else { Severity::Note };
    Some(Diagnostic { severity, ..finding })
}

/// Returns the description of the media type that came, or what is to be said about it.
fn media_type<'a>(answer: Node<'a>, headers: &HeaderMap) -> Result<Node<'a>, Option<Diagnostic>> {
    let came = essence(content_type(headers));
    let described: Vec<_> = answer
        .get("content")
        .into_iter()
        .flat_map(Node::entries)
        .filter_map(|(key, node)| Some((essence(key.text()?), node)))
        .collect();
    let (kind, _) = came.split_once('/').unwrap_or((&came, ""));
    for wanted in [came.clone(), format!("{kind}/*"), "*/*".to_owned()] {
        if let Some((_, node)) = described.iter().find(|(own, _)| *own == wanted) {
            return Ok(*node);
        }
    }
    let known: Vec<_> = described.iter().map(|(own, _)| format!("`{own}`")).collect();
    let came = match headers.contains_key(http::header::CONTENT_TYPE) {
        true => format!("the answer is `{came}`"),
        false => "the answer has no `content-type`".to_owned(),
    };
    // The schema of Swagger 2.0 stands beside the answer, and its media types elsewhere.
    if answer.get("schema").is_some() {
        return Err(None);
    }
    if known.is_empty() {
        let message = format!("{came}; the document describes no body");
        let finding = find(
            &kinds::CONTENT_TYPE_UNDOCUMENTED,
            message,
            "describe it under `content`, so that the model knows what comes",
        );
        return Err(Some(Diagnostic { severity: Severity::Note, ..finding }));
    }
    let known = known.join(", ");
    let message = format!("{came}; the document describes {known}");
    Err(Some(find(
        &kinds::CONTENT_TYPE_UNDOCUMENTED,
        message,
        "send the `content-type` of the document, or describe this one",
    )))
}

fn against(schema: Node<'_>, value: &Value) -> Vec<Diagnostic> {
    let schema = JsonSchema::of(schema, Direction::Response);
    let validator = match Validator::new(&schema) {
        Ok(validator) => validator,
        Err(error) => {
            let message = format!("the answer was not judged: {error}");
            let finding =
                find(&kinds::ANSWER_BREAKS_SCHEMA, message, "mend the schema, its `pattern`s perhaps");
            return vec![Diagnostic { severity: Severity::Note, ..finding }];
        }
    };
    let violations = validator.violations(value, usize::from(u8::MAX));
    let more = violations.len().saturating_sub(MAX_TOLD);
    let mut findings: Vec<_> = violations
        .into_iter()
        .take(MAX_TOLD)
        .map(|violation| {
            let place = match violation.pointer.as_str() {
                "" => "the answer".to_owned(),
                pointer => format!("`{pointer}` of the answer"),
            };
            let colon = if violation.message.starts_with("is ") { "" } else { ":" };
            let message = format!("{place}{colon} {}", violation.message);
            find(
                &kinds::ANSWER_BREAKS_SCHEMA,
                message,
                "answer what the document promises, or describe what you answer",
            )
        })
        .collect();
    if let Some((last, before)) = findings.split_last_mut() {
        if more > 0 {
            last.message.push_str(&format!("; {more} more like it"));
        }
        before.iter_mut().for_each(|finding| finding.help = None);
    }
    findings
}

/// Judges the files that an answer hands to ChatGPT.
fn files(answer: &Value, shape: &CallShape) -> Vec<Diagnostic> {
    let limits = &shape.files.value;
    let Some(files) = answer.get(limits.property) else { return Vec::new() };
    let wrong = |message: String| {
        find(&kinds::FILES_UNUSABLE, message, "hand out links, or name, mime_type and content")
    };
    let Some(files) = files.as_array() else {
        return vec![wrong(format!("`{}` is no list", limits.property))];
    };
    let mut findings = Vec::new();
    if files.len() > limits.most {
        findings.push(wrong(format!("{} files; ChatGPT takes {} at most", files.len(), limits.most)));
    }
    for (at, file) in files.iter().enumerate() {
        let place = format!("`{}/{at}`", limits.property);
        if let Err(why) = usable(file, shape) {
            findings.push(wrong(format!("{place} {why}")));
        }
    }
    findings
}

fn usable(file: &Value, shape: &CallShape) -> Result<(), String> {
    let limits = &shape.files.value;
    let members = match file {
        Value::String(link) if link.starts_with("https://") => return Ok(()),
        Value::String(_) => return Err("is a text, but no https link".to_owned()),
        Value::Object(members) => members,
        _ => return Err("is neither a link nor a file".to_owned()),
    };
    let text = |key: &str| {
        members
            .get(key)
            .and_then(Value::as_str)
            .ok_or_else(|| format!("has no `{key}`, or one that is no text"))
    };
    text("name")?;
    let media_type = text("mime_type")?;
    if limits.refused.iter().any(|refused| media_type.starts_with(refused)) {
        return Err(format!("is `{media_type}`; ChatGPT takes no images and no videos"));
    }
    let content = base64::engine::general_purpose::STANDARD.decode(text("content")?);
    match content.map(|content| content.len()) {
        Err(_) => Err("has a `content` that is not base64".to_owned()),
        Ok(length) if length > limits.bytes => {
            Err(format!("has {length} bytes; ChatGPT takes {} at most", limits.bytes))
        }
        Ok(_) => Ok(()),
    }
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
