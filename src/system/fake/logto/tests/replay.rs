//! Requests of recorded exchanges, put to a stand-in in its own names.

use super::curl::Recorded;
use crate::system::fake::logto::{Credentials, StandIn};
use http::{Request, Response};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The machine of the recordings in the tenant of the admins.
pub(super) const ADMIN: (&str, &str) = ("m-default", "zAzUZudhkONEMj8TgSW3hZ3PrJEDt3pz");
pub(super) const ADMINS: &str = "http://127.0.0.1:3002";
pub(super) const SELF_HOSTED: &str = "http://127.0.0.1:3001";
pub(super) const CLOUD: &str = "http://default.logto.test:3005";
pub(super) const CUSTOM: &str = "http://auth.example.test:3005";

/// A stand-in, and what its names and secrets are called in the recordings.
pub(super) struct Replay {
    pub(super) logto: StandIn,
    pub(super) ours: BTreeMap<String, String>,
    pub(super) now: Timestamp,
}

impl Replay {
    pub(super) fn new(logto: StandIn) -> Self {
        let admin = logto.admin_credentials();
        let mut replay = Self { logto, ours: BTreeMap::new(), now: "2026-11-22T05:00:00Z".parse().unwrap() };
        replay.know(ADMIN.1, &admin.secret);
        replay
    }

    pub(super) fn know(&mut self, theirs: &str, ours: &str) {
        self.ours.insert(theirs.to_owned(), ours.to_owned());
    }

    /// Replays exchanges, and learns the names and secrets that answers bring.
    pub(super) fn replay(&mut self, names: &[&str]) {
        for name in names {
            let recorded = Recorded::read(name);
            let request = recorded.request(|command| self.translate(command));
            let answer = self.logto.respond(&request, self.now);
            assert!(self.logto.unmeasured().is_empty(), "{name}: {:?}", self.logto.unmeasured());
            if let (Some(theirs), Ok(ours)) = (recorded.json(), serde_json::from_slice(answer.body())) {
                self.learn(&theirs, &ours);
            }
            recorded.translated(|text| self.translate(text)).assert_like(&answer);
        }
    }

    fn translate(&self, text: &str) -> String {
        let text = self.with_our_tokens(text);
        self.ours.iter().fold(text, |text, (theirs, ours)| text.replace(theirs, ours))
    }

    fn learn(&mut self, theirs: &Value, ours: &Value) {
        match (theirs, ours) {
            (Value::Object(theirs), Value::Object(ours)) => {
                for (name, value) in theirs {
                    match (name.as_str(), value, ours.get(name)) {
                        (
                            "id" | "value" | "request_uri" | "access_token" | "refresh_token",
                            Value::String(theirs),
                            Some(Value::String(ours)),
                        ) => {
                            // In a query, only what is behind the last colon of a URN stays as it is.
                            let last = |text: &str| text.rsplit(':').next().unwrap_or_default().to_owned();
                            self.know(&last(theirs), &last(ours));
                        }
                        (_, value, Some(ours)) => self.learn(value, ours),
                        _ => {}
                    }
                }
            }
            (Value::Array(theirs), Value::Array(ours)) => {
                theirs.iter().zip(ours).for_each(|(theirs, ours)| self.learn(theirs, ours));
            }
            _ => {}
        }
    }

    /// Replaces each access token of the Management API by one of ours that says the same.
    fn with_our_tokens(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for word in text.clone().split([' ', '\'', '"', '=']).filter(|word| word.matches('.').count() == 2) {
            let Some(claims) = claims(word) else { continue };
            if let Some(token) = self.ours.get(&name_of(&claims)) {
                text = text.replace(word, token);
            }
        }
        text
    }

    /// Fetches a token, and remembers it for all recorded ones of the same issuer, owner and scope.
    pub(super) fn fetch_token(
        &mut self,
        origin: &str,
        credentials: &Credentials,
        their_id: &str,
        scope: Option<&str>,
    ) {
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}&resource={}&scope=all",
            credentials.id,
            credentials.secret,
            self.logto.resource()
        );
        let answer = self.post(&format!("{origin}/oidc/token"), form);
        let answer: Value = serde_json::from_slice(answer.body()).unwrap();
        assert_eq!(answer.get("scope").and_then(Value::as_str), scope);
        let claims = json!({ "iss": format!("{origin}/oidc"), "sub": their_id, "scope": scope });
        self.know(&name_of(&claims), answer["access_token"].as_str().unwrap());
    }

    fn post(&mut self, url: &str, form: String) -> Response<Vec<u8>> {
        let request = Request::post(url).header("content-type", "application/x-www-form-urlencoded");
        self.logto.respond(&request.body(form.into_bytes()).unwrap(), self.now)
    }
}

/// Returns what a token says that matters here.
fn name_of(claims: &Value) -> String {
    format!("token {} {} {}", claims["iss"], claims["sub"], claims["scope"])
}

fn claims(token: &str) -> Option<Value> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let claims = token.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}
