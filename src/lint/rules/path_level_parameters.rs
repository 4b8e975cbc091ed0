#![doc = include_str!("path_level_parameters.md")]

use super::super::{
    rule::{Reporter, Rule, key_or, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA210",
        name: "path-level-parameters",
        severity: Severity::Warning,
        outcome: Outcome::Dropped,
        says: Some(editor::UNRECOGNIZED_METHOD),
        basis: basis::PATH_ITEM_KEYS,
        page: include_str!("path_level_parameters.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (path, item) in subject.path_items() {
        let Some(parameters) = item.get("parameters").filter(|parameters| !parameters.is_empty()) else {
            continue;
        };
        let path = quoted(path.text().unwrap_or_default());
        reporter
            .report(key_or(parameters), format!("the parameters of {path} stand beside its operations"))
            .help("move them into each operation");
    }
}
