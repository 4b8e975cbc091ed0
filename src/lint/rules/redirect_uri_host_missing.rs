#![doc = include_str!("redirect_uri_host_missing.md")]

use super::super::{
    oauth::Lone,
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA334",
        name: "redirect-uri-host-missing",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::AUTHENTICATION_PAGE,
        page: include_str!("redirect_uri_host_missing.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(settings) = subject.oauth() else { return };
    for Lone { registered, missing, rival } in settings.lone_callbacks() {
        if rival.is_none() {
            let message = format!("this callback URL is not there with the other host, `{missing}`");
            reporter
                .report(registered.location, message)
                .help(format!("register it with `{missing}` as well, and list both"));
        }
    }
}
