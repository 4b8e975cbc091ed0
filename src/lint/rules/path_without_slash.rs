#![doc = include_str!("path_without_slash.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA208",
        name: "path-without-slash",
        severity: Severity::Error,
        outcome: Outcome::Dropped,
        says: Some(editor::NO_SLASH),
        basis: basis::PATHS_OBJECT,
        page: include_str!("path_without_slash.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (path, _) in subject.path_items() {
        let text = path.text().unwrap_or_default();
        if !text.starts_with('/') {
            reporter
                .report(path.location(), format!("the path {} does not start with a slash", quoted(text)))
                .help(format!("write {}", quoted(&format!("/{text}"))));
        }
    }
}
