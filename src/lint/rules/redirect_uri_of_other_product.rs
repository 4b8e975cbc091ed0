#![doc = include_str!("redirect_uri_of_other_product.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;
use crate::platform::gpt_action::callback::Callback;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA332",
        name: "redirect-uri-of-other-product",
        severity: Severity::Error,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::OTHER_REDIRECTS,
        page: include_str!("redirect_uri_of_other_product.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for registered in subject.oauth().into_iter().flat_map(|settings| settings.callbacks()) {
        if let Callback::Other(product) = registered.callback {
            reporter
                .report(
                    registered.location,
                    format!("{} is a redirect URI of {product}", quoted(registered.uri)),
                )
                .help(
                    "register the callback URL of the action: `https://chatgpt.com/aip/g-…/oauth/callback`",
                );
        }
    }
}
