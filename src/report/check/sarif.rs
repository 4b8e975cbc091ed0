//! A check as SARIF 2.1.0, for code scanning.

use super::{Root, View};
use crate::{
    diagnostic::{Confidence, Diagnostic, Kind, Severity},
    report::escape,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    io::{self, Write},
};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What a finding is told from others by, when lines move. Not `primaryLocationLineHash`: that one
/// GitHub works out itself, and warns of any other value in its place.
const FINGERPRINT: &str = "gptauthPlace/v1";

/// Writes a log with one run. Files are named from the top of the checkout.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn sarif(view: &View<'_>, root: &Root, out: &mut dyn Write) -> io::Result<()> {
    let accepted: Vec<_> = view.accepted().collect();
    let found = || view.findings.iter().copied().chain(accepted.iter().map(|own| &own.diagnostic));
    let kinds: BTreeMap<_, _> = found().map(|own| (own.kind.code, own.kind)).collect();
    let indices: HashMap<_, _> = kinds.keys().enumerate().map(|(index, code)| (*code, index)).collect();
    let mut seen = HashMap::new();
    let results = found().map(|diagnostic| {
        let index = indices.get(diagnostic.kind.code).copied().unwrap_or_default();
        result(view, diagnostic, index, root, &mut seen)
    });
    let mut results: Vec<_> = results.collect();
    for (result, accepted) in results.iter_mut().skip(view.findings.len()).zip(&accepted) {
        let justification = &*escape::line(&accepted.reason);
        result["suppressions"] = json!([{ "kind": "external", "justification": justification }]);
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": kinds.values().map(|kind| rule(kind)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts(view, root),
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn artifacts(view: &View<'_>, root: &Root) -> Vec<Value> {
    view.sources().map(|source| json!({ "location": location(source.name(), root) })).collect()
}

fn location(name: &str, root: &Root) -> Value {
    match root.uri(name) {
        (uri, true) => json!({ "uri": uri, "uriBaseId": "%SRCROOT%" }),
        (uri, false) => json!({ "uri": uri }),
    }
}

fn rule(kind: &Kind) -> Value {
    let basis = kind.basis;
    let mut markdown = without_title(kind.page).to_owned();
    if let Some(says) = kind.says {
        markdown.push_str(&format!("\n## ChatGPT says\n\n> {says}\n"));
    }
    let known = format!("{}, read {}: {}", basis.confidence.words(), basis.read, basis.source);
    markdown.push_str(&format!("\n## How it is known\n\n{known}\n"));
    let mut rule = json!({
        "id": kind.code,
        "name": kind.name,
        "shortDescription": { "text": kind.name.replace('-', " ") },
        "fullDescription": { "text": first_paragraph(kind.page) },
        "help": { "text": markdown, "markdown": markdown },
        "defaultConfiguration": { "level": kind.severity.word() },
        "properties": {
            "tags": ["gpt-action", kind.outcome.words()],
            "precision": precision(basis.confidence),
            "problem.severity": match kind.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
        },
    });
    if basis.source.starts_with("https://") && !basis.source.contains(' ') {
        rule["helpUri"] = basis.source.into();
    }
    rule
}

/// Returns how sure a kind is in the words of code scanning.
fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Specification | Confidence::Documented | Confidence::EditorCode => "very-high",
        Confidence::SeveralReports => "high",
        Confidence::OneReport | Confidence::Inference => "medium",
        Confidence::Unknown => "low",
    }
}

fn without_title(page: &str) -> &str {
    page.split_once("\n\n").filter(|(title, _)| title.starts_with("# ")).map_or(page, |(_, rest)| rest)
}

/// Returns the first paragraph of a page that is no heading, in one line.
fn first_paragraph(page: &str) -> String {
    let paragraph = page.split("\n\n").find(|part| !part.starts_with('#') && !part.trim().is_empty());
    paragraph.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn result(
    view: &View<'_>,
    diagnostic: &Diagnostic,
    rule: usize,
    root: &Root,
    seen: &mut HashMap<String, usize>,
) -> Value {
    let kind = diagnostic.kind;
    let place = view.place(diagnostic);
    let file = place.as_ref().map_or(view.document(), |place| place.file);
    // A result without a region is not shown; the first line stands for the whole.
    let region = place.as_ref().map_or_else(
        || json!({ "startLine": 1 }),
        |place| {
            json!({
                "startLine": place.start.line,
                "startColumn": place.start.column,
                "endLine": place.end.line,
                "endColumn": place.end.column,
            })
        },
    );
    let pointer = diagnostic.location.as_ref().map_or("", |location| location.pointer.as_str());
    let mut location = json!({
        "physicalLocation": { "artifactLocation": self::location(file, root), "region": region },
    });
    if !pointer.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": pointer }]);
    }
    json!({
        "ruleId": kind.code,
        "ruleIndex": rule,
        "level": diagnostic.severity.word(),
        "message": { "text": message(diagnostic) },
        "locations": [location],
        "partialFingerprints": { FINGERPRINT: fingerprint(kind.code, &root.path(file), pointer, seen) },
        "properties": { "outcome": kind.outcome.words() },
    })
}

/// Returns the message and the help; brackets that would make a link are escaped (SARIF §3.11.6).
fn message(diagnostic: &Diagnostic) -> String {
    let mut text = format!("{} ({})", escape::line(&diagnostic.message), diagnostic.kind.outcome_words());
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("\n\nhelp: {}", escape::line(help)));
    }
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text }
}

/// Returns a hash of what a finding is and where in the document, whatever the line; the second of
/// its kind in one place is told apart by its number.
fn fingerprint(code: &str, file: &str, pointer: &str, seen: &mut HashMap<String, usize>) -> String {
    let digest = Sha256::digest([code, file, pointer].join("\0"));
    let hash: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let number = seen.entry(hash.clone()).or_default();
    *number += 1;
    format!("{hash}:{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_finding_of_a_kind_in_one_place_is_another() {
        let mut seen = HashMap::new();
        let mut of = |code| fingerprint(code, "openapi.yaml", "/paths", &mut seen);
        let (first, second, other) = (of("GA101"), of("GA101"), of("GA102"));
        assert_eq!(first.strip_suffix(":1"), second.strip_suffix(":2"));
        assert_ne!(first, other);
    }

    #[test]
    fn every_page_has_a_first_paragraph() {
        for kind in crate::lint::kinds() {
            let paragraph = first_paragraph(kind.page);
            assert!(!paragraph.is_empty() && !paragraph.starts_with('#'), "{}: {paragraph}", kind.name);
        }
    }
}
