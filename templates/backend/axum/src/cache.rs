//! Remembers for a short time whose token it was, so that not every request asks the provider.

use crate::{bearer::Refusal, settings::setting};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use moka::{Expiry, future::Cache};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

const MOST_TOKENS: u64 = 1000;

/// The user whose token it is.
#[derive(Debug, Clone, Deserialize)]
#[allow(dead_code)] // until a route asks for more than the id
pub struct User {
    /// The id of the user.
    pub sub: String,
    /// When the token expires, in seconds since 1970, where the provider says so.
    pub exp: Option<f64>,
    /// The application that it was issued to; Userinfo does not say.
    pub client_id: Option<String>,
    /// What it is good for, between spaces; Userinfo does not say.
    pub scope: Option<String>,
}

/// Users by a hash of their token, each with how long it is kept. A refusal is not kept at all.
#[derive(Clone)]
pub struct Memory {
    users: Cache<[u8; 32], (User, Duration)>,
    longest: Duration,
}

impl Memory {
    pub fn new() -> Self {
        let users = Cache::builder()
            .max_capacity(MOST_TOKENS)
            .expire_after(OfEach)
            .build();
        // So long a revoked token may still be good.
        let seconds = setting("TOKEN_CACHE_SECONDS", "60")
            .parse()
            .expect("TOKEN_CACHE_SECONDS is a number");
        Self {
            users,
            longest: Duration::from_secs(seconds),
        }
    }

    /// Returns what is known, or else what `check` says; requests that come together share one check.
    pub async fn user(
        &self,
        token: &str,
        check: impl Future<Output = Result<User, Refusal>>,
    ) -> Result<User, Refusal> {
        let checked = async {
            let user = check.await?;
            let left = user
                .exp
                .or_else(|| expiry(token))
                .map_or(Duration::MAX, left);
            Ok((user, left.min(self.longest)))
        };
        let kept = self
            .users
            .try_get_with(Sha256::digest(token).into(), checked)
            .await;
        kept.map(|(user, _)| user).map_err(Arc::unwrap_or_clone)
    }
}

struct OfEach;

impl Expiry<[u8; 32], (User, Duration)> for OfEach {
    fn expire_after_create(
        &self,
        _: &[u8; 32],
        (_, lifetime): &(User, Duration),
        _: Instant,
    ) -> Option<Duration> {
        Some(*lifetime)
    }
}

/// Returns when a token expires that can be read. This is no check: it only makes the memory shorter.
fn expiry(token: &str) -> Option<f64> {
    let payload = BASE64_URL_SAFE_NO_PAD
        .decode(token.split('.').nth(1)?)
        .ok()?;
    serde_json::from_slice::<Value>(&payload)
        .ok()?
        .get("exp")?
        .as_f64()
}

fn left(exp: f64) -> Duration {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    Duration::try_from_secs_f64((exp - now.as_secs_f64()).max(0.0)).unwrap_or(Duration::MAX)
}
