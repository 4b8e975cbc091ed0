#![doc = include_str!("authorization_endpoint_query.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::{Role, Subject},
};
use super::authorization_endpoint_repeats_parameter::repeated;
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA325",
        name: "authorization-endpoint-query",
        severity: Severity::Note,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::ENDPOINT_QUERY,
        page: include_str!("authorization_endpoint_query.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for endpoint in subject.endpoints.iter().filter(|endpoint| endpoint.role == Role::Authorization) {
        let Some(query) = endpoint.url.query() else { continue };
        if repeated(&endpoint.url).is_empty() {
            let query = quoted(&format!("?{query}"));
            reporter
                .report(
                    endpoint.location.clone(),
                    format!("the authorization endpoint has a query of its own, {query}; nobody knows what ChatGPT makes of it"),
                )
                .help("try it in the GPT before you rely on it, or set it at the provider");
        }
    }
}
