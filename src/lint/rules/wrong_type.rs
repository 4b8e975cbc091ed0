#![doc = include_str!("wrong_type.md")]

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
        code: "GA107",
        name: "wrong-type",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::NOT_VALID),
        basis: basis::SHAPES,
        page: include_str!("wrong_type.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for misfit in subject.misfits.iter().filter(|misfit| !misfit.node.is_null()) {
        let Misfit { node, expected } = *misfit;
        let what = node.what();
        let message = match node.key().and_then(Node::text) {
            Some(key) => format!("{} is {what}, not {expected}", quoted(key)),
            None => format!("an item is {what}, not {expected}"),
        };
        let help = match expected {
            "a list" => "write a list: each item on a line of its own, after a dash",
            "a string" => "put it in quotes",
            _ => "write a mapping: keys with their values, indented below it",
        };
        reporter.report(place(node), message).help(help);
    }
}
