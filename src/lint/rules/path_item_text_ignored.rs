#![doc = include_str!("path_item_text_ignored.md")]

use super::super::{
    rule::{Reporter, Rule, key_or, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA211",
        name: "path-item-text-ignored",
        severity: Severity::Note,
        outcome: Outcome::Warned,
        says: Some(editor::UNRECOGNIZED_METHOD),
        basis: basis::PATH_ITEM_KEYS,
        page: include_str!("path_item_text_ignored.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (path, item) in subject.path_items() {
        for key in ["summary", "description", "servers"] {
            let Some(node) = item.get(key) else { continue };
            let path = quoted(path.text().unwrap_or_default());
            reporter
                .report(key_or(node), format!("the `{key}` of {path} is ignored"))
                .help("move it into the operations");
        }
    }
}
