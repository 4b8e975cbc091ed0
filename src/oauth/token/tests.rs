use super::*;
use crate::{
    oauth::{
        answer::UnusableAnswer,
        note::Note,
        values::{
            AuthorizationCode, ClientAssertion, ClientAuthMethod, ClientId, ClientSecret, CodeVerifier,
        },
    },
    platform::{OWN_TOKEN, gpt_action},
};
use oauth2::TokenResponse as _;
use std::time::Duration;

const NASTY: [(&str, &str); 4] =
    [("agenda", "s3cret"), ("a:b c", "p%+ :~*-._"), ("ä/ö?&=", "€ \u{1f600}"), ("id", "=&\"'<>\\\u{7f}")];

fn endpoint() -> Url {
    Url::parse("https://id.example.com/oidc/token").unwrap()
}

fn client(method: ClientAuthMethod, id: &str, secret: &str) -> Client {
    Client::new(ClientId::new(id), method, Some(ClientSecret::new(secret))).unwrap()
}

fn authorized(pkce: bool) -> Authorized {
    Authorized {
        code: AuthorizationCode::new("c/o+d e"),
        verifier: pkce.then(|| CodeVerifier::from_random(&[3; 32])),
        redirect_uri: Url::parse("http://127.0.0.1:4711/callback").unwrap(),
        nonce: None,
        resources: Vec::new(),
    }
}

fn code_request(client: &Client, pkce: bool, shape: &TokenShape) -> Request<Vec<u8>> {
    exchange_code(&endpoint(), client, authorized(pkce), &Scope::new("openid"), shape).0
}

fn body(request: &Request<Vec<u8>>) -> &str {
    std::str::from_utf8(request.body()).unwrap()
}

fn judged(status: u16, content_type: &str, answer: &str) -> Result<TokenSet, TokenError> {
    let client = client(ClientAuthMethod::ClientSecretPost, "agenda", "hunter2-secret");
    let (_, pending) =
        exchange_code(&endpoint(), &client, authorized(true), &Scope::new("openid read"), &OWN_TOKEN);
    let answer = Response::builder()
        .status(status)
        .header("content-type", content_type)
        .body(answer.as_bytes().to_vec())
        .unwrap();
    pending.judge(&answer)
}

fn json(answer: &str) -> Result<TokenSet, TokenError> {
    judged(200, "application/json", answer)
}

#[test]
fn a_code_request_by_post_is_exactly_this() {
    let client = client(ClientAuthMethod::ClientSecretPost, "agenda", "s3cret");
    let request = code_request(&client, true, &OWN_TOKEN);
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri(), "https://id.example.com/oidc/token");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(request.headers()["accept"], "application/json");
    assert!(!request.headers().contains_key("authorization"));
    assert_eq!(
        body(&request),
        "grant_type=authorization_code&client_id=agenda&client_secret=s3cret&code=c%2Fo%2Bd+e\
         &redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback\
         &code_verifier=AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM"
    );
}

#[test]
fn a_code_request_by_basic_has_no_client_in_its_body() {
    let client = client(ClientAuthMethod::ClientSecretBasic, "agenda", "s3cret");
    let request = code_request(&client, true, &OWN_TOKEN);
    assert_eq!(request.headers()["authorization"], "Basic YWdlbmRhOnMzY3JldA==");
    assert!(!body(&request).contains("client_"), "{}", body(&request));
}

#[test]
fn a_public_client_names_itself_and_sends_no_secret() {
    let client = client(ClientAuthMethod::None, "agenda", "s3cret");
    let request = code_request(&client, true, &OWN_TOKEN);
    assert!(body(&request).contains("client_id=agenda") && !body(&request).contains("s3cret"));
    assert!(!request.headers().contains_key("authorization"));
}

#[test]
fn as_chatgpt_a_code_request_has_its_parameters_in_its_order() {
    let shape = &gpt_action::TARGET.token.value;
    let post = client(ClientAuthMethod::ClientSecretPost, "agenda", "s3cret");
    assert_eq!(
        body(&code_request(&post, false, shape)),
        "grant_type=authorization_code&client_id=agenda&client_secret=s3cret&code=c%2Fo%2Bd+e\
         &redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback"
    );
    let basic = client(ClientAuthMethod::ClientSecretBasic, "agenda", "s3cret");
    assert_eq!(
        body(&code_request(&basic, false, shape)),
        "grant_type=authorization_code&code=c%2Fo%2Bd+e&redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback"
    );
}

