//! Asks the provider whose token it is (OpenID Connect Core 1.0 §5.3).

use crate::{
    bearer::Refusal,
    cache::{Memory, User},
    settings::setting,
};
use reqwest::{Client, StatusCode, header, redirect};
use std::time::Duration;

/// Knows whose token it is.
#[derive(Clone)]
pub struct Verifier {
    client: Client,
    endpoint: String,
    memory: Memory,
}

impl Verifier {
    pub fn new() -> Self {
        let client = Client::builder()
            .timeout(Duration::from_secs(5))
            .redirect(redirect::Policy::none()) // the token is for nobody else
            .pool_idle_timeout(Duration::from_secs(3)) // before the provider closes it
            .build()
            .expect("an HTTP client");
        let endpoint = setting("USERINFO_ENDPOINT", {{userinfo_endpoint}});
        Self {
            client,
            endpoint,
            memory: Memory::new(),
        }
    }

    /// Returns the user whose token it is.
    pub async fn verify(&self, token: &str) -> Result<User, Refusal> {
        self.memory.user(token, self.ask(token)).await
    }

    async fn ask(&self, token: &str) -> Result<User, Refusal> {
        let (status, challenge, body) = self.answer(token).await.map_err(|error| {
            eprintln!("{}: {error:?}", self.endpoint);
            Refusal::Unavailable
        })?;
        match status {
            StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED => {
                return Err(Refusal::InvalidToken);
            }
            StatusCode::FORBIDDEN
                if challenge.contains("insufficient_scope")
                    || body.contains("insufficient_scope") =>
            {
                return Err(Refusal::InsufficientScope(scope(&challenge)));
            }
            _ => {}
        }
        // A wrong address may well answer 200, with a web page.
        let user = serde_json::from_str::<User>(&body).ok();
        user.filter(|user| status == StatusCode::OK && !user.sub.is_empty())
            .ok_or_else(|| {
                eprintln!(
                    "{} answered {status} without JSON that has a `sub`",
                    self.endpoint
                );
                Refusal::Unavailable
            })
    }

    async fn answer(&self, token: &str) -> reqwest::Result<(StatusCode, String, String)> {
        let request = self.client.get(&self.endpoint).bearer_auth(token);
        let answer = request
            .header(header::ACCEPT, "application/json")
            .send()
            .await?;
        let challenge = answer.headers().get(header::WWW_AUTHENTICATE);
        let challenge = challenge
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        Ok((answer.status(), challenge, answer.text().await?))
    }
}

/// Returns the scope that a challenge asks for.
fn scope(challenge: &str) -> Option<String> {
    let (scope, _) = challenge.split_once("scope=\"")?.1.split_once('"')?;
    let legal = |byte: u8| matches!(byte, b' ' | b'!' | b'#'..=b'[' | b']'..=b'~');
    (!scope.is_empty() && scope.bytes().all(legal)).then(|| scope.to_owned())
}
