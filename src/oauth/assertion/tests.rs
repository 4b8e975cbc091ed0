use super::*;
use crate::oauth::jwks::{self, KeySet};
use aws_lc_rs::{
    encoding::AsDer,
    signature::{KeyPair as _, RsaKeyPair},
};
use base64::engine::general_purpose::STANDARD;
use http::Response;
use std::sync::LazyLock;

const NOW: i64 = 1_800_000_000;

/// Making an RSA key takes most of a second.
static RSA: LazyLock<RsaKeyPair> = LazyLock::new(|| RsaKeyPair::generate(rsa::KeySize::Rsa2048).unwrap());

fn rsa_pkcs8() -> Vec<u8> {
    AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&*RSA).unwrap().as_ref().to_vec()
}

fn pem(label: &str, der: &[u8]) -> String {
    let lines = STANDARD.encode(der);
    let lines = lines.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap());
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.collect::<Vec<_>>().join("\n"))
}

fn ec(curve: &'static EcdsaSigningAlgorithm) -> EcdsaKeyPair {
    EcdsaKeyPair::generate(curve).unwrap()
}

fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Returns the JWK of a pair, without its private half.
fn public_jwk(pair: &EcdsaKeyPair, crv: &str) -> Value {
    let point = &pair.public_key().as_ref()[1..];
    let (x, y) = point.split_at(point.len() / 2);
    json!({ "kty": "EC", "crv": crv, "x": b64(x), "y": b64(y) })
}

fn private_jwk(pair: &EcdsaKeyPair, crv: &str) -> Value {
    let mut key = public_jwk(pair, crv);
    let private: aws_lc_rs::encoding::EcPrivateKeyBin<'_> =
        aws_lc_rs::encoding::AsBigEndian::as_be_bytes(&pair.private_key()).unwrap();
    key["d"] = json!(b64(private.as_ref()));
    key
}

fn key_set(key: &Value) -> KeySet {
    jwks::judge(&Response::new(json!({ "keys": [key] }).to_string().into_bytes())).unwrap()
}

