#![doc = include_str!("empty_value.md")]

use super::super::{
    rule::{Reporter, Rule, place, quoted},
    shapes::Misfit,
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA106",
        name: "empty-value",
        severity: Severity::Warning,
        outcome: Outcome::Rejected,
        says: Some(editor::EMPTY_MAPPING),
        basis: basis::EMPTY_MAPPINGS,
        page: include_str!("empty_value.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for misfit in subject.misfits.iter().filter(|misfit| misfit.node.is_null()) {
        let Misfit { node, expected } = *misfit;
        let key = node.key().and_then(Node::text);
        let message = match key {
            Some(key) => format!("{} has nothing after it, not {expected}", quoted(&format!("{key}:"))),
            None => format!("an item is empty, not {expected}"),
        };
        let help = match expected {
            "a list" => "write `[]`, or take it away",
            _ => "write `{}`, or take it away",
        };
        reporter.report(place(node), message).help(help);
    }
}
