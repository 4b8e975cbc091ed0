//! Tests of FAPI 2 clients that any client should pass.

use super::*;
use crate::oauth::callback::IgnoredReason;

#[test]
fn fapi2_invalid_authorization_response_iss_is_rejected() {
    assert_refused(&["authorization.iss=other"], &["the issuer `https://elsewhere.example/oidc`", ISSUER]);
}

#[test]
fn fapi2_remove_authorization_response_iss_is_rejected_where_it_was_announced() {
    assert_refused(&["authorization.iss=missing"], &["names no issuer", ISSUER]);
    let silent = "discovery.missing=authorization_response_iss_parameter_supported";
    assert_accepted(&["authorization.iss=missing", silent], &[]);
}

#[test]
fn fapi2_the_issuer_is_checked_on_an_error_as_well() {
    assert_refused(&["authorization.error=access_denied", "authorization.iss=other"], &["elsewhere.example"]);
}

#[test]
fn fapi2_authorization_response_with_invalid_state_fails_and_the_wait_goes_on() {
    foreign_answer("authorization.state=other");
}

#[test]
fn fapi2_authorization_response_with_missing_state_fails_and_the_wait_goes_on() {
    foreign_answer("authorization.state=missing");
}

fn foreign_answer(fault: &str) {
    let provider = Faulty::new(&[fault]);
    let SignIn { outcome, events } = provider.sign_in();
    let error = outcome.unwrap_err();
    assert!(error.to_string().contains("no answer came back from the browser"), "{error}");
    let ignored = events.iter().any(|event| matches!(event, Event::Ignored(IgnoredReason::ForeignState)));
    assert!(ignored, "{events:?}");
    assert_eq!((provider.asked("/oidc/token"), provider.kept()), (0, None));
}

#[test]
fn fapi2_invalid_alternate_alg_is_rejected() {
    assert_refused(&["id_token.alg=unannounced"], &["the ID token is signed with `ES256`", "`ES384`"]);
}

#[test]
fn fapi2_invalid_null_alg_is_rejected() {
    assert_refused(&["id_token.alg=none"], &["`none`"]);
}

#[test]
fn fapi2_invalid_expired_exp_is_rejected() {
    assert_refused(&["id_token.exp=expired"], &["`exp` of the ID token"]);
}

#[test]
fn fapi2_invalid_missing_exp_is_rejected() {
    assert_refused(&["id_token.exp=missing"], &["`exp` of the ID token"]);
    assert_refused(&["id_token.exp=string"], &["`exp` of the ID token"]);
}

#[test]
fn fapi2_invalid_missing_iss_is_rejected() {
    assert_refused(&["id_token.iss=missing"], &["`iss` of the ID token", ISSUER]);
}

#[test]
fn fapi2_invalid_missing_aud_is_rejected() {
    assert_refused(&["id_token.aud=missing"], &["`aud` of the ID token"]);
}

#[test]
fn fapi2_invalid_missing_nonce_is_rejected() {
    assert_refused(&["id_token.nonce=missing"], &["`nonce` of the ID token"]);
}

#[test]
fn fapi2_invalid_secondary_aud_is_rejected() {
    assert_refused(&["id_token.aud=extra"], &["`aud` of the ID token", "somebody-else"]);
}

#[test]
fn fapi2_valid_aud_as_array_is_accepted() {
    assert_accepted(&["id_token.aud=array"], &[]);
}

#[test]
fn fapi2_token_type_case_insensitivity_is_accepted() {
    assert_accepted(&["token.token_type=upper"], &[]);
    assert_accepted(&["token.token_type=lower"], &[]);
}

#[test]
fn fapi2_token_endpoint_response_without_expires_in_is_accepted_and_no_expiry_is_invented() {
    assert_eq!(assert_accepted(&["token.expires_in=missing"], &[]).expires_at, None);
    assert_eq!(assert_accepted(&["token.expires_in=null"], &[]).expires_at, None);
}

#[test]
fn fapi2_discovery_issuer_mismatch_is_rejected() {
    assert_refused(&["discovery.issuer=missing"], &[ISSUER]);
    assert_refused(&["discovery.issuer=slash"], &["https://id.example.com/oidc/"]);
}
