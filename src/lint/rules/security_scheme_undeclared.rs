#![doc = include_str!("security_scheme_undeclared.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::{Node, Operation, SecurityScheme};
use crate::platform::gpt_action::basis;
use std::collections::HashSet;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA302",
        name: "security-scheme-undeclared",
        severity: Severity::Note,
        outcome: Outcome::Advice,
        says: None,
        basis: basis::SECURITY_REQUIREMENTS,
        page: include_str!("security_scheme_undeclared.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let schemes = subject.document.security_schemes();
    let declared: HashSet<&str> = schemes.iter().map(SecurityScheme::name).collect();
    let lists = subject.operations.iter().filter_map(Operation::security);
    for list in lists.chain(subject.document.root().get("security")) {
        for (key, _) in list.items().flat_map(Node::entries) {
            let name = key.text().unwrap_or_default();
            if !declared.contains(name) {
                reporter
                    .report(
                        key.location(),
                        format!("`security` names {}, which is not declared", quoted(name)),
                    )
                    .help("declare it below `components.securitySchemes`, or take it away");
            }
        }
    }
}
