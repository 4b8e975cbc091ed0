#![doc = include_str!("reference_without_slash.md")]

use super::super::{
    references::Leads,
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA110",
        name: "reference-without-slash",
        severity: Severity::Error,
        outcome: Outcome::Warned,
        says: Some(editor::UNKNOWN_COMPONENT),
        basis: basis::REFERENCES,
        page: include_str!("reference_without_slash.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for reference in &subject.references {
        if let (Leads::WithoutSlash, Some(text)) = (reference.leads, reference.node.as_str()) {
            let right = quoted(&text.replacen('#', "#/", 1));
            reporter
                .report(reference.node.location(), format!("{} has no `/` after `#`", quoted(text)))
                .help(format!("write {right}"));
        }
    }
}
