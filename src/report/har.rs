//! The HTTP exchanges of a command as an HTTP Archive (HAR 1.2), with every secret masked.
//!
//! What goes by name, place or look is masked as everywhere. What was sent or received as a secret is
//! taken out wherever else it stands too: a server may have echoed it in prose.

use super::mask;
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, Request, Response, Version, header};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, time::Duration};
use url::form_urlencoded;

/// How much of a body is kept, in characters.
const MAX_BODY: usize = 64 * 1024;

/// The shortest value that is looked for elsewhere, in bytes: shorter ones are words, too.
const SHORTEST_SECRET: usize = 6;

/// An archive that grows by an exchange at a time.
#[derive(Default)]
pub struct Archive {
    entries: Vec<Value>,
    secrets: BTreeSet<String>,
}

/// How an exchange ended.
pub enum Ending<'a> {
    /// With an answer.
    Answered(&'a Response<Vec<u8>>),
    /// Without one.
    Failed(&'a dyn std::error::Error),
    /// The program ended first.
    BrokenOff,
}

impl Archive {
    /// Adds an exchange that began at `started` and took so long.
    pub fn add(
        &mut self,
        request: &Request<Vec<u8>>,
        ending: &Ending<'_>,
        started: Timestamp,
        took: Duration,
    ) {
        self.learn_from_headers(request.headers());
        self.learn_from_body(request.body());
        let milliseconds = took.as_secs_f64() * 1000.0;
        let mut entry = json!({
            "startedDateTime": started.to_string(),
            "time": milliseconds,
            "request": sent(request),
            "response": Value::Null,
            "cache": {},
            "timings": { "send": 0, "wait": milliseconds, "receive": 0 },
        });
        match ending {
            Ending::Answered(response) => {
                self.learn_from_body(response.body());
                entry["response"] = received(response);
            }
            Ending::Failed(error) => {
                entry["response"] = nothing();
                entry["comment"] = mask::text(&error.to_string()).into();
            }
            Ending::BrokenOff => {
                entry["response"] = nothing();
                entry["comment"] = "the program ended before the answer".into();
            }
        }
        self.entries.push(entry);
    }

    /// Returns the archive as a document.
    pub fn document(&self) -> String {
        let mut log = json!({ "log": {
            "version": "1.2",
            "creator": { "name": "gptauth", "version": env!("CARGO_PKG_VERSION") },
            "entries": self.entries,
            "comment": "secrets are masked",
        } });
        self.forget(&mut log);
        format!("{log:#}\n")
    }

    fn learn_from_headers(&mut self, headers: &HeaderMap) {
        let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some((scheme, credentials)) = authorization.and_then(|value| value.split_once(' ')) else {
            return;
        };
        if scheme.eq_ignore_ascii_case("basic") {
            let decoded =
                STANDARD.decode(credentials.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let password =
                decoded.as_deref().and_then(|pair| pair.split_once(':')).map(|(_, password)| password);
            // The client secret is form-encoded before it is put there (RFC 6749 §2.3.1).
            let plain = password.and_then(|password| {
                form_urlencoded::parse(password.as_bytes()).next().map(|(plain, _)| plain.into_owned())
            });
            self.learn(password);
            self.learn(plain.as_deref());
        } else {
            self.learn(Some(credentials.trim()));
        }
    }

    fn learn_from_body(&mut self, body: &[u8]) {
        match serde_json::from_slice::<Map<String, Value>>(body) {
            Ok(members) => {
                for (_, value) in members.iter().filter(|(name, _)| is_secret(name)) {
                    self.learn(value.as_str());
                }
            }
            Err(_) => {
                for (_, value) in form_urlencoded::parse(body).filter(|(name, _)| is_secret(name)) {
                    self.learn(Some(&value));
                }
            }
        }
    }

    fn learn(&mut self, secret: Option<&str>) {
        self.secrets.extend(secret.filter(|secret| secret.len() >= SHORTEST_SECRET).map(str::to_owned));
    }

    fn forget(&self, value: &mut Value) {
        match value {
            Value::Object(members) => members.values_mut().for_each(|value| self.forget(value)),
            Value::Array(items) => items.iter_mut().for_each(|value| self.forget(value)),
            Value::String(text) => {
                for secret in &self.secrets {
                    if text.contains(secret) {
                        *text = text.replace(secret, mask::MASK);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

fn is_secret(name: &str) -> bool {
    mask::MESSAGE_SECRETS.contains(&name)
}

fn sent(request: &Request<Vec<u8>>) -> Value {
    let mut sent = json!({
        "method": request.method().as_str(),
        "url": mask::reference(&request.uri().to_string()),
        "httpVersion": version(request.version()),
        "cookies": [],
        "headers": headers(request.headers()),
        "queryString": query(request.uri().query().unwrap_or_default()),
        "headersSize": -1,
        "bodySize": request.body().len(),
    });
    if !request.body().is_empty() {
        let content_type = content_type(request.headers());
        let text = mask::body(content_type, request.body(), MAX_BODY);
        sent["postData"] =
            json!({ "mimeType": content_type.unwrap_or_default(), "params": [], "text": text });
    }
    sent
}

fn received(response: &Response<Vec<u8>>) -> Value {
    let content_type = content_type(response.headers());
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    json!({
        "status": response.status().as_u16(),
        "statusText": response.status().canonical_reason().unwrap_or_default(),
        "httpVersion": version(response.version()),
        "cookies": [],
        "headers": headers(response.headers()),
        "content": {
            "size": response.body().len(),
            "mimeType": content_type.unwrap_or_default(),
            "text": mask::body(content_type, response.body(), MAX_BODY),
        },
        "redirectURL": location.map(mask::reference).unwrap_or_default(),
        "headersSize": -1,
        "bodySize": response.body().len(),
    })
}

/// Returns what stands in the place of an answer that did not come, in the manner of browsers.
fn nothing() -> Value {
    json!({
        "status": 0,
        "statusText": "",
        "httpVersion": "",
        "cookies": [],
        "headers": [],
        "content": { "size": 0, "mimeType": "" },
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
    })
}

fn headers(headers: &HeaderMap) -> Value {
    let header = |(name, value): (&header::HeaderName, &header::HeaderValue)| {
        let value = mask::header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
        json!({ "name": name.as_str(), "value": value })
    };
    headers.iter().map(header).collect()
}

/// Masks the query as a whole, so that nothing stands here that the URL hides.
fn query(query: &str) -> Value {
    let masked = mask::form(query);
    let pairs = masked.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        json!({ "name": name, "value": value })
    });
    pairs.collect()
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}

fn version(version: Version) -> String {
    format!("{version:?}")
}

#[cfg(test)]
mod tests;
