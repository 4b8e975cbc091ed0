//! What real providers do, and a client must live with or explain.

use super::*;

#[test]
fn quirk_error_with_http_200_is_a_refusal() {
    assert_refused(
        &["token.error=bad_verification_code", "token.error_status=200"],
        &["200 bad_verification_code"],
    );
}

#[test]
fn quirk_form_encoded_token_answer_is_read_with_a_note() {
    assert_accepted(&["token.body=form"], &[Note::FormEncoded]);
}

#[test]
fn quirk_form_encoded_where_accept_is_absent_is_never_met() {
    assert_accepted(&["token.body=form-unless-json"], &[]);
}

#[test]
fn quirk_expires_in_as_string_is_read_with_a_note() {
    let outcome = assert_accepted(&["token.expires_in=string"], &[Note::ExpiresInAsText]);
    assert_eq!(outcome.expires_at.unwrap().to_string(), "2026-01-01T01:00:00Z");
}

#[test]
fn quirk_comma_separated_scope_is_noted() {
    let outcome = accepted(&["token.scope=comma"]);
    assert!(
        matches!(&outcome.notes[..], [Note::CommaInScope { scope }] if scope.as_str() == "openid,profile")
    );
}

#[test]
fn quirk_absent_token_type_is_taken_for_bearer_with_a_note() {
    assert_accepted(&["token.token_type=missing"], &[Note::NoTokenType]);
}

#[test]
fn quirk_no_refresh_token_unless_it_is_asked_for_rightly() {
    let provider = Faulty::new(&["client.refresh_token=never"]);
    assert!(!accepted_by(&provider).refreshable);
    let error = provider.refreshed().unwrap_err();
    assert!(matches!(error, SessionError::Expired { .. }), "{error}");
    assert!(!accepted(&["token.refresh_token=missing"]).refreshable);
}

#[test]
fn quirk_an_issuer_template_is_told_from_the_issuer() {
    assert_refused(&["issuer=template"], &["`https://id.example.com/oidc/{tenantid}/v2.0`", ISSUER]);
}

#[test]
fn quirk_a_trailing_slash_is_part_of_the_issuer() {
    let with_slash = format!("{ISSUER}/");
    accepted_by(&Faulty::with(&["issuer=slash"], &with_slash, ""));
    assert_refused(&["issuer=slash"], &["https://id.example.com/oidc/", ISSUER]);
    let said = refused_by(&Faulty::with(&[], &with_slash, ""));
    assert!(said.contains("about the issuer `https://id.example.com/oidc`"), "{said}");
}

#[test]
fn quirk_a_refresh_token_that_is_never_rotated_stays() {
    let provider = Faulty::new(&["refresh.rotation=never"]);
    accepted_by(&provider);
    let before = provider.kept().unwrap()["refresh_token"].clone();
    for _ in 0..2 {
        provider.refreshed().unwrap();
        assert_eq!(provider.kept().unwrap()["refresh_token"], before);
    }
}

#[test]
fn quirk_a_refresh_token_that_is_always_rotated_is_replaced_each_time() {
    for fault in ["refresh.rotation=always", "refresh.rotation=reuse-revokes"] {
        let provider = Faulty::new(&[fault]);
        accepted_by(&provider);
        let mut seen = vec![provider.kept().unwrap()["refresh_token"].clone()];
        for _ in 0..5 {
            provider.refreshed().unwrap();
            let now = provider.kept().unwrap()["refresh_token"].clone();
            assert!(!seen.contains(&now), "{fault}");
            seen.push(now);
        }
    }
}

#[test]
fn quirk_400_and_401_for_a_bad_secret_are_both_the_secret() {
    for (status, shown) in [("401", "401 invalid_client"), ("400", "400 invalid_client")] {
        let fault = format!("token.error_status={status}");
        assert_refused(&["client.secret=other", &fault], &[shown]);
    }
    assert_refused(&["client.secret=expired"], &["client secret has expired"]);
}

#[test]
fn quirk_a_page_or_a_challenge_instead_of_json_is_shown_for_what_it_is() {
    for (fault, status) in [("token.body=html", "200"), ("token.body=challenge", "403")] {
        assert_refused(&[fault], &["the token endpoint answered", status, "text/html"]);
    }
    assert_refused(&["discovery.body=html"], &["answered 200", "text/html"]);
    assert_refused(&["discovery.body=challenge"], &["403", "text/html"]);
    assert_refused(&["jwks.body=html"], &["key set", "text/html"]);
}

#[test]
fn quirk_json_demanded_for_the_token_request_is_shown() {
    let fault = "token.content_type=json-only";
    assert_refused(&[fault], &["415", "the request body must be application/json"]);
    accepted_by(&Faulty::with(&[fault], ISSUER, "token_content_type = \"json\""));
}

#[test]
fn quirk_iss_on_the_callback_does_no_harm_where_nobody_announced_it() {
    assert_accepted(&["discovery.missing=authorization_response_iss_parameter_supported"], &[]);
}

#[test]
fn quirk_a_token_endpoint_that_wants_state_again_is_shown() {
    assert_refused(&["token.state=required"], &["invalid_request", "missing required parameter 'state'"]);
}
