//! The ID token, validated (OpenID Connect Core 1.0 §2, §3.1.3.7, §12.2; RFC 8725).
//!
//! Everything that depends on time is done here with the time that was handed in; `jsonwebtoken`
//! checks signatures and nothing else.

use super::{
    answer,
    jwks::{KeySet, Verdict},
    note::Note,
    signature::Algorithm,
    values::{AccessToken, ClientId, IdToken, Issuer, Nonce},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Map, Value};

/// How far clocks may be apart, in seconds.
const LEEWAY: i64 = 60;
/// The longest ID token that is read, in bytes.
const LONGEST: usize = 256 * 1024;

/// What an ID token must say.
#[derive(Debug)]
pub struct Expectation<'a> {
    /// The issuer; `None` where the project names none.
    pub issuer: Option<&'a Issuer>,
    /// Our identifier.
    pub client_id: &'a ClientId,
    /// The algorithms that the provider announced; `None` where nobody asked it.
    pub algorithms: Option<&'a [String]>,
    /// The nonce that was sent.
    pub nonce: Option<&'a Nonce>,
    /// The subject that it must be about: after a refresh, the one that signed in.
    pub subject: Option<&'a str>,
    /// The access token that came with it.
    pub access_token: &'a AccessToken,
    /// The time.
    pub now: Timestamp,
}

/// What a validated ID token says.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims {
    /// Who signed in.
    pub subject: String,
    /// Everything it says.
    pub all: Map<String, Value>,
    /// What is worth a word.
    pub notes: Vec<Note>,
}

/// Why an ID token is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// It is not three base64url parts with JSON objects in the first two (RFC 7515 §7.1).
    #[error("the ID token is malformed: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// It is signed by an algorithm that was not announced, or that nobody should accept.
    #[error("the ID token is signed with `{found}`; accepted are `{}`", .accepted.join("`, `"))]
    Algorithm {
        /// Its algorithm, shortened. Not escaped.
        found: String,
        /// What would be accepted.
        accepted: Vec<String>,
    },
    /// No key of the provider fits it. A newer key set may have one.
    #[error("the ID token is signed with a key (`{}`) that the provider does not publish", .kid.as_deref().unwrap_or("no kid"))]
    UnknownKey {
        /// Its `kid`, shortened. Not escaped.
        kid: Option<String>,
    },
    /// The signature is not by the provider's key.
    #[error("the signature of the ID token is wrong")]
    BadSignature,
    /// A claim is missing or says the wrong thing.
    #[error("`{name}` of the ID token is {found}, expected {expected}")]
    Claim {
        /// The claim.
        name: &'static str,
        /// What it says, shortened. Not escaped.
        found: String,
        /// What it should say.
        expected: String,
    },
    /// It is not valid at this time: a wrong clock, on one side or the other.
    #[error("`{name}` of the ID token is {found}, and the time here is {now}")]
    Time {
        /// The claim.
        name: &'static str,
        /// The time it names.
        found: String,
        /// Our time.
        now: Timestamp,
    },
}

/// Validates an ID token: its signature where `keys` are given, and its claims always. Without keys
/// the claims carry a note; the token endpoint's TLS then vouches alone (§3.1.3.7, rule 6).
///
/// # Errors
///
/// As [`IdTokenError`]. On [`IdTokenError::UnknownKey`] fetch the keys anew, once.
pub fn validate(
    token: &IdToken,
    expected: &Expectation<'_>,
    keys: Option<&KeySet>,
) -> Result<Claims, IdTokenError> {
    let parts = Parts::of(token.expose())?;
    let mut notes = Vec::new();
    let algorithm = match keys {
        Some(keys) => Some(check_signature(&parts, expected, keys)?),
        None => {
            notes.push(Note::SignatureUnchecked);
            parts.header.get("alg").and_then(Value::as_str).and_then(Algorithm::from_name)
        }
    };
    let claims = ClaimSet(&parts.payload);
    match expected.issuer {
        Some(issuer) => claims.must_be("iss", issuer.as_str())?,
        None => notes.push(Note::IssuerUnchecked),
    }
    claims.check_audience(expected.client_id.as_str())?;
    claims.check_times(expected.now)?;
    if let Some(nonce) = expected.nonce {
        claims.must_be_secret("nonce", nonce.expose())?;
    }
    let subject = claims.subject()?;
    if let Some(expected) = expected.subject {
        claims.must_be("sub", expected)?;
    }
    claims.check_access_token_hash(expected.access_token, algorithm)?;
    Ok(Claims { subject, all: parts.payload.clone(), notes })
}

