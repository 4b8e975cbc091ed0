#![doc = include_str!("not_strict_json.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::diagnostic::Location;
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Notation;
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA113",
        name: "not-strict-json",
        severity: Severity::Note,
        outcome: Outcome::Rejected,
        says: Some(editor::NOT_VALID),
        basis: basis::LOOSE_JSON,
        page: include_str!("not_strict_json.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Notation::LooseJson { offset } = subject.document.notation() else { return };
    let text = subject.document.source().text();
    // At the end of the text, the last character is underlined.
    let start = text.len().saturating_sub(1).min(offset);
    let start = text.floor_char_boundary(start);
    let end = text.ceil_char_boundary(start + 1);
    let location = Location { span: start..end, ..subject.document.around(start).location() };
    reporter
        .report(location, "the document starts like JSON, and stops being JSON here".to_owned())
        .help("take away the extra comma or comment, and use double quotes");
}
