#![doc = include_str!("duplicate_key.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA101",
        name: "duplicate-key",
        severity: Severity::Warning,
        outcome: Outcome::Rejected,
        says: Some(editor::NOT_VALID),
        basis: basis::DUPLICATE_KEYS,
        page: include_str!("duplicate_key.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (first, again) in subject.document.repeated_keys() {
        let line = first.source().position(first.span().start).line;
        let key = quoted(again.text().unwrap_or_default());
        reporter
            .report(again.location(), format!("the key {key} stands here again, first in line `{line}`"))
            .help("keep one of the two; readers that accept this use the last");
    }
}
