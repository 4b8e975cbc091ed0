//! Instead of userinfo.rs: introspection (RFC 7662), for tokens without the scope `openid`. The API is
//! a client of the provider then, with an id and a secret of its own.

use crate::{
    bearer::Refusal,
    cache::{Memory, User},
    settings::setting,
};
use reqwest::{Client, StatusCode, redirect};
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
    exp: Option<f64>,
    client_id: Option<String>,
    scope: Option<String>,
}

impl Verifier {
    pub fn new() -> Self {
        let client = Client::builder()
            .timeout(Duration::from_secs(5))
            .redirect(redirect::Policy::none())
            .pool_idle_timeout(Duration::from_secs(3)) // before the provider closes it
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
        let (status, answer) = self.answer(token).await.map_err(|error| {
            eprintln!("{}: {error:?}", self.endpoint);
            Refusal::Unavailable
        })?;
        let answer = serde_json::from_str::<Answer>(&answer)
            .ok()
            .filter(|_| status == StatusCode::OK)
            .ok_or_else(|| {
                eprintln!(
                    "{} answered {status}, not whether the token is active",
                    self.endpoint
                );
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
            client_id: answer.client_id,
            scope: answer.scope,
        })
    }

    async fn answer(&self, token: &str) -> reqwest::Result<(StatusCode, String)> {
        let request = self
            .client
            .post(&self.endpoint)
            .basic_auth(&self.id, Some(&self.secret));
        let form = [("token", token), ("token_type_hint", "access_token")];
        let answer = request.form(&form).send().await?;
        Ok((answer.status(), answer.text().await?))
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
