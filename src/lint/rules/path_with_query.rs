#![doc = include_str!("path_with_query.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA212",
        name: "path-with-query",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::PATH_SYNTAX,
        page: include_str!("path_with_query.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (path, _) in subject.path_items() {
        let text = path.text().unwrap_or_default();
        let (what, help) = match text.find(['?', '#']).and_then(|at| text.get(at..)) {
            Some(rest) if rest.starts_with('?') => ("a query", "declare parameters with `in: query` instead"),
            Some(_) => ("a fragment", "take it away: a fragment is never sent"),
            None => continue,
        };
        reporter.report(path.location(), format!("the path {} has {what}", quoted(text))).help(help);
    }
}
