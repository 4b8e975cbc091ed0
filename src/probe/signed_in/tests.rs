//! What ends when.

use super::*;
use crate::providers::{STANDARD, recognise};
use url::Url;

fn ended(refresh_token: Option<bool>, provider: &Provider) -> Vec<(String, String)> {
    let token = AccessToken::new("at");
    let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let signed_in = SignedIn {
        access_token: &token,
        expires_at: Some("2026-01-01T01:00:00Z".parse().unwrap()),
        scope: None,
        refresh_token,
        subject: None,
        obtained_at: Some(start),
        may_go_to_api: Ok(()),
    };
    endings(&signed_in, provider).into_iter().map(|own| (own.at.to_string(), own.what)).collect()
}

#[test]
fn tokens_and_the_session_end_in_their_order() {
    let logto = recognise(Some(&Url::parse("https://t.logto.app/oidc").unwrap()), &[]);
    let endings = ended(Some(true), logto);
    assert_eq!(endings[0].0, "2026-01-01T01:00:00Z");
    assert!(endings[0].1.ends_with("ChatGPT then refreshes"));
    assert!(endings[1..].iter().all(|(at, _)| at == "2026-01-15T00:00:00Z"), "{endings:?}");
    assert!(endings[1].1.contains("earlier with the sign-out"));
}

#[test]
fn without_a_refresh_token_nothing_is_promised() {
    let endings = ended(Some(false), &STANDARD);
    assert_eq!(endings.len(), 1);
    assert!(endings[0].1.ends_with("the user must then sign in again"));
}
