#![doc = include_str!("server_url_invalid.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    servers::ServerFault,
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA405",
        name: "server-url-invalid",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_SERVER_UNDER_ORIGIN),
        basis: basis::ROOT_ORIGIN,
        page: include_str!("server_url_invalid.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (seen, fault) in subject.servers.fatal() {
        let ServerFault::Invalid(reason) = fault else { continue };
        reporter
            .report(
                seen.node().location(),
                format!("the server {} is no usable URL: {reason}", quoted(&seen.shown())),
            )
            .help("write `https://`, the host and the path, such as `https://api.example.com/v1`");
    }
}
