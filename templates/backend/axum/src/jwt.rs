//! Instead of userinfo.rs: for access tokens that are JWTs made for this API (RFC 9068), checked here
//! with the provider's keys. Quick, but a revoked token is good until it expires.

use crate::{bearer::Refusal, cache::User, settings::setting};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use std::{sync::Arc, time::Duration};
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
/// How old they must be before a key that is not among them has them asked for anew.
const PAUSE: Duration = Duration::from_secs(30);
/// When they are asked for again where they could not be had.
const RETRY: Duration = Duration::from_secs(5);

/// Knows whose token it is.
#[derive(Clone)]
pub struct Verifier {
    client: reqwest::Client,
    issuer: String,
    jwks_uri: String,
    audience: String,
    keys: Arc<Mutex<Option<Keys>>>,
}

/// The keys that were had, or none, and when.
struct Keys {
    set: Option<JwkSet>,
    since: Instant,
}

impl Verifier {
    pub fn new() -> Self {
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(5))
            .build();
        Self {
            client: client.expect("an HTTP client"),
            issuer: setting("OIDC_ISSUER", {{issuer}}),
            jwks_uri: setting("JWKS_URI", {{jwks_uri}}),
            audience: setting("API_RESOURCE", {{resource}}),
            keys: Arc::default(),
        }
    }

    /// Returns the user whose token it is.
    pub async fn verify(&self, token: &str) -> Result<User, Refusal> {
        let header = decode_header(token).map_err(|_| Refusal::InvalidToken)?;
        let kid = header.kid.as_deref().ok_or(Refusal::InvalidToken)?;
        // What is critical has to be understood (RFC 7515 §4.1.11), and nothing is here.
        if !ALGORITHMS.contains(&header.alg) || header.crit.is_some() {
            return Err(Refusal::InvalidToken);
        }
        let key = self.key(kid).await?;
        let mut validation = Validation::new(header.alg);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.validate_nbf = true;
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        let decoded =
            decode::<User>(token, &key, &validation).map_err(|_| Refusal::InvalidToken)?;
        Ok(decoded.claims)
    }

    async fn key(&self, kid: &str) -> Result<DecodingKey, Refusal> {
        // Whoever needs the keys waits for the one who fetches them.
        let mut keys = self.keys.lock().await;
        let fresh = keys.as_ref().filter(|keys| match &keys.set {
            None => keys.since.elapsed() < RETRY,
            Some(set) => {
                keys.since.elapsed()
                    < if set.find(kid).is_some() {
                        LIFETIME
                    } else {
                        PAUSE
                    }
            }
        });
        let keys = match fresh {
            Some(_) => keys.as_ref(),
            None => Some(&*keys.insert(Keys {
                set: self.fetch().await,
                since: Instant::now(),
            })),
        };
        let set = keys
            .and_then(|keys| keys.set.as_ref())
            .ok_or(Refusal::Unavailable)?;
        let key = set.find(kid).ok_or(Refusal::InvalidToken)?;
        DecodingKey::from_jwk(key).map_err(|_| Refusal::InvalidToken)
    }

    async fn fetch(&self) -> Option<JwkSet> {
        let answer = async {
            self.client
                .get(&self.jwks_uri)
                .send()
                .await?
                .error_for_status()?
                .json()
                .await
        };
        answer
            .await
            .inspect_err(|error: &reqwest::Error| eprintln!("{}: {error:?}", self.jwks_uri))
            .ok()
    }
}
