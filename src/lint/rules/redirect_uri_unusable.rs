#![doc = include_str!("redirect_uri_unusable.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;
use crate::platform::gpt_action::callback::Callback;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA333",
        name: "redirect-uri-unusable",
        severity: Severity::Error,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::AUTHENTICATION_PAGE,
        page: include_str!("redirect_uri_unusable.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for registered in subject.oauth().into_iter().flat_map(|settings| settings.callbacks()) {
        if registered.callback == Callback::Unusable {
            reporter
                .report(
                    registered.location,
                    format!("{} is not the callback URL of an action", quoted(registered.uri)),
                )
                .help("copy it letter by letter: `https://chatgpt.com/aip/g-…/oauth/callback`");
        }
    }
}
