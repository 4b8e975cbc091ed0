#![doc = include_str!("public_operation_looks_private.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Operation;
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA337",
        name: "public-operation-looks-private",
        severity: Severity::Note,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::AUTHENTICATION_PAGE,
        page: include_str!("public_operation_looks_private.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let (Some(project), Some(_)) = (subject.project, subject.oauth()) else { return };
    let required = |name: &str| project.check.require_user.iter().any(|required| required.name == name);
    for operation in subject.operations.iter().filter(|operation| operation.is_public()) {
        if let (Some(security), Some(sign)) = (operation.security(), sign(operation))
            && !operation.name().is_some_and(required)
        {
            let message = format!(
                "ChatGPT calls {} without a token, because of `security: []`, and it {sign}",
                named(operation)
            );
            reporter
                .report(security.location(), message)
                .help("remove `security: []` if it needs a user; accept this finding if it does not");
        }
    }
}

/// Returns what makes it look as if an operation needed a user.
fn sign(operation: &Operation<'_>) -> Option<&'static str> {
    if operation.responses().any(|(status, _)| matches!(status, "401" | "403")) {
        Some("documents that it refuses guests")
    } else {
        (!operation.method().is_safe()).then_some("changes something")
    }
}
