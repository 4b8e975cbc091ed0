#![doc = include_str!("operation_text_too_long.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{TARGET, basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA201",
        name: "operation-text-too-long",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::TEXT_TOO_LONG),
        basis: basis::PRODUCTION_PAGE,
        page: include_str!("operation_text_too_long.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let limit = TARGET.document.operation_text.value;
    for operation in &subject.operations {
        for (field, node) in [("summary", operation.summary()), ("description", operation.description())] {
            let Some((node, text)) = node.and_then(|node| Some((node, Node::as_str(node)?))) else {
                continue;
            };
            let length = text.chars().count();
            if length > limit {
                let named = named(operation);
                reporter
                    .report(node.location(), format!("the {field} of {named} has `{length}` characters, more than `{limit}`"))
                    .help("shorten it; what the model must know can stand in the GPT's instructions or in the parameters");
            }
        }
    }
}