/// The three parts, decoded.
struct Parts<'a> {
    header: Map<String, Value>,
    payload: Map<String, Value>,
    message: &'a str,
    signature: &'a str,
}

impl<'a> Parts<'a> {
    fn of(token: &'a str) -> Result<Self, IdTokenError> {
        let malformed = |reason| IdTokenError::Malformed { reason };
        if token.len() > LONGEST {
            return Err(malformed("it is larger than 256 KiB"));
        }
        let parts = token.split('.').collect::<Vec<_>>();
        let [header, payload, signature] = parts[..] else {
            return Err(malformed(match parts.len() {
                5 => "it is encrypted (five parts), which is not supported",
                _ => "it has not three parts",
            }));
        };
        let object = |part: &str| -> Option<Map<String, Value>> {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
        };
        let header = object(header).ok_or(malformed("its header is no JSON object in base64url"))?;
        let payload = object(payload).ok_or(malformed("its payload is no JSON object in base64url"))?;
        let message = &token[..token.len() - signature.len() - 1];
        Ok(Self { header, payload, message, signature })
    }
}

/// Checks the signature. Keys named in the token itself (`jku`, `x5u`, `jwk`) are never looked at.
fn check_signature(
    parts: &Parts<'_>,
    expected: &Expectation<'_>,
    keys: &KeySet,
) -> Result<Algorithm, IdTokenError> {
    if parts.header.contains_key("crit") {
        return Err(IdTokenError::Malformed { reason: "its header has `crit`, an extension we do not know" });
    }
    let found = parts.header.get("alg").and_then(Value::as_str).unwrap_or_default();
    let accepted = accepted(expected.algorithms);
    let algorithm =
        accepted.iter().copied().find(|own| own.name() == found).ok_or_else(|| IdTokenError::Algorithm {
            found: answer::cut(found, 40),
            accepted: accepted.iter().map(|own| own.name().to_owned()).collect(),
        })?;
    let kid = parts.header.get("kid").and_then(Value::as_str);
    match keys.verify(kid, algorithm, parts.message, parts.signature) {
        Verdict::Good => Ok(algorithm),
        Verdict::Bad => Err(IdTokenError::BadSignature),
        Verdict::UnknownKey => Err(IdTokenError::UnknownKey { kid: kid.map(|kid| answer::cut(kid, 100)) }),
    }
}

/// Returns the allow-list: what was announced and is safe; RS256 where the metadata names nothing
/// usable; all that is safe where there is no metadata.
fn accepted(announced: Option<&[String]>) -> Vec<Algorithm> {
    let Some(announced) = announced else { return Algorithm::ALL.to_vec() };
    let accepted = announced.iter().filter_map(|name| Algorithm::from_name(name)).collect::<Vec<_>>();
    if accepted.is_empty() { vec![Algorithm::Rs256] } else { accepted }
}

/// The claims, with the questions that are asked of them.
struct ClaimSet<'a>(&'a Map<String, Value>);

