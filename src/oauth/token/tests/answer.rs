//! What comes back, judged.

use super::*;

#[test]
fn a_whole_answer_is_read() {
    let tokens = json(
        r#"{"access_token":"at","expires_in":3600,"id_token":"a.b.c","refresh_token":"rt",
            "scope":"openid read","token_type":"Bearer","unknown":[1]}"#,
    )
    .unwrap();
    assert_eq!(tokens.access_token.expose(), "at");
    assert_eq!(tokens.expires_in, Some(Duration::from_secs(3600)));
    assert_eq!(tokens.refresh_token.unwrap().expose(), "rt");
    assert_eq!(tokens.id_token.unwrap().expose(), "a.b.c");
    assert_eq!(tokens.notes, []);
}

#[test]
fn t01_an_error_answer_is_a_refusal_with_its_words() {
    for error in
        ["invalid_grant", "invalid_client", "unauthorized_client", "invalid_scope", "invalid_request"]
    {
        let answer = format!(r#"{{"error":"{error}","error_description":"grant request is invalid"}}"#);
        let Err(TokenError::Refused(refusal)) = judged(400, "application/json", &answer) else { panic!() };
        assert_eq!(refusal.error, error);
        assert_eq!(refusal.description.as_deref(), Some("grant request is invalid"));
    }
}

#[test]
fn t02_a_basic_challenge_is_noticed() {
    let client = client(ClientAuthMethod::ClientSecretPost, "agenda", "s3cret");
    let (_, pending) =
        refresh(&endpoint(), &client, &RefreshToken::new("r"), &Scope::default(), &[], &OWN_TOKEN);
    let answer = Response::builder()
        .status(401)
        .header("www-authenticate", r#"Basic realm="x""#)
        .body(br#"{"error":"invalid_client"}"#.to_vec())
        .unwrap();
    let Err(TokenError::Refused(refusal)) = pending.judge(&answer) else { panic!() };
    assert!(refusal.asks_for_basic);
}

#[test]
fn t03_an_error_with_status_200_is_an_error() {
    assert!(matches!(json(r#"{"error":"bad_verification_code"}"#), Err(TokenError::Refused(_))));
    let form = judged(200, "application/x-www-form-urlencoded; charset=utf-8", "error=bad_verification_code");
    assert!(matches!(form, Err(TokenError::Refused(_))));
}

#[test]
fn t04_a_form_encoded_answer_is_read_with_a_note() {
    let tokens = judged(
        200,
        "application/x-www-form-urlencoded",
        "access_token=gho_1&scope=openid+read&token_type=bearer&expires_in=60",
    )
    .unwrap();
    assert_eq!(tokens.access_token.expose(), "gho_1");
    assert_eq!(tokens.notes, [Note::FormEncoded]);
    assert_eq!(tokens.expires_in, Some(Duration::from_secs(60)));
}

#[test]
fn t05_what_is_not_json_is_shown_with_its_secrets_masked() {
    for body in
        ["<html><form access_token=1></html>", "", r#"{"access_token":"abcdefgh"#, "[]", "null", "\u{0}\u{1}"]
    {
        let Err(TokenError::Unusable(UnusableAnswer::NotJson(evidence))) = judged(200, "text/html", body)
        else {
            panic!("{body}")
        };
        assert_eq!(evidence.content_type.as_deref(), Some("text/html"));
        assert!(!evidence.excerpt.contains("abcdefgh"), "{}", evidence.excerpt);
    }
}

#[test]
fn t06_an_unusable_access_token_is_refused() {
    for answer in [
        r#"{"token_type":"bearer"}"#,
        r#"{"access_token":"","token_type":"bearer"}"#,
        r#"{"access_token":7,"token_type":"bearer"}"#,
        r#"{"access_token":"a\nb","token_type":"bearer"}"#,
        r#"{"access_token":"a b","token_type":"bearer"}"#,
        r#"{"data":{"access_token":"a"}}"#,
    ] {
        assert!(matches!(json(answer), Err(TokenError::NoAccessToken { .. })), "{answer}");
    }
    let tokens = json(r#"{"access_token":"1|abc","token_type":"bearer"}"#).unwrap();
    assert_eq!(tokens.notes, [Note::UnusualToken]);
}

#[test]
fn t07_the_token_type_is_compared_without_case_and_assumed_when_absent() {
    assert_eq!(json(r#"{"access_token":"a","token_type":"BEARER"}"#).unwrap().notes, []);
    assert_eq!(json(r#"{"access_token":"a"}"#).unwrap().notes, [Note::NoTokenType]);
    for found in [r#""mac""#, r#""DPoP""#, "7"] {
        let answer = format!(r#"{{"access_token":"a","token_type":{found}}}"#);
        assert!(matches!(json(&answer), Err(TokenError::TokenType { .. })), "{found}");
    }
}

#[test]
fn t08_expires_in_is_read_in_every_form_and_never_invented() {
    let lifetime = |value: &str| {
        let tokens =
            json(&format!(r#"{{"access_token":"a","token_type":"bearer","expires_in":{value}}}"#)).unwrap();
        (tokens.expires_in.map(|lifetime| lifetime.as_secs()), tokens.notes)
    };
    assert_eq!(lifetime("null"), (None, vec![]));
    assert_eq!(lifetime(r#""3600""#), (Some(3600), vec![Note::ExpiresInAsText]));
    assert_eq!(lifetime("3600.5"), (Some(3600), vec![]));
    assert_eq!(lifetime("0"), (Some(0), vec![Note::ExpiredOnArrival]));
    assert_eq!(lifetime("-1"), (Some(0), vec![Note::ExpiredOnArrival]));
    assert_eq!(lifetime("1e20"), (Some(3_155_760_000), vec![]));
    for value in [r#""soon""#, "true", "[]", r#""NaN""#, r#""inf""#] {
        assert!(
            matches!(lifetime(value), (None, notes) if matches!(notes[..], [Note::ExpiresInUnusable { .. }]))
        );
    }
    assert_eq!(json(r#"{"access_token":"a","token_type":"bearer"}"#).unwrap().expires_in, None);
}

#[test]
fn t09_a_changed_scope_is_reported() {
    let scope = |value: &str| {
        let tokens =
            json(&format!(r#"{{"access_token":"a","token_type":"bearer","scope":"{value}"}}"#)).unwrap();
        (tokens.scope.as_str().to_owned(), tokens.notes)
    };
    let (granted, notes) = scope("openid write");
    assert_eq!(granted, "openid write");
    assert_eq!(
        notes,
        [Note::ScopeChanged { missing: vec!["read".to_owned()], extra: vec!["write".to_owned()] }]
    );
    assert_eq!(scope("read openid").1, []);
    assert!(matches!(scope("openid,read").1[..], [Note::CommaInScope { .. }]));
    assert_eq!(json(r#"{"access_token":"a","token_type":"bearer"}"#).unwrap().scope.as_str(), "openid read");
}

#[test]
fn t09_a_refresh_token_without_offline_access_has_a_note_of_its_own() {
    let client = client(ClientAuthMethod::None, "agenda", "");
    let requested = Scope::new("openid offline_access");
    let (_, pending) = exchange_code(&endpoint(), &client, authorized(true), &requested, &OWN_TOKEN);
    let body = r#"{"access_token":"a","refresh_token":"r","scope":"openid","token_type":"bearer"}"#;
    let tokens = pending.judge(&Response::new(body.as_bytes().to_vec())).unwrap();
    assert_eq!(tokens.notes, [Note::RefreshTokenWithoutOfflineAccess]);
}

#[test]
fn t10_a_redirect_is_not_an_answer() {
    for status in [301, 302, 303, 307, 308] {
        let error = judged(status, "text/html", "").unwrap_err();
        assert!(matches!(error, TokenError::Unusable(UnusableAnswer::Redirect { .. })), "{status}");
    }
}

#[test]
fn t11_a_server_error_is_told_from_a_refusal() {
    for status in [429, 500, 502, 503] {
        let error = judged(status, "text/html", "<html>").unwrap_err();
        assert!(matches!(error, TokenError::Unusable(UnusableAnswer::Unavailable { .. })), "{status}");
    }
    let error = judged(503, "application/json", r#"{"error":"temporarily_unavailable"}"#).unwrap_err();
    assert!(matches!(error, TokenError::Unusable(UnusableAnswer::Unavailable { .. })));
}

#[test]
fn t15_a_refused_content_type_is_shown_with_its_status() {
    let error = judged(415, "text/plain", "Unsupported Media Type").unwrap_err();
    assert!(
        matches!(error, TokenError::Unusable(UnusableAnswer::Status(evidence)) if evidence.status == 415)
    );
}

#[test]
fn t16_hostile_json_ends_in_an_error_or_the_last_member() {
    let tokens =
        json("\u{feff}{\"access_token\":\"a\",\"access_token\":\"b\",\"token_type\":\"bearer\"}").unwrap();
    assert_eq!(tokens.access_token.expose(), "b");
    assert!(json(&"{\"a\":".repeat(100_000)).is_err());
}

#[test]
fn t18_an_echoed_secret_is_masked() {
    let answer =
        r#"{"error":"invalid_client","error_description":"secret hunter2-secret for code c/o+d e is wrong"}"#;
    let error = judged(401, "application/json", answer).unwrap_err().to_string();
    assert!(!error.contains("hunter2") && !error.contains("c/o+d e"), "{error}");
}

#[test]
fn r07_an_empty_refresh_token_is_passed_over_with_a_note() {
    let tokens = json(r#"{"access_token":"a","token_type":"bearer","refresh_token":""}"#).unwrap();
    assert!(tokens.refresh_token.is_none());
    assert_eq!(tokens.notes, [Note::EmptyRefreshToken]);
}

#[test]
fn r17_a_large_token_is_kept_whole() {
    let token = format!("{}-._~+/==", "a".repeat(16_384));
    let tokens = json(&format!(r#"{{"access_token":"{token}","token_type":"bearer"}}"#)).unwrap();
    assert_eq!((tokens.access_token.expose(), tokens.notes), (token.as_str(), vec![]));
}

#[test]
fn t18_an_assertion_that_is_echoed_back_is_masked() {
    let client = Client::with_assertion(ClientId::new("agenda"), ClientAssertion::new("head.pay.sig"));
    let (_, pending) = exchange_code(&endpoint(), &client, authorized(false), &Scope::default(), &OWN_TOKEN);
    let answer = r#"{"error":"invalid_client","error_description":"head.pay.sig has expired"}"#;
    let answer = Response::builder().status(401).body(answer.as_bytes().to_vec()).unwrap();
    assert!(!pending.judge(&answer).unwrap_err().to_string().contains("pay"));
}
