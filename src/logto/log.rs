//! Logto's audit log: what `invalid_grant` really was.
//!
//! The wire says the same of ten causes; the log of the tenant tells them apart. Of what a client sent
//! only a few parameters are read at all, none of which is secret. What an authorization request was
//! refused for with 400 is not in the log: Logto writes none of it down.

use super::{
    answer::{self, ApiError},
    request::{self, LogQuery},
    tenant::Tenant,
};
use crate::oauth::{answer as words, values::ClientId};
use http::{Request, Response};
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

/// A kind of entry that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The name that is typed for it.
    pub name: &'static str,
    /// The key that Logto keeps it under.
    pub key: &'static str,
    /// What happened, in words.
    pub words: &'static str,
}

/// The kinds of entries that were seen, in the order in which they come about.
pub const KINDS: [Kind; 6] = [
    Kind { name: "authorize", key: "Interaction.Create", words: "sign-in begun" },
    Kind { name: "code", key: "ExchangeTokenBy.AuthorizationCode", words: "code for tokens" },
    Kind { name: "refresh", key: "ExchangeTokenBy.RefreshToken", words: "refresh" },
    Kind {
        name: "client-credentials",
        key: "ExchangeTokenBy.ClientCredentials",
        words: "token for a machine",
    },
    Kind { name: "unknown", key: "ExchangeTokenBy.Unknown", words: "token request of no known kind" },
    Kind { name: "revoke", key: "RevokeToken", words: "token revoked" },
];

/// The names of the kinds that a GPT leaves when it asks for tokens.
pub const EXCHANGES: [&str; 2] = ["code", "refresh"];

/// How many entries a page has at most.
pub const PAGE_SIZE: u32 = 20;

/// The parameters that may be shown of what a client sent.
const SHOWN: [&str; 5] = ["redirect_uri", "client_id", "scope", "resource", "prompt"];

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The log's own name for it.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Its key, as Logto keeps it. Not escaped.
    pub key: String,
    /// Why it failed; `None` where it succeeded.
    pub failure: Option<Cause>,
    /// Which tokens were issued.
    pub tokens: Vec<String>,
    /// What the client sent, as far as it may be shown.
    pub parameters: Vec<(&'static str, String)>,
    /// Who asked. Not escaped.
    pub user_agent: String,
    /// The user it was about, where one was known already.
    pub user: Option<String>,
    /// What Logto asked the user for, and why, where it did. Not escaped.
    pub asked: Option<String>,
}

impl Entry {
    /// Returns what happened, in words; the key itself where nobody has words for it.
    pub fn words(&self) -> &str {
        KINDS.iter().find(|kind| kind.key == self.key).map_or(&self.key, |kind| kind.words)
    }

    /// Returns the last part of the key.
    pub fn kind(&self) -> &str {
        self.key.rsplit('.').next().unwrap_or(&self.key)
    }
}

/// Returns the key of a kind by its name; a key that begins as Logto's own do is taken as it is.
pub fn key_of(name: &str) -> Option<&str> {
    let is_key =
        name == "RevokeToken" || name.starts_with("ExchangeTokenBy.") || name.starts_with("Interaction.");
    let known = KINDS.iter().find(|kind| kind.name == name).map(|kind| kind.key);
    known.or_else(|| is_key.then_some(name))
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
        "the refresh token's days are over, 14 where nobody said otherwise: set `refresh_token_days` in `[logto]`, apply it, and sign in again",
    ),
    (
        "already used",
        "the refresh token was used twice after its rotation: everything that came of it is revoked; sign in again",
    ),
    ("code_verifier", "PKCE does not fit: ChatGPT sends none, so the sign-in was another client's"),
];

/// Returns the request for a page, from 1, of the entries with a key that an application left, the
/// latest first.
pub fn request(
    tenant: &Tenant,
    key: &str,
    application: &ClientId,
    page: u32,
    page_size: u32,
) -> Request<Vec<u8>> {
    let query = LogQuery {
        key: Some(key),
        application: Some(application.as_str()),
        page,
        page_size,
        ..LogQuery::default()
    };
    request::logs(tenant, &query)
}

/// A page of the log.
#[derive(Debug)]
pub struct Page {
    /// What could be read of it.
    pub entries: Vec<Entry>,
    /// Whether it is as full as a page can be, so that another may follow.
    pub full: bool,
}

/// Reads a page that was asked for with `page_size`. An entry that cannot be read is passed over.
///
/// # Errors
///
/// As [`ApiError`].
pub fn page(response: &Response<Vec<u8>>, page_size: u32) -> Result<Page, ApiError> {
    let list = answer::list(response)?;
    let full = u32::try_from(list.len()).is_ok_and(|length| length >= page_size);
    Ok(Page { entries: list.iter().filter_map(entry).collect(), full })
}

fn entry(value: &Value) -> Option<Entry> {
    let payload = value.get("payload")?;
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let key = value.get("key").and_then(Value::as_str)?;
    let shown = SHOWN.iter().filter_map(|name| {
        let found = payload.get("params")?.get(*name)?.as_str()?;
        Some((*name, shown(name, found)))
    });
    let tokens = payload.get("tokenTypes").and_then(Value::as_array).into_iter().flatten();
    let short = |text: &str| words::cut(&words::mask(text, &[]), 200);
    Some(Entry {
        id: value.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(),
        at: Timestamp::from_millisecond(value.get("createdAt")?.as_i64()?).ok()?,
        key: words::cut(key, 100),
        failure: (text("result") != Some("Success")).then(|| cause(text("error").unwrap_or_default())),
        tokens: tokens.filter_map(Value::as_str).map(str::to_owned).collect(),
        parameters: shown.collect(),
        user_agent: words::cut(text("userAgent").unwrap_or_default(), 200),
        user: text("userId").map(short),
        asked: asked(payload).map(|own| short(&own)),
    })
}

/// Returns a parameter as it may be shown.
fn shown(name: &str, value: &str) -> String {
    let address = Some(value).filter(|_| name == "redirect_uri").and_then(|value| Url::parse(value).ok());
    match address.filter(Url::has_host) {
        // The callback id looks like a secret, and is none: it is what must be compared.
        Some(url) if url.query().is_none() && url.fragment().is_none() && url.username().is_empty() => {
            words::cut(url.as_str(), 200)
        }
        _ => words::cut(&words::mask(value, &[]), 200),
    }
}

/// Returns what Logto asked the user for, with its reasons: `login (no_session)`.
fn asked(payload: &Value) -> Option<String> {
    let prompt = payload.get("prompt")?;
    let name = prompt.get("name")?.as_str()?;
    let reasons = prompt.get("reasons").and_then(Value::as_array).into_iter().flatten();
    let reasons: Vec<_> = reasons.filter_map(Value::as_str).collect();
    Some(if reasons.is_empty() { name.to_owned() } else { format!("{name} ({})", reasons.join(", ")) })
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
