#![doc = include_str!("offline_access_missing.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA323",
        name: "offline-access-missing",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::OFFLINE_ACCESS,
        page: include_str!("offline_access_missing.md"),
    },
    check,
};

/// Google knows no such scope: there, `access_type=offline` asks for a refresh token.
const WITHOUT: &str = "accounts.google.com";

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(settings) = subject.oauth() else { return };
    let scope = &settings.oauth.scope;
    let is_google = subject.endpoints.iter().any(|endpoint| endpoint.url.host_str() == Some(WITHOUT));
    if is_google || !settings.is_openid_connect() || scope.is_empty() || settings.asks_for("offline_access") {
        return;
    }
    let message = format!("the scope {} asks for no refresh token", quoted(scope.as_str()));
    reporter
        .report(settings.place("scope"), message)
        .help("add `offline_access`; with Logto, also turn on \"Always issue Refresh Token\"");
}
