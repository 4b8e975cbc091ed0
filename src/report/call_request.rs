//! A request that is shown and not sent.

use super::{call_body, escape, styles::Styles};
use http::{Request, header::AUTHORIZATION};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Stands where the token would.
const TOKEN: &str = "Bearer (not shown)";

/// Writes the request as it would go over the wire, the body laid out.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(
    request: &Request<Vec<u8>>,
    carries_token: bool,
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    let url = request.uri().to_string();
    writeln!(out, "{} {}", styles.strong(request.method().as_str()), escape::line(&url))?;
    let token = carries_token.then(|| (AUTHORIZATION.as_str(), TOKEN.to_owned()));
    for (name, value) in headers(request).chain(token) {
        writeln!(out, "{} {}", styles.faint(format!("{name}:")), escape::line(&value))?;
    }
    if request.body().is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    call_body::write(request.body(), styles, out)
}

/// Returns the request as a JSON document.
pub fn document(operation: &str, request: &Request<Vec<u8>>, carries_token: bool) -> Value {
    let body = String::from_utf8_lossy(request.body());
    json!({
        "schema": 1,
        "operation": operation,
        "sent": false,
        "method": request.method().as_str(),
        "url": request.uri().to_string(),
        "authorization": if carries_token { "bearer" } else { "none" },
        "headers": headers(request).collect::<std::collections::BTreeMap<_, _>>(),
        "request_characters": body.chars().count(),
        "body": if body.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&body).unwrap_or_else(|_| Value::from(&*body))
        },
    })
}

/// Returns the headers as text, without credentials.
pub(super) fn headers(request: &Request<Vec<u8>>) -> impl Iterator<Item = (&str, String)> {
    let plain =
        request.headers().iter().filter(|(name, value)| *name != AUTHORIZATION && !value.is_sensitive());
    plain.map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
}
