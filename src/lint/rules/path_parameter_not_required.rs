#![doc = include_str!("path_parameter_not_required.md")]

use super::super::{
    rule::{Reporter, Rule, place, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::{Node, Operation, ParameterIn};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA215",
        name: "path-parameter-not-required",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::PARAMETER_OBJECT,
        page: include_str!("path_parameter_not_required.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for parameter in subject.operations.iter().flat_map(Operation::parameters) {
        let required = parameter.node().get("required");
        if parameter.location() != Some(ParameterIn::Path) || required.and_then(Node::as_bool) == Some(true) {
            continue;
        }
        let name = quoted(parameter.name().unwrap_or_default());
        let location = required.map_or_else(|| place(parameter.node()), place);
        reporter
            .report(location, format!("the path parameter {name} is not `required: true`"))
            .help("add `required: true`");
    }
}
