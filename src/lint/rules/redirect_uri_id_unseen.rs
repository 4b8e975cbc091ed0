#![doc = include_str!("redirect_uri_id_unseen.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;
use crate::platform::gpt_action::callback::{Callback, IdForm};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA331",
        name: "redirect-uri-id-unseen",
        severity: Severity::Note,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::CALLBACK_ID,
        page: include_str!("redirect_uri_id_unseen.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for registered in subject.oauth().into_iter().flat_map(|settings| settings.callbacks()) {
        if let Callback::Action { id, form: IdForm::Unseen, .. } = registered.callback {
            let message = format!(
                "{} has not the form of any callback id seen so far: `g-` and 40 hexadecimal digits",
                quoted(id)
            );
            reporter
                .report(registered.location, message)
                .help("compare it with the callback URL at the bottom of the GPT's Configure page");
        }
    }
}
