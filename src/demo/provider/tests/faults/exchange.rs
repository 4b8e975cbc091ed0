//! A whole exchange as a flat list of what was said, so that two can be compared.

use super::super::{super::signing::SigningKey, *};
use crate::demo::{api::AgendaApi, fault::Faults};
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use regex::{Captures, Regex};
use std::{fmt, sync::LazyLock};

/// What was said, by place: `token.id_token.claims.aud`.
pub(super) struct Exchange {
    said: Vec<(String, String)>,
    reached: Vec<&'static str>,
    /// The `kid` of the key that signs where no fault wants another.
    kid: String,
}

/// A place where two exchanges differ.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) path: String,
    healthy: Option<String>,
    faulty: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<String>| match value {
            None => "(nothing)".to_owned(),
            Some(value) if value.chars().count() > 60 => value.chars().take(59).chain(['…']).collect(),
            Some(value) => value.clone(),
        };
        write!(f, "{}: {} -> {}", self.path, shown(&self.healthy), shown(&self.faulty))
    }
}

impl Difference {
    /// Returns whether it is only that a refusal, or a body that is no object, has no such member.
    pub(super) fn is_what_another_answer_lacks(&self, faulty: &Exchange) -> bool {
        let step = self.path.split('.').next().unwrap();
        let another = |part| faulty.said.iter().any(|(path, _)| *path == format!("{step}.{part}"));
        self.faulty.is_none() && (another("error") || another("text"))
    }
}

impl Exchange {
    /// Returns where the steps that both took differ, in the order of the exchange.
    pub(super) fn differences(&self, faulty: &Self) -> Vec<Difference> {
        let find = |said: &[(String, String)], path: &str| {
            said.iter().find(|(own, _)| own == path).map(|(_, value)| value.clone())
        };
        let comparable = |path: &str| {
            let step = path.split('.').next().unwrap();
            self.reached.contains(&step) && faulty.reached.contains(&step)
        };
        let mut paths: Vec<&str> = self.said.iter().map(|(path, _)| path.as_str()).collect();
        paths.extend(
            faulty.said.iter().map(|(path, _)| path.as_str()).filter(|path| find(&self.said, path).is_none()),
        );
        paths
            .into_iter()
            .filter(|path| comparable(path))
            .map(|path| Difference {
                path: path.to_owned(),
                healthy: find(&self.said, path),
                faulty: find(&faulty.said, path),
            })
            .filter(|difference| difference.healthy != difference.faulty)
            .collect()
    }

    /// Returns the steps that could not be taken.
    pub(super) fn missed(&self, faulty: &Self) -> Option<String> {
        let missed = self.reached.iter().copied().filter(|step| !faulty.reached.contains(step));
        Some(missed.collect::<Vec<_>>().join(", ")).filter(|missed| !missed.is_empty())
    }

    fn say(&mut self, path: String, value: impl Into<String>) {
        self.said.push((path, value.into()));
    }

    /// Takes down an answer whole.
    fn hear(&mut self, step: &'static str, world: &World, answer: &Answer) {
        self.reached.push(step);
        self.say(format!("{step}.status"), answer.status().as_str());
        for (name, value) in answer.headers() {
            if !matches!(name.as_str(), "set-cookie" | "logto-core-request-id" | "location") {
                self.say(format!("{step}.{name}"), value.to_str().unwrap());
            }
        }
        if let Some(location) = location(answer) {
            // The body of a redirect repeats where it leads.
            return self.hear_location(step, &location);
        }
        if let Some(delivery) = answer.extensions().get::<crate::demo::fault::Delivery>() {
            self.say(format!("{step}.delivery"), format!("{delivery:?}"));
        }
        let body = &answer.body()[..answer.body().len().min(64 * 1024)];
        if body.len() < answer.body().len() {
            self.say(format!("{step}.size"), format!("{} MiB", answer.body().len() / 1024 / 1024));
        }
        let body = std::str::from_utf8(body).unwrap().trim_end_matches(' ');
        match serde_json::from_str(body) {
            Ok(value) => {
                if Value::to_string(&value) != body {
                    self.say(format!("{step}.text"), neutral(body));
                }
                self.hear_json(step, world, &value);
            }
            Err(_) => self.say(format!("{step}.text"), neutral(body)),
        }
    }

