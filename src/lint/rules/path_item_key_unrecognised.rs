#![doc = include_str!("path_item_key_unrecognised.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{TARGET, basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA209",
        name: "path-item-key-unrecognised",
        severity: Severity::Warning,
        outcome: Outcome::Dropped,
        says: Some(editor::UNRECOGNIZED_METHOD),
        basis: basis::PATH_ITEM_KEYS,
        page: include_str!("path_item_key_unrecognised.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (path, item) in subject.path_items() {
        for (key, _) in item.entries() {
            let Some(text) = key.text().filter(|text| !is_left_to_others(text)) else { continue };
            let message = format!("{} of {} is no method that the editor knows", quoted(text), words(path));
            reporter.report(key.location(), message).help(help(text));
        }
    }
}

/// Returns whether a key is a method, or the business of another rule.
fn is_left_to_others(key: &str) -> bool {
    TARGET.document.methods.value.contains(&key)
        || matches!(key, "parameters" | "summary" | "description" | "servers")
        || key.starts_with("x-")
}

fn words(path: Node<'_>) -> String {
    quoted(path.text().unwrap_or_default())
}

fn help(key: &str) -> String {
    match key {
        "$ref" => "write the path item here instead of referring to it".to_owned(),
        _ if TARGET.document.methods.value.contains(&&*key.to_ascii_lowercase()) => {
            format!("write `{}`", key.to_ascii_lowercase())
        }
        _ => "offer it as a `get` or `post` operation, or take it away".to_owned(),
    }
}
