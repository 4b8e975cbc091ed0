#![doc = include_str!("server_missing.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{basis, editor};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA404",
        name: "server-missing",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: Some(editor::NO_SERVER),
        basis: basis::ROOT_ORIGIN,
        page: include_str!("server_missing.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.servers.iter().next().is_some() {
        return;
    }
    let servers = subject.document.root().get("servers");
    let location = servers.and_then(Node::key).map_or_else(|| subject.start(), Node::location);
    let message = match servers {
        None => "the document has no `servers`".to_owned(),
        Some(servers) if servers.is_null() => "`servers` is empty".to_owned(),
        Some(servers) if !servers.is_sequence() => format!("`servers` is {}, not a list", servers.what()),
        Some(servers) if servers.is_empty() => "`servers` is empty".to_owned(),
        Some(_) => "no entry of `servers` has a `url`".to_owned(),
    };
    reporter
        .report(location, message)
        .help("name the API's public address: `servers: [{url: https://api.example.com}]`");
}
