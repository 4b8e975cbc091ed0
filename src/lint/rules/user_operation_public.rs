#![doc = include_str!("user_operation_public.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA336",
        name: "user-operation-public",
        severity: Severity::Error,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::AUTHENTICATION_PAGE,
        page: include_str!("user_operation_public.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(project) = subject.project else { return };
    let required = |name: &str| project.check.require_user.iter().any(|required| required.name == name);
    for operation in &subject.operations {
        if let Some(security) = operation.security()
            && operation.is_public()
            && operation.name().is_some_and(required)
        {
            let message = format!(
                "{} needs a user, and `security: []` makes ChatGPT call it without a token",
                named(operation)
            );
            reporter.report(security.location(), message).help("remove `security: []` from the operation");
        }
    }
}
