#![doc = include_str!("redirect_uri_ids_differ.md")]

use super::super::{
    oauth::Lone,
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA335",
        name: "redirect-uri-ids-differ",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::CALLBACK_ID,
        page: include_str!("redirect_uri_ids_differ.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(settings) = subject.oauth() else { return };
    for Lone { registered, missing, rival } in settings.lone_callbacks() {
        if let Some(rival) = rival {
            let message = format!("`{missing}` has another callback id, {}", quoted(rival));
            reporter
                .report(registered.location, message)
                .help("look the callback URL up again: an old id stayed when it changed");
        }
    }
}
