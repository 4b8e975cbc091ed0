#![doc = include_str!("consequential_flag_unusable.md")]

use super::super::{
    rule::{Reporter, Rule, place, quoted},
    subject::{Subject, named},
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{TARGET, basis};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA229",
        name: "consequential-flag-unusable",
        severity: Severity::Warning,
        outcome: Outcome::Advice,
        says: None,
        basis: basis::PRODUCTION_PAGE,
        page: include_str!("consequential_flag_unusable.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let flag = TARGET.call.consequential_key;
    for operation in &subject.operations {
        for (key, value) in operation.node().entries() {
            let text = key.text().unwrap_or_default();
            if text == flag && value.as_bool().is_none() {
                let message = format!("`{flag}` of {} is {}, not a boolean", named(operation), value.what());
                reporter.report(place(value), message).help("write `true` or `false` without quotes");
            } else if text != flag && plain(text) == plain(flag) {
                let message = format!("{} is not how `{flag}` is written", quoted(text));
                reporter.report(key.location(), message).help(format!("write `{flag}`"));
            }
        }
    }
}

/// Returns a key without what people get wrong about it.
fn plain(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
}
