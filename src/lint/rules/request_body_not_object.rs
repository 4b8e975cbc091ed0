#![doc = include_str!("request_body_not_object.md")]

use super::super::{
    rule::{Reporter, Rule, key_or, place},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::{Node, Unresolved};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA223",
        name: "request-body-not-object",
        severity: Severity::Error,
        outcome: Outcome::Dropped,
        says: Some(editor::BODY_NOT_OBJECT),
        basis: basis::OBJECT_BODIES,
        page: include_str!("request_body_not_object.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (operation, schema) in subject.body_schemas() {
        let fault = match subject.document.follow(schema) {
            // What lies outside of the document is another rule's.
            Err(Unresolved::Unread { .. }) => None,
            Err(_) => Some("is a reference to nothing".to_owned()),
            Ok(resolved) => fault(resolved),
        };
        let Some(fault) = fault else { continue };
        let message = format!("the request body of {} {fault}", named(&operation));
        reporter
            .report(schema.get("$ref").map_or_else(|| key_or(schema), place), message)
            .help("make it one object with named properties, such as an `action` with an `enum`");
    }
}

fn fault(schema: Node<'_>) -> Option<String> {
    let kind = schema.get("type");
    if let Some(name) = kind.and_then(Node::as_str) {
        return (name != "object")
            .then(|| format!("is of the type {}, not an object", format_args!("`{name}`")));
    }
    if kind.is_some_and(|kind| kind.items().any(|kind| kind.as_str() == Some("object"))) {
        return None;
    }
    let choice = ["oneOf", "anyOf"].into_iter().find(|key| schema.get(key).is_some())?;
    // With properties of its own it is an object that is narrowed down.
    schema.get("properties").is_none().then(|| format!("is a choice by `{choice}`, not an object"))
}
