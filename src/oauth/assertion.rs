//! Client assertions: the JWT by which a client proves itself with a key (`private_key_jwt`; RFC 7521
//! §4.2, RFC 7523 §2.2 and §3, OpenID Connect Core 1.0 §9).
//!
//! Time and `jti` are handed in. The random number inside of an ECDSA or PSS signature is drawn by the
//! cryptographic library itself.

use super::{
    signature::{self, Algorithm, KeyKind},
    values::{ClientAssertion, ClientId},
};
use aws_lc_rs::{
    rand::SystemRandom,
    rsa,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING,
        EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384,
        RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};
use serde_json::{Map, Value, json};

/// How long an assertion is good, in seconds.
const LIFETIME: i64 = 60;

/// The private key of a client. It does not print.
pub struct ClientKey {
    pair: KeyPair,
    kid: Option<String>,
    /// The `alg` of the JWK, which then is the only one.
    algorithm: Option<Algorithm>,
}

enum KeyPair {
    Rsa(Box<rsa::KeyPair>),
    Ecdsa(Box<EcdsaKeyPair>, KeyKind),
    Ed25519(Box<Ed25519KeyPair>),
}

impl std::fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ClientKey({:?}, …)", self.pair.kind())
    }
}

/// Why a text holds no usable key. Nothing of the text is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientKeyError {
    /// It is neither PEM nor a JWK.
    #[error("it is neither a private key in PEM nor a JSON Web Key")]
    Unreadable,
    /// The key is encrypted, and nobody is asked for its passphrase.
    #[error("the key is encrypted")]
    Encrypted,
    /// It is a public key, or a certificate.
    #[error("it holds no private key")]
    Public,
    /// It is a set of several keys.
    #[error("it is a set of {keys} keys, of which one must be chosen")]
    Several {
        /// How many.
        keys: usize,
    },
    /// The key is of a kind that no algorithm of ours uses.
    #[error("the key is none of RSA (2048 bits or more), P-256, P-384, P-521 and Ed25519")]
    Kind,
    /// The `alg` of the JWK does not fit its key, or is not supported.
    #[error("the key is for the algorithm `{name}`, which does not fit it")]
    Algorithm {
        /// The algorithm, shortened. Not escaped.
        name: String,
    },
}

/// Why no assertion was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssertionError {
    /// The provider accepts none of the key's algorithms.
    #[error("the provider accepts client assertions signed with `{}`, and the key can do `{}`", .announced.join("`, `"), .own.join("`, `"))]
    Algorithm {
        /// What the key can do.
        own: Vec<&'static str>,
        /// What the provider announces.
        announced: Vec<String>,
    },
    /// The cryptographic library fails.
    #[error("the client assertion could not be signed")]
    Signing,
}

/// What an assertion says.
#[derive(Debug)]
pub struct AssertionClaims<'a> {
    /// Who proves itself: `iss` and `sub`.
    pub client_id: &'a ClientId,
    /// To whom: the issuer, or the token endpoint. One text and no list, so that nobody in between can
    /// use it elsewhere.
    pub audience: &'a str,
    /// When.
    pub now: Timestamp,
    /// Makes it the only one of its kind; random.
    pub jti: [u8; 16],
    /// `token_endpoint_auth_signing_alg_values_supported`; `None` where it is not announced.
    pub algorithms: Option<&'a [String]>,
}

impl ClientKey {
    /// Reads a private key: PEM (PKCS #8, PKCS #1, SEC 1) or a JSON Web Key, also as the only one of a
    /// set.
    ///
    /// # Errors
    ///
    /// As [`ClientKeyError`].
    pub fn parse(text: &str) -> Result<Self, ClientKeyError> {
        match serde_json::from_str(text) {
            Ok(Value::Object(members)) => Self::from_json(&members),
            _ => Self::from_pem(text),
        }
    }

