//! Answers that are broken, and connections that are: at each endpoint, what is said of it.

use super::*;

#[test]
fn t01_each_error_of_the_token_endpoint_is_named() {
    for error in
        ["invalid_grant", "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope"]
    {
        assert_refused(&[&format!("token.error={error}")], &[error]);
    }
}

#[test]
fn t05_a_token_answer_that_is_no_json_object_is_refused() {
    for fault in ["token.body=html", "token.body=empty", "token.body=truncated", "token.body=list"] {
        assert_refused(&[fault], &["the token endpoint answered 200", "without a JSON object"]);
    }
    assert_refused(&["token.body=large"], &["is larger than"]);
}

#[test]
fn t06_a_token_that_is_none_is_refused() {
    for (value, found) in [
        ("missing", "is missing"),
        ("empty", "is empty"),
        ("number", "is no text"),
        ("newline", "line breaks"),
    ] {
        assert_refused(&[&format!("token.access_token={value}")], &["no usable `access_token`", found]);
    }
}

#[test]
fn t07_a_token_of_another_type_is_refused() {
    assert_refused(&["token.token_type=mac"], &["type `mac`", "only Bearer"]);
}

#[test]
fn t08_every_form_of_expires_in_is_lived_with() {
    let expiry = |value| accepted(&[&format!("token.expires_in={value}")]).expires_at.unwrap().to_string();
    assert_eq!(expiry("fraction"), "2026-01-01T01:00:00Z");
    for past in ["zero", "negative"] {
        assert_eq!(expiry(past), "2026-01-01T00:00:00Z");
        assert_accepted(&[&format!("token.expires_in={past}")], &[Note::ExpiredOnArrival]);
    }
    assert!(expiry("huge").starts_with("2126-"), "a hundred years, and no overflow");
    assert_eq!(accepted(&["token.lifetime=5"]).expires_at.unwrap().to_string(), "2026-01-01T00:00:05Z");
}

#[test]
fn t09_a_difference_of_scope_is_reported() {
    let changed = |missing: &[&str], extra: &[&str]| Note::ScopeChanged {
        missing: missing.iter().map(|&name| name.to_owned()).collect(),
        extra: extra.iter().map(|&name| name.to_owned()).collect(),
    };
    assert_accepted(&["token.scope=narrower"], &[changed(&["profile"], &[])]);
    assert_accepted(&["token.scope=wider"], &[changed(&[], &["admin"])]);
    assert_eq!(assert_accepted(&["token.scope=missing"], &[]).scope.as_str(), "openid profile");
}

#[test]
fn t10_a_redirect_of_the_token_endpoint_is_not_followed() {
    for status in [301, 302, 307, 308] {
        let provider = Faulty::new(&[&format!("token.redirect={status}")]);
        let said = refused_by(&provider);
        assert!(said.contains(&format!("{status}")) && said.contains("https://elsewhere.example/"), "{said}");
        let elsewhere = |request: &Request<Vec<u8>>| request.uri().host() == Some("elsewhere.example");
        assert!(!provider.world.requests().iter().any(elsewhere), "the secret stays at home");
    }
}

#[test]
fn t11_a_code_is_never_sent_twice_however_the_token_endpoint_fails() {
    for fault in ["token.status=429", "token.status=500", "token.status=502", "token.status=503:1"] {
        let provider = Faulty::new(&[fault]);
        let said = refused_by(&provider);
        assert!(said.contains("temporarily unable to work"), "{said}");
        assert_eq!(provider.asked("/oidc/token"), 1);
    }
}

#[test]
fn t12_a_connection_that_breaks_leads_to_no_second_request() {
    for fault in ["token.connection=hang", "token.connection=close", "token.connection=cut"] {
        let provider = Faulty::new(&[fault]);
        let said = refused_by(&provider);
        assert!(said.contains("the token endpoint gave no answer"), "{said}");
        assert_eq!(provider.asked("/oidc/token"), 1);
    }
}

#[test]
fn t16_a_byte_order_mark_a_second_member_and_unknown_ones_are_lived_with() {
    for fault in ["token.body=bom", "token.body=duplicate", "token.members=unknown"] {
        let provider = Faulty::new(&[fault]);
        accepted_by(&provider);
        assert_ne!(provider.kept().unwrap()["access_token"], "the-first", "the last one counts");
    }
}

#[test]
fn a_token_response_without_id_token_is_noted() {
    assert_accepted(&["token.id_token=missing"], &[Note::NoIdToken]);
}

#[test]
fn d02_metadata_at_the_place_of_rfc_8414_is_found() {
    assert_accepted(&["discovery.place=inserted"], &[]);
}

#[test]
fn d03_metadata_that_is_none_is_refused() {
    for fault in ["discovery.body=empty", "discovery.body=truncated", "discovery.body=list"] {
        assert_refused(&[fault], &["without a JSON object"]);
    }
    assert_refused(&["discovery.body=large"], &["is larger than"]);
    assert_refused(&["discovery.redirect=302"], &["a redirect to `https://elsewhere.example/`"]);
    assert_refused(&["discovery.status=503"], &["temporarily unable to work"]);
    assert_refused(&["discovery.status=404"], &["publishes no metadata"]);
    assert_refused(&["discovery.connection=hang"], &["no complete answer"]);
    assert_refused(&["discovery.connection=close"], &["broke off"]);
    assert_accepted(&["discovery.body=bom"], &[]);
}

#[test]
fn d04_endpoints_that_are_none_are_refused_before_anybody_is_sent_there() {
    for (value, words) in [
        ("http", "for loopback hosts only"),
        ("relative", "not an absolute URL"),
        ("credentials", "user information"),
        ("fragment", "fragment"),
    ] {
        assert_refused(&[&format!("discovery.endpoints={value}")], &["_endpoint` in the metadata", words]);
    }
    assert_refused(&["discovery.endpoints=script"], &["`authorization_endpoint`", "not an https URL"]);
}

