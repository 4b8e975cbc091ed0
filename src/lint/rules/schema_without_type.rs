#![doc = include_str!("schema_without_type.md")]

use super::super::{
    rule::{Reporter, Rule, key_or},
    schemas::called,
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA116",
        name: "schema-without-type",
        severity: Severity::Note,
        outcome: Outcome::Rejected,
        says: None,
        basis: basis::GENERATED_SCHEMAS,
        page: include_str!("schema_without_type.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for schema in subject.schemas.iter().filter(|schema| says_nothing(schema.node)) {
        reporter
            .report(key_or(schema.node), format!("{} has no `type`", called(schema.node)))
            .help("say what it is, such as `type: string`");
    }
}

fn says_nothing(schema: Node<'_>) -> bool {
    let is_text = |key: &str| {
        matches!(
            key,
            "title" | "description" | "example" | "examples" | "default" | "deprecated" | "nullable"
        ) || key.starts_with("x-")
    };
    // Elsewhere an empty schema is a way to say "anything": of a whole response, of further properties.
    let is_part = match schema.parent().and_then(Node::key).and_then(Node::text) {
        Some("properties") => true,
        _ => schema.key().and_then(Node::text) == Some("items"),
    };
    is_part && schema.entries().all(|(key, _)| is_text(key.text().unwrap_or_default()))
}
