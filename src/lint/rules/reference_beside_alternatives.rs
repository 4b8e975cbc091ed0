#![doc = include_str!("reference_beside_alternatives.md")]

use super::super::{
    rule::{Reporter, Rule, key_or},
    schemas::called,
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA115",
        name: "reference-beside-alternatives",
        severity: Severity::Note,
        outcome: Outcome::Rejected,
        says: None,
        basis: basis::GENERATED_SCHEMAS,
        page: include_str!("reference_beside_alternatives.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for schema in subject.schemas.iter() {
        let Some(reference) = schema.node.get("$ref") else { continue };
        for keyword in ["anyOf", "oneOf"] {
            if schema.node.get(keyword).is_some() {
                let message = format!("{} has `{keyword}` beside `$ref`", called(schema.node));
                reporter.report(key_or(reference), message).help("keep one of the two");
            }
        }
    }
}
