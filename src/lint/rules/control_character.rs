#![doc = include_str!("control_character.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::{
    diagnostic::{Kind, Location, Outcome, Severity},
    openapi::Notation,
    platform::gpt_action::{basis, editor},
};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA102",
        name: "control-character",
        severity: Severity::Warning,
        outcome: Outcome::Rejected,
        says: Some(editor::NOT_VALID),
        basis: basis::CONTROL_CHARACTERS,
        page: include_str!("control_character.md"),
    },
    check,
};

/// Reports the first one of each line: they come in pairs, and a file may be full of them.
fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.document.notation() == Notation::Json {
        return;
    }
    let text = subject.document.source().text();
    let mut line_end = 0;
    for (at, character) in text.char_indices().filter(|(_, character)| is_c1(*character)) {
        if at < line_end {
            continue;
        }
        line_end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end);
        let location =
            Location { span: at..at + character.len_utf8(), ..subject.document.around(at).location() };
        reporter
            .report(location, format!("the control character `{}` stands here", character.escape_unicode()))
            .help("replace it with the character that was meant, such as a quotation mark");
    }
}

fn is_c1(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}') && character != '\u{85}'
}
