#![doc = include_str!("components_without_schemas.md")]

use super::super::{
    rule::{Reporter, Rule, key_or, place},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA108",
        name: "components-without-schemas",
        severity: Severity::Warning,
        outcome: Outcome::Warned,
        says: Some(editor::SCHEMAS_SECTION),
        basis: basis::SCHEMAS_SECTION,
        page: include_str!("components_without_schemas.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let components = subject.document.root().get("components").filter(|components| components.is_mapping());
    let Some(components) = components else { return };
    let fix = "write `schemas: {}` below `components`";
    match components.get("schemas") {
        None => {
            reporter.report(key_or(components), "`components` has no `schemas`".to_owned()).help(fix);
        }
        Some(schemas) if !schemas.is_mapping() => {
            let message = format!("`schemas` is {}, not a mapping", schemas.what());
            reporter.report(place(schemas), message).help(fix);
        }
        Some(_) => {}
    }
}