    fn from_pem(text: &str) -> Result<Self, ClientKeyError> {
        if text.contains("-----BEGIN ENCRYPTED ") || text.contains("Proc-Type: 4,ENCRYPTED") {
            return Err(ClientKeyError::Encrypted);
        }
        let Ok(der) = PrivateKeyDer::from_pem_slice(text.as_bytes()) else {
            let public = text.contains("PUBLIC KEY-----") || text.contains("-----BEGIN CERTIFICATE");
            return Err(if public { ClientKeyError::Public } else { ClientKeyError::Unreadable });
        };
        let pair = KeyPair::from_der(&der).ok_or(ClientKeyError::Kind)?;
        Ok(Self { pair, kid: None, algorithm: None })
    }

    fn from_json(members: &Map<String, Value>) -> Result<Self, ClientKeyError> {
        let Some(keys) = members.get("keys") else { return Self::from_jwk(members) };
        match keys.as_array().map(Vec::as_slice) {
            Some([Value::Object(members)]) => Self::from_jwk(members),
            Some(keys) if keys.len() > 1 => Err(ClientKeyError::Several { keys: keys.len() }),
            _ => Err(ClientKeyError::Unreadable),
        }
    }

    fn from_jwk(members: &Map<String, Value>) -> Result<Self, ClientKeyError> {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let kty = text("kty").ok_or(ClientKeyError::Unreadable)?;
        let kind = KeyKind::of(kty, text("crv")).ok_or(ClientKeyError::Kind)?;
        if !members.contains_key("d") {
            return Err(ClientKeyError::Public);
        }
        let bytes = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
        let pair = KeyPair::from_components(kind, bytes).ok_or(ClientKeyError::Kind)?;
        let algorithm = match text("alg") {
            None => None,
            Some(name) => Some(
                Algorithm::from_name(name)
                    .filter(|own| own.kind() == kind)
                    .ok_or_else(|| ClientKeyError::Algorithm { name: super::answer::cut(name, 40) })?,
            ),
        };
        Ok(Self { pair, kid: text("kid").map(str::to_owned), algorithm })
    }

    /// Returns a signed assertion, good for 60 seconds and for one request.
    ///
    /// The algorithm is the first of the key's that the provider announces; RS256 for an RSA key where
    /// it announces nothing.
    ///
    /// # Errors
    ///
    /// As [`AssertionError`].
    pub fn sign(&self, claims: &AssertionClaims<'_>) -> Result<ClientAssertion, AssertionError> {
        let algorithm = self.algorithm(claims.algorithms)?;
        let mut header = json!({ "alg": algorithm.name(), "typ": "JWT" });
        if let Some(kid) = &self.kid {
            header["kid"] = kid.as_str().into();
        }
        let issued = claims.now.as_second();
        let payload = json!({
            "iss": claims.client_id.as_str(),
            "sub": claims.client_id.as_str(),
            "aud": claims.audience,
            "jti": URL_SAFE_NO_PAD.encode(claims.jti),
            "iat": issued,
            "exp": issued + LIFETIME,
        });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&header), part(&payload));
        let signature = self.pair.sign(algorithm, message.as_bytes()).ok_or(AssertionError::Signing)?;
        Ok(ClientAssertion::new(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))))
    }

    fn algorithm(&self, announced: Option<&[String]>) -> Result<Algorithm, AssertionError> {
        let own = match self.algorithm {
            Some(algorithm) => vec![algorithm],
            None => Algorithm::ALL.into_iter().filter(|own| own.kind() == self.pair.kind()).collect(),
        };
        let accepted =
            |own: &&Algorithm| announced.is_none_or(|names| names.iter().any(|name| name == own.name()));
        own.iter().find(accepted).copied().ok_or_else(|| AssertionError::Algorithm {
            own: own.iter().map(|own| own.name()).collect(),
            announced: announced.unwrap_or_default().to_vec(),
        })
    }
}

