//! The key of the tenant: EC P-384, as Logto has it.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{
        ECDSA_P384_SHA384_FIXED, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

const KID: &str = "key-of-the-stand-in";

pub(super) struct SigningKey(EcdsaKeyPair);

impl SigningKey {
    pub(super) fn generate() -> Self {
        Self(EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).expect("randomness"))
    }

    pub(super) fn jwk(&self) -> Value {
        // An uncompressed point: 0x04, then both coordinates.
        let (x, y) = self.0.public_key().as_ref()[1..].split_at(48);
        json!({
            "kty": "EC", "use": "sig", "kid": KID, "alg": "ES384", "crv": "P-384",
            "x": encode(x), "y": encode(y)
        })
    }

    pub(super) fn sign(&self, typ: Option<&str>, claims: &Value) -> String {
        let mut head = json!({ "alg": "ES384", "kid": KID });
        if let Some(typ) = typ {
            head["typ"] = Value::from(typ);
        }
        let message =
            format!("{}.{}", encode(head.to_string().as_bytes()), encode(claims.to_string().as_bytes()));
        let signature = self.0.sign(&SystemRandom::new(), message.as_bytes()).expect("a signature");
        format!("{message}.{}", encode(signature.as_ref()))
    }

    /// Returns the claims of a token, or the code and the name of the error that Logto's library finds.
    pub(super) fn verify(&self, token: &str) -> Result<Value, (&'static str, &'static str)> {
        const INVALID: (&str, &str) = ("ERR_JWS_INVALID", "JWSInvalid");
        const FORGED: (&str, &str) =
            ("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "JWSSignatureVerificationFailed");
        let parts: Vec<_> = token.split('.').collect();
        let [head, claims, signature] = parts.as_slice() else { return Err(INVALID) };
        let message = format!("{head}.{claims}");
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| FORGED)?;
        UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, self.0.public_key().as_ref())
            .verify(message.as_bytes(), &signature)
            .map_err(|_| FORGED)?;
        let claims = URL_SAFE_NO_PAD.decode(claims).map_err(|_| INVALID)?;
        serde_json::from_slice(&claims).map_err(|_| INVALID)
    }
}

pub(super) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
