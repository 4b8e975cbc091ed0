#![doc = include_str!("server_placeholder.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    servers::ServerFault,
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA406",
        name: "server-placeholder",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_SERVER_UNDER_ORIGIN),
        basis: basis::ROOT_ORIGIN,
        page: include_str!("server_placeholder.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (seen, fault) in subject.servers.fatal() {
        let ServerFault::Placeholder(placeholder) = fault else { continue };
        let message = match seen.server.template() {
            Some(_) => {
                format!(
                    "the server {} still has the placeholder {}",
                    quoted(&seen.shown()),
                    quoted(placeholder)
                )
            }
            None => format!("the server is still the placeholder {}", quoted(placeholder)),
        };
        reporter.report(seen.node().location(), message).help("put the API's own host there");
    }
}
