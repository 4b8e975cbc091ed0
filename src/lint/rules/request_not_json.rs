#![doc = include_str!("request_not_json.md")]

use super::super::{
    media_types::is_json,
    rule::{Reporter, Rule, key_or, quoted},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA227",
        name: "request-not-json",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::JSON_ONLY,
        page: include_str!("request_not_json.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for operation in &subject.operations {
        let Some(body) = operation.request_body() else { continue };
        let types: Vec<&str> = body.media_types().map(|(media_type, _)| media_type).collect();
        if types.is_empty() || types.iter().any(|media_type| is_json(media_type)) {
            continue;
        }
        let content = body.node().get("content").unwrap_or_else(|| body.node());
        let types = quoted(types.first().copied().unwrap_or_default());
        reporter
            .report(key_or(content), format!("{} takes {types}, not `application/json`", named(operation)))
            .help("let the API take `application/json` as well");
    }
}
