#![doc = include_str!("cookie_parameter.md")]

use super::super::{
    rule::{Reporter, Rule, place, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::{Operation, ParameterIn};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA221",
        name: "cookie-parameter",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::UNKNOWN,
        page: include_str!("cookie_parameter.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for parameter in subject.operations.iter().flat_map(Operation::parameters) {
        if parameter.location() != Some(ParameterIn::Cookie) {
            continue;
        }
        let name = quoted(parameter.name().unwrap_or_default());
        let location = parameter.node().get("name").map_or_else(|| place(parameter.node()), place);
        reporter
            .report(location, format!("the cookie {name} is not known to be sent"))
            .help("sign users in with OAuth, or take the value in the query or the body");
    }
}
