#![doc = include_str!("parameter_name_missing.md")]

use super::super::{
    rule::{Reporter, Rule, place},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA218",
        name: "parameter-name-missing",
        severity: Severity::Error,
        outcome: Outcome::Dropped,
        says: Some(editor::PARAMETER_NAME),
        basis: basis::PARAMETER_NAMES,
        page: include_str!("parameter_name_missing.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for operation in &subject.operations {
        for parameter in operation.node().get("parameters").into_iter().flat_map(Node::items) {
            if !parameter.is_mapping() || parameter.get("$ref").is_some() {
                continue;
            }
            let (location, what) = match parameter.get("name") {
                Some(name) if name.as_str().is_some_and(|name| !name.is_empty()) => continue,
                Some(name) => (place(name), format!("whose `name` is {}", what(name))),
                None => (place(parameter), "without a `name`".to_owned()),
            };
            reporter
                .report(location, format!("{} has a parameter {what}", named(operation)))
                .help("add its `name`, in quotes if it looks like a number");
        }
    }
}

fn what(name: Node<'_>) -> String {
    match name.as_str() {
        Some(_) => "empty".to_owned(),
        None => format!("{}, not a string", name.what()),
    }
}
