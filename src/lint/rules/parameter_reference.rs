#![doc = include_str!("parameter_reference.md")]

use super::super::{
    rule::{Reporter, Rule, place, quoted},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA217",
        name: "parameter-reference",
        severity: Severity::Error,
        outcome: Outcome::Dropped,
        says: Some(editor::PARAMETER_NAME),
        basis: basis::PARAMETER_NAMES,
        page: include_str!("parameter_reference.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for operation in &subject.operations {
        for parameter in operation.node().get("parameters").into_iter().flat_map(Node::items) {
            let Some(reference) = parameter.get("$ref") else { continue };
            let text = quoted(reference.text().unwrap_or_default());
            reporter
                .report(
                    place(reference),
                    format!("{text} stands in place of a parameter of {}", named(operation)),
                )
                .help("write the parameter here instead of referring to it");
        }
    }
}
