//! Answers as token endpoints give them, and as a real Logto gave them.

use super::*;
use crate::probe::tests::{RecordedExchange, answered, recorded};

fn json(status: u16, body: &str) -> Reading {
    read(&answered(status, &[("content-type", "application/json")], body))
}

#[test]
fn the_client_is_looked_at_before_the_code() {
    assert_eq!(json(401, r#"{"error":"invalid_client"}"#), Reading::ClientRefused);
    assert_eq!(json(400, r#"{"error":"invalid_client"}"#), Reading::ClientRefused);
    assert_eq!(json(400, r#"{"error":"invalid_grant"}"#), Reading::GrantRefused);
    assert_eq!(json(401, r#"{"error":"invalid_grant"}"#), Reading::GrantRefused);
}

#[test]
fn malformed_is_what_the_description_says_it_is() {
    let said =
        |words: &str| json(400, &format!(r#"{{"error":"invalid_request","error_description":"{words}"}}"#));
    assert_eq!(said("client secret has expired"), Reading::ClientRefused);
    assert_eq!(said("no client authentication mechanism provided"), Reading::ClientRefused);
    assert_eq!(said("requested grant type is not allowed for this client"), Reading::GrantTypeRefused);
    assert_eq!(said("Malformed auth code."), Reading::GrantRefused);
    assert_eq!(said("who knows"), Reading::OtherError("invalid_request".to_owned()));
}

#[test]
fn what_is_no_answer_of_oauth_is_none() {
    for (status, body) in
        [(404, "Not Found"), (200, "<html>"), (200, "{}"), (400, "[]"), (403, ""), (200, "access_token=x")]
    {
        assert_eq!(json(status, body), Reading::NotOAuth, "{status} {body}");
    }
    assert_eq!(json(200, r#"{"access_token":"x"}"#), Reading::Issued);
    assert_eq!(json(200, r#"{"access_token":7}"#), Reading::NotOAuth);
    assert!(matches!(json(502, "<html>"), Reading::Unanswered(_)));
    assert!(matches!(json(429, ""), Reading::Unanswered(_)));
    let moved = answered(308, &[("location", "https://x.example/token")], "");
    assert_eq!(read(&moved), Reading::Moved("https://x.example/token".to_owned()));
}

#[test]
fn a_real_logto_is_read_rightly() {
    for (name, expected) in [
        ("token-03-none-on-confidential", Reading::ClientRefused),
        ("token-06-wrong-secret-basic-bogus-code", Reading::ClientRefused),
        ("token-07-wrong-secret-post-bogus-code", Reading::ClientRefused),
        ("token-08-right-secret-basic-bogus-code", Reading::GrantRefused),
        ("token-09-right-secret-post-bogus-code", Reading::GrantRefused),
        ("token-10-unknown-client-bogus-code", Reading::ClientRefused),
        ("token-12-no-client-at-all", Reading::ClientRefused),
        ("token-13-both-basic-and-post", Reading::ClientRefused),
        ("token-13c-basic-empty-secret", Reading::ClientRefused),
        ("token-15-trailing-space-secret", Reading::ClientRefused),
        ("token-30-unsupported-grant", Reading::GrantTypeRefused),
        ("token-32-client-credentials", Reading::GrantTypeRefused),
        ("token-35-missing-oidc-prefix-POST", Reading::NotOAuth),
        ("token-41-expired-secret", Reading::ClientRefused),
        ("rt-07-bogus", Reading::GrantRefused),
        ("rt-10-wrong-secret", Reading::ClientRefused),
        ("intro-04-wrong-secret", Reading::ClientRefused),
        ("par-03-wrong-secret", Reading::ClientRefused),
    ] {
        let Some(RecordedExchange { answered, .. }) = recorded(name) else { continue };
        assert_eq!(read(&answered), expected, "{name}");
    }
}
