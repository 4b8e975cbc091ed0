#![doc = include_str!("swagger_document.md")]

use super::super::{
    rule::{Reporter, Rule, place, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA104",
        name: "swagger-document",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_SERVER),
        basis: basis::SWAGGER,
        page: include_str!("swagger_document.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let root = subject.document.root();
    let Some(version) = root.get("swagger").filter(|_| root.get("openapi").is_none()) else { return };
    let written = quoted(version.text().unwrap_or_default());
    reporter
        .report(place(version), format!("the document is Swagger {written}, not OpenAPI `3.1.0`"))
        .help("convert it to OpenAPI 3.1; the Swagger Editor and `swagger2openapi` can");
}
