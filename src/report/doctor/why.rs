//! What Logto's audit log says of the last exchanges.

use crate::{
    logto::log::Entry,
    report::{logto::logs, styles::Styles},
};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the exchanges for people, the latest first, with times in `zone`.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn why_text(entries: &[Entry], zone: &TimeZone, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    for own in entries {
        logs::entry_text(own, zone, styles, out)?;
    }
    if entries.is_empty() {
        writeln!(out, "The audit log has no exchange of this client.")?;
    }
    Ok(())
}

/// Returns the exchanges as a JSON document.
pub fn why_json(entries: &[Entry]) -> Value {
    json!({ "schema": 1, "exchanges": entries.iter().map(logs::entry_json).collect::<Vec<_>>() })
}
