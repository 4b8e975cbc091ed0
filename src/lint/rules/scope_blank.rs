#![doc = include_str!("scope_blank.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA321",
        name: "scope-blank",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::BLANK_SCOPE,
        page: include_str!("scope_blank.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(settings) = subject.oauth() else { return };
    if settings.oauth.scope.is_empty() {
        let help = if settings.is_openid_connect() {
            "ask for `openid offline_access`, and for what your API needs besides"
        } else {
            "ask for what your API needs, or accept this where the provider has a default"
        };
        reporter.report(settings.place("scope"), "the scope is blank".to_owned()).help(help);
    }
}
