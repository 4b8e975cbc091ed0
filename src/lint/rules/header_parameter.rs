#![doc = include_str!("header_parameter.md")]

use super::super::{
    headers::header_fault,
    rule::{Reporter, Rule, place, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::{Operation, ParameterIn};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA220",
        name: "header-parameter",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::PRODUCTION_PAGE,
        page: include_str!("header_parameter.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for parameter in subject.operations.iter().flat_map(Operation::parameters) {
        let Some(name) = parameter.name() else { continue };
        if parameter.location() != Some(ParameterIn::Header) || header_fault(name).is_some() {
            continue;
        }
        let location = parameter.node().get("name").map_or_else(|| place(parameter.node()), place);
        reporter
            .report(location, format!("the header {} is never sent", quoted(name)))
            .help("let the API do without it, or take it in the query or the body");
    }
}
