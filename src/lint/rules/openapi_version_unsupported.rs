#![doc = include_str!("openapi_version_unsupported.md")]

use super::super::{
    rule::{Reporter, Rule, place, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{TARGET, basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA103",
        name: "openapi-version-unsupported",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::VERSION),
        basis: basis::OPENAPI_VERSION,
        page: include_str!("openapi_version_unsupported.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let root = subject.document.root();
    let known = TARGET.document.versions.value;
    let (location, message) = match root.get("openapi") {
        // Swagger 2.0 has a rule of its own.
        None if root.get("swagger").is_some() => return,
        None => (subject.start(), "the document does not say its `openapi` version".to_owned()),
        Some(version) if version.as_str().is_some_and(|version| known.contains(&version)) => return,
        Some(version) => {
            let written = quoted(version.text().unwrap_or_default());
            let message = match version.as_str() {
                Some(_) => format!("the `openapi` version is {written}, not `{}`", known.join("` or `")),
                None if version.text().is_none_or(str::is_empty) => {
                    format!("the `openapi` version is {}, not `{}`", version.what(), known.join("` or `"))
                }
                None => format!("the `openapi` version {written} is {}, not a string", version.what()),
            };
            (place(version), message)
        }
    };
    reporter.report(location, message).help(help(root.get("openapi").and_then(Node::text)));
}

fn help(version: Option<&str>) -> &'static str {
    match version {
        Some(version) if version.starts_with("3.0") => {
            "write `openapi: 3.1.0`, and `type: [string, 'null']` for `nullable: true`"
        }
        _ => "write `openapi: 3.1.0`",
    }
}
