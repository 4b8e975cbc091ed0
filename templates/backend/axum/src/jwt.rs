//! Instead of userinfo.rs: for access tokens that are JWTs made for this API (RFC 9068), checked here
//! with the provider's keys. Quick, but a revoked token is good until it expires.

use crate::{bearer::Refusal, cache::User, settings::setting};
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, decode_header,
    jwk::{Jwk, JwkSet},
};
use reqwest::redirect;
use std::{
    sync::{Arc, RwLock},
    time::Duration,
};
use tokio::{sync::Mutex, time::Instant};

/// Never a shared secret: whoever can check with one can also sign with it.
const ALGORITHMS: [Algorithm; 5] = [
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::PS256,
    Algorithm::RS256,
    Algorithm::EdDSA,
];

/// How old the keys may be.
const LIFETIME: Duration = Duration::from_secs(600);
/// How long a key that is not among them waits until they are asked for anew.
const PAUSE: Duration = Duration::from_secs(5);

/// Knows whose token it is.
#[derive(Clone)]
pub struct Verifier {
    client: reqwest::Client,
    issuer: String,
    jwks_uri: String,
    audience: String,
    kind: String,
    keys: Arc<Keys>,
}

#[derive(Default)]
struct Keys {
    /// The keys, and when they were had.
    known: RwLock<Option<(JwkSet, Instant)>>,
    /// When they were asked for last, and whether they were had. Whoever asks holds it.
    asked: Mutex<Option<(Instant, bool)>>,
}

impl Keys {
    fn find(&self, kid: &str) -> Option<Jwk> {
        let known = self.known.read().expect("nobody panics with the keys");
        let (keys, since) = known.as_ref()?;
        let fresh = since.elapsed() < LIFETIME;
        keys.find(kid).filter(|_| fresh).cloned()
    }

    fn keep(&self, keys: JwkSet) {
        let mut known = self.known.write().expect("nobody panics with the keys");
        *known = Some((keys, Instant::now()));
    }
}

impl Verifier {
    pub fn new() -> Self {
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(5))
            .redirect(redirect::Policy::none())
            .pool_max_idle_per_host(0) // keys are asked for too rarely to keep a connection
            .build();
        Self {
            client: client.expect("an HTTP client"),
            issuer: setting("OIDC_ISSUER", {{issuer}}),
            jwks_uri: setting("JWKS_URI", {{jwks_uri}}),
            audience: setting("API_RESOURCE", {{resource}}),
            // At some providers `JWT`.
            kind: setting("ACCESS_TOKEN_TYPE", "at+jwt"),
            keys: Arc::default(),
        }
    }

    /// Returns the user whose token it is.
    pub async fn verify(&self, token: &str) -> Result<User, Refusal> {
        let header = decode_header(token).map_err(|_| Refusal::InvalidToken)?;
        let kid = header.kid.as_deref().ok_or(Refusal::InvalidToken)?;
        let kind = header.typ.as_deref().unwrap_or_default();
        let kind = kind.strip_prefix("application/").unwrap_or(kind);
        // What is critical has to be understood (RFC 7515 §4.1.11), and nothing is here.
        if !ALGORITHMS.contains(&header.alg) || header.crit.is_some() {
            return Err(Refusal::InvalidToken);
        }
        // An ID token is none.
        if !kind.eq_ignore_ascii_case(&self.kind) {
            return Err(Refusal::InvalidToken);
        }
        let key = self.key(kid).await?;
        let key = DecodingKey::from_jwk(&key).map_err(|_| Refusal::InvalidToken)?;
        let mut validation = Validation::new(header.alg);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.leeway = 60;
        validation.validate_nbf = true;
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        let user = decode::<User>(token, &key, &validation).map_err(|_| Refusal::InvalidToken)?;
        Some(user.claims)
            .filter(|user| !user.sub.is_empty())
            .ok_or(Refusal::InvalidToken)
    }

    async fn key(&self, kid: &str) -> Result<Jwk, Refusal> {
        if let Some(key) = self.keys.find(kid) {
            return Ok(key);
        }
        let mut asked = self.keys.asked.lock().await;
        if let Some(key) = self.keys.find(kid) {
            return Ok(key);
        }
        let had = match *asked {
            Some((when, had)) if when.elapsed() < PAUSE => had,
            _ => {
                let had = self.ask().await;
                *asked = Some((Instant::now(), had));
                had
            }
        };
        match self.keys.find(kid) {
            Some(key) => Ok(key),
            None if had => Err(Refusal::InvalidToken),
            None => Err(Refusal::Unavailable),
        }
    }

    /// Asks for the keys; those that are known go on being good where none can be had.
    async fn ask(&self) -> bool {
        let answer = async {
            let answer = self.client.get(&self.jwks_uri).send().await?;
            answer.error_for_status()?.json().await
        };
        match answer.await {
            Ok(keys) => {
                self.keys.keep(keys);
                true
            }
            Err(error) => {
                let error: reqwest::Error = error;
                eprintln!("{}: {error:?}", self.jwks_uri);
                false
            }
        }
    }
}
