//! Faults of the key set.

use super::{
    Behaviour, Choice, Effect, Endpoint, Form, Object, Point, Switch,
    bodies::{self, set},
};
use serde_json::{Value, json};

const AT: Endpoint = Endpoint::Keys;

/// Two public keys whose private halves were thrown away.
const STRANGERS: [(&str, &str, &str); 2] = [
    (
        "stranger-1",
        "ZCOdJvLyGLrrIRmqSdjJit6U6mF0Z9e9DwRzMEiKp3VVMLvrNFZfOi0CKKUx0Sat",
        "OAgZcC2JdLZKFtPkpdMyaL0fQ_DiGqbcafq-sqygrGf-PQyr9SJxjEshAEyeIzvk",
    ),
    (
        "stranger-2",
        "ciGiioFO5tiiRUO2LIvehd7w9TMGba89Sp563AL2gQ6a57ho0MFnlR-d6AMLttvc",
        "u-DT9VwFQt5zGdsmHk1LxktNI52xwlvcqZv1ukP04oxfrKokcG2Ggn--yGazPM7q",
    ),
];

const fn key_set(change: fn(&mut Object, &super::Context<'_>)) -> Effect {
    Effect::Object(Point::KeySet, change)
}

const OTHER: &[Effect] = &[key_set(|object, _| set(object, "keys", vec![stranger(0)]))];

pub(super) const SWITCHES: &[Switch] = &[
    Switch {
        name: "jwks.keys",
        about: "The keys in the key set.",
        choices: &[
            Choice::word("other", "has a key that signed nothing, and no other", OTHER),
            Choice::word("rotated-late", "has the new key only when asked again", OTHER)
                .from("OIDF oidcc-client-test-signing-key-rotation-just-before-signing")
                .once(),
            Choice::word("rotated", "changes its key before each signature", &[Effect::Behaviour(
                Behaviour::RotatingKey,
            )])
            .from("OIDF oidcc-client-test-signing-key-rotation"),
            Choice::word(
                "many",
                "has two keys before the one that signs",
                &[key_set(|object, _| keys(object, |keys| drop(keys.splice(0..0, [stranger(0), stranger(1)]))))],
            )
            .from("OIDF oidcc-client-test-kid-absent-multiple-jwks"),
            Choice::word(
                "no-kid",
                "has no `kid` with its keys",
                &[key_set(|object, _| {
                    keys(object, |keys| {
                        for key in keys.iter_mut().filter_map(Value::as_object_mut) {
                            key.shift_remove("kid");
                        }
                    });
                })],
            ),
            Choice::word(
                "same-kid",
                "has another key with the same `kid`",
                &[key_set(|object, _| {
                    keys(object, |keys| {
                        let mut other = stranger(0);
                        other["kid"] = keys.first().map_or(Value::Null, |key| key["kid"].clone());
                        keys.insert(0, other);
                    });
                })],
            ),
            Choice::word(
                "oct",
                "has a symmetric key beside the one that signs",
                &[key_set(|object, _| {
                    let key = json!({ "kty": "oct", "use": "sig", "alg": "HS256", "kid": "shared", "k": "AAECAwQFBgc" });
                    keys(object, |keys| keys.insert(0, key));
                })],
            )
            .from("RFC 8725 §3.1"),
            Choice::word(
                "private",
                "has a private key in it",
                &[key_set(|object, _| {
                    let mut key = stranger(0);
                    key["d"] = Value::from("AAECAwQFBgcICQoLDA0ODw");
                    keys(object, |keys| keys.push(key));
                })],
            ),
            Choice::word("none", "has no key", &[key_set(|object, _| keys(object, Vec::clear))]),
        ],
    },
    Switch {
        name: "jwks.status",
        about: "The status of the key set's answer.",
        choices: &[Choice::new(
            Form::Status,
            "answers with this status and no keys",
            &[Effect::Instead(AT, bodies::status)],
        )],
    },
    Switch {
        name: "jwks.body",
        about: "The body of the key set's answer.",
        choices: &[
            Choice::word("html", "is a page, with 200", &[Effect::Spoil(AT, bodies::html)]),
            Choice::word("empty", "is empty", &[Effect::Spoil(AT, bodies::empty)]),
            Choice::word("truncated", "ends in the middle", &[Effect::Spoil(AT, bodies::truncated)]),
        ],
    },
];

fn stranger(at: usize) -> Value {
    let (kid, x, y) = STRANGERS[at];
    json!({ "kty": "EC", "use": "sig", "kid": kid, "alg": "ES384", "crv": "P-384", "x": x, "y": y })
}

fn keys(object: &mut Object, change: impl FnOnce(&mut Vec<Value>)) {
    if let Some(keys) = object.get_mut("keys").and_then(Value::as_array_mut) {
        change(keys);
    }
}
