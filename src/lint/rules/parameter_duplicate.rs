#![doc = include_str!("parameter_duplicate.md")]

use super::super::{
    rule::{Reporter, Rule, place, quoted},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{basis, editor};
use std::collections::HashSet;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA219",
        name: "parameter-duplicate",
        severity: Severity::Warning,
        outcome: Outcome::Dropped,
        says: Some(editor::PARAMETER_DUPLICATED),
        basis: basis::PARAMETER_DUPLICATES,
        page: include_str!("parameter_duplicate.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for operation in &subject.operations {
        let mut seen = HashSet::new();
        for parameter in operation.node().get("parameters").into_iter().flat_map(Node::items) {
            let node = subject.document.resolve(parameter).and_then(|parameter| parameter.get("name"));
            let Some((node, name)) = node.and_then(|node| Some((node, node.as_str()?))) else { continue };
            if seen.insert(name) {
                continue;
            }
            let location = if parameter.get("$ref").is_some() { place(parameter) } else { place(node) };
            reporter
                .report(location, format!("{} has the parameter {} twice", named(operation), quoted(name)))
                .help("give one of them another name, or take it away");
        }
    }
}
