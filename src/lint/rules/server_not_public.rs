#![doc = include_str!("server_not_public.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    servers::ServerFault,
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA409",
        name: "server-not-public",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_SERVER_UNDER_ORIGIN),
        basis: basis::PRODUCTION_PAGE,
        page: include_str!("server_not_public.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (seen, fault) in subject.servers.fatal() {
        let ServerFault::NotPublic(host) = fault else { continue };
        reporter
            .report(seen.node().location(), format!("the server's host {} is not a public host name", quoted(host)))
            .help("use a host name that the internet can reach; for work on this machine set `server` in gptauth.toml");
    }
}
