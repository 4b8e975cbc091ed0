#![doc = include_str!("info_incomplete.md")]

use super::super::{
    rule::{Reporter, Rule, key_or, place},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA105",
        name: "info-incomplete",
        severity: Severity::Warning,
        outcome: Outcome::Rejected,
        says: Some(editor::INFO_FIELD),
        basis: basis::INFO_FIELDS,
        page: include_str!("info_incomplete.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let root = subject.document.root();
    let fix = "write `info: {title: …, version: 1.0.0}`";
    let Some(info) = root.get("info") else {
        reporter.report(subject.start(), "the document has no `info`".to_owned()).help(fix);
        return;
    };
    if !info.is_mapping() {
        reporter.report(place(info), format!("`info` is {}, not a mapping", info.what())).help(fix);
        return;
    }
    for field in ["title", "version"] {
        let Some(node) = info.get(field) else {
            reporter.report(key_or(info), format!("`info` has no `{field}`")).help(fix);
            continue;
        };
        match node.as_str() {
            Some(text) if text.trim().is_empty() => {
                reporter.report(place(node), format!("the `{field}` of `info` is empty")).help(fix);
            }
            Some(_) => {}
            None => {
                let message = format!("the `{field}` of `info` is {}, not a string", node.what());
                reporter.report(place(node), message).help("put it in quotes");
            }
        }
    }
}
