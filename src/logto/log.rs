//! Logto's audit log: what `invalid_grant` really was.
//!
//! The wire says the same of ten causes; the log of the tenant tells them apart. Of what a client sent
//! only a few parameters are read at all, none of which is secret.

use super::{
    answer::{self, ApiError},
    request::{self, LogQuery},
    tenant::Tenant,
};
use crate::oauth::{answer as words, values::ClientId};
use http::{Request, Response};
use jiff::Timestamp;
use serde_json::Value;

/// The kinds of entries that a GPT leaves.
pub const KEYS: [&str; 2] = ["ExchangeTokenBy.AuthorizationCode", "ExchangeTokenBy.RefreshToken"];

/// How many entries of a kind are read.
const ENTRIES: u32 = 5;

/// The parameters that may be shown of what a client sent.
const SHOWN: [&str; 4] = ["redirect_uri", "client_id", "scope", "resource"];

/// One exchange, as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// Which kind of exchange, without the common beginning.
    pub key: String,
    /// Why it failed; `None` where it succeeded.
    pub failure: Option<Cause>,
    /// Which tokens were issued.
    pub tokens: Vec<String>,
    /// What the client sent, as far as it may be shown.
    pub parameters: Vec<(&'static str, String)>,
    /// Who asked.
    pub user_agent: String,
}

/// Why an exchange failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// What went over the wire.
    pub error: String,
    /// What it really was, in Logto's words.
    pub detail: String,
    /// What to do about it.
    pub help: &'static str,
}

/// What Logto's words mean.
const DETAILS: [(&str, &str); 11] = [
    (
        "already consumed",
        "the code was sent twice: everything that came of it is revoked; sign in once, and let nothing repeat the request",
    ),
    (
        "authorization code not found",
        "the code is none of this tenant's: compare the authorization URL and the token URL",
    ),
    (
        "code is expired",
        "the code was exchanged later than 60 s after the sign-in: look at what is slow in between",
    ),
    (
        "redirect_uri mismatch",
        "the redirect URI of the exchange is not that of the sign-in: use the one that the GPT editor shows, also for the host",
    ),
    ("client mismatch", "the code or token was issued to another application: compare the client id"),
    (
        "invalid secret",
        "copy the client secret again from App secrets, and type id and secret into the GPT editor again",
    ),
    (
        "does not match the registered client authentication method",
        "a secret came for a public application, or none for a confidential one: use a \"Traditional web\" application",
    ),
    (
        "refresh token not found",
        "the refresh token was revoked, or its session ended: sign in again, and switch on \"Always issue Refresh Token\"",
    ),
    (
        "refresh token is expired",
        "the refresh token's 14 days are over: lengthen its life at the application",
    ),
    (
        "already used",
        "the refresh token was used twice after its rotation: everything that came of it is revoked; sign in again",
    ),
    ("code_verifier", "PKCE does not fit: ChatGPT sends none, so the sign-in was another client's"),
];

/// Returns the request for the latest entries of a kind that an application left.
pub fn request(tenant: &Tenant, key: &str, application: &ClientId) -> Request<Vec<u8>> {
    let query = LogQuery {
        key: Some(key),
        application: Some(application.as_str()),
        page: 1,
        page_size: ENTRIES,
        ..LogQuery::default()
    };
    request::logs(tenant, &query)
}

/// Reads entries. One that cannot be read is passed over.
///
/// # Errors
///
/// As [`ApiError`].
pub fn entries(response: &Response<Vec<u8>>) -> Result<Vec<Entry>, ApiError> {
    Ok(answer::list(response)?.iter().filter_map(entry).collect())
}

fn entry(value: &Value) -> Option<Entry> {
    let payload = value.get("payload")?;
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let key = value.get("key").and_then(Value::as_str)?;
    let shown = SHOWN.iter().filter_map(|name| {
        let found = payload.get("params")?.get(*name)?.as_str()?;
        Some((*name, words::cut(&words::mask(found, &[]), 200)))
    });
    let tokens = payload.get("tokenTypes").and_then(Value::as_array).into_iter().flatten();
    Some(Entry {
        at: Timestamp::from_millisecond(value.get("createdAt")?.as_i64()?).ok()?,
        key: key.rsplit('.').next().unwrap_or(key).to_owned(),
        failure: (text("result") != Some("Success")).then(|| cause(text("error").unwrap_or_default())),
        tokens: tokens.filter_map(Value::as_str).map(str::to_owned).collect(),
        parameters: shown.collect(),
        user_agent: words::cut(text("userAgent").unwrap_or_default(), 200),
    })
}

/// Reads the error, which is JSON in a string.
fn cause(error: &str) -> Cause {
    let members: Value = serde_json::from_str(error).unwrap_or_default();
    let text = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let behind = members.pointer("/cause/stack").and_then(Value::as_str);
    let behind = behind.and_then(|stack| stack.lines().next());
    let detail = Some(text("error_detail")).filter(|own| !own.is_empty());
    let detail = detail.or_else(|| behind.map(str::to_owned)).unwrap_or_else(|| text("error_description"));
    let words = detail.to_ascii_lowercase();
    let known = DETAILS.iter().find(|(part, _)| words.contains(part));
    Cause {
        error: words::cut(&words::mask(&text("error"), &[]), 100),
        detail: words::cut(&words::mask(&detail, &[]), 300),
        help: known.map_or("look at the entry in Console > Audit logs", |(_, help)| help),
    }
}

#[cfg(test)]
mod tests;
