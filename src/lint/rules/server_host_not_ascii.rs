#![doc = include_str!("server_host_not_ascii.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA413",
        name: "server-host-not-ascii",
        severity: Severity::Warning,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_SERVER_UNDER_ORIGIN),
        basis: basis::HOST_LETTERS,
        page: include_str!("server_host_not_ascii.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for seen in subject.servers.iter() {
        let Some(host) = seen.written_host().filter(|host| !host.is_ascii()) else { continue };
        let Some(ascii) = seen.url.as_ref().and_then(url::Url::host_str) else { continue };
        reporter
            .report(
                seen.node().location(),
                format!("the server's host {} means {}", quoted(host), quoted(ascii)),
            )
            .help(format!("write {}, if that is the host you mean", quoted(ascii)));
    }
}