impl KeyPair {
    const CURVES: [(KeyKind, &'static EcdsaSigningAlgorithm); 3] = [
        (KeyKind::P256, &ECDSA_P256_SHA256_FIXED_SIGNING),
        (KeyKind::P384, &ECDSA_P384_SHA384_FIXED_SIGNING),
        (KeyKind::P521, &ECDSA_P521_SHA512_FIXED_SIGNING),
    ];

    /// The kind of a DER key stands in it; the first that fits is it.
    fn from_der(der: &PrivateKeyDer<'_>) -> Option<Self> {
        let bytes = der.secret_der();
        let rsa = || rsa::KeyPair::from_pkcs8(bytes).or_else(|_| rsa::KeyPair::from_der(bytes));
        let ecdsa = |(kind, curve)| {
            Some(Self::Ecdsa(Box::new(EcdsaKeyPair::from_private_key_der(curve, bytes).ok()?), kind))
        };
        let ed25519 = || Ed25519KeyPair::from_pkcs8(bytes).ok();
        Self::CURVES
            .into_iter()
            .find_map(ecdsa)
            .or_else(|| ed25519().map(|pair| Self::Ed25519(Box::new(pair))))
            .or_else(|| rsa().ok().map(|pair| Self::Rsa(Box::new(pair))))
    }

    fn from_components(kind: KeyKind, bytes: impl Fn(&str) -> Option<Vec<u8>>) -> Option<Self> {
        if let Some((_, curve)) = Self::CURVES.into_iter().find(|(own, _)| *own == kind) {
            let point = signature::point(kind, &bytes("x")?, &bytes("y")?)?;
            let pair = EcdsaKeyPair::from_private_key_and_public_key(curve, &bytes("d")?, &point).ok()?;
            return Some(Self::Ecdsa(Box::new(pair), kind));
        }
        if kind == KeyKind::Ed25519 {
            let pair = Ed25519KeyPair::from_seed_and_public_key(&bytes("d")?, &bytes("x")?).ok()?;
            return Some(Self::Ed25519(Box::new(pair)));
        }
        let components = rsa::KeyPairComponents {
            public_key: rsa::PublicKeyComponents { n: bytes("n")?, e: bytes("e")? },
            d: bytes("d")?,
            p: bytes("p")?,
            q: bytes("q")?,
            dP: bytes("dp")?,
            dQ: bytes("dq")?,
            qInv: bytes("qi")?,
        };
        rsa::KeyPair::from_components(&components).ok().map(|pair| Self::Rsa(Box::new(pair)))
    }

    fn kind(&self) -> KeyKind {
        match self {
            Self::Rsa(_) => KeyKind::Rsa,
            Self::Ecdsa(_, kind) => *kind,
            Self::Ed25519(_) => KeyKind::Ed25519,
        }
    }

    fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(encoding(algorithm)?, &random, message, &mut signature).ok()?;
                Some(signature)
            }
            Self::Ecdsa(pair, _) => pair.sign(&random, message).ok().map(|own| own.as_ref().to_vec()),
            Self::Ed25519(pair) => pair.try_sign(message).ok().map(|own| own.as_ref().to_vec()),
        }
    }
}

fn encoding(algorithm: Algorithm) -> Option<&'static dyn RsaEncoding> {
    match algorithm {
        Algorithm::Rs256 => Some(&RSA_PKCS1_SHA256),
        Algorithm::Rs384 => Some(&RSA_PKCS1_SHA384),
        Algorithm::Rs512 => Some(&RSA_PKCS1_SHA512),
        Algorithm::Ps256 => Some(&RSA_PSS_SHA256),
        Algorithm::Ps384 => Some(&RSA_PSS_SHA384),
        Algorithm::Ps512 => Some(&RSA_PSS_SHA512),
        Algorithm::Es256 | Algorithm::Es384 | Algorithm::Es512 | Algorithm::EdDsa => None,
    }
}

#[cfg(test)]
mod tests;
