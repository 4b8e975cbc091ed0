#![doc = include_str!("openid_missing.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA322",
        name: "openid-missing",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::OPENID_SCOPE,
        page: include_str!("openid_missing.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(settings) = subject.oauth() else { return };
    let scope = &settings.oauth.scope;
    if settings.is_openid_connect() && !scope.is_empty() && !settings.asks_for("openid") {
        let message = format!(
            "the scope {} asks a provider of OpenID Connect without `openid`",
            quoted(scope.as_str())
        );
        reporter.report(settings.place("scope"), message).help("put `openid` at the beginning of the scope");
    }
}
