//! A request, taken apart.

use super::{answer, answer::Stop};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{Method, Request, StatusCode, header};
use jiff::Timestamp;
use url::form_urlencoded;

/// A request, as a router wants it.
pub(super) struct Received<'a> {
    pub(super) method: &'a Method,
    pub(super) authority: String,
    /// Scheme, host and port, as the client sees them.
    pub(super) origin: String,
    pub(super) path: &'a str,
    pub(super) query: Vec<(String, String)>,
    pub(super) raw_query: &'a str,
    pub(super) body: &'a [u8],
    pub(super) now: Timestamp,
    request: &'a Request<Vec<u8>>,
}

impl<'a> Received<'a> {
    pub(super) fn of(request: &'a Request<Vec<u8>>, now: Timestamp) -> Self {
        let uri = request.uri();
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let authority =
            uri.authority().map(|own| own.as_str()).or(host).unwrap_or_default().to_ascii_lowercase();
        let raw_query = uri.query().unwrap_or_default();
        Self {
            method: request.method(),
            origin: format!("{}://{authority}", uri.scheme_str().unwrap_or("http")),
            authority,
            path: uri.path(),
            query: pairs(raw_query.as_bytes()),
            raw_query,
            body: request.body(),
            now,
            request,
        }
    }

    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        self.request.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns a member of the query.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Goes on only where every member of the query is one whose meaning was measured, and comes once.
    pub(super) fn expect_query(&self, known: &[&str]) -> Result<(), Stop> {
        for (index, (name, _)) in self.query.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(Stop::Unmeasured(format!("`{name}` in the query")));
            }
            if self.query[..index].iter().any(|(own, _)| own == name) {
                return Err(Stop::Unmeasured(format!("`{name}` twice in the query")));
            }
        }
        Ok(())
    }

    /// Returns the parameters of a form. JSON instead of a form is Logto's extra.
    pub(super) fn form(&self) -> Result<Vec<(String, String)>, Stop> {
        let content_type = self.header("content-type").unwrap_or_default();
        match content_type.split(';').next().unwrap_or_default().trim() {
            "application/x-www-form-urlencoded" if !self.body.is_empty() => Ok(pairs(self.body)),
            "application/json" => {
                let members: serde_json::Map<String, serde_json::Value> =
                    serde_json::from_slice(self.body).map_err(|_| Stop::unmeasured("broken JSON"))?;
                let text = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
                Ok(members.into_iter().map(|(name, value)| (name, text(value))).collect())
            }
            _ => {
                let endpoint = self.path.strip_prefix("/oidc").unwrap_or(self.path);
                let what = "only application/x-www-form-urlencoded content-type bodies are supported on POST";
                let description = format!("{what} {endpoint}");
                Err(answer::refused(StatusCode::BAD_REQUEST, "invalid_request", &description).into())
            }
        }
    }

    /// Returns the name and password of Basic authentication, decoded as RFC 6749 §2.3.1 has them.
    pub(super) fn basic(&self) -> Option<(String, String)> {
        let text = self.header("authorization")?.strip_prefix("Basic ")?;
        let text = String::from_utf8(STANDARD.decode(text).ok()?).ok()?;
        let (name, password) = text.split_once(':')?;
        Some((decoded(name), decoded(password)))
    }
}

fn decoded(text: &str) -> String {
    pairs(format!("{text}=").as_bytes()).pop().map(|(name, _)| name).unwrap_or_default()
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

/// Returns a parameter of a form.
pub(super) fn parameter<'p>(form: &'p [(String, String)], name: &str) -> Option<&'p str> {
    form.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}
