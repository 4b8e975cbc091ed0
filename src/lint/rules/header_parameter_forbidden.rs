#![doc = include_str!("header_parameter_forbidden.md")]

use super::super::{
    headers::{HeaderFault, header_fault},
    rule::{Reporter, Rule, place, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::{Operation, ParameterIn};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA222",
        name: "header-parameter-forbidden",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::HEADER_FIELDS,
        page: include_str!("header_parameter_forbidden.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for parameter in subject.operations.iter().flat_map(Operation::parameters) {
        let Some(name) = parameter.name() else { continue };
        let Some(fault) = header_fault(name).filter(|_| parameter.location() == Some(ParameterIn::Header))
        else {
            continue;
        };
        let location = parameter.node().get("name").map_or_else(|| place(parameter.node()), place);
        let (message, help) = match fault {
            HeaderFault::NoToken => (
                format!("{} cannot be the name of a header", quoted(&name.escape_debug().to_string())),
                "take the parameter away",
            ),
            HeaderFault::Reserved => (
                format!("the header {} is not the document's to set", quoted(name)),
                "take the parameter away; how users sign in is set in the GPT's authentication",
            ),
        };
        reporter.report(location, message).help(help);
    }
}
