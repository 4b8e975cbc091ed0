use super::*;
use crate::oauth::jwks;
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use http::Response;
use serde_json::json;
use sha2::{Digest, Sha384, Sha512};

const NOW: i64 = 1_800_000_000;

/// A provider's key, made for one test.
struct Signer {
    pair: EcdsaKeyPair,
    kid: Option<&'static str>,
}

impl Signer {
    fn new(kid: Option<&'static str>) -> Self {
        Self { pair: EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap(), kid }
    }

    fn jwk(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        let mut key = json!({ "kty": "EC", "crv": "P-384", "use": "sig", "alg": "ES384",
            "x": URL_SAFE_NO_PAD.encode(&point[1..49]), "y": URL_SAFE_NO_PAD.encode(&point[49..]) });
        if let Some(kid) = self.kid {
            key["kid"] = json!(kid);
        }
        key
    }

    fn sign(&self, header: &Value, claims: &Value) -> IdToken {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", encode(header), encode(claims));
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        IdToken::new(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    fn header(&self) -> Value {
        self.kid.map_or(json!({ "alg": "ES384" }), |kid| json!({ "alg": "ES384", "kid": kid }))
    }
}

fn keys(keys: &[Value]) -> KeySet {
    let body = json!({ "keys": keys }).to_string().into_bytes();
    jwks::judge(&Response::new(body)).unwrap()
}

fn good() -> Value {
    json!({ "iss": "https://id.example.com/oidc", "aud": "agenda", "sub": "u1", "nonce": "n1",
        "iat": NOW, "exp": NOW + 3600 })
}

fn check(token: &IdToken, keys: Option<&KeySet>) -> Result<Claims, IdTokenError> {
    let expectation = Expectation {
        issuer: Some(&Issuer::new("https://id.example.com/oidc")),
        client_id: &ClientId::new("agenda"),
        algorithms: Some(&["ES384".to_owned(), "HS256".to_owned(), "none".to_owned()]),
        nonce: Some(&Nonce::new("n1")),
        subject: None,
        access_token: &AccessToken::new("at"),
        now: Timestamp::from_second(NOW).unwrap(),
    };
    validate(token, &expectation, keys)
}

/// Signs the good claims with one change, and validates them.
fn with(change: impl FnOnce(&mut Map<String, Value>)) -> Result<Claims, IdTokenError> {
    let signer = Signer::new(Some("k1"));
    let mut claims = good();
    change(claims.as_object_mut().unwrap());
    check(&signer.sign(&signer.header(), &claims), Some(&keys(&[signer.jwk()])))
}

#[track_caller]
fn assert_claim(result: Result<Claims, IdTokenError>, expected: &str) {
    match result {
        Err(IdTokenError::Claim { name, .. } | IdTokenError::Time { name, .. }) => assert_eq!(name, expected),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_good_token_names_its_subject() {
    let claims = with(|_| {}).unwrap();
    assert_eq!((claims.subject.as_str(), claims.notes), ("u1", vec![]));
}

#[test]
fn d08_unsigned_and_symmetric_tokens_are_refused_even_when_announced() {
    let signer = Signer::new(Some("k1"));
    let set = keys(&[signer.jwk()]);
    for algorithm in ["none", "None", "NONE", "HS256", "ES256", "RS256", ""] {
        let token = signer.sign(&json!({ "alg": algorithm, "kid": "k1" }), &good());
        assert!(matches!(check(&token, Some(&set)), Err(IdTokenError::Algorithm { .. })), "{algorithm}");
    }
    let unsigned = signer.sign(&json!({ "alg": "none" }), &good());
    let unsigned = IdToken::new(format!("{}.", unsigned.expose().rsplit_once('.').unwrap().0));
    assert!(check(&unsigned, Some(&set)).is_err());
}

#[test]
fn d08_a_broken_signature_is_refused() {
    let signer = Signer::new(Some("k1"));
    let token = signer.sign(&signer.header(), &good());
    let set = keys(&[signer.jwk()]);
    let (message, signature) = token.expose().rsplit_once('.').unwrap();
    let other = Signer::new(Some("k1")).sign(&signer.header(), &good());
    for signature in
        ["", "AAAA", &signature[..signature.len() - 4], other.expose().rsplit_once('.').unwrap().1]
    {
        let token = IdToken::new(format!("{message}.{signature}"));
        assert_eq!(check(&token, Some(&set)).unwrap_err(), IdTokenError::BadSignature);
    }
}

#[test]
fn d09_every_wrong_claim_is_refused_by_name() {
    assert_claim(with(|claims| claims["iss"] = json!("https://id.example.com/oidc/")), "iss");
    assert_claim(with(|claims| claims["aud"] = json!("other")), "aud");
    assert_claim(with(|claims| claims["aud"] = json!(["agenda", "stranger"])), "aud");
    assert_claim(with(|claims| claims["aud"] = json!([])), "aud");
    assert_claim(with(|claims| drop(claims.insert("azp".to_owned(), json!("other")))), "azp");
    assert_claim(with(|claims| claims["nonce"] = json!("other")), "nonce");
    assert_claim(with(|claims| claims["exp"] = json!(NOW - 60)), "exp");
    assert_claim(with(|claims| claims["exp"] = json!("1900000000")), "exp");
    assert_claim(with(|claims| claims["iat"] = json!(NOW + 61)), "iat");
    assert_claim(with(|claims| drop(claims.insert("nbf".to_owned(), json!(NOW + 61)))), "nbf");
    assert_claim(with(|claims| claims["sub"] = json!("")), "sub");
    assert_claim(with(|claims| claims["sub"] = json!("x".repeat(256))), "sub");
    for name in ["iss", "aud", "sub", "nonce", "exp", "iat"] {
        let name: &'static str = name;
        assert_claim(with(|claims| drop(claims.remove(name))), name);
    }
}

#[test]
fn clocks_may_be_a_minute_apart() {
    assert!(with(|claims| claims["exp"] = json!(NOW - 59)).is_ok());
    assert!(with(|claims| claims["iat"] = json!(NOW + 60)).is_ok());
    assert!(with(|claims| claims["exp"] = json!(1e30)).is_ok());
}

#[test]
fn an_audience_in_a_list_is_accepted() {
    assert!(with(|claims| claims["aud"] = json!(["agenda"])).is_ok());
}

#[test]
fn a_foreign_nonce_is_not_repeated_in_the_error() {
    let error = with(|claims| claims["nonce"] = json!("attacker")).unwrap_err().to_string();
    assert!(!error.contains("n1") && !error.contains("attacker"), "{error}");
}

#[test]
fn at_hash_must_fit_the_access_token() {
    let hash = URL_SAFE_NO_PAD.encode(&Sha384::digest("at")[..24]);
    assert!(with(|claims| drop(claims.insert("at_hash".to_owned(), json!(hash)))).is_ok());
    assert_claim(with(|claims| drop(claims.insert("at_hash".to_owned(), json!("wrong")))), "at_hash");
}

#[test]
fn d10_malformed_tokens_are_refused() {
    let huge = format!("e30.{}.AA", "A".repeat(LONGEST));
    for token in
        ["", "a", "a.b", "e30.e30.a.b.c", "e30.e30", "!.e30.AA", "e30.W10.AA", "e30.IjEi.AA", "..", &huge]
    {
        let result = check(&IdToken::new(token), Some(&KeySet::default()));
        assert!(matches!(result, Err(IdTokenError::Malformed { .. })), "{}", &token[..token.len().min(30)]);
    }
}

#[test]
fn d11_keys_in_the_token_are_not_looked_at_and_crit_is_refused() {
    let (provider, attacker) = (Signer::new(Some("k1")), Signer::new(Some("k1")));
    let set = keys(&[provider.jwk()]);
    let header =
        json!({ "alg": "ES384", "kid": "k1", "jwk": attacker.jwk(), "jku": "https://evil.example/jwks" });
    assert_eq!(check(&attacker.sign(&header, &good()), Some(&set)).unwrap_err(), IdTokenError::BadSignature);
    let header = json!({ "alg": "ES384", "kid": "k1", "crit": ["b64"], "b64": false });
    assert!(matches!(
        check(&provider.sign(&header, &good()), Some(&set)),
        Err(IdTokenError::Malformed { .. })
    ));
}

#[test]
fn d13_an_unknown_key_is_told_from_a_bad_signature() {
    let (old, new) = (Signer::new(Some("old")), Signer::new(Some("new")));
    let token = new.sign(&new.header(), &good());
    let error = check(&token, Some(&keys(&[old.jwk()]))).unwrap_err();
    assert_eq!(error, IdTokenError::UnknownKey { kid: Some("new".to_owned()) });
    assert!(check(&token, Some(&keys(&[old.jwk(), new.jwk()]))).is_ok());
}

#[test]
fn a_token_without_kid_is_tried_with_every_fitting_key() {
    let (first, second) = (Signer::new(Some("a")), Signer::new(None));
    let token = second.sign(&second.header(), &good());
    assert!(check(&token, Some(&keys(&[second.jwk()]))).is_ok());
    assert!(check(&token, Some(&keys(&[first.jwk(), second.jwk()]))).is_ok());
    assert_eq!(check(&token, Some(&keys(&[first.jwk()]))).unwrap_err(), IdTokenError::BadSignature);
}

#[test]
fn without_keys_the_claims_are_checked_and_that_is_said() {
    let signer = Signer::new(Some("k1"));
    let claims = check(&signer.sign(&signer.header(), &good()), None).unwrap();
    assert_eq!(claims.notes, [Note::SignatureUnchecked]);
    let mut other = good();
    other["aud"] = json!("other");
    assert_claim(check(&signer.sign(&signer.header(), &other), None), "aud");
}

#[test]
fn only_rs256_is_accepted_where_the_metadata_names_nothing_safe() {
    assert_eq!(accepted(Some(&["HS256".to_owned(), "none".to_owned()])), [Algorithm::Rs256]);
    assert_eq!(accepted(Some(&[])), [Algorithm::Rs256]);
    assert_eq!(accepted(None).len(), Algorithm::ALL.len());
}

#[test]
fn es512_is_checked_though_jsonwebtoken_does_not_know_it() {
    let pair = EcdsaKeyPair::generate(&ECDSA_P521_SHA512_FIXED_SIGNING).unwrap();
    let point = &pair.public_key().as_ref()[1..];
    let jwk = json!({ "kty": "EC", "crv": "P-521", "x": URL_SAFE_NO_PAD.encode(&point[..66]),
        "y": URL_SAFE_NO_PAD.encode(&point[66..]) });
    let signer = Signer { pair, kid: None };
    let announced = ["ES512".to_owned()];
    let expectation = Expectation {
        issuer: None,
        client_id: &ClientId::new("agenda"),
        algorithms: Some(&announced),
        nonce: None,
        subject: None,
        access_token: &AccessToken::new("at"),
        now: Timestamp::from_second(NOW).unwrap(),
    };
    let mut claims = good();
    claims["at_hash"] = json!(URL_SAFE_NO_PAD.encode(&Sha512::digest("at")[..32]));
    let token = signer.sign(&json!({ "alg": "ES512" }), &claims);
    assert!(validate(&token, &expectation, Some(&keys(std::slice::from_ref(&jwk)))).is_ok());

    claims["at_hash"] = json!(URL_SAFE_NO_PAD.encode(&Sha512::digest("another")[..32]));
    let wrong_hash = signer.sign(&json!({ "alg": "ES512" }), &claims);
    let error = validate(&wrong_hash, &expectation, Some(&keys(std::slice::from_ref(&jwk)))).unwrap_err();
    assert!(matches!(error, IdTokenError::Claim { name: "at_hash", .. }));

    let (message, _) = token.expose().rsplit_once('.').unwrap();
    for signature in ["", "AA", &"A".repeat(176)] {
        let forged = IdToken::new(format!("{message}.{signature}"));
        let error = validate(&forged, &expectation, Some(&keys(std::slice::from_ref(&jwk)))).unwrap_err();
        assert_eq!(error, IdTokenError::BadSignature, "{signature}");
    }
    // A P-384 key is no key for it.
    let other = Signer::new(None).jwk();
    let error = validate(&token, &expectation, Some(&keys(&[other]))).unwrap_err();
    assert!(matches!(error, IdTokenError::UnknownKey { .. }));
}
