//! Recorded exchanges: a command line of curl, and what it showed.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{Request, Response};
use serde_json::Value;
use std::path::{Path, PathBuf};
use url::form_urlencoded::byte_serialize;

/// A recorded exchange.
pub(super) struct Recorded {
    pub(super) name: String,
    command: String,
    pub(super) status: u16,
    pub(super) content_type: String,
    pub(super) location: String,
    pub(super) challenge: String,
    pub(super) is_paged: bool,
    pub(super) body: String,
}

impl Recorded {
    /// Returns a recording, or nothing where there are none at all.
    #[expect(clippy::disallowed_methods, reason = "recordings are read in a test only")]
    pub(super) fn read(name: &str) -> Self {
        let text = std::fs::read_to_string(folder().join(format!("{name}.http"))).unwrap().replace('\r', "");
        let (command, rest) = text.split_once('\n').unwrap();
        let (head, body) = rest.split_once("\n\n").unwrap_or((rest, ""));
        let mut lines = head.lines();
        let status = lines.next().unwrap();
        let header = |name: &str| {
            let found = lines
                .clone()
                .filter_map(|line| line.split_once(": "))
                .find(|(own, _)| own.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        Self {
            name: name.to_owned(),
            command: command.to_owned(),
            status: status["HTTP/1.1 ".len()..][..3].parse().unwrap(),
            content_type: header("content-type"),
            location: header("location"),
            challenge: header("www-authenticate"),
            is_paged: !header("total-number").is_empty() && !header("link").is_empty(),
            body: body.trim_end().to_owned(),
        }
    }

    /// Returns the same answer in our names.
    pub(super) fn translated(self, translate: impl Fn(&str) -> String) -> Self {
        Self { location: translate(&self.location), body: translate(&self.body), ..self }
    }

    /// Returns a value that curl was told to send in a form.
    pub(super) fn form_value(&self, name: &str) -> String {
        let prefix = format!("{name}=");
        let found =
            words(&self.command).into_iter().find_map(|word| word.strip_prefix(&prefix).map(str::to_owned));
        found.unwrap_or_else(|| panic!("no {name} in {}", self.command))
    }

    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }

    /// Returns the request that curl sent, once `translate` has put our names in.
    pub(super) fn request(&self, translate: impl Fn(&str) -> String) -> Request<Vec<u8>> {
        let mut words = words(&translate(&self.command)).into_iter().skip(4);
        let mut request = Request::builder();
        let (mut method, mut url, mut body) = (None, String::new(), Vec::new());
        let mut content_type = None;
        let form = "application/x-www-form-urlencoded".to_owned();
        while let Some(word) = words.next() {
            let mut next = || words.next().unwrap();
            match word.as_str() {
                "--max-time" | "--resolve" => drop(next()),
                "-X" => method = Some(next()),
                "-u" => {
                    request = request.header("authorization", format!("Basic {}", STANDARD.encode(next())))
                }
                "-H" => {
                    let header = next();
                    let (name, value) = header.split_once(':').unwrap();
                    match name.eq_ignore_ascii_case("content-type") {
                        true => content_type = Some(value.trim().to_owned()),
                        false => request = request.header(name, value.trim_start()),
                    }
                }
                "-d" => {
                    body = next().into_bytes();
                    content_type.get_or_insert(form.clone());
                }
                "--data-urlencode" => {
                    let pair = next();
                    let (name, value) = pair.split_once('=').unwrap();
                    let encoded: String = byte_serialize(value.as_bytes()).collect();
                    let separator = if body.is_empty() { "" } else { "&" };
                    body.extend(format!("{separator}{name}={encoded}").into_bytes());
                    content_type.get_or_insert(form.clone());
                }
                "-sS" | "-i" => {}
                other if other.starts_with("http") => url = other.to_owned(),
                other => panic!("{other} in {}", self.command),
            }
        }
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let posts = if body.is_empty() { "GET" } else { "POST" };
        request.method(method.as_deref().unwrap_or(posts)).uri(url).body(body).unwrap()
    }

    /// Fails where an answer is not like the recorded one.
    pub(super) fn assert_like(&self, answer: &Response<Vec<u8>>) {
        let name = &self.name;
        let said = String::from_utf8_lossy(answer.body()).into_owned();
        let header = |name: &str| {
            answer.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default().to_owned()
        };
        assert_eq!(answer.status().as_u16(), self.status, "{name}: {said}");
        assert_eq!(header("content-type"), self.content_type, "{name}");
        assert_eq!(header("location"), self.location, "{name}");
        assert_eq!(header("www-authenticate"), self.challenge, "{name}");
        let is_paged = !header("total-number").is_empty() && !header("link").is_empty();
        assert_eq!(is_paged, self.is_paged, "{name}");
        let Some(theirs) = self.json() else { return };
        let ours: Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("{name}: {said}"));
        assert_eq!(shape(&ours), shape(&theirs), "{name}");
        if theirs.get("issuer").is_some() {
            assert_eq!(ours, theirs, "{name}");
        }
        for telling in ["code", "error", "error_description", "message", "details", "status", "scope"] {
            assert_eq!(ours.get(telling), theirs.get(telling), "{name}");
        }
        for telling in ["/data/code", "/data/claim", "/data/issues"] {
            assert_eq!(ours.pointer(telling), theirs.pointer(telling), "{name}");
        }
    }
}

/// Returns the types of a value's members, by their paths. A list is like its first member.
fn shape(value: &Value) -> Vec<String> {
    fn walk(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, value)| walk(value, &format!("{path}/{name}"), found));
            }
            Value::Array(list) => match list.first() {
                Some(first) => walk(first, &format!("{path}[]"), found),
                None => found.push(format!("{path}[]")),
            },
            Value::Null => found.push(format!("{path} null")),
            Value::Bool(_) => found.push(format!("{path} boolean")),
            Value::Number(_) => found.push(format!("{path} number")),
            Value::String(_) => found.push(format!("{path} text")),
        }
    }
    let mut found = Vec::new();
    walk(value, "", &mut found);
    found.sort();
    found
}

/// Returns the words of a shell command that quotes with `'` only.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for character in command.chars() {
        match character {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            other => word.push(other),
        }
    }
    words.push(word);
    words
}

/// Returns where the recordings are.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/captures/logto")
}

/// Returns whether there are recordings, and says so where there are none.
#[expect(clippy::disallowed_methods, reason = "recordings are looked for in a test only")]
pub(super) fn are_there() -> bool {
    let found = folder().is_dir();
    if !found {
        eprintln!("skipped: no recordings of a real Logto in {}", folder().display());
    }
    found
}
