//! A connection to a Management API.

use crate::{
    report::escape,
    task::logto::connect::{Connected, Kept},
};
use serde_json::json;
use std::io::{self, Write};

/// Returns the connection in a sentence.
pub fn text(connected: &Connected) -> String {
    format!(
        "Connected to {} as {}; its Management API is {}.",
        escape::line(connected.tenant.endpoint().as_str().trim_end_matches('/')),
        escape::line(connected.application.as_str()),
        escape::line(connected.tenant.resource()),
    )
}

/// Writes the connection as JSON.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn json(connected: &Connected, out: &mut dyn Write) -> io::Result<()> {
    let document = json!({
        "schema": 1,
        "endpoint": connected.tenant.endpoint().as_str(),
        "token_endpoint": connected.tenant.token_endpoint().as_str(),
        "resource": connected.tenant.resource(),
        "app_id": connected.application.as_str(),
        "kept_in": match &connected.kept {
            Kept::Stored(place) => json!(place.kind.word()),
            Kept::NotKept => json!(null),
        },
        "project_file_changed": connected.project_changed,
    });
    writeln!(out, "{document:#}")
}
