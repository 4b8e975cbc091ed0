#![doc = include_str!("not_strict_json.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::diagnostic::Location;
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::LooseJson;
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
    let Some((fault, span)) = subject.document.loose_json() else { return };
    let (message, help) = match fault {
        LooseJson::TrailingComma => {
            ("a comma stands before a closing bracket, which JSON does not allow", "take the comma away")
        }
        LooseJson::Comment => ("a comment stands here, and JSON has none", "take the comment away"),
        LooseJson::SingleQuotes => {
            ("a single quote stands here, and JSON knows only double ones", "use double quotes")
        }
        LooseJson::NoQuotes => {
            ("a key or text stands here without quotes, which JSON wants", "put double quotes around it")
        }
        LooseJson::Other => (
            "the document starts like JSON, and stops being JSON here",
            "correct it, or write YAML from the first line on",
        ),
    };
    let location = Location { span: span.clone(), ..subject.document.around(span.start).location() };
    reporter.report(location, message.to_owned()).help(help);
}
