#![doc = include_str!("security_scheme_unsupported.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::{Node, Operation, SecurityScheme};
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA339",
        name: "security-scheme-unsupported",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::EDITOR_CODE,
        page: include_str!("security_scheme_unsupported.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let schemes = subject.document.security_schemes();
    let global = subject.document.root().get("security");
    for scheme in &schemes {
        let Some(fault) = fault(scheme) else { continue };
        let in_need = |operation: &&Operation<'_>| {
            let alternatives = operation.security().or(global).into_iter().flat_map(Node::items);
            let mut alternatives = alternatives.peekable();
            alternatives.peek().is_some()
                && alternatives.all(|alternative| alternative.get(scheme.name()).is_some())
        };
        if let Some(operation) = subject.operations.iter().find(in_need) {
            let name = quoted(scheme.name());
            let needs = super::super::subject::named(operation);
            reporter
                .report(scheme.key().location(), format!("{needs} needs the security scheme {name}: {fault}"))
                .help("let the API also take an OAuth access token or a key in a header");
        }
    }
}

/// Returns why the editor has no authentication type for a scheme; nothing where it has one, or where
/// the scheme is none that OpenAPI knows.
fn fault(scheme: &SecurityScheme<'_>) -> Option<&'static str> {
    let text = |key| scheme.node().get(key).and_then(Node::as_str);
    match scheme.kind()? {
        "apiKey" => match text("in")? {
            "query" => Some("ChatGPT sends no key in the query"),
            "cookie" => Some("ChatGPT sends no cookies"),
            _ => None,
        },
        "http" => {
            let known = ["basic", "bearer"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(text("scheme").unwrap_or(known)));
            (!known).then_some("ChatGPT sends `Basic` and `Bearer` alone")
        }
        "mutualTLS" => Some("ChatGPT has no client certificate for actions"),
        _ => None,
    }
}
