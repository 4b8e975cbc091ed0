#![doc = include_str!("server_host_upper_case.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA412",
        name: "server-host-upper-case",
        severity: Severity::Warning,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_SERVER_UNDER_ORIGIN),
        basis: basis::HOST_LETTERS,
        page: include_str!("server_host_upper_case.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for seen in subject.servers.iter().filter(|seen| seen.url.is_some()) {
        let Some(host) =
            seen.written_host().filter(|host| host.bytes().any(|byte| byte.is_ascii_uppercase()))
        else {
            continue;
        };
        reporter
            .report(
                seen.node().location(),
                format!("the server's host {} has upper-case letters", quoted(host)),
            )
            .help(format!("write {}", quoted(&host.to_ascii_lowercase())));
    }
}
