#![doc = include_str!("operation_id_duplicate.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Operation;
use crate::platform::gpt_action::basis;
use std::collections::HashMap;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA205",
        name: "operation-id-duplicate",
        severity: Severity::Error,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::OPERATION_ID_UNIQUE,
        page: include_str!("operation_id_duplicate.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let mut seen: HashMap<&str, Operation<'_>> = HashMap::new();
    for operation in &subject.operations {
        let (Some(id), Some(name)) = (operation.id(), operation.name()) else { continue };
        let Some(first) = seen.get(name) else {
            seen.insert(name, *operation);
            continue;
        };
        let place = quoted(&format!("{} {}", first.method().as_str(), first.path()));
        reporter
            .report(id.location(), format!("the `operationId` {} is also that of {place}", quoted(name)))
            .help("give each operation a name of its own");
    }
}
