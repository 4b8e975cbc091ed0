#![doc = include_str!("endpoint_fragment.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA324",
        name: "endpoint-fragment",
        severity: Severity::Error,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::ENDPOINT_FRAGMENT,
        page: include_str!("endpoint_fragment.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for endpoint in &subject.endpoints {
        if let Some(fragment) = endpoint.url.fragment() {
            let message =
                format!("the {} has a fragment, {}", endpoint.role.words(), quoted(&format!("#{fragment}")));
            reporter.report(endpoint.location.clone(), message).help("take the `#` and what follows it away");
        }
    }
}
