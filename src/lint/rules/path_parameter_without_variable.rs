#![doc = include_str!("path_parameter_without_variable.md")]

use super::super::{
    paths::variables,
    rule::{Reporter, Rule, place, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::ParameterIn;
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA216",
        name: "path-parameter-without-variable",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::PARAMETER_OBJECT,
        page: include_str!("path_parameter_without_variable.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for operation in &subject.operations {
        for parameter in operation.parameters() {
            let Some(name) = parameter.name() else { continue };
            if parameter.location() != Some(ParameterIn::Path)
                || variables(operation.path()).any(|variable| variable == name)
            {
                continue;
            }
            let braces = quoted(&format!("{{{name}}}"));
            let location = parameter.node().get("name").map_or_else(|| place(parameter.node()), place);
            reporter
                .report(location, format!("the path {} has no {braces}", quoted(operation.path())))
                .help("give the parameter the name that stands in the path");
        }
    }
}
