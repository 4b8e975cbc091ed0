#![doc = include_str!("scope_not_space_separated.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA320",
        name: "scope-not-space-separated",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::SCOPE_VERBATIM,
        page: include_str!("scope_not_space_separated.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(settings) = subject.oauth() else { return };
    let scope = settings.oauth.scope.as_str();
    let values: Vec<_> = scope.split([' ', ',', '+']).filter(|value| !value.is_empty()).collect();
    let spaced = values.join(" ");
    if values.is_empty() || scope == spaced {
        return;
    }
    let fault = match scope {
        scope if scope.contains(',') => "commas between its values",
        scope if scope.contains('+') => "`+` between its values",
        _ => "spaces that separate nothing",
    };
    let help = format!("separate the values with one space: `{spaced}`");
    reporter.report(settings.place("scope"), format!("the scope {} has {fault}", quoted(scope))).help(help);
}
