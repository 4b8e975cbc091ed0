#![doc = include_str!("operation_id_unusable.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{TARGET, basis};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA230",
        name: "operation-id-unusable",
        severity: Severity::Warning,
        outcome: Outcome::Dropped,
        says: None,
        basis: basis::FUNCTION_NAMES,
        page: include_str!("operation_id_unusable.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let limit = TARGET.document.operation_id.value;
    let allowed = |character: &char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    for operation in &subject.operations {
        let (Some(id), Some(name)) = (operation.id(), operation.name()) else { continue };
        let length = name.chars().count();
        let message = match name.chars().find(|character| !allowed(character)) {
            Some(character) => {
                format!("the `operationId` {} has `{}` in it", quoted(name), character.escape_debug())
            }
            None if length > limit => {
                format!("the `operationId` {} has `{length}` characters, more than `{limit}`", quoted(name))
            }
            None => continue,
        };
        reporter
            .report(id.location(), message)
            .help("use letters, digits, dashes and underscores only, such as `listItems`");
    }
}
