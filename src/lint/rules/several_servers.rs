#![doc = include_str!("several_servers.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA411",
        name: "several-servers",
        severity: Severity::Warning,
        outcome: Outcome::Warned,
        says: Some(editor::SEVERAL_SERVERS),
        basis: basis::SEVERAL_SERVERS,
        page: include_str!("several_servers.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(used) = subject.servers.used() else { return };
    for seen in subject.servers.iter().filter(|seen| !std::ptr::eq(*seen, used)) {
        let (ignored, used) = (quoted(&seen.shown()), quoted(&used.shown()));
        let message = match seen.faults.first() {
            Some(fault) => format!("the server {ignored} is ignored: {fault}; {used} is used"),
            None => format!("the server {ignored} is ignored beside {used}"),
        };
        reporter.report(seen.node().location(), message).help("keep only the server that ChatGPT shall call");
    }
}
