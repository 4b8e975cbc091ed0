#![doc = include_str!("nullable_keyword.md")]

use super::super::{
    rule::{Reporter, Rule, key_or},
    schemas::called,
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Version;
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA117",
        name: "nullable-keyword",
        severity: Severity::Note,
        outcome: Outcome::Advice,
        says: None,
        basis: basis::NULLABLE,
        page: include_str!("nullable_keyword.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.document.version() != Version::V3_1 {
        return;
    }
    for schema in subject.schemas.iter() {
        let Some(nullable) = schema.node.get("nullable").filter(|nullable| nullable.as_bool().is_some())
        else {
            continue;
        };
        let help = match nullable.as_bool() {
            Some(true) => "write the type as a list, such as `[string, 'null']`",
            _ => "take it away",
        };
        reporter
            .report(
                key_or(nullable),
                format!("{} has `nullable`, which 3.1 does not know", called(schema.node)),
            )
            .help(help);
    }
}
