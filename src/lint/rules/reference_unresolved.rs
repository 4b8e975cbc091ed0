#![doc = include_str!("reference_unresolved.md")]

use super::super::{
    references::Leads,
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};
use std::collections::HashSet;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA109",
        name: "reference-unresolved",
        severity: Severity::Error,
        outcome: Outcome::Warned,
        says: Some(editor::UNKNOWN_COMPONENT),
        basis: basis::REFERENCES,
        page: include_str!("reference_unresolved.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    // The rule about request bodies says what is worse.
    let bodies: HashSet<usize> = subject.body_schemas().map(|(_, schema)| schema.id()).collect();
    for reference in subject.references.iter().filter(|reference| matches!(reference.leads, Leads::Nowhere)) {
        let node = reference.node;
        if node.parent().is_some_and(|holder| bodies.contains(&holder.id())) {
            continue;
        }
        let text = quoted(node.as_str().unwrap_or_default());
        reporter
            .report(node.location(), format!("{text} leads to nothing in this document"))
            .help("correct the name, or define what it names");
    }
}
