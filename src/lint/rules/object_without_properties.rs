#![doc = include_str!("object_without_properties.md")]

use super::super::{
    rule::{Reporter, Rule, key_or},
    schemas::{Side, called, lacks_properties},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA225",
        name: "object-without-properties",
        severity: Severity::Warning,
        outcome: Outcome::Warned,
        says: Some(editor::MISSING_PROPERTIES),
        basis: basis::OBJECT_PROPERTIES,
        page: include_str!("object_without_properties.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for schema in subject.schemas.iter() {
        if matches!(schema.side, Side::Response | Side::Unused) && lacks_properties(schema.node) {
            reporter
                .report(
                    key_or(schema.node),
                    format!("{} is an object without `properties`", called(schema.node)),
                )
                .help("name its properties, or write `properties: {}`");
        }
    }
}