#[test]
fn d05_what_the_metadata_leaves_out_is_missed_only_where_it_is_needed() {
    assert_refused(&["discovery.missing=authorization_endpoint"], &["no authorization endpoint is known"]);
    assert_refused(&["discovery.missing=token_endpoint"], &["no token endpoint is known"]);
    assert_accepted(&["discovery.missing=jwks_uri"], &[Note::SignatureUnchecked]);
    assert_accepted(&["discovery.missing=code_challenge_methods_supported"], &[Note::PkceNotAnnounced]);
    assert!(accepted(&["discovery.missing=userinfo_endpoint"]).account.is_none());
}

#[test]
fn d07_keys_that_are_of_no_use_are_passed_over() {
    for fault in ["jwks.keys=oct", "jwks.keys=same-kid"] {
        assert_accepted(&[fault], &[]);
    }
    let outcome = accepted(&["jwks.keys=private"]);
    assert!(matches!(&outcome.notes[..], [Note::PrivateKeyPublished { .. }]), "{:?}", outcome.notes);
    assert_refused(&["jwks.keys=none"], &["does not publish"]);
    assert_refused(&["jwks.keys=no-kid"], &["does not publish"]);
    assert_refused(&["id_token.kid=unknown"], &["nobody-knows"]);
    assert_refused(&["jwks.status=503"], &["key set"]);
}

#[test]
fn d09_times_and_parties_that_are_wrong_are_named() {
    assert_refused(&["id_token.iat=future"], &["`iat` of the ID token"]);
    assert_refused(&["id_token.nbf=future"], &["`nbf` of the ID token"]);
    assert_refused(&["id_token.azp=wrong"], &["`azp` of the ID token", "somebody-else"]);
}

#[test]
fn d10_id_tokens_of_other_shapes_are_refused() {
    assert_refused(&["id_token.parts=two"], &["has not three parts"]);
    assert_refused(&["id_token.parts=five"], &["encrypted"]);
    assert_refused(&["id_token.parts=junk"], &["malformed"]);
}

#[test]
fn d11_keys_named_in_a_token_are_not_fetched_and_unknown_extensions_are_refused() {
    let provider = Faulty::new(&["id_token.header=jku"]);
    accepted_by(&provider);
    assert!(
        provider.world.requests().iter().all(|request| request.uri().host() != Some("elsewhere.example"))
    );
    assert_refused(&["id_token.header=crit"], &["`crit`"]);
}

#[test]
fn d12_a_userinfo_endpoint_that_fails_loses_no_tokens() {
    for (fault, words) in [
        ("userinfo.sub=missing", "has no `sub`"),
        ("userinfo.status=401", "does not accept the access token"),
        ("userinfo.status=503", "temporarily unable"),
        ("userinfo.body=html", "without a JSON object"),
        ("userinfo.body=empty", "without a JSON object"),
        ("userinfo.body=truncated", "without a JSON object"),
    ] {
        let provider = Faulty::new(&[fault]);
        let SignIn { outcome, events } = provider.sign_in();
        assert!(outcome.unwrap().account.is_none());
        let said = events.iter().find_map(|event| match event {
            Event::NoAccount(error) => Some(error.to_string()),
            _ => None,
        });
        assert!(said.as_ref().is_some_and(|said| said.contains(words)), "{fault}: {said:?}");
        assert!(provider.kept().is_some());
    }
}

#[test]
fn l05_l08_refusals_and_answers_without_a_code_are_named() {
    assert_refused(&["authorization.error=access_denied"], &["the provider answered `access_denied`"]);
    assert_refused(&["authorization.error=login_required"], &["`login_required`"]);
    assert_refused(&["authorization.code=missing"], &["neither `code` nor `error`"]);
    assert_refused(&["authorization.code=beside-error"], &["both `code` and `error`"]);
}

#[test]
fn l23_a_code_over_the_limit_is_ignored_and_the_wait_goes_on() {
    let SignIn { outcome, events } = Faulty::new(&["authorization.code=long"]).sign_in();
    assert!(outcome.unwrap_err().to_string().contains("no answer came back"));
    assert!(events.iter().any(|event| matches!(event, Event::Ignored(_))), "{events:?}");
}

#[test]
fn l26_a_page_that_leads_nowhere_ends_by_the_time_limit() {
    for fault in ["client.redirect_uri=unregistered", "client.id=unknown", "client.type=m2m"] {
        assert_refused(&[fault], &["no answer came back from the browser within 300 s"]);
    }
}

#[test]
fn r06_r08_a_refresh_that_is_refused_and_one_that_only_fails() {
    for status in ["400", "401"] {
        let provider = Faulty::new(&[&format!("refresh.status={status}")]);
        accepted_by(&provider);
        let error = provider.refreshed().unwrap_err();
        assert!(matches!(error, SessionError::RefreshTokenRefused(_)), "{error}");
    }
    for fault in ["refresh.status=503", "refresh.connection=hang", "refresh.connection=close"] {
        let provider = Faulty::new(&[fault]);
        accepted_by(&provider);
        let before = provider.kept();
        provider.refreshed().unwrap_err();
        assert_eq!(provider.kept(), before, "{fault}");
    }
}

#[test]
fn a_refresh_token_that_has_expired_is_refused() {
    let provider = Faulty::new(&["refresh.lifetime=5"]);
    accepted_by(&provider);
    assert!(matches!(provider.refreshed().unwrap_err(), SessionError::RefreshTokenRefused(_)));
}

#[test]
fn a_client_that_must_use_pkce_does() {
    assert_accepted(&["client.pkce=required"], &[]);
}