    fn hear_location(&mut self, step: &str, location: &str) {
        let url = Url::parse(ISSUER).unwrap().join(location).unwrap();
        self.say(format!("{step}.location"), &url[..url::Position::AfterPath]);
        for (name, value) in url.query_pairs() {
            self.say(format!("{step}.answer.{name}"), neutral(&value));
        }
    }

    fn hear_json(&mut self, path: &str, world: &World, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    self.hear_json(&format!("{path}.{name}"), world, value);
                }
            }
            Value::Array(values) if values.iter().any(Value::is_object) => {
                for (at, value) in values.iter().enumerate() {
                    self.hear_json(&format!("{path}.{at}"), world, value);
                }
            }
            Value::String(token) if path.ends_with(".id_token") => self.hear_id_token(path, world, token),
            Value::String(kid) if path.ends_with(".kid") && kid.len() == 43 => {
                let known = *kid == self.kid;
                self.say(path.to_owned(), if known { "the first key" } else { "another key" });
            }
            other => self.say(path.to_owned(), neutral(&other.to_string())),
        }
    }

    fn hear_id_token(&mut self, path: &str, world: &World, token: &str) {
        let parts: Vec<&str> = token.split('.').collect();
        self.say(format!("{path}.parts"), parts.len().to_string());
        for (name, part) in ["header", "claims"].into_iter().zip(&parts) {
            let decoded =
                URL_SAFE_NO_PAD.decode(part).ok().and_then(|text| serde_json::from_slice(&text).ok());
            match decoded {
                Some(value) => self.hear_json(&format!("{path}.{name}"), world, &value),
                None => self.say(format!("{path}.{name}"), neutral(part)),
            }
        }
        let verdict = match parts.get(2) {
            None => "missing",
            Some(&"") => "empty",
            Some(_) if world.provider.key.verify(token).is_some() => "good",
            Some(_) => "bad",
        };
        self.say(format!("{path}.signature"), verdict);
    }
}

