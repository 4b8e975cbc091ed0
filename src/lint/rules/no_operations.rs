#![doc = include_str!("no_operations.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA207",
        name: "no-operations",
        severity: Severity::Warning,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_PATHS),
        basis: basis::NO_OPERATIONS,
        page: include_str!("no_operations.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.operations.is_empty() {
        return;
    }
    let paths = subject.document.root().get("paths");
    let location = paths.and_then(Node::key).map_or_else(|| subject.start(), Node::location);
    let message = match paths {
        Some(paths) if paths.is_mapping() && !paths.is_empty() => "no path has an operation".to_owned(),
        Some(paths) if paths.is_mapping() || paths.is_null() => "`paths` is empty".to_owned(),
        Some(paths) => format!("`paths` is {}, not a mapping", paths.what()),
        None => "the document has no `paths`".to_owned(),
    };
    reporter.report(location, message).help("add at least one operation, such as `get` below a path");
}
