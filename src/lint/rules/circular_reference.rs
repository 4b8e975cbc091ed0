#![doc = include_str!("circular_reference.md")]

use super::super::{
    references::cycles,
    rule::{Reporter, Rule, key_or, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA112",
        name: "circular-reference",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::CIRCULAR),
        basis: basis::CIRCULAR,
        page: include_str!("circular_reference.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for cycle in cycles(&subject.references) {
        let names: Vec<&str> = cycle.iter().filter_map(|node| node.key()?.text()).collect();
        let (Some(first), Some(node)) = (names.first(), cycle.first()) else { continue };
        let message = match names.get(1..).unwrap_or_default() {
            [] => format!("the component {} refers to itself", quoted(first)),
            [second] => {
                format!("the component {} refers to itself through {}", quoted(first), quoted(second))
            }
            [second, rest @ ..] => format!(
                "the component {} refers to itself through {} and {} more",
                quoted(first),
                quoted(second),
                rest.len()
            ),
        };
        reporter
            .report(key_or(*node), message)
            .help("end it with a copy that lacks the inner field, or with a plain `type: object`");
    }
}
