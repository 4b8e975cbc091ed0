#![doc = include_str!("file_parameter_unusable.md")]

use super::super::{
    rule::{Reporter, Rule, key_or, place},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::{Method, Node};
use crate::platform::gpt_action::{TARGET, basis};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA232",
        name: "file-parameter-unusable",
        severity: Severity::Error,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::FILES_PAGE,
        page: include_str!("file_parameter_unusable.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let name = TARGET.document.file_ids.value;
    for operation in &subject.operations {
        for parameter in operation.parameters().iter().filter(|parameter| parameter.name() == Some(name)) {
            let location = parameter.node().get("name").map_or_else(|| place(parameter.node()), place);
            reporter
                .report(
                    location,
                    format!("`{name}` of {} is a parameter, not part of a body", named(operation)),
                )
                .help("take it as a property of the JSON body of a POST operation");
        }
        let schema = operation.request_body().and_then(|body| body.json_schema());
        let Some(property) = schema.and_then(|schema| schema.get("properties")?.get(name)) else { continue };
        let resolved = subject.document.resolve(property).unwrap_or(property);
        let message = if operation.method() != Method::Post {
            format!("`{name}` of {} is not in a POST operation", named(operation))
        } else if let Some(kind) = type_of(resolved).filter(|kind| *kind != "array") {
            format!("`{name}` is of the type `{kind}`, not a list of strings")
        } else if let Some(kind) = items_of(subject, resolved).filter(|kind| *kind != "string") {
            format!("`{name}` is a list of the type `{kind}`, not of strings")
        } else {
            continue;
        };
        reporter
            .report(key_or(property), message)
            .help(format!("write `{name}: {{type: array, items: {{type: string}}}}` in the body of a POST"));
    }
}

fn type_of(schema: Node<'_>) -> Option<&str> {
    schema.get("type")?.as_str()
}

fn items_of<'a>(subject: &Subject<'a>, schema: Node<'a>) -> Option<&'a str> {
    type_of(subject.document.resolve(schema.get("items")?)?)
}
