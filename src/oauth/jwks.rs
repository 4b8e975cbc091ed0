//! The provider's signing keys (RFC 7517), and signatures checked with them (RFC 7515, RFC 8725).

use super::{
    answer::{self, Evidence, UnusableAnswer},
    note::Note,
    signature::{self, Algorithm, KeyKind},
};
use aws_lc_rs::signature::{ECDSA_P521_SHA512_FIXED, UnparsedPublicKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use jsonwebtoken::DecodingKey;
use serde_json::{Map, Value};
use url::Url;

/// The most keys that are looked at.
const MOST_KEYS: usize = 100;

/// The keys that can check a signature. Symmetric and unknown keys are left out.
#[derive(Debug, Default)]
pub struct KeySet {
    keys: Vec<Key>,
    /// What is worth a word.
    pub notes: Vec<Note>,
}

#[derive(Debug)]
struct Key {
    kid: Option<String>,
    algorithm: Option<String>,
    kind: KeyKind,
    key: PublicKey,
}

#[derive(Debug)]
enum PublicKey {
    Known(Box<DecodingKey>),
    /// A point of P-521, which `jsonwebtoken` does not know.
    P521(Vec<u8>),
}

/// Why there are no keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// The answer is no key set.
    #[error("the key set endpoint {0}")]
    Unusable(UnusableAnswer),
    /// The object has no array `keys`.
    #[error("the key set has no `keys`")]
    NoKeys,
}

/// What a signature turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is by one of the keys.
    Good,
    /// There is a key for it, and it is not by that key.
    Bad,
    /// There is no key for it; a newer key set may have it.
    UnknownKey,
}

/// Returns the request for the key set.
pub fn request(jwks_uri: &Url) -> Request<Vec<u8>> {
    super::request(Method::GET, jwks_uri, Vec::new(), |headers| {
        headers
            .insert(header::ACCEPT, HeaderValue::from_static("application/jwk-set+json, application/json"));
    })
}

/// Reads a key set. A key that we cannot use is passed over, whatever is wrong with it.
///
/// # Errors
///
/// As [`KeySetError`].
pub fn judge(response: &Response<Vec<u8>>) -> Result<KeySet, KeySetError> {
    answer::refuse_status(response, &[]).map_err(KeySetError::Unusable)?;
    let evidence = || Evidence::of(response, &[]);
    if response.status() != StatusCode::OK {
        return Err(KeySetError::Unusable(UnusableAnswer::Status(evidence())));
    }
    let members =
        answer::object(response).ok_or_else(|| KeySetError::Unusable(UnusableAnswer::NotJson(evidence())))?;
    let keys = members.get("keys").and_then(Value::as_array).ok_or(KeySetError::NoKeys)?;
    let objects = keys.iter().take(MOST_KEYS).filter_map(Value::as_object);
    let private = objects.clone().filter(|key| key.contains_key("d"));
    let notes =
        private.map(|key| Note::PrivateKeyPublished { kid: text(key, "kid").map(str::to_owned) }).collect();
    Ok(KeySet { keys: objects.filter_map(key).collect(), notes })
}

impl KeySet {
    /// Checks a signature, by the keys that fit `kid` and the algorithm (RFC 8725 §3.1: the kind of
    /// the key decides which algorithms it may be used with, not the token).
    pub(super) fn verify(
        &self,
        kid: Option<&str>,
        algorithm: Algorithm,
        message: &str,
        signature: &str,
    ) -> Verdict {
        let mut candidates = self
            .keys
            .iter()
            .filter(|key| kid.is_none() || key.kid.as_deref() == kid)
            .filter(|key| algorithm.kind() == key.kind)
            .filter(|key| key.algorithm.as_deref().is_none_or(|own| own == algorithm.name()))
            .peekable();
        if candidates.peek().is_none() {
            return Verdict::UnknownKey;
        }
        let good = candidates.any(|key| key.key.verifies(algorithm, message, signature));
        if good { Verdict::Good } else { Verdict::Bad }
    }
}

