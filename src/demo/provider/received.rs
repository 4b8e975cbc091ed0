//! A request as the endpoints see it: path, parameters and cookies, taken apart once.

use super::error::ProtocolError;
use http::{
    HeaderMap, Method, Request,
    header::{CONTENT_TYPE, COOKIE, HOST},
};
use serde_json::Value;
use url::form_urlencoded;

/// The largest body that is read, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// A request, borrowed.
pub(super) struct Received<'a> {
    pub(super) method: &'a Method,
    /// The path as sent, without the query.
    pub(super) path: &'a str,
    pub(super) query: Parameters,
    pub(super) headers: &'a HeaderMap,
    body: &'a [u8],
    authority: Option<&'a str>,
}

impl<'a> Received<'a> {
    pub(super) fn new(request: &'a Request<Vec<u8>>) -> Self {
        Self {
            method: request.method(),
            path: request.uri().path(),
            query: Parameters::parse(request.uri().query().unwrap_or_default().as_bytes()),
            headers: request.headers(),
            body: request.body(),
            authority: request.uri().authority().map(http::uri::Authority::as_str),
        }
    }

    /// Returns whether the request is meant for `authority`. One that names no host at all comes
    /// from inside the process: every browser sends `Host`.
    pub(super) fn is_for(&self, authority: &str) -> bool {
        let mut hosts = self.headers.get_all(HOST).iter();
        let host = match (hosts.next(), hosts.next()) {
            (None, _) => self.authority,
            (Some(host), None) => Some(host.to_str().unwrap_or_default()),
            (Some(_), Some(_)) => return false,
        };
        host.is_none_or(|host| host.eq_ignore_ascii_case(authority))
    }

    /// Returns the value of a cookie.
    pub(super) fn cookie(&self, name: &str) -> Option<&'a str> {
        self.headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(own, value)| (own == name).then_some(value))
    }

    /// Returns the parameters of a form body. `route` names the endpoint in the error.
    pub(super) fn form(&self, route: &str) -> Result<Parameters, ProtocolError> {
        self.limit_body()?;
        if self.media_type() == "application/x-www-form-urlencoded" {
            return Parameters::parse(self.body).without_duplicates();
        }
        Err(ProtocolError::invalid_request(format!(
            "only application/x-www-form-urlencoded content-type bodies are supported on POST {route}"
        )))
    }

    /// Returns the parameters of a form or JSON body: Logto takes both at its token endpoint.
    pub(super) fn form_or_json(&self, route: &str) -> Result<Parameters, ProtocolError> {
        if !self.is_json() {
            return self.form(route);
        }
        self.limit_body()?;
        let Ok(Value::Object(members)) = serde_json::from_slice(self.body) else {
            return Err(ProtocolError::invalid_request("failed to parse the request body"));
        };
        let text = |value: Value| match value {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        };
        Ok(Parameters(members.into_iter().map(|(name, value)| (name, text(value))).collect()))
    }

    /// Returns whether the body says to be JSON.
    pub(super) fn is_json(&self) -> bool {
        self.media_type() == "application/json"
    }

    fn limit_body(&self) -> Result<(), ProtocolError> {
        if self.body.len() > MAX_BODY { Err(ProtocolError::too_large()) } else { Ok(()) }
    }

    /// Returns the media type in lower case, without its parameters.
    fn media_type(&self) -> String {
        let header = self.headers.get(CONTENT_TYPE).and_then(|header| header.to_str().ok());
        header.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

/// The parameters of a query or a body, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(super) fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// Returns the first value of a parameter. An empty one counts as omitted (RFC 6749 §3.1).
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Returns every value of a parameter that is not empty.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(own, value)| own == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, ProtocolError> {
        self.get(name).ok_or_else(|| ProtocolError::missing(name))
    }

    /// Returns the name of a parameter that came twice. `resource` may (RFC 8707 §2).
    pub(super) fn duplicate(&self) -> Option<&str> {
        self.0.iter().enumerate().find_map(|(at, (name, _))| {
            let again = self.0.iter().take(at).any(|(earlier, _)| earlier == name);
            (again && name != "resource").then_some(name.as_str())
        })
    }

    pub(super) fn without_duplicates(self) -> Result<Self, ProtocolError> {
        match self.duplicate() {
            Some(name) => Err(twice(name)),
            None => Ok(self),
        }
    }
}

/// Returns the error of a parameter that came twice (RFC 6749 §3.1).
pub(super) fn twice(name: &str) -> ProtocolError {
    ProtocolError::invalid_request(format!("'{name}' parameter must not be provided twice"))
}
