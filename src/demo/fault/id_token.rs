//! Faults of ID tokens, at the sign-in and at each refresh.

use super::{
    Behaviour, Choice, Effect, Object, Point, Switch,
    bodies::{ELSEWHERE, set, shift},
};
use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// A day, in seconds: no leeway reaches that far.
const DAY: i64 = 86_400;

const fn claims(change: fn(&mut Object, &super::Context<'_>)) -> Effect {
    Effect::Object(Point::IdTokenClaims, change)
}

const fn header(change: fn(&mut Object, &super::Context<'_>)) -> Effect {
    Effect::Object(Point::IdTokenHeader, change)
}

pub(super) const SWITCHES: &[Switch] = &[
    Switch {
        name: "id_token.iss",
        about: "The issuer of ID tokens.",
        choices: &[
            Choice::word(
                "wrong",
                "is another",
                &[claims(|object, _| {
                    set(object, "iss", format!("{ELSEWHERE}/oidc"));
                })],
            )
            .from("OIDF oidcc-client-test-invalid-iss"),
            Choice::word("missing", "is missing", &[claims(|object, _| drop(object.shift_remove("iss")))])
                .from("OIDF fapi2 invalid-missing-iss"),
        ],
    },
    Switch {
        name: "id_token.aud",
        about: "The audience of ID tokens.",
        choices: &[
            Choice::word(
                "wrong",
                "is another client",
                &[claims(|object, _| {
                    set(object, "aud", "somebody-else");
                })],
            )
            .from("OIDF oidcc-client-test-invalid-aud"),
            Choice::word("missing", "is missing", &[claims(|object, _| drop(object.shift_remove("aud")))])
                .from("OIDF oidcc-client-test-missing-aud"),
            Choice::word(
                "array",
                "is a list of one",
                &[claims(|object, _| {
                    let aud = object.get("aud").cloned().unwrap_or_default();
                    set(object, "aud", vec![aud]);
                })],
            )
            .from("OIDF fapi2 valid-aud-as-array"),
            Choice::word(
                "extra",
                "has another client besides",
                &[claims(|object, _| {
                    let aud = object.get("aud").cloned().unwrap_or_default();
                    set(object, "aud", vec![aud, Value::from("somebody-else")]);
                })],
            )
            .from("OIDF fapi2 invalid-secondary-aud"),
        ],
    },
    Switch {
        name: "id_token.azp",
        about: "The authorized party of ID tokens.",
        choices: &[Choice::word(
            "wrong",
            "is another client",
            &[claims(|object, _| {
                set(object, "azp", "somebody-else");
            })],
        )
        .from("OpenID Connect Core 1.0 §3.1.3.7")],
    },
    Switch {
        name: "id_token.sub",
        about: "The subject of ID tokens.",
        choices: &[
            Choice::word("missing", "is missing", &[claims(|object, _| drop(object.shift_remove("sub")))])
                .from("OIDF oidcc-client-test-missing-sub"),
            Choice::word("empty", "is empty", &[claims(|object, _| set(object, "sub", ""))]),
            Choice::word(
                "long",
                "has 300 characters",
                &[claims(|object, _| {
                    set(object, "sub", "s".repeat(300));
                })],
            )
            .from("OpenID Connect Core 1.0 §2"),
        ],
    },
    Switch {
        name: "id_token.iat",
        about: "When ID tokens were issued.",
        choices: &[
            Choice::word("missing", "is missing", &[claims(|object, _| drop(object.shift_remove("iat")))])
                .from("OIDF oidcc-client-test-missing-iat"),
            Choice::word("future", "is tomorrow", &[claims(|object, _| shift(object, "iat", DAY))]),
        ],
    },
    Switch {
        name: "id_token.exp",
        about: "When ID tokens expire.",
        choices: &[
            Choice::word("missing", "is missing", &[claims(|object, _| drop(object.shift_remove("exp")))])
                .from("OIDF fapi2 invalid-missing-exp"),
            Choice::word("expired", "was yesterday", &[claims(|object, _| shift(object, "exp", -DAY))])
                .from("OIDF fapi2 invalid-expired-exp"),
            Choice::word(
                "string",
                "is text",
                &[claims(|object, _| {
                    let text = object.get("exp").map(Value::to_string).unwrap_or_default();
                    set(object, "exp", text);
                })],
            ),
        ],
    },
    Switch {
        name: "id_token.nbf",
        about: "When ID tokens begin to be good.",
        choices: &[Choice::word(
            "future",
            "is tomorrow",
            &[claims(|object, _| {
                let iat = object.get("iat").cloned().unwrap_or_default();
                set(object, "nbf", iat);
                shift(object, "nbf", DAY);
            })],
        )],
    },
    Switch {
        name: "id_token.nonce",
        about: "The nonce of ID tokens.",
        choices: &[
            Choice::word(
                "wrong",
                "is another",
                &[claims(|object, _| {
                    set(object, "nonce", "somebody-elses");
                })],
            )
            .from("OIDF oidcc-client-test-nonce-invalid"),
            Choice::word("missing", "is missing", &[claims(|object, _| drop(object.shift_remove("nonce")))])
                .from("OIDF fapi2 invalid-missing-nonce"),
        ],
    },
    Switch {
        name: "id_token.at_hash",
        about: "The hash of the access token in ID tokens.",
        choices: &[
            Choice::word("right", "is there", &[Effect::Behaviour(Behaviour::AccessTokenHash)])
                .from("OpenID Connect Core 1.0 §3.1.3.6"),
            Choice::word(
                "wrong",
                "is of another access token",
                &[claims(|object, _| {
                    set(object, "at_hash", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
                })],
            )
            .from("OIDF oidcc-client-test-invalid-athash"),
        ],
    },
    Switch {
        name: "id_token.alg",
        about: "How ID tokens are signed.",
        choices: &[
            Choice::word(
                "rs256",
                "is RS256, announced and with its key",
                &[Effect::Behaviour(Behaviour::SignRs256)],
            )
            .from("OIDF oidcc-client-test-idtoken-sig-rs256"),
            Choice::word(
                "es256",
                "is ES256, announced and with its key",
                &[Effect::Behaviour(Behaviour::SignEs256)],
            ),
            Choice::word(
                "unannounced",
                "is ES256, with its key, but announced is ES384",
                &[Effect::Behaviour(Behaviour::SignUnannounced)],
            )
            .from("OIDF fapi2 invalid-alternate-alg"),
            Choice::word(
                "none",
                "is `none`, without a signature",
                &[Effect::IdToken(|token, _| resigned(token, "none", |_| Vec::new()))],
            )
            .from("OIDF oidcc-client-test-idtoken-sig-none"),
            Choice::word(
                "hs256",
                "is HS256, with the public key for a secret",
                &[Effect::IdToken(|token, public_key| {
                    let key = hmac::Key::new(hmac::HMAC_SHA256, public_key);
                    resigned(token, "HS256", |message| hmac::sign(&key, message).as_ref().to_vec())
                })],
            )
            .from("OIDF oidcc-client-test-invalid-sig-hs256, RFC 8725 §2.1"),
        ],
    },
    Switch {
        name: "id_token.sig",
        about: "The signature of ID tokens.",
        choices: &[Choice::word(
            "broken",
            "is of other bytes",
            &[Effect::IdToken(|token, _| {
                let (message, signature) = token.rsplit_once('.').unwrap_or((token, ""));
                let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
                if let Some(last) = bytes.last_mut() {
                    *last ^= 1;
                }
                format!("{message}.{}", URL_SAFE_NO_PAD.encode(bytes))
            })],
        )
        .from("OIDF oidcc-client-test-invalid-sig-rs256, -es256")],
    },
    Switch {
        name: "id_token.kid",
        about: "The key that ID tokens name.",
        choices: &[
            Choice::word("missing", "is not named", &[header(|object, _| drop(object.shift_remove("kid")))])
                .from("OIDF oidcc-client-test-kid-absent-single-jwks"),
            Choice::word(
                "unknown",
                "is in no key set",
                &[header(|object, _| {
                    set(object, "kid", "nobody-knows");
                })],
            ),
        ],
    },
    Switch {
        name: "id_token.header",
        about: "What else the header of ID tokens says.",
        choices: &[
            Choice::word(
                "jku",
                "names a key set elsewhere",
                &[header(|object, _| {
                    set(object, "jku", format!("{ELSEWHERE}/jwks"));
                })],
            )
            .from("RFC 8725 §3.10"),
            Choice::word(
                "crit",
                "has an extension that nobody knows",
                &[header(|object, _| {
                    set(object, "crit", json!(["x-demo"]));
                    set(object, "x-demo", true);
                })],
            )
            .from("RFC 7515 §4.1.11"),
        ],
    },
    Switch {
        name: "id_token.parts",
        about: "The parts of ID tokens.",
        choices: &[
            Choice::word(
                "two",
                "are two: the signature is missing",
                &[Effect::IdToken(|token, _| {
                    token.rsplit_once('.').map_or("", |(message, _)| message).to_owned()
                })],
            ),
            Choice::word(
                "five",
                "are five, as of an encrypted token",
                &[Effect::IdToken(|token, _| format!("{token}.AAAA.AAAA"))],
            ),
            Choice::word("junk", "are no base64url", &[Effect::IdToken(|_, _| "a+b.c/d.e=f".to_owned())]),
        ],
    },
];

/// Returns the claims of a token under another algorithm.
fn resigned(token: &str, algorithm: &str, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let payload = token.split('.').nth(1).unwrap_or_default();
    let header = URL_SAFE_NO_PAD.encode(json!({ "alg": algorithm }).to_string());
    let message = format!("{header}.{payload}");
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}
