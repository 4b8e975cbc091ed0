#![doc = include_str!("operation_text_missing.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA231",
        name: "operation-text-missing",
        severity: Severity::Note,
        outcome: Outcome::Advice,
        says: None,
        basis: basis::MODEL_READS_TEXTS,
        page: include_str!("operation_text_missing.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let says = |text: Option<Node<'_>>| text.and_then(Node::text).is_some_and(|text| !text.trim().is_empty());
    for operation in &subject.operations {
        if operation.node().is_mapping() && !says(operation.summary()) && !says(operation.description()) {
            reporter
                .report(
                    operation.key().location(),
                    format!("{} says nothing of what it does", named(operation)),
                )
                .help("add a `summary`: when shall the model call it?");
        }
    }
}
