#![doc = include_str!("response_not_text.md")]

use super::super::{
    media_types::is_binary,
    rule::{Reporter, Rule, key_or, quoted},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{TARGET, basis};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA228",
        name: "response-not-text",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::PRODUCTION_PAGE,
        page: include_str!("response_not_text.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for operation in &subject.operations {
        for (status, response) in operation.responses().filter(|(status, _)| status.starts_with('2')) {
            let Some(content) = response.get("content") else { continue };
            let types: Vec<&str> =
                content.entries().filter_map(|(media_type, _)| media_type.text()).collect();
            if types.is_empty() || !types.iter().all(|media_type| is_binary(media_type)) {
                continue;
            }
            let types = quoted(types.first().copied().unwrap_or_default());
            let message = format!("{} answers `{status}` with {types}, not with text", named(operation));
            reporter.report(key_or(content), message).help(format!(
                "answer with JSON, and give files back in `{}`",
                TARGET.document.file_response.value
            ));
        }
    }
}
