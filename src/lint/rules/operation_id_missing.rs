#![doc = include_str!("operation_id_missing.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA204",
        name: "operation-id-missing",
        severity: Severity::Error,
        outcome: Outcome::Dropped,
        says: Some(editor::MISSING_OPERATION_ID),
        basis: basis::SKIPPED_OPERATIONS,
        page: include_str!("operation_id_missing.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for operation in subject.operations.iter().filter(|operation| operation.name().is_none()) {
        let location = operation.id().unwrap_or_else(|| operation.key()).location();
        let message = match operation.id().filter(|id| !id.is_null()).map(Node::what) {
            Some("a string") => format!("the `operationId` of {} is empty", named(operation)),
            Some(what) => format!("the `operationId` of {} is {what}, not a string", named(operation)),
            None => format!("{} has no `operationId`", named(operation)),
        };
        reporter.report(location, message).help("give it a name that says what it does, such as `listItems`");
    }
}