impl PublicKey {
    fn verifies(&self, algorithm: Algorithm, message: &str, signature: &str) -> bool {
        match (self, algorithm.jwa()) {
            (Self::Known(key), Some(algorithm)) => {
                jsonwebtoken::crypto::verify(signature, message.as_bytes(), key, algorithm).unwrap_or(false)
            }
            (Self::P521(point), None) => URL_SAFE_NO_PAD.decode(signature).is_ok_and(|signature| {
                let key = UnparsedPublicKey::new(&ECDSA_P521_SHA512_FIXED, point);
                key.verify(message.as_bytes(), &signature).is_ok()
            }),
            (Self::Known(_), None) | (Self::P521(_), Some(_)) => false,
        }
    }
}

/// Reads one public signature key.
fn key(members: &Map<String, Value>) -> Option<Key> {
    if text(members, "use").is_some_and(|usage| usage != "sig") {
        return None;
    }
    let component = |name| text(members, name);
    let kind = KeyKind::of(text(members, "kty")?, text(members, "crv"))?;
    let known = |key: Result<_, _>| Some(PublicKey::Known(Box::new(key.ok()?)));
    let key = match kind {
        KeyKind::Rsa => known(DecodingKey::from_rsa_components(component("n")?, component("e")?)),
        KeyKind::P256 | KeyKind::P384 => {
            known(DecodingKey::from_ec_components(component("x")?, component("y")?))
        }
        KeyKind::P521 => {
            let coordinate = |name| URL_SAFE_NO_PAD.decode(component(name)?).ok();
            signature::point(kind, &coordinate("x")?, &coordinate("y")?).map(PublicKey::P521)
        }
        KeyKind::Ed25519 => known(DecodingKey::from_ed_components(component("x")?)),
    };
    Some(Key {
        kid: component("kid").map(str::to_owned),
        algorithm: component("alg").map(str::to_owned),
        kind,
        key: key?,
    })
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(body: &str) -> Result<KeySet, KeySetError> {
        judge(&Response::builder().status(200).body(body.as_bytes().to_vec()).unwrap())
    }

    #[test]
    fn d07_unknown_symmetric_and_broken_keys_are_passed_over() {
        let set = judged(
            r#"{"keys":[7,{},{"kty":"oct","k":"AAAA"},{"kty":"new"},{"kty":"RSA","n":"!","e":"AQAB"},
                {"kty":"EC","crv":"P-521","x":"AA"},{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"},{"kty":"RSA","use":"enc","n":"AA","e":"AQAB"},
                {"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"k"}]}"#,
        )
        .unwrap();
        assert_eq!(set.keys.iter().map(|key| key.kid.as_deref()).collect::<Vec<_>>(), [Some("k")]);
        assert_eq!(set.verify(Some("k"), Algorithm::Es256, "a.b", "AA"), Verdict::Bad);
        assert_eq!(set.verify(Some("k"), Algorithm::Es384, "a.b", "AA"), Verdict::UnknownKey);
        assert_eq!(set.verify(Some("k"), Algorithm::Es512, "a.b", "AA"), Verdict::UnknownKey);
    }

    #[test]
    fn d07_a_private_key_in_the_set_is_noted() {
        let set =
            judged(r#"{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA","kid":"k"}]}"#).unwrap();
        assert_eq!(set.notes, [Note::PrivateKeyPublished { kid: Some("k".to_owned()) }]);
    }

    #[test]
    fn d07_ten_thousand_keys_are_cut_off() {
        let keys = vec![r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#; 10_000].join(",");
        assert_eq!(judged(&format!(r#"{{"keys":[{keys}]}}"#)).unwrap().keys.len(), MOST_KEYS);
    }

    #[test]
    fn what_is_no_key_set_is_refused() {
        assert_eq!(judged("{}").unwrap_err(), KeySetError::NoKeys);
        assert!(matches!(judged("<html>"), Err(KeySetError::Unusable(UnusableAnswer::NotJson(_)))));
    }
}
