#![doc = include_str!("required_operation_unknown.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{File, Location};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA391",
        name: "required-operation-unknown",
        severity: Severity::Warning,
        outcome: Outcome::Advice,
        says: None,
        basis: basis::PROJECT_FILE,
        page: include_str!("required_operation_unknown.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let required = subject.project.map(|project| project.check.require_user.as_slice()).unwrap_or_default();
    for (number, required) in required.iter().enumerate() {
        if !subject.operations.iter().any(|operation| operation.name() == Some(&*required.name)) {
            let pointer = format!("/check/require_user/{number}");
            let location = Location { file: File::Project, pointer, span: required.span.clone() };
            reporter
                .report(location, format!("no operation has the id {}", quoted(&required.name)))
                .help("correct the id, or remove it from `require_user`");
        }
    }
}
