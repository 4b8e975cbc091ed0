#![doc = include_str!("authorization_endpoint_repeats_parameter.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::{Role, Subject},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;
use url::Url;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA326",
        name: "authorization-endpoint-repeats-parameter",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::PARAMETER_ONCE,
        page: include_str!("authorization_endpoint_repeats_parameter.md"),
    },
    check,
};

/// The parameters that ChatGPT sends (RFC 6749 §4.1.1).
const SENT: [&str; 5] = ["response_type", "client_id", "redirect_uri", "scope", "state"];

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for endpoint in subject.endpoints.iter().filter(|endpoint| endpoint.role == Role::Authorization) {
        let repeated = repeated(&endpoint.url);
        if !repeated.is_empty() {
            let names: Vec<_> = repeated.iter().map(|name| format!("`{name}`")).collect();
            let names = names.join(", ");
            reporter
                .report(
                    endpoint.location.clone(),
                    format!("the authorization endpoint already has {names}, which ChatGPT sends as well"),
                )
                .help("give the endpoint alone: what stands before the `?`");
        }
    }
}

/// Returns the parameters in the query of `url` that ChatGPT sends itself.
pub(super) fn repeated(url: &Url) -> Vec<&'static str> {
    SENT.into_iter().filter(|sent| url.query_pairs().any(|(name, _)| name == *sent)).collect()
}
