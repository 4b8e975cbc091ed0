//! The ID token that comes with a refresh.

use super::*;
use crate::{
    oauth::{id_token::IdTokenError, note::Note},
    system::fake::nobody_answers,
    task::{
        fixture::{ISSUER, metadata},
        session::{Renewal, refresh_locked, settings},
    },
};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::Response;
use serde_json::Value;

/// What comes where the keys are, if anything.
type Keys = Result<Response<Vec<u8>>, ()>;

fn pair() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap()
}

fn signed(pair: &EcdsaKeyPair, world: &World, subject: &str) -> String {
    let now = world.now().as_second();
    let claims = json!({ "iss": ISSUER, "aud": "agenda", "sub": subject, "iat": now, "exp": now + 60 });
    let encode = |text: String| URL_SAFE_NO_PAD.encode(text);
    let message = format!("{}.{}", encode(r#"{"alg":"ES384"}"#.to_owned()), encode(claims.to_string()));
    let signature = pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
    format!("{message}.{}", encode_bytes(signature.as_ref()))
}

fn encode_bytes(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn key_set(pair: &EcdsaKeyPair) -> Value {
    let point = pair.public_key().as_ref();
    json!({ "keys": [{ "kty": "EC", "crv": "P-384",
        "x": encode_bytes(&point[1..49]), "y": encode_bytes(&point[49..]) }] })
}

/// Refreshes at a provider that gives this ID token, and that answers so where its keys are.
fn refreshed(
    world: &World,
    id_token: &str,
    keys: impl Fn() -> Keys + 'static,
) -> Result<Vec<Note>, SessionError> {
    sign_in(world, json!({}));
    let tokens = json!({ "access_token": "at1", "refresh_token": "rt1", "token_type": "Bearer",
        "id_token": id_token });
    world.answer(move |request| match request.uri().path() {
        "/oidc/jwks" => keys().map_err(|()| nobody_answers(request)),
        "/oidc/token" => Ok(answer(200, &tokens)),
        _ => Ok(answer(200, &metadata())),
    });
    let project = project();
    let store = store(world);
    let renewal = run(refresh_locked(&world.system(), &*store, &project, settings(&project)?, |_| true))?;
    match renewal {
        Renewal::Done(renewed) => Ok(renewed.notes),
        Renewal::ByAnother(_) => panic!("nobody else is there"),
    }
}

#[test]
fn its_signature_is_checked_with_the_keys_of_now() {
    let (world, pair) = (World::new(), pair());
    let (token, keys) = (signed(&pair, &world, "u1"), key_set(&pair));
    assert_eq!(refreshed(&world, &token, move || Ok(answer(200, &keys))).unwrap(), []);
    assert_eq!(kept(&world).unwrap()["id_token"], token);
}

#[test]
fn d08_a_forged_one_is_refused_and_the_tokens_of_before_stay() {
    for forged in [signed(&pair(), &World::new(), "u1"), "e30.e30.AA".to_owned()] {
        let world = World::new();
        let keys = key_set(&pair());
        let error = refreshed(&world, &forged, move || Ok(answer(200, &keys))).unwrap_err();
        assert!(
            matches!(
                error,
                SessionError::IdToken(IdTokenError::BadSignature | IdTokenError::Algorithm { .. })
            ),
            "{error}"
        );
        assert_eq!(kept(&world).unwrap()["refresh_token"], "rt0");
    }
}

#[test]
fn keys_that_cannot_be_had_do_not_cost_a_rotated_refresh_token() {
    let answers: [fn() -> Keys; 4] = [
        || Err(()),
        || Ok(answer(503, &json!({}))),
        || Ok(answer(404, &json!({}))),
        || Ok(answer(200, &json!({ "no": "keys" }))),
    ];
    for keys in answers {
        let (world, pair) = (World::new(), pair());
        let token = signed(&pair, &world, "u1");
        assert_eq!(refreshed(&world, &token, keys).unwrap(), [Note::KeysUnavailable]);
        assert_eq!(kept(&world).unwrap()["refresh_token"], "rt1");
    }
}

#[test]
fn without_keys_it_must_still_be_about_the_same_user() {
    let (world, pair) = (World::new(), pair());
    let token = signed(&pair, &world, "u2");
    let error = refreshed(&world, &token, || Err(())).unwrap_err();
    assert!(matches!(error, SessionError::IdToken(IdTokenError::Claim { name: "sub", .. })));
    assert_eq!(kept(&world).unwrap()["refresh_token"], "rt0");
}

#[test]
fn no_keys_are_asked_for_where_none_came() {
    let world = rotating();
    sign_in(&world, json!({}));
    let project = project();
    let store = store(&world);
    let renewed =
        run(refresh_locked(&world.system(), &*store, &project, settings(&project).unwrap(), |_| true));
    assert!(matches!(renewed, Ok(Renewal::Done(_))));
    assert!(!world.requests().iter().any(|request| request.uri().path().ends_with("/jwks")));
}
