#![doc = include_str!("server_credentials.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    servers::ServerFault,
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA410",
        name: "server-credentials",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_SERVER_UNDER_ORIGIN),
        basis: basis::ROOT_ORIGIN,
        page: include_str!("server_credentials.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (seen, fault) in subject.servers.fatal() {
        if *fault != ServerFault::Credentials {
            continue;
        }
        let host = seen.url.as_ref().and_then(url::Url::host_str).unwrap_or_default();
        reporter
            .report(
                seen.node().location(),
                format!(
                    "the server {} carries a user name or password; its host is {}",
                    quoted(&seen.shown()),
                    quoted(host)
                ),
            )
            .help("take away what stands before the `@`, and change the password if it was one");
    }
}
