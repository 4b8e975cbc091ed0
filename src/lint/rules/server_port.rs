#![doc = include_str!("server_port.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    servers::ServerFault,
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA408",
        name: "server-port",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_SERVER_UNDER_ORIGIN),
        basis: basis::ROOT_ORIGIN,
        page: include_str!("server_port.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (seen, fault) in subject.servers.fatal() {
        let ServerFault::Port(port) = fault else { continue };
        reporter
            .report(
                seen.node().location(),
                format!("the server {} names port `{port}`", quoted(&seen.shown())),
            )
            .help("serve the API on port 443 and leave the port out");
    }
}
