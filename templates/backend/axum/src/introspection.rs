//! Instead of userinfo.rs: introspection (RFC 7662), for tokens without the scope `openid`. The API is
//! a client of the provider then, with an id and a secret of its own.

use crate::{
    bearer::Refusal,
    cache::{Memory, User},
    settings::setting,
};
use reqwest::{Client, redirect};
use serde::Deserialize;
use std::time::Duration;

/// Knows whose token it is.
#[derive(Clone)]
pub struct Verifier {
    client: Client,
    endpoint: String,
    id: String,
    secret: String,
    memory: Memory,
}

#[derive(Deserialize)]
struct Answer {
    active: bool,
    token_type: Option<String>,
    sub: Option<String>,
    exp: Option<u64>,
}

impl Verifier {
    pub fn new() -> Self {
        let client = Client::builder()
            .timeout(Duration::from_secs(5))
            .redirect(redirect::Policy::none())
            .build()
            .expect("an HTTP client");
        // Form-encoded before they are joined (RFC 6749 §2.3.1).
        let encoded = |name| form(&setting(name, ""));
        Self {
            client,
            endpoint: setting(
                "INTROSPECTION_ENDPOINT",
                {{introspection_endpoint}},
            ),
            id: encoded("INTROSPECTION_CLIENT_ID"),
            secret: encoded("INTROSPECTION_CLIENT_SECRET"),
            memory: Memory::new(),
        }
    }

    /// Returns the user whose token it is.
    pub async fn verify(&self, token: &str) -> Result<User, Refusal> {
        self.memory.user(token, self.ask(token)).await
    }

    async fn ask(&self, token: &str) -> Result<User, Refusal> {
        let answer = self.answer(token).await.map_err(|error| {
            eprintln!("{}: {error:?}", self.endpoint);
            Refusal::Unavailable
        })?;
        // A refresh token is active, too, and none to call an API with; one without `sub` is no user's.
        let bearer = answer
            .token_type
            .is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
        let sub = answer
            .sub
            .filter(|sub| answer.active && bearer && !sub.is_empty());
        Ok(User {
            sub: sub.ok_or(Refusal::InvalidToken)?,
            exp: answer.exp,
        })
    }

    async fn answer(&self, token: &str) -> reqwest::Result<Answer> {
        let request = self
            .client
            .post(&self.endpoint)
            .basic_auth(&self.id, Some(&self.secret));
        let form = [("token", token), ("token_type_hint", "access_token")];
        request
            .form(&form)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }
}

fn form(text: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._*".contains(&byte);
    text.bytes()
        .map(|byte| {
            if kept(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
