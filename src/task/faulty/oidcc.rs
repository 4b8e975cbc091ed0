//! The relying party tests of the OpenID Foundation for the code flow.

use super::*;

#[test]
fn oidcc_client_test_client_secret_basic_is_used_where_it_is_demanded() {
    let by = |method: &str| {
        let line = format!("token_endpoint_auth_method = \"{method}\"");
        Faulty::with(&["token.auth=basic-only"], ISSUER, &line)
    };
    accepted_by(&by("client_secret_basic"));
    let said = refused_by(&by("client_secret_post"));
    assert!(said.contains("invalid_client"), "{said}");
}

#[test]
fn oidcc_client_test_invalid_iss_is_rejected() {
    assert_refused(
        &["id_token.iss=wrong"],
        &["`iss` of the ID token", "https://elsewhere.example/oidc", ISSUER],
    );
}

#[test]
fn oidcc_client_test_missing_sub_is_rejected() {
    assert_refused(&["id_token.sub=missing"], &["`sub` of the ID token"]);
    assert_refused(&["id_token.sub=empty"], &["`sub` of the ID token"]);
    assert_refused(&["id_token.sub=long"], &["`sub` of the ID token"]);
}

#[test]
fn oidcc_client_test_invalid_aud_is_rejected() {
    assert_refused(&["id_token.aud=wrong"], &["`aud` of the ID token", "somebody-else", demo::CLIENT_ID]);
}

#[test]
fn oidcc_client_test_missing_aud_is_rejected() {
    assert_refused(&["id_token.aud=missing"], &["`aud` of the ID token", demo::CLIENT_ID]);
}

#[test]
fn oidcc_client_test_missing_iat_is_rejected() {
    assert_refused(&["id_token.iat=missing"], &["`iat` of the ID token"]);
}

#[test]
fn oidcc_client_test_kid_absent_single_jwks_is_accepted() {
    assert_accepted(&["id_token.kid=missing"], &[]);
}

#[test]
fn oidcc_client_test_kid_absent_multiple_jwks_tries_them() {
    assert_accepted(&["id_token.kid=missing", "jwks.keys=many"], &[]);
    assert_accepted(&["jwks.keys=many"], &[]);
}

#[test]
fn oidcc_client_test_idtoken_sig_rs256_is_accepted() {
    assert_accepted(&["id_token.alg=rs256"], &[]);
    assert_accepted(&["id_token.alg=es256"], &[]);
}

#[test]
fn oidcc_client_test_idtoken_sig_none_is_rejected() {
    assert_refused(&["id_token.alg=none"], &["the ID token is signed with `none`", "`ES384`"]);
}

#[test]
fn oidcc_client_test_invalid_sig_rs256_is_rejected() {
    assert_refused(
        &["id_token.alg=rs256", "id_token.sig=broken"],
        &["the signature of the ID token is wrong"],
    );
}

#[test]
fn oidcc_client_test_invalid_sig_es256_is_rejected() {
    assert_refused(
        &["id_token.alg=es256", "id_token.sig=broken"],
        &["the signature of the ID token is wrong"],
    );
    assert_refused(&["id_token.sig=broken"], &["the signature of the ID token is wrong"]);
}

#[test]
fn oidcc_client_test_invalid_sig_hs256_is_rejected() {
    assert_refused(&["id_token.alg=hs256"], &["the ID token is signed with `HS256`"]);
    assert_refused(&["id_token.alg=rs256", "id_token.alg=hs256"], &["the ID token is signed with `HS256`"]);
}

#[test]
fn oidcc_client_test_userinfo_invalid_sub_is_rejected() {
    assert_refused(&["userinfo.sub=other"], &["Userinfo endpoint speaks of `somebody-else`", SUBJECT]);
}

#[test]
fn oidcc_client_test_nonce_invalid_is_rejected() {
    assert_refused(&["id_token.nonce=wrong"], &["`nonce` of the ID token"]);
}

