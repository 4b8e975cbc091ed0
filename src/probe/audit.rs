//! Logto's audit log: what `invalid_grant` really was.
//!
//! The wire says the same of ten causes; the log of the tenant tells them apart. Of what a client sent
//! only a few parameters are read at all, none of which is secret.

use crate::oauth::{
    self,
    answer::{self, UnusableAnswer},
    bearer::{self, UnsendableToken},
    client_auth::Client,
    values::{AccessToken, ClientId},
};
use http::{Request, Response, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

/// The kinds of entries that a GPT leaves.
pub const KEYS: [&str; 2] = ["ExchangeTokenBy.AuthorizationCode", "ExchangeTokenBy.RefreshToken"];

/// How many entries of a kind are read.
const ENTRIES: &str = "5";

/// The parameters that may be shown of what a client sent.
const SHOWN: [&str; 4] = ["redirect_uri", "client_id", "scope", "resource"];

/// Where a Logto and its Management API are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// The token endpoint.
    pub token_endpoint: Url,
    /// The audit log.
    pub logs: Url,
    /// The indicator of the Management API, which no custom domain changes.
    pub resource: String,
}

/// Why the log cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    /// The issuer is none of Logto.
    #[error("`{issuer}` is no issuer of Logto")]
    NotLogto {
        /// The issuer.
        issuer: String,
    },
    /// Behind a custom domain nobody can tell the tenant.
    #[error("the tenant behind `{issuer}` is not known")]
    UnknownTenant {
        /// The issuer.
        issuer: String,
    },
    /// The token endpoint refuses the application.
    #[error("Logto gives no token for the Management API: it answered {0}")]
    Refused(String),
    /// The application lacks the role that the Management API wants.
    #[error("the application may not use the Management API")]
    NoRole,
    /// The token cannot be sent.
    #[error(transparent)]
    Token(#[from] UnsendableToken),
    /// The answer is none of the Management API's.
    #[error("the audit log {0}")]
    Unusable(UnusableAnswer),
}

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

/// Returns where the tenant of an issuer is.
///
/// # Errors
///
/// [`AuditError::NotLogto`] and [`AuditError::UnknownTenant`].
pub fn tenant(issuer: &str, resource: Option<&str>) -> Result<Tenant, AuditError> {
    let not_logto = || AuditError::NotLogto { issuer: issuer.to_owned() };
    let base = issuer.strip_suffix("/oidc").ok_or_else(not_logto)?;
    let base = Url::parse(base).map_err(|_| not_logto())?;
    oauth::discovery::check_endpoint(&base).map_err(|_| not_logto())?;
    let host = base.host_str().unwrap_or_default();
    let own = resource.map(str::to_owned).or_else(|| {
        let cloud = host.ends_with(".logto.app").then(|| format!("https://{host}/api"));
        // Whoever runs Logto himself has the tenant `default`.
        cloud
            .or_else(|| crate::domain::is_loopback(&base).then(|| "https://default.logto.app/api".to_owned()))
    });
    let unknown = || AuditError::UnknownTenant { issuer: issuer.to_owned() };
    let at = |path: &str| base.join(path).map_err(|_| not_logto());
    Ok(Tenant {
        token_endpoint: at("/oidc/token")?,
        logs: at("/api/logs")?,
        resource: own.ok_or_else(unknown)?,
    })
}

/// Returns the request for a token of the Management API.
pub fn token_request(tenant: &Tenant, client: &Client) -> Request<Vec<u8>> {
    let parameters =
        [("grant_type", "client_credentials"), ("resource", tenant.resource.as_str()), ("scope", "all")];
    oauth::token::authenticated(&tenant.token_endpoint, client, &parameters)
}

/// Reads the token.
///
/// # Errors
///
/// [`AuditError::Refused`], and [`AuditError::NoRole`]: Logto issues a token without scope to an
/// application without the role.
pub fn token(response: &Response<Vec<u8>>) -> Result<AccessToken, AuditError> {
    let members = answer::object(response).unwrap_or_default();
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    if let Some(error) = answer::error_response(response, &members, &[]) {
        return Err(AuditError::Refused(error.to_string()));
    }
    let token = text("access_token").filter(|_| response.status() == StatusCode::OK);
    let token = token.ok_or_else(|| AuditError::Refused(response.status().to_string()))?;
    match text("scope") {
        Some(scope) if scope.split(' ').any(|own| own == "all") => Ok(AccessToken::new(token)),
        _ => Err(AuditError::NoRole),
    }
}

/// Returns the request for the latest entries of a kind that an application left.
///
/// # Errors
///
/// [`AuditError::Token`].
pub fn log_request(
    tenant: &Tenant,
    token: &AccessToken,
    key: &str,
    application: &ClientId,
) -> Result<Request<Vec<u8>>, AuditError> {
    let mut url = tenant.logs.clone();
    let query =
        [("logKey", key), ("applicationId", application.as_str()), ("page", "1"), ("page_size", ENTRIES)];
    url.query_pairs_mut().extend_pairs(query);
    let authorization = bearer::authorization(token)?;
    let mut request = Request::new(Vec::new());
    *request.uri_mut() = http::Uri::try_from(url.as_str()).unwrap_or_default();
    request.headers_mut().insert(header::AUTHORIZATION, authorization);
    request.headers_mut().insert(header::ACCEPT, http::HeaderValue::from_static("application/json"));
    Ok(request)
}

/// Reads entries. One that cannot be read is passed over.
///
/// # Errors
///
/// [`AuditError::NoRole`] and [`AuditError::Unusable`].
pub fn entries(response: &Response<Vec<u8>>, token: &AccessToken) -> Result<Vec<Entry>, AuditError> {
    if response.status() == StatusCode::FORBIDDEN {
        return Err(AuditError::NoRole);
    }
    answer::refuse_status(response, &[token.expose()]).map_err(AuditError::Unusable)?;
    let unusable = || answer::Evidence::of(response, &[token.expose()]);
    if response.status() != StatusCode::OK {
        return Err(AuditError::Unusable(UnusableAnswer::Status(unusable())));
    }
    match serde_json::from_slice(response.body()) {
        Ok(Value::Array(list)) => Ok(list.iter().filter_map(entry).collect()),
        _ => Err(AuditError::Unusable(UnusableAnswer::NotJson(unusable()))),
    }
}

fn entry(value: &Value) -> Option<Entry> {
    let payload = value.get("payload")?;
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let key = value.get("key").and_then(Value::as_str)?;
    let shown = SHOWN.iter().filter_map(|name| {
        let found = payload.get("params")?.get(*name)?.as_str()?;
        Some((*name, answer::cut(&answer::mask(found, &[]), 200)))
    });
    let tokens = payload.get("tokenTypes").and_then(Value::as_array).into_iter().flatten();
    Some(Entry {
        at: Timestamp::from_millisecond(value.get("createdAt")?.as_i64()?).ok()?,
        key: key.rsplit('.').next().unwrap_or(key).to_owned(),
        failure: (text("result") != Some("Success")).then(|| cause(text("error").unwrap_or_default())),
        tokens: tokens.filter_map(Value::as_str).map(str::to_owned).collect(),
        parameters: shown.collect(),
        user_agent: answer::cut(text("userAgent").unwrap_or_default(), 200),
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
        error: answer::cut(&answer::mask(&text("error"), &[]), 100),
        detail: answer::cut(&answer::mask(&detail, &[]), 300),
        help: known.map_or("look at the entry in Console > Audit logs", |(_, help)| help),
    }
}

#[cfg(test)]
mod tests;
