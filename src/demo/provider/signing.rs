//! The key that signs ID tokens.

use crate::demo::fault::Object;
use aws_lc_rs::{
    digest,
    error::{KeyRejected, Unspecified},
    rand::SystemRandom,
    rsa,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED,
        ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256,
        UnparsedPublicKey, VerificationAlgorithm,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// How a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    Es256,
    Es384,
    Rs256,
}

/// A key with its public half as a JWK.
pub(super) struct SigningKey {
    pair: Pair,
    algorithm: Algorithm,
    kid: String,
    jwk: Value,
}

enum Pair {
    Ec(EcdsaKeyPair),
    Rsa(rsa::KeyPair),
}

impl SigningKey {
    /// Reads a PKCS #8 document.
    ///
    /// # Errors
    ///
    /// Where it holds no EC P-384 key.
    pub(super) fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, KeyRejected> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, pkcs8)?;
        Ok(Self::new(Pair::Ec(pair), Algorithm::Es384))
    }

    /// Makes a new key.
    ///
    /// # Errors
    ///
    /// Where the operating system gives no randomness.
    pub(super) fn generate(algorithm: Algorithm) -> Result<Self, Unspecified> {
        let pair = match algorithm {
            Algorithm::Es256 => Pair::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?),
            Algorithm::Es384 => Pair::Ec(EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING)?),
            Algorithm::Rs256 => Pair::Rsa(rsa::KeyPair::generate(rsa::KeySize::Rsa2048)?),
        };
        Ok(Self::new(pair, algorithm))
    }

    fn new(pair: Pair, algorithm: Algorithm) -> Self {
        // The required members, sorted and without white space: what RFC 7638 takes the thumbprint of.
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let mut jwk = match &pair {
            Pair::Ec(pair) => {
                // An uncompressed point: 0x04, then both coordinates (SEC 1 §2.3.3).
                let point = pair.public_key().as_ref().get(1..).unwrap_or_default();
                let (x, y) = point.split_at(point.len() / 2);
                json!({ "crv": algorithm.curve(), "kty": "EC", "x": encode(x), "y": encode(y) })
            }
            Pair::Rsa(pair) => {
                let key = pair.public_key();
                let (modulus, exponent) = (key.modulus(), key.exponent());
                let bytes =
                    |number: aws_lc_rs::io::Positive<'_>| encode(number.big_endian_without_leading_zero());
                json!({ "e": bytes(exponent), "kty": "RSA", "n": bytes(modulus) })
            }
        };
        let kid = encode(digest::digest(&digest::SHA256, jwk.to_string().as_bytes()).as_ref());
        jwk["use"] = Value::from("sig");
        jwk["kid"] = Value::from(kid.as_str());
        jwk["alg"] = Value::from(algorithm.name());
        Self { pair, algorithm, kid, jwk }
    }

    /// Returns how it signs.
    pub(super) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns the public half as a JWK (RFC 7517 §4).
    pub(super) fn jwk(&self) -> &Value {
        &self.jwk
    }

    /// Returns the public half as it is encoded for the algorithm.
    pub(super) fn public(&self) -> &[u8] {
        match &self.pair {
            Pair::Ec(pair) => pair.public_key().as_ref(),
            Pair::Rsa(pair) => pair.public_key().as_ref(),
        }
    }

    /// Returns the header of a JWT that this key signs.
    pub(super) fn header(&self) -> Object {
        Object::from_iter([
            ("alg".to_owned(), Value::from(self.algorithm.name())),
            ("kid".to_owned(), Value::from(self.kid.as_str())),
        ])
    }

    /// Returns `claims` as a signed JWT. `None` only where the cryptographic library fails.
    pub(super) fn sign(&self, header: Object, claims: Object) -> Option<String> {
        let part = |object: Object| URL_SAFE_NO_PAD.encode(Value::Object(object).to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let signature = match &self.pair {
            Pair::Ec(pair) => pair.sign(&SystemRandom::new(), message.as_bytes()).ok()?.as_ref().to_vec(),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature)
                    .ok()?;
                signature
            }
        };
        Some(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Returns the left half of a text's hash, by the hash of the algorithm (OpenID Connect Core 1.0
    /// §3.1.3.6).
    pub(super) fn half_hash(&self, text: &str) -> String {
        let hash = if self.algorithm == Algorithm::Es384 { &digest::SHA384 } else { &digest::SHA256 };
        let hash = digest::digest(hash, text.as_bytes());
        let (left, _) = hash.as_ref().split_at(hash.as_ref().len() / 2);
        URL_SAFE_NO_PAD.encode(left)
    }

    /// Returns the claims of a JWT that this key signed, whatever its age.
    pub(super) fn verify(&self, token: &str) -> Option<Value> {
        let (message, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        UnparsedPublicKey::new(self.algorithm.verification(), self.public())
            .verify(message.as_bytes(), &signature)
            .ok()?;
        let (_, claims) = message.split_once('.')?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
    }
}

impl Algorithm {
    /// Returns its name (RFC 7518 §3.1).
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Rs256 => "RS256",
        }
    }

    fn curve(self) -> &'static str {
        if self == Self::Es256 { "P-256" } else { "P-384" }
    }

    fn verification(self) -> &'static dyn VerificationAlgorithm {
        match self {
            Self::Es256 => &ECDSA_P256_SHA256_FIXED,
            Self::Es384 => &ECDSA_P384_SHA384_FIXED,
            Self::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
        }
    }
}
