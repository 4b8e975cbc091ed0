//! What Logto's guards let through, and how they complain.

use super::{
    answer::{self, Stop},
    received::Received,
};
use http::StatusCode;
use serde_json::{Map, Value, json};
use url::Url;

pub(super) type Object = Map<String, Value>;

/// What a guard found, in the words of zod.
#[derive(Default)]
pub(super) struct Issues {
    issues: Vec<Value>,
    details: Vec<String>,
}

impl Issues {
    /// Goes on only where nothing was found.
    pub(super) fn settle(self) -> Result<(), Stop> {
        if self.issues.is_empty() {
            return Ok(());
        }
        let body = json!({
            "code": "guard.invalid_input",
            "data": { "issues": self.issues, "name": "ZodError" },
            "details": self.details.join("\n"),
            "message": "The request body is invalid."
        });
        Err(answer::json(StatusCode::BAD_REQUEST, &body).into())
    }

    fn add(&mut self, path: &[&str], code: &str, mut issue: Value, details: &str) {
        // Only an index is a number.
        let part = |part: &&str| part.parse::<u64>().map_or_else(|_| Value::from(*part), Value::from);
        issue["code"] = Value::from(code);
        issue["path"] = path.iter().map(part).collect();
        self.issues.push(issue);
        self.details.push(format!("Error in key path \"{}\": ({code}) {details}", path.join(".")));
    }

    fn wrong_type(&mut self, path: &[&str], expected: &str, found: Option<&Value>) {
        let received = kind(found);
        let message = match found {
            None => "Required".to_owned(),
            Some(_) => format!("Expected {expected}, received {received}"),
        };
        let issue = json!({ "expected": expected, "received": received, "message": message });
        self.add(path, "invalid_type", issue, &format!("Expected {expected} but received {received}."));
    }

    /// Returns a text that must be there.
    pub(super) fn text(&mut self, object: &Object, path: &[&str]) -> String {
        let found = path.last().and_then(|name| object.get(*name));
        match found {
            Some(Value::String(text)) => text.clone(),
            other => {
                self.wrong_type(path, "string", other);
                String::new()
            }
        }
    }

    /// Returns one of some texts.
    pub(super) fn one_of(&mut self, object: &Object, name: &str, options: &[&str]) -> String {
        let text = self.text(object, &[name]);
        if !text.is_empty() && !options.contains(&text.as_str()) {
            let quoted: Vec<_> = options.iter().map(|option| format!("'{option}'")).collect();
            let quoted = quoted.join(" | ");
            let message = format!("Invalid enum value. Expected {quoted}, received '{text}'");
            let issue = json!({ "received": text, "options": options, "message": message });
            self.add(&[name], "invalid_enum_value", issue, &message);
        }
        text
    }

    /// Returns a list of URIs that must be there.
    fn uris(&mut self, object: &Object, path: [&str; 2]) -> Vec<String> {
        let found = match object.get(path[1]) {
            Some(Value::Array(found)) => found.as_slice(),
            other => {
                self.wrong_type(&path, "array", other);
                &[]
            }
        };
        for (index, uri) in found.iter().enumerate() {
            // A wildcard stands in a URL like any other character.
            if uri.as_str().is_none_or(|uri| Url::parse(uri).is_err()) {
                let issue = json!({ "message": "Invalid input" });
                self.add(&[path[0], path[1], &index.to_string()], "custom", issue, "Invalid input");
            }
        }
        found.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

fn kind(value: Option<&Value>) -> &'static str {
    match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    }
}

/// Returns the members of a body, all of which must be known.
pub(super) fn body(received: &Received<'_>, known: &[&str]) -> Result<Object, Stop> {
    received.expect_query(&[])?;
    let is_json = received.header("content-type").is_some_and(|own| own.starts_with("application/json"));
    if !is_json {
        return Err(Stop::unmeasured("a body that is not called JSON"));
    }
    let Ok(members) = serde_json::from_slice::<Object>(received.body) else {
        return Err(Stop::unmeasured("a body that is no JSON object"));
    };
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(Stop::Unmeasured(format!("`{name}` in the body"))),
        None => Ok(members),
    }
}

/// The redirect URIs of an application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RedirectUris {
    pub(super) redirect: Vec<String>,
    pub(super) post_logout: Vec<String>,
}

impl RedirectUris {
    /// Reads `oidcClientMetadata`: both lists, or the guard complains.
    pub(super) fn read(body: &Object, issues: &mut Issues) -> Result<Option<Self>, Stop> {
        const NAME: &str = "oidcClientMetadata";
        let Some(found) = body.get(NAME) else { return Ok(None) };
        let Value::Object(found) = found else {
            return Err(Stop::unmeasured("`oidcClientMetadata` that is no object"));
        };
        let [redirect, post_logout] = ["redirectUris", "postLogoutRedirectUris"];
        if let Some(name) = found.keys().find(|name| ![redirect, post_logout].contains(&name.as_str())) {
            return Err(Stop::Unmeasured(format!("`{NAME}.{name}`")));
        }
        Ok(Some(Self {
            redirect: issues.uris(found, [NAME, redirect]),
            post_logout: issues.uris(found, [NAME, post_logout]),
        }))
    }

    pub(super) fn json(&self) -> Value {
        json!({ "redirectUris": self.redirect, "postLogoutRedirectUris": self.post_logout })
    }
}

/// The members of `customClientMetadata` in the order in which they are answered, each with its type.
const SETTINGS: [(&str, &str); 9] = [
    ("corsAllowedOrigins", "array"),
    ("idTokenTtl", "number"),
    ("refreshTokenTtl", "number"),
    ("refreshTokenTtlInDays", "number"),
    ("alwaysIssueRefreshToken", "boolean"),
    ("rotateRefreshToken", "boolean"),
    ("allowTokenExchange", "boolean"),
    ("isDeviceFlow", "boolean"),
    ("maxAllowedGrants", "number"),
];

/// The longest life of a refresh token, in days.
const LONGEST_LIFE: i64 = 180;

/// Reads `customClientMetadata`: what Logto does not know is dropped without a word.
pub(super) fn settings(body: &Object, issues: &mut Issues) -> Result<Option<Object>, Stop> {
    const NAME: &str = "customClientMetadata";
    let Some(found) = body.get(NAME) else { return Ok(None) };
    let Value::Object(found) = found else {
        return Err(Stop::unmeasured("`customClientMetadata` that is no object"));
    };
    let mut kept = Object::new();
    for (name, expected) in SETTINGS {
        let Some(value) = found.get(name) else { continue };
        if kind(Some(value)) != expected {
            issues.wrong_type(&[NAME, name], expected, Some(value));
        }
        if name == "refreshTokenTtlInDays"
            && let Some(days) = value.as_i64()
        {
            if days < 1 {
                return Err(Stop::unmeasured("`refreshTokenTtlInDays` below 1"));
            }
            if days > LONGEST_LIFE {
                let message = format!("Number must be less than or equal to {LONGEST_LIFE}");
                let issue = json!({
                    "maximum": LONGEST_LIFE, "type": "number", "inclusive": true, "exact": false,
                    "message": message
                });
                issues.add(&[NAME, name], "too_big", issue, &message);
            }
        }
        kept.insert(name.to_owned(), value.clone());
    }
    Ok(Some(kept))
}
