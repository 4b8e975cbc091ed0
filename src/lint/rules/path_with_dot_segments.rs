#![doc = include_str!("path_with_dot_segments.md")]

use super::super::{
    paths::dot_segments,
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA213",
        name: "path-with-dot-segments",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::PATH_SYNTAX,
        page: include_str!("path_with_dot_segments.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (path, _) in subject.path_items() {
        let text = path.text().unwrap_or_default();
        if let Some(segment) = dot_segments(text).next() {
            let message = format!("the path {} has the segment `{segment}`", quoted(text));
            reporter.report(path.location(), message).help("write the path that is meant");
        }
    }
}
