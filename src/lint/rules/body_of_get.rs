#![doc = include_str!("body_of_get.md")]

use super::super::{
    rule::{Reporter, Rule, key_or},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Method;
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA235",
        name: "body-of-get",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::GET_BODY,
        page: include_str!("body_of_get.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for operation in subject.operations.iter().filter(|operation| operation.method() == Method::Get) {
        if let Some(body) = operation.node().get("requestBody") {
            reporter
                .report(key_or(body), format!("{} is a GET with a request body", named(operation)))
                .help("make it a POST, or take the values in the query");
        }
    }
}
