//! Every fault of the catalogue against a whole healthy exchange: what differs, and that nothing else
//! does.

mod exchange;

use super::*;
use crate::demo::fault::{self, Fault, Faults, Form};
use exchange::{Exchange, exchange};
use insta::assert_snapshot;
use std::fmt::Write;

/// Returns every fault of the catalogue, those that take a number with one that shows.
fn all() -> Vec<(&'static str, String)> {
    let samples = |name: &str, form| match form {
        Form::Word(word) => vec![word.to_owned()],
        Form::Status if name == "refresh.status" => vec!["401".to_owned(), "503".to_owned()],
        Form::Status if name.ends_with("redirect") => vec!["307".to_owned()],
        Form::Status if name == "token.error_status" => vec!["200".to_owned()],
        Form::Status => vec!["503".to_owned()],
        Form::Seconds => vec!["5".to_owned()],
        Form::Milliseconds => vec!["250".to_owned()],
        Form::ErrorCode => vec!["access_denied".to_owned()],
    };
    let choices = fault::catalogue()
        .flat_map(|switch| switch.choices.iter().map(move |choice| (switch.name, choice.value)));
    choices
        .flat_map(|(name, form)| {
            samples(name, form).into_iter().map(move |value| (name, format!("{name}={value}")))
        })
        .collect()
}

/// Returns the parts of an exchange that a switch may touch, as the beginnings of their paths.
fn reach(name: &str) -> &'static [&'static str] {
    const ID_TOKENS: &[&str] = &["token.id_token.", "refresh.id_token.", "refresh-with-the-old.id_token."];
    match name {
        "issuer" => &[
            "discovery.issuer",
            "prompt-none.answer.iss",
            "callback.answer.iss",
            "token.id_token.claims.iss",
            "refresh.id_token.claims.iss",
            "refresh-with-the-old.id_token.claims.iss",
        ],
        "introspection" => &["discovery.introspection_endpoint", "introspection"],
        "revocation" => &["discovery.revocation_endpoint", "revocation."],
        // Another way to sign is announced, and has another key.
        "id_token.alg" => &[
            "token.id_token.",
            "refresh.id_token.",
            "refresh-with-the-old.id_token.",
            "discovery.id_token_signing_alg_values_supported",
            "jwks.keys",
            "jwks-again.keys",
        ],
        "jwks.keys" => &[
            "jwks.keys",
            "jwks-again.keys",
            "token.id_token.header.kid",
            "refresh.id_token.header.kid",
            "refresh-with-the-old.id_token.header.kid",
        ],
        "client.type" | "client.secret" => &[
            "prompt-none.",
            "callback.",
            "token.",
            "token-refused.",
            "introspection",
            "revocation.",
            "refresh",
        ],
        "client.id" => &[
            "prompt-none.",
            "callback.",
            "token.",
            "token-refused.",
            "introspection",
            "revocation.",
            "refresh",
        ],
        "client.redirect_uri"
        | "client.pkce"
        | "authorization.status"
        | "authorization.redirect"
        | "authorization.body" => &["prompt-none.", "callback."],
        "client.refresh_token" => &["token.refresh_token"],
        "token.auth" => &[
            "discovery.token_endpoint_auth_methods_supported",
            "token.",
            "token-refused.",
            "introspection",
            "revocation.",
            "refresh",
        ],
        "token.lifetime" => &["token.expires_in", "refresh.expires_in", "refresh-with-the-old.expires_in"],
        "refresh.lifetime" => &["introspection-of-refresh-token.exp"],
        // The API asks the Userinfo endpoint.
        _ if name.starts_with("userinfo.") => &["userinfo", "api"],
        _ if name.starts_with("discovery.") => &["discovery.", "discovery-inserted."],
        _ if name.starts_with("jwks.") => &["jwks.", "jwks-again."],
        _ if name.starts_with("authorization.") => &["prompt-none.answer.", "callback.answer."],
        _ if name.starts_with("token.") => &["token.", "token-refused.", "refresh"],
        _ if name.starts_with("id_token.") => ID_TOKENS,
        _ if name.starts_with("refresh") => &["refresh"],
        _ if name.starts_with("api.") => &["api"],
        _ => &[],
    }
}

fn with(fault: &str, key: &[u8]) -> Exchange {
    let faults = Faults::from(vec![fault.parse::<Fault>().unwrap()]);
    exchange(key, faults)
}

#[test]
fn p09_every_fault_switch_of_the_catalogue_produces_exactly_that_fault_and_only_that() {
    let key = new_key();
    let healthy = exchange(&key, Faults::default());
    assert_eq!(
        healthy.differences(&exchange(&key, Faults::default())),
        [],
        "the exchange is the same each time"
    );
    let (mut told, mut astray) = (String::new(), Vec::new());
    for (name, fault) in all() {
        let faulty = with(&fault, &key);
        let differences = healthy.differences(&faulty);
        if differences.is_empty() {
            astray.push(format!("{fault} changes nothing"));
        }
        writeln!(told, "{fault}").unwrap();
        for difference in differences {
            let touched = reach(name).iter().any(|part| difference.path.starts_with(part));
            if !touched {
                astray.push(format!("{fault} must not touch {difference}"));
            }
            if !difference.is_what_another_answer_lacks(&faulty) {
                writeln!(told, "  {difference}").unwrap();
            }
        }
        if let Some(missed) = healthy.missed(&faulty) {
            writeln!(told, "  not reached: {missed}").unwrap();
        }
    }
    assert!(astray.is_empty(), "{}", astray.join("\n"));
    assert_snapshot!("every_fault", told);
}

#[test]
fn p09_a_fault_with_a_count_passes() {
    let key = new_key();
    let healthy = exchange(&key, Faults::default());
    // The exchange sends three token requests; the fault meets the first.
    let differences = healthy.differences(&with("token.members=unknown:1", &key));
    assert!(differences.iter().all(|difference| difference.path.starts_with("token.")), "{differences:?}");
    assert_eq!(differences.len(), 2);
}

#[test]
fn p09_faults_at_different_places_do_not_know_each_other() {
    let key = new_key();
    let healthy = exchange(&key, Faults::default());
    let one = healthy.differences(&with("id_token.aud=wrong", &key));
    let other = healthy.differences(&with("userinfo.sub=other", &key));
    let faults = ["id_token.aud=wrong", "userinfo.sub=other"].map(|fault| fault.parse::<Fault>().unwrap());
    let both = healthy.differences(&exchange(&key, Faults::from(faults.to_vec())));
    assert_eq!(both.len(), one.len() + other.len());
}
