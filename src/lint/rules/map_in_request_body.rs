#![doc = include_str!("map_in_request_body.md")]

use super::super::{
    rule::{Reporter, Rule, key_or},
    schemas::{called, is_map},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA226",
        name: "map-in-request-body",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: Some(editor::UNRECOGNIZED_ARGUMENT),
        basis: basis::OPEN_MAPS,
        page: include_str!("map_in_request_body.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for schema in subject.schemas.of_requests().filter(|schema| is_map(*schema)) {
        let keyword = if schema.get("patternProperties").is_some() {
            "patternProperties"
        } else {
            "additionalProperties"
        };
        let location = schema.get(keyword).map_or_else(|| key_or(schema), key_or);
        reporter
            .report(location, format!("{} takes names that it does not name: `{keyword}`", called(schema)))
            .help("take a list of objects with `name` and `value` instead");
    }
}