#[test]
fn as_chatgpt_basic_leaves_only_code_and_redirect_uri_in_the_body() {
    let client = client(ClientAuthMethod::ClientSecretBasic, "agenda", "s3cret");
    let request = code_request(&client, false, &gpt_action::TARGET.token.value);
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(request.headers()["authorization"], "Basic YWdlbmRhOnMzY3JldA==");
    assert_eq!(
        body(&request),
        "grant_type=authorization_code&code=c%2Fo%2Bd+e\
         &redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback"
    );
}

#[test]
fn as_chatgpt_a_refresh_has_its_parameters_in_its_order_and_no_scope() {
    let shape = &gpt_action::TARGET.token.value;
    let sent = |method| {
        let client = client(method, "agenda", "s3cret");
        refresh(&endpoint(), &client, &RefreshToken::new("r/1+"), &Scope::new("openid"), &[], shape).0
    };
    assert_eq!(
        body(&sent(ClientAuthMethod::ClientSecretPost)),
        "grant_type=refresh_token&client_id=agenda&client_secret=s3cret&refresh_token=r%2F1%2B"
    );
    assert_eq!(
        body(&sent(ClientAuthMethod::ClientSecretBasic)),
        "grant_type=refresh_token&refresh_token=r%2F1%2B"
    );
}

#[test]
fn a_refresh_request_is_exactly_this() {
    let client = client(ClientAuthMethod::ClientSecretPost, "agenda", "s3cret");
    let token = RefreshToken::new("r/1+");
    for shape in [&OWN_TOKEN, &gpt_action::TARGET.token.value] {
        let (request, _) = refresh(&endpoint(), &client, &token, &Scope::default(), &[], shape);
        assert_eq!(
            body(&request),
            "grant_type=refresh_token&client_id=agenda&client_secret=s3cret&refresh_token=r%2F1%2B"
        );
    }
}

/// What the `oauth2` crate sends for the same exchange: an oracle that we did not write.
fn oracle(id: &str, secret: &str, method: oauth2::AuthType) -> (Option<String>, Vec<(String, String)>) {
    let seen = std::cell::RefCell::new(None);
    let client = oauth2::basic::BasicClient::new(oauth2::ClientId::new(id.to_owned()))
        .set_client_secret(oauth2::ClientSecret::new(secret.to_owned()))
        .set_auth_type(method)
        .set_token_uri(oauth2::TokenUrl::new(endpoint().to_string()).unwrap())
        .set_redirect_uri(oauth2::RedirectUrl::new("http://127.0.0.1:4711/callback".to_owned()).unwrap());
    let send = |request: oauth2::HttpRequest| -> Result<oauth2::HttpResponse, std::io::Error> {
        seen.replace(Some(request));
        Ok(Response::new(br#"{"access_token":"a","token_type":"bearer"}"#.to_vec()))
    };
    let answer = client
        .exchange_code(oauth2::AuthorizationCode::new("c/o+d e".to_owned()))
        .set_pkce_verifier(oauth2::PkceCodeVerifier::new(
            "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM".to_owned(),
        ))
        .request(&send)
        .unwrap();
    assert_eq!(answer.access_token().secret(), "a");
    let request = seen.into_inner().unwrap();
    (authorization(&request), pairs(&request))
}

fn authorization(request: &Request<Vec<u8>>) -> Option<String> {
    request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned())
}

fn pairs(request: &Request<Vec<u8>>) -> Vec<(String, String)> {
    let mut pairs = form_urlencoded::parse(request.body()).into_owned().collect::<Vec<_>>();
    pairs.sort();
    pairs
}

#[test]
fn t17_the_request_carries_what_an_independent_client_sends() {
    for (id, secret) in NASTY {
        for (method, theirs) in [
            (ClientAuthMethod::ClientSecretPost, oauth2::AuthType::RequestBody),
            (ClientAuthMethod::ClientSecretBasic, oauth2::AuthType::BasicAuth),
        ] {
            let request = code_request(&client(method, id, secret), true, &OWN_TOKEN);
            assert_eq!(
                (authorization(&request), pairs(&request)),
                oracle(id, secret, theirs),
                "{id} {secret}"
            );
        }
    }
}

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

const JSON: TokenShape = TokenShape { content_type: TokenContentType::Json, ..OWN_TOKEN };

#[test]
fn t15_a_code_request_in_json_is_exactly_this() {
    let client = client(ClientAuthMethod::ClientSecretPost, "agenda", "s3\"c\\ret");
    let request = code_request(&client, true, &JSON);
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()["accept"], "application/json");
    assert_eq!(
        body(&request),
        "{\"grant_type\":\"authorization_code\",\"client_id\":\"agenda\",\
         \"client_secret\":\"s3\\\"c\\\\ret\",\"code\":\"c/o+d e\",\
         \"redirect_uri\":\"http://127.0.0.1:4711/callback\",\
         \"code_verifier\":\"AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM\"}"
    );
}

