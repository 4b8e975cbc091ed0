#![doc = include_str!("operation_text_at_limit.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{TARGET, basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA202",
        name: "operation-text-at-limit",
        severity: Severity::Note,
        outcome: Outcome::Rejected,
        says: Some(editor::TEXT_TOO_LONG),
        basis: basis::TEXT_AT_LIMIT,
        page: include_str!("operation_text_at_limit.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let limit = TARGET.document.operation_text.value;
    for operation in &subject.operations {
        for (field, node) in [("summary", operation.summary()), ("description", operation.description())] {
            let Some(node) = node else { continue };
            if node.as_str().map(|text| text.chars().count()) == Some(limit) {
                let named = named(operation);
                reporter
                    .report(
                        node.location(),
                        format!("the {field} of {named} has exactly `{limit}` characters"),
                    )
                    .help("take one away: whether exactly that many pass is disputed");
            }
        }
    }
}