impl ClaimSet<'_> {
    fn refuse(&self, name: &'static str, expected: impl Into<String>) -> IdTokenError {
        let found = self.0.get(name).map_or("missing".to_owned(), |value| format!("`{}`", shown(value)));
        IdTokenError::Claim { name, found, expected: expected.into() }
    }

    fn must_be(&self, name: &'static str, expected: &str) -> Result<(), IdTokenError> {
        match self.0.get(name).and_then(Value::as_str) {
            Some(found) if found == expected => Ok(()),
            _ => Err(self.refuse(name, format!("`{}`", answer::cut(expected, 100)))),
        }
    }

    /// As `must_be`, but the expected value stays unsaid.
    fn must_be_secret(&self, name: &'static str, expected: &str) -> Result<(), IdTokenError> {
        match self.0.get(name) {
            Some(Value::String(found)) if found == expected => Ok(()),
            Some(_) => Err(IdTokenError::Claim {
                name,
                found: "another value".to_owned(),
                expected: "the one that was sent".to_owned(),
            }),
            None => Err(self.refuse(name, "the one that was sent")),
        }
    }

    /// Rules 3 to 5: we are the only audience, and `azp`, where it is there, is us.
    fn check_audience(&self, client_id: &str) -> Result<(), IdTokenError> {
        let only_us = match self.0.get("aud") {
            Some(Value::String(audience)) => audience == client_id,
            Some(Value::Array(audiences)) => {
                !audiences.is_empty() && audiences.iter().all(|audience| audience.as_str() == Some(client_id))
            }
            _ => false,
        };
        if !only_us {
            return Err(self.refuse("aud", format!("`{}` and no other", answer::cut(client_id, 100))));
        }
        if self.0.contains_key("azp") { self.must_be("azp", client_id) } else { Ok(()) }
    }

    fn check_times(&self, now: Timestamp) -> Result<(), IdTokenError> {
        let second = now.as_second();
        let outside = |name, at| IdTokenError::Time { name, found: time(at), now };
        let expiry = self.time("exp")?.ok_or_else(|| self.refuse("exp", "a time"))?;
        if expiry.saturating_add(LEEWAY) <= second {
            return Err(outside("exp", expiry));
        }
        let issued = self.time("iat")?.ok_or_else(|| self.refuse("iat", "a time"))?;
        if issued > second.saturating_add(LEEWAY) {
            return Err(outside("iat", issued));
        }
        match self.time("nbf")? {
            Some(start) if start > second.saturating_add(LEEWAY) => Err(outside("nbf", start)),
            _ => Ok(()),
        }
    }

    /// Returns a time in whole seconds; text is no time.
    fn time(&self, name: &'static str) -> Result<Option<i64>, IdTokenError> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let number = value.as_f64().filter(|number| number.is_finite());
        let number = number.ok_or_else(|| self.refuse(name, "a number of seconds"))?;
        #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
        Ok(Some(number.floor() as i64))
    }

    fn subject(&self) -> Result<String, IdTokenError> {
        match self.0.get("sub") {
            Some(Value::String(subject))
                if !subject.is_empty() && subject.len() <= 255 && subject.is_ascii() =>
            {
                Ok(subject.clone())
            }
            _ => Err(self.refuse("sub", "1 to 255 ASCII characters")),
        }
    }

    /// Rule of §3.1.3.8: the left half of the hash that the signature uses.
    fn check_access_token_hash(
        &self,
        token: &AccessToken,
        algorithm: Option<Algorithm>,
    ) -> Result<(), IdTokenError> {
        let (Some(_), Some(algorithm)) = (self.0.get("at_hash"), algorithm) else { return Ok(()) };
        let hash = algorithm.digest(token.expose());
        self.must_be_secret("at_hash", &URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])).map_err(|_| {
            IdTokenError::Claim {
                name: "at_hash",
                found: "another value".to_owned(),
                expected: "the hash of the access token that came with it".to_owned(),
            }
        })
    }
}

fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    answer::cut(&text, 100)
}

fn time(second: i64) -> String {
    Timestamp::from_second(second).map_or_else(|_| format!("`{second}`"), |time| time.to_string())
}

#[cfg(test)]
mod tests;
