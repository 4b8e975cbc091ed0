#![doc = include_str!("reference_outside_document.md")]

use super::super::{
    references::Leads,
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA111",
        name: "reference-outside-document",
        severity: Severity::Warning,
        outcome: Outcome::Warned,
        says: Some(editor::UNKNOWN_COMPONENT),
        basis: basis::OTHER_DOCUMENTS,
        page: include_str!("reference_outside_document.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for reference in &subject.references {
        let unread = match reference.leads {
            Leads::Outside => String::new(),
            Leads::Unread(Some(why)) => format!(", and was not read: {why}"),
            Leads::Unread(None) => ", and was not read".to_owned(),
            _ => continue,
        };
        let text = quoted(reference.node.as_str().unwrap_or_default());
        reporter
            .report(reference.node.location(), format!("{text} leads out of the document{unread}"))
            .help("put what it names below `components`, and refer to it there");
    }
}
