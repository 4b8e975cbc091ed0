#![doc = include_str!("several_security_schemes.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA301",
        name: "several-security-schemes",
        severity: Severity::Warning,
        outcome: Outcome::Warned,
        says: Some(editor::SEVERAL_SECURITY_SCHEMES),
        basis: basis::SECURITY_SCHEMES,
        page: include_str!("several_security_schemes.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let schemes = subject.document.security_schemes();
    let Some(first) = schemes.first() else { return };
    for scheme in schemes.iter().skip(1) {
        let (name, first) = (quoted(scheme.name()), quoted(first.name()));
        reporter
            .report(scheme.key().location(), format!("the security scheme {name} stands beside {first}"))
            .help("keep only the one that is set in the editor");
    }
}
