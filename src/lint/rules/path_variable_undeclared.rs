#![doc = include_str!("path_variable_undeclared.md")]

use super::super::{
    paths::variables,
    rule::{Reporter, Rule, quoted},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::ParameterIn;
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA214",
        name: "path-variable-undeclared",
        severity: Severity::Error,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::PARAMETER_OBJECT,
        page: include_str!("path_variable_undeclared.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for operation in subject.operations.iter().filter(|operation| operation.path().contains('{')) {
        let parameters = operation.parameters();
        // What is behind a broken reference, nobody knows.
        if parameters.iter().any(|parameter| parameter.name().is_none()) {
            continue;
        }
        let declared = |name: &str| {
            parameters.iter().any(|parameter| {
                parameter.location() == Some(ParameterIn::Path) && parameter.name() == Some(name)
            })
        };
        for name in variables(operation.path()).filter(|name| !declared(name)) {
            let message =
                format!("{} declares no parameter for {}", named(operation), quoted(&format!("{{{name}}}")));
            reporter.report(operation.key().location(), message).help(format!(
                "add `- {{name: {name}, in: path, required: true, schema: {{type: string}}}}`"
            ));
        }
    }
}
