#![doc = include_str!("too_many_operations.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{TARGET, basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA206",
        name: "too-many-operations",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::TOO_MANY_OPERATIONS),
        basis: basis::OPERATION_LIMIT,
        page: include_str!("too_many_operations.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let limit = TARGET.document.operations.value;
    if let Some(first_beyond) = subject.operations.get(limit) {
        let count = subject.operations.len();
        reporter
            .report(
                first_beyond.key().location(),
                format!(
                    "the document has `{count}` operations, more than `{limit}`; this is the first beyond"
                ),
            )
            .help("keep the operations that the GPT needs; a second action must be on another host");
    }
}
