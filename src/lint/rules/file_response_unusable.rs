#![doc = include_str!("file_response_unusable.md")]

use super::super::{
    rule::{Reporter, Rule, key_or, quoted},
    schemas::Side,
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{TARGET, basis};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA234",
        name: "file-response-unusable",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::FILES_PAGE,
        page: include_str!("file_response_unusable.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let name = TARGET.document.file_response.value;
    for schema in subject.schemas.iter().filter(|schema| schema.side != Side::Request) {
        let Some(property) = schema.node.get("properties").and_then(|properties| properties.get(name)) else {
            continue;
        };
        let resolved = subject.document.resolve(property).unwrap_or(property);
        let Some(kind) = resolved.get("type").and_then(Node::as_str).filter(|kind| *kind != "array") else {
            continue;
        };
        reporter
            .report(key_or(property), format!("`{name}` is of the type {}, not a list", quoted(kind)))
            .help("make it a list of addresses, or of objects with `name`, `mime_type` and `content`");
    }
}
