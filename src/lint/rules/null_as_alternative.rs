#![doc = include_str!("null_as_alternative.md")]

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
        code: "GA114",
        name: "null-as-alternative",
        severity: Severity::Note,
        outcome: Outcome::Rejected,
        says: None,
        basis: basis::GENERATED_SCHEMAS,
        page: include_str!("null_as_alternative.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let is_null = |schema: &Node<'_>| schema.get("type").and_then(Node::text) == Some("null");
    for schema in subject.schemas.iter() {
        for keyword in ["anyOf", "oneOf"] {
            let Some(alternatives) = schema.node.get(keyword) else { continue };
            if alternatives.items().any(|alternative| is_null(&alternative)) {
                let message = format!("`{keyword}` of {} has `null` as an alternative", called(schema.node));
                reporter
                    .report(key_or(alternatives), message)
                    .help("write the type as a list, `[string, 'null']`, or make the field optional");
            }
        }
    }
}
