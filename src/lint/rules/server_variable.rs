#![doc = include_str!("server_variable.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA414",
        name: "server-variable",
        severity: Severity::Warning,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_SERVER_UNDER_ORIGIN),
        basis: basis::UNKNOWN,
        page: include_str!("server_variable.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for seen in subject.servers.iter().filter(|seen| seen.url.is_some()) {
        let Some(template) = seen.server.template().filter(|template| template.contains('{')) else {
            continue;
        };
        let expanded = seen.server.expanded().unwrap_or_default();
        reporter
            .report(seen.node().location(), format!("the server {} has variables", quoted(template)))
            .help(format!("write the address out: {}", quoted(&expanded)));
    }
}
