#![doc = include_str!("server_not_https.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    servers::ServerFault,
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA407",
        name: "server-not-https",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_SERVER_UNDER_ORIGIN),
        basis: basis::ROOT_ORIGIN,
        page: include_str!("server_not_https.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (seen, fault) in subject.servers.fatal() {
        let ServerFault::NotHttps(scheme) = fault else { continue };
        reporter
            .report(
                seen.node().location(),
                format!("the server {} has the scheme `{scheme}`, not `https`", quoted(&seen.shown())),
            )
            .help("serve the API with TLS and write `https://`");
    }
}
