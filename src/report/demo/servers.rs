//! Where the demo servers are, and what they were asked.

use crate::report::{escape, styles::Styles};
use crate::task::demo::servers::{About, Served, Server};
use serde_json::json;
use std::io::{self, Write};

/// Writes where the servers are and how to get in.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn text(about: &About, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let line = |out: &mut dyn Write, label: &str, value: &str| {
        writeln!(out, "  {label:13}  {}", styles.strong(value))
    };
    writeln!(out, "The demo servers are up, on this machine only. Ctrl-C stops them.\n")?;
    line(out, "issuer", &about.issuer)?;
    line(out, "API", about.server.as_str())?;
    line(out, "client id", about.client_id)?;
    line(out, "client secret", about.client_secret.expose())?;
    for user in &about.users {
        line(out, "user", &format!("{}  {}", user.username, user.password))?;
    }
    for fault in about.faults.iter() {
        writeln!(out, "  {:13}  {}: {}", "fault", styles.warning(fault.to_string()), fault.does())?;
    }
    let demo = match about.port {
        crate::demo::address::DEFAULT_PORT => "--demo".to_owned(),
        port => format!("--demo {port}"),
    };
    writeln!(out, "\nIn a second terminal:\n")?;
    writeln!(out, "  {}", styles.typed(format!("gptauth init agenda {demo} --yes && cd agenda")))?;
    let secret = about.client_secret.expose();
    writeln!(out, "  {}\n", styles.typed(format!("GPTAUTH_CLIENT_SECRET={secret} gptauth --env demo login")))
}

/// Writes where the servers are as one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn json(about: &About, out: &mut dyn Write) -> io::Result<()> {
    let users = about.users.iter();
    let users = users.map(|user| json!({ "username": user.username, "password": user.password }));
    let document = json!({
        "schema": 1,
        "issuer": about.issuer,
        "server": about.server.as_str(),
        "client_id": about.client_id,
        "client_secret": about.client_secret.expose(),
        "users": users.collect::<Vec<_>>(),
        "faults": about.faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    writeln!(out, "{document:#}")
}

/// Returns the line about a request that was answered.
pub fn served(served: &Served, styles: Styles) -> String {
    let server = match served.server {
        Server::Provider => "provider",
        Server::Api => "API",
    };
    let status = served.status.as_u16().to_string();
    let status = if served.status.is_client_error() || served.status.is_server_error() {
        styles.warning(status)
    } else {
        styles.good(status)
    };
    format!("{server:8}  {status}  {:6} {}", served.method.as_str(), escape::excerpt(&served.path, 60))
}