/// Replaces what is random by its length.
fn neutral(text: &str) -> String {
    static RANDOM: LazyLock<Regex> = LazyLock::new(|| Regex::new("[A-Za-z0-9_-]{43,}").unwrap());
    RANDOM.replace_all(text, |found: &Captures<'_>| format!("<{} characters>", found[0].len())).into_owned()
}

/// Runs a whole exchange, as far as it comes.
pub(super) fn exchange(key: &[u8], faults: Faults) -> Exchange {
    let mut world = World::with_faults(key, faults.clone());
    let kid = SigningKey::from_pkcs8(key).unwrap().jwk()["kid"].as_str().unwrap().to_owned();
    let mut told = Exchange { said: Vec::new(), reached: Vec::new(), kid };
    for (step, place) in [
        ("discovery", "/oidc/.well-known/openid-configuration"),
        ("discovery-inserted", "/.well-known/oauth-authorization-server/oidc"),
    ] {
        let answer = world.get(place);
        told.hear(step, &world, &answer);
    }
    let parameters = [("nonce", "n0nce"), ("scope", "openid offline_access profile")];
    let answer = world.get(&authorization(&[("prompt", "none")]));
    told.hear("prompt-none", &world, &answer);
    let code = sign_in(&mut world, &mut told, &parameters);
    let tokens = code.map(|code| {
        let answer = world.exchange(&code);
        told.hear("token", &world, &answer);
        serde_json::from_slice::<Value>(answer.body()).unwrap_or_default()
    });
    let refused =
        [("client_id", demo::CLIENT_ID), ("client_secret", SECRET), ("grant_type", "authorization_code")];
    let refused = [&refused[..], &[("code", "bogus"), ("redirect_uri", CALLBACK)]].concat();
    let answer = world.post("/oidc/token", None, &refused);
    told.hear("token-refused", &world, &answer);
    for step in ["jwks", "jwks-again"] {
        let answer = world.get("/oidc/jwks");
        told.hear(step, &world, &answer);
    }
    let tokens = tokens.unwrap_or_default();
    let refresh_token = tokens["refresh_token"].as_str().filter(|token| !token.is_empty());
    for (step, path, token) in [
        ("introspection", "/oidc/token/introspection", Some("bogus")),
        ("introspection-of-refresh-token", "/oidc/token/introspection", refresh_token),
        ("revocation", "/oidc/token/revocation", Some("bogus")),
    ] {
        if let Some(token) = token {
            let answer = world.post(path, Some((demo::CLIENT_ID, SECRET)), &[("token", token)]);
            told.hear(step, &world, &answer);
        }
    }
    // What a fault makes of a token is no header value sometimes: a client would stop there, too.
    let access_token =
        tokens["access_token"].as_str().filter(|token| !token.is_empty() && !token.contains('\r'));
    if let Some(token) = access_token {
        let answer = world.me(token);
        told.hear("userinfo", &world, &answer);
        let answer = world.post("/oidc/me", None, &[("access_token", token)]);
        told.hear("userinfo-by-form", &world, &answer);
    }
    ask_the_api(&mut world, &mut told, access_token, faults);
    if let Some(token) = refresh_token {
        let answer = world.refresh(token);
        told.hear("refresh", &world, &answer);
        let next = serde_json::from_slice::<Value>(answer.body()).unwrap_or_default();
        let rotated = next["refresh_token"].as_str().map(|next| (next != token).to_string());
        told.say("refresh.rotated".to_owned(), rotated.unwrap_or_default());
        let answer = world.refresh(token);
        told.hear("refresh-with-the-old", &world, &answer);
    }
    told
}

/// Signs alice in and returns the code, where one came.
fn sign_in(world: &mut World, told: &mut Exchange, parameters: &[(&str, &str)]) -> Option<String> {
    let mut browser = Browser::default();
    let first = browser.get(world, &authorization(parameters));
    let stays = location(&first).is_some_and(|location| location.starts_with('/'));
    if !stays {
        told.hear("callback", world, &first);
        return None;
    }
    let (page, _) = browser.follow(world, first);
    let callback = browser.sign_in(world, &page, "alice", "alice-demo-password");
    told.reached.push("callback");
    told.hear_location("callback", callback.as_str());
    // A client stops at a code that is none, and at an error.
    parameter(&callback, "code").filter(|code| code.len() < 8192 && parameter(&callback, "error").is_none())
}

fn ask_the_api(world: &mut World, told: &mut Exchange, access_token: Option<&str>, faults: Faults) {
    let mut count: u8 = 0;
    let entropy = move |bytes: &mut [u8]| {
        count += 1;
        bytes.fill(count);
    };
    let mut api = AgendaApi::new(Box::new(entropy)).with_faults(faults);
    for (step, token, agent) in [
        ("api-no-token", None, "test"),
        ("api-forged", Some("forged"), "test"),
        ("api", access_token, "test"),
        (
            "api-as-chatgpt",
            access_token,
            "Mozilla/5.0 (compatible; ChatGPT-User/1.0; +https://openai.com/bot)",
        ),
    ] {
        if token.is_none() && step != "api-no-token" {
            continue;
        }
        let mut request = Request::get("/api/items").header(header::USER_AGENT, agent);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let now = world.now;
        let mut userinfo = |question: Request<Vec<u8>>| world.provider.respond(&question, now);
        let answer = api.respond(&request.body(Vec::new()).unwrap(), now, &mut userinfo);
        told.hear(step, world, &answer);
    }
}
