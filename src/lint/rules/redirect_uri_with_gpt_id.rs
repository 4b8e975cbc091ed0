#![doc = include_str!("redirect_uri_with_gpt_id.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;
use crate::platform::gpt_action::callback::{Callback, IdForm};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA330",
        name: "redirect-uri-with-gpt-id",
        severity: Severity::Error,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::CALLBACK_ID,
        page: include_str!("redirect_uri_with_gpt_id.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for registered in subject.oauth().into_iter().flat_map(|settings| settings.callbacks()) {
        if let Callback::Action { id, form: IdForm::Gpt, .. } = registered.callback {
            let message = format!(
                "{} is the id of a GPT, not a callback id: `g-` and 40 hexadecimal digits",
                quoted(id)
            );
            reporter
                .report(registered.location, message)
                .help("copy the callback URL from the bottom of the GPT's Configure page, after saving");
        }
    }
}
