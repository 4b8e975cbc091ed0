#![doc = include_str!("endpoint_not_https.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA327",
        name: "endpoint-not-https",
        severity: Severity::Error,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::ENDPOINT_TLS,
        page: include_str!("endpoint_not_https.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for endpoint in &subject.endpoints {
        if endpoint.url.scheme() == "http" {
            let message = format!("the {} is reached by `http`, not `https`", endpoint.role.words());
            reporter
                .report(endpoint.location.clone(), message)
                .help("serve it over https, with a certificate that is publicly trusted");
        }
    }
}
