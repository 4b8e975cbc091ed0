//! A callback URL that was registered.

use crate::{
    logto::callback::Registration,
    report::{escape, styles::Styles},
    task::logto::callback::Proof,
};
use serde_json::{Value, json};
use std::io::{self, Write};

/// What came of it.
#[derive(Debug)]
pub struct Seen<'a> {
    /// The application.
    pub application: &'a str,
    /// What was to be registered.
    pub registration: &'a Registration,
    /// The redirect URIs that were not there before.
    pub added: &'a [String],
    /// Whether the project file changed.
    pub written: bool,
    /// Whether Logto takes them.
    pub proof: &'a Proof,
}

/// Writes it for people.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn text(seen: &Seen<'_>, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let good = styles.good("✓");
    for uri in &seen.registration.uris {
        let before = if seen.added.contains(uri) { "registered" } else { "was registered already" };
        writeln!(out, "{good} {before}: {}", escape::line(uri))?;
    }
    if seen.written {
        let key = if seen.registration.wildcard {
            "[logto] redirect_uris"
        } else {
            "[oauth] chatgpt_redirect_uris"
        };
        writeln!(out, "{good} written down: {key} in gptauth.toml")?;
    }
    match seen.proof {
        Proof::Registered => writeln!(out, "{good} proved: Logto takes them (prompt=none, nobody signed in)"),
        Proof::NotRegistered => {
            writeln!(out, "{} not proved: Logto refuses a sign-in with them", styles.error("✗"))
        }
        Proof::Untold(_) => Ok(()),
    }
}

/// Returns it as a JSON document.
pub fn json(seen: &Seen<'_>) -> Value {
    let uri = |uri: &String| json!({ "uri": escape::line(uri), "added": seen.added.contains(uri) });
    json!({
        "schema": 1,
        "application": escape::line(seen.application),
        "wildcard": seen.registration.wildcard,
        "redirect_uris": seen.registration.uris.iter().map(uri).collect::<Vec<_>>(),
        "project_file_changed": seen.written,
        "proof": match seen.proof {
            Proof::Registered => "registered",
            Proof::NotRegistered => "not_registered",
            Proof::Untold(_) => "untold",
        },
        "untold": match seen.proof {
            Proof::Untold(clauses) => clauses.iter().map(String::as_str).map(escape::line).collect(),
            Proof::Registered | Proof::NotRegistered => Vec::new(),
        },
    })
}