fn sign(key: &ClientKey, algorithms: Option<&[&str]>) -> Result<String, AssertionError> {
    let algorithms = algorithms.map(|names| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
    let claims = AssertionClaims {
        client_id: &ClientId::new("agenda"),
        audience: "https://id.example.com/oidc",
        now: Timestamp::from_second(NOW).unwrap(),
        jti: [7; 16],
        algorithms: algorithms.as_deref(),
    };
    key.sign(&claims).map(|assertion| assertion.expose().to_owned())
}

fn part(assertion: &str, number: usize) -> Value {
    let part = assertion.split('.').nth(number).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// Checks a signature with the reader of providers' keys, which is other code.
fn is_by(assertion: &str, key: &Value) -> bool {
    let algorithm = Algorithm::from_name(part(assertion, 0)["alg"].as_str().unwrap()).unwrap();
    let (message, signature) = assertion.rsplit_once('.').unwrap();
    key_set(key).verify(None, algorithm, message, signature) == jwks::Verdict::Good
}

#[test]
fn an_assertion_says_exactly_this_and_lives_a_minute() {
    let pair = ec(&ECDSA_P256_SHA256_FIXED_SIGNING);
    let mut jwk = private_jwk(&pair, "P-256");
    jwk["kid"] = json!("k1");
    let assertion = sign(&ClientKey::parse(&jwk.to_string()).unwrap(), None).unwrap();
    assert_eq!(part(&assertion, 0), json!({ "alg": "ES256", "typ": "JWT", "kid": "k1" }));
    assert_eq!(
        part(&assertion, 1),
        json!({
            "iss": "agenda", "sub": "agenda", "aud": "https://id.example.com/oidc",
            "jti": "BwcHBwcHBwcHBwcHBwcHBw", "iat": NOW, "exp": NOW + 60,
        })
    );
    assert!(is_by(&assertion, &public_jwk(&pair, "P-256")));
    let other = ec(&ECDSA_P256_SHA256_FIXED_SIGNING);
    assert!(!is_by(&assertion, &public_jwk(&other, "P-256")));
}

#[test]
fn every_curve_is_read_from_pem_and_from_jwk() {
    for (curve, crv, algorithm) in [
        (&ECDSA_P256_SHA256_FIXED_SIGNING, "P-256", "ES256"),
        (&ECDSA_P384_SHA384_FIXED_SIGNING, "P-384", "ES384"),
        (&ECDSA_P521_SHA512_FIXED_SIGNING, "P-521", "ES512"),
    ] {
        let pair = ec(curve);
        let pkcs8 = pem("PRIVATE KEY", pair.to_pkcs8v1().unwrap().as_ref());
        let sec1: aws_lc_rs::encoding::EcPrivateKeyRfc5915Der<'_> = pair.private_key().as_der().unwrap();
        let sec1 = pem("EC PRIVATE KEY", sec1.as_ref());
        let jwk = private_jwk(&pair, crv).to_string();
        let set = format!(r#"{{"keys":[{jwk}]}}"#);
        for text in [pkcs8, sec1, jwk, set] {
            let assertion = sign(&ClientKey::parse(&text).unwrap(), None).unwrap();
            assert_eq!(part(&assertion, 0)["alg"], algorithm);
            assert!(is_by(&assertion, &public_jwk(&pair, crv)), "{crv}");
        }
    }
}

#[test]
fn an_ed25519_key_is_read() {
    let pair = Ed25519KeyPair::generate().unwrap();
    let public = json!({ "kty": "OKP", "crv": "Ed25519", "x": b64(pair.public_key().as_ref()) });
    let assertion =
        sign(&ClientKey::parse(&pem("PRIVATE KEY", pair.to_pkcs8().unwrap().as_ref())).unwrap(), None)
            .unwrap();
    assert_eq!(part(&assertion, 0)["alg"], "EdDSA");
    assert!(is_by(&assertion, &public));
}

#[test]
fn an_rsa_key_signs_with_what_the_provider_announces() {
    let modulus = RSA.public_key();
    let public = json!({ "kty": "RSA", "n": b64(modulus.modulus().big_endian_without_leading_zero()),
        "e": b64(modulus.exponent().big_endian_without_leading_zero()) });
    let key = ClientKey::parse(&pem("PRIVATE KEY", &rsa_pkcs8())).unwrap();
    for (announced, expected) in [
        (None, "RS256"),
        (Some(&["ES256", "PS256", "PS512"][..]), "PS256"),
        (Some(&["RS512"][..]), "RS512"),
        (Some(&["PS384"][..]), "PS384"),
    ] {
        let assertion = sign(&key, announced).unwrap();
        assert_eq!(part(&assertion, 0)["alg"], expected);
        assert!(is_by(&assertion, &public), "{expected}");
    }
}

#[test]
fn an_algorithm_that_the_provider_does_not_accept_is_not_tried() {
    let key = ClientKey::parse(&private_jwk(&ec(&ECDSA_P256_SHA256_FIXED_SIGNING), "P-256").to_string());
    for announced in [&["RS256", "PS256"][..], &["none", "HS256"], &[]] {
        let error = sign(key.as_ref().unwrap(), Some(announced)).unwrap_err();
        assert!(matches!(error, AssertionError::Algorithm { own, .. } if own == ["ES256"]));
    }
}

#[test]
fn the_algorithm_of_a_jwk_is_the_only_one() {
    let mut jwk = private_jwk(&ec(&ECDSA_P384_SHA384_FIXED_SIGNING), "P-384");
    jwk["alg"] = json!("ES384");
    assert!(ClientKey::parse(&jwk.to_string()).is_ok());
    for alg in ["ES256", "RS256", "none", "HS256", "es384"] {
        jwk["alg"] = json!(alg);
        let error = ClientKey::parse(&jwk.to_string()).unwrap_err();
        assert_eq!(error, ClientKeyError::Algorithm { name: alg.to_owned() });
    }
}

#[test]
fn what_is_no_private_key_is_refused_by_what_it_is() {
    let pair = ec(&ECDSA_P256_SHA256_FIXED_SIGNING);
    let mut without_half = private_jwk(&pair, "P-256");
    without_half["x"] = public_jwk(&ec(&ECDSA_P256_SHA256_FIXED_SIGNING), "P-256")["x"].clone();
    let private = private_jwk(&pair, "P-256").to_string();
    for (text, expected) in [
        (String::new(), ClientKeyError::Unreadable),
        ("canary".to_owned(), ClientKeyError::Unreadable),
        ("{}".to_owned(), ClientKeyError::Unreadable),
        (r#"{"keys":[]}"#.to_owned(), ClientKeyError::Unreadable),
        (pem("OPENSSH PRIVATE KEY", b"openssh-key-v1"), ClientKeyError::Unreadable),
        (pem("PUBLIC KEY", b"x"), ClientKeyError::Public),
        (pem("CERTIFICATE", b"x"), ClientKeyError::Public),
        (public_jwk(&pair, "P-256").to_string(), ClientKeyError::Public),
        (pem("ENCRYPTED PRIVATE KEY", b"x"), ClientKeyError::Encrypted),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAA==\n-----END RSA PRIVATE KEY-----"
                .to_owned(),
            ClientKeyError::Encrypted,
        ),
        (pem("PRIVATE KEY", b"nothing of the kind"), ClientKeyError::Kind),
        (r#"{"kty":"oct","k":"AAAA","d":"AA"}"#.to_owned(), ClientKeyError::Kind),
        (r#"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA","d":"AA"}"#.to_owned(), ClientKeyError::Kind),
        (r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}"#.to_owned(), ClientKeyError::Kind),
        (r#"{"kty":"RSA","n":"AA","e":"AQAB","d":"AA"}"#.to_owned(), ClientKeyError::Kind),
        (without_half.to_string(), ClientKeyError::Kind),
        (format!(r#"{{"keys":[{private},{private}]}}"#), ClientKeyError::Several { keys: 2 }),
    ] {
        assert_eq!(ClientKey::parse(&text).unwrap_err(), expected, "{text}");
    }
}

#[test]
fn a_key_does_not_print() {
    let jwk = private_jwk(&ec(&ECDSA_P256_SHA256_FIXED_SIGNING), "P-256");
    let shown = format!("{:?}", ClientKey::parse(&jwk.to_string()).unwrap());
    assert_eq!(shown, "ClientKey(P256, …)");
}