#[test]
fn oidcc_client_test_scope_userinfo_claims_are_read() {
    let account = accepted(&[]).account.unwrap();
    assert_eq!(account.claims["name"], "Alice Example");
    assert!(!account.claims.contains_key("email"), "nobody asked for that");
}

#[test]
fn oidcc_client_test_userinfo_bearer_header_is_where_the_token_goes() {
    assert!(accepted(&["userinfo.bearer=header"]).account.is_some());
}

#[test]
fn oidcc_client_test_invalid_athash_is_rejected() {
    assert_refused(&["id_token.at_hash=wrong"], &["`at_hash` of the ID token"]);
}

#[test]
fn oidcc_client_test_missing_athash_is_accepted_in_the_code_flow() {
    assert_accepted(&[], &[]);
    assert_accepted(&["id_token.at_hash=right"], &[]);
    assert_accepted(&["id_token.at_hash=right", "id_token.alg=rs256"], &[]);
}

#[test]
fn oidcc_client_test_discovery_openid_config_and_jwks_uri_keys_are_fetched() {
    let provider = Faulty::new(&[]);
    accepted_by(&provider);
    assert_eq!(provider.asked("/oidc/.well-known/openid-configuration"), 1);
    assert_eq!(provider.asked("/oidc/jwks"), 1);
}

#[test]
fn oidcc_client_test_discovery_issuer_mismatch_stops_the_sign_in() {
    let provider = Faulty::new(&["discovery.issuer=other"]);
    let said = refused_by(&provider);
    assert!(said.contains("https://elsewhere.example/oidc") && said.contains(ISSUER), "{said}");
    assert_eq!(provider.world.requests().len(), 1, "nothing of it was used");
}

#[test]
fn oidcc_client_test_signing_key_rotation_between_two_logins_is_followed() {
    let provider = Faulty::new(&["jwks.keys=rotated"]);
    accepted_by(&provider);
    accepted_by(&provider);
}

#[test]
fn oidcc_client_test_signing_key_rotation_just_before_signing_is_followed_by_one_more_look() {
    let provider = Faulty::new(&["jwks.keys=rotated-late"]);
    accepted_by(&provider);
    assert_eq!(provider.asked("/oidc/jwks"), 2);
    let provider = Faulty::new(&["jwks.keys=other"]);
    let said = refused_by(&provider);
    assert!(said.contains("a key") && said.contains("does not publish"), "{said}");
    assert_eq!(provider.asked("/oidc/jwks"), 2, "and not a third time");
}

#[test]
fn oidcc_client_test_refresh_token_is_used() {
    let provider = Faulty::new(&[]);
    accepted_by(&provider);
    let before = provider.kept().unwrap()["access_token"].clone();
    let access = provider.refreshed().unwrap();
    assert_ne!(before, access.token.expose());
    assert_eq!(provider.kept().unwrap()["access_token"], access.token.expose());
}

#[test]
fn oidcc_client_test_refresh_token_invalid_issuer_keeps_the_old_session() {
    refresh_rejected("refresh.id_token.iss=wrong", "`iss` of the ID token");
}

#[test]
fn oidcc_client_test_refresh_token_invalid_sub_keeps_the_old_session() {
    refresh_rejected("refresh.id_token.sub=other", "`sub` of the ID token");
}

fn refresh_rejected(fault: &str, words: &str) {
    let provider = Faulty::new(&[fault]);
    accepted_by(&provider);
    let before = provider.kept();
    let error = provider.refreshed().unwrap_err();
    assert!(matches!(&error, SessionError::IdToken(_)) && error.to_string().contains(words), "{error}");
    assert_eq!(provider.kept(), before);
}

#[test]
fn oidcc_client_test_userinfo_signed_is_said_not_to_be_supported() {
    let provider = Faulty::new(&["userinfo.body=jwt"]);
    let sign_in = provider.sign_in();
    let said = sign_in.events.iter().find_map(|event| match event {
        Event::NoAccount(error) => Some(error.to_string()),
        _ => None,
    });
    assert!(said.unwrap().contains("not supported"));
    assert!(sign_in.outcome.unwrap().account.is_none() && provider.kept().is_some());
}
