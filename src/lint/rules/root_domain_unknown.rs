#![doc = include_str!("root_domain_unknown.md")]

use super::super::{
    domains::{Relation, relations},
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA402",
        name: "root-domain-unknown",
        severity: Severity::Note,
        outcome: Outcome::Rejected,
        says: Some(editor::ROOT_DOMAIN_MISMATCH),
        basis: basis::PRIVATE_SUFFIXES,
        page: include_str!("root_domain_unknown.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for pair in relations(subject) {
        let why = match pair.relation {
            Relation::Disputed => {
                "customers of one hoster share that domain; whether ChatGPT takes it as one is not known"
            }
            Relation::MaybeExempt => "whether the exemption of its owner covers this host is not known",
            Relation::Shared | Relation::Separate => continue,
        };
        reporter
            .report(pair.endpoint.location.clone(), format!("{}: {why}", pair.words()))
            .help("do not rely on it; put both on a domain of your own");
    }
}
