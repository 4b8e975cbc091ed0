#![doc = include_str!("issuer_on_another_domain.md")]

use super::super::{
    domains::{Relation, relations},
    rule::{Reporter, Rule},
    subject::{Role, Subject},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA403",
        name: "issuer-on-another-domain",
        severity: Severity::Warning,
        outcome: Outcome::Rejected,
        says: Some(editor::ROOT_DOMAIN_MISMATCH),
        basis: basis::DISCOVERED_ENDPOINTS,
        page: include_str!("issuer_on_another_domain.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for pair in relations(subject) {
        if pair.relation == Relation::Separate && pair.endpoint.role == Role::Issuer {
            reporter.report(pair.endpoint.location.clone(), pair.words()).help(
                "put the provider on a custom domain beside the API, or name its endpoints in `[oauth]`",
            );
        }
    }
}