#[test]
fn t15_a_refresh_in_json_by_basic_has_its_client_in_the_header() {
    let client = client(ClientAuthMethod::ClientSecretBasic, "agenda", "s3cret");
    let (request, _) = refresh(&endpoint(), &client, &RefreshToken::new("r"), &Scope::default(), &[], &JSON);
    assert_eq!(request.headers()["authorization"], "Basic YWdlbmRhOnMzY3JldA==");
    assert_eq!(body(&request), r#"{"grant_type":"refresh_token","refresh_token":"r"}"#);
}

#[test]
fn resources_are_named_at_the_token_endpoint_once_each() {
    let client = client(ClientAuthMethod::None, "agenda", "");
    let texts = ["https://api.example.com/?a=b", "urn:x", "urn:y"];
    let resources = texts.map(|text| Resource::parse(text).unwrap());
    let refreshed = |resources: &[Resource], shape| {
        refresh(&endpoint(), &client, &RefreshToken::new("r"), &Scope::default(), resources, shape).0
    };
    assert_eq!(
        body(&refreshed(&resources[..2], &OWN_TOKEN)),
        "grant_type=refresh_token&client_id=agenda&refresh_token=r\
         &resource=https%3A%2F%2Fapi.example.com%2F%3Fa%3Db&resource=urn%3Ax"
    );
    let json = |count| serde_json::from_slice::<Value>(refreshed(&resources[..count], &JSON).body()).unwrap();
    assert_eq!(json(0)["resource"], Value::Null);
    assert_eq!(json(1)["resource"], texts[0]);
    assert_eq!(json(3)["resource"], serde_json::json!(texts));
    // ChatGPT names none.
    let theirs = &gpt_action::TARGET.token.value;
    assert!(!body(&refreshed(&resources, theirs)).contains("resource"));
    let authorized = Authorized { resources: resources[1..2].to_vec(), ..authorized(false) };
    let request = exchange_code(&endpoint(), &client, authorized, &Scope::default(), &OWN_TOKEN).0;
    assert!(body(&request).ends_with("&resource=urn%3Ax"), "{}", body(&request));
}

#[test]
fn a_client_assertion_stands_where_the_secret_stands() {
    let client = Client::with_assertion(ClientId::new("agenda"), ClientAssertion::new("h.p.s"));
    let request = code_request(&client, false, &OWN_TOKEN);
    assert!(!request.headers().contains_key("authorization"));
    assert_eq!(
        body(&request),
        "grant_type=authorization_code&client_id=agenda\
         &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer\
         &client_assertion=h.p.s&code=c%2Fo%2Bd+e\
         &redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback"
    );
}

#[test]
fn t18_an_assertion_that_is_echoed_back_is_masked() {
    let client = Client::with_assertion(ClientId::new("agenda"), ClientAssertion::new("head.pay.sig"));
    let (_, pending) = exchange_code(&endpoint(), &client, authorized(false), &Scope::default(), &OWN_TOKEN);
    let answer = r#"{"error":"invalid_client","error_description":"head.pay.sig has expired"}"#;
    let answer = Response::builder().status(401).body(answer.as_bytes().to_vec()).unwrap();
    assert!(!pending.judge(&answer).unwrap_err().to_string().contains("pay"));
}
