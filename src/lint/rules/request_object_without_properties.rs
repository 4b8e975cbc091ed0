#![doc = include_str!("request_object_without_properties.md")]

use super::super::{
    rule::{Reporter, Rule, key_or},
    schemas::{called, is_map, lacks_properties},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA224",
        name: "request-object-without-properties",
        severity: Severity::Error,
        outcome: Outcome::FailsWhenCalled,
        says: Some(editor::MISSING_PROPERTIES),
        basis: basis::OBJECT_PROPERTIES,
        page: include_str!("request_object_without_properties.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for schema in subject.schemas.of_requests().filter(|schema| lacks_properties(*schema)) {
        // A map, and what it holds, is the matter of another rule.
        if is_map(schema) || schema.key().and_then(Node::text) == Some("additionalProperties") {
            continue;
        }
        reporter
            .report(key_or(schema), format!("{} is an object without `properties`", called(schema)))
            .help("name its properties, or take one string that holds the JSON");
    }
}
