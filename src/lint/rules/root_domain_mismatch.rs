#![doc = include_str!("root_domain_mismatch.md")]

use super::super::{
    domains::{Relation, relations},
    rule::{Reporter, Rule},
    subject::{Role, Subject},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA401",
        name: "root-domain-mismatch",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::ROOT_DOMAIN_MISMATCH),
        basis: basis::ROOT_DOMAIN,
        page: include_str!("root_domain_mismatch.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for pair in relations(subject) {
        if pair.relation == Relation::Separate && pair.endpoint.role != Role::Issuer {
            reporter
                .report(pair.endpoint.location.clone(), pair.words())
                .help("put the authorization server on a custom domain beside the API, such as `auth.` and `api.` of one domain");
        }
    }
}
