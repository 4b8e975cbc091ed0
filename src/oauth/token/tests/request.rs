//! What is sent, to the byte.

use super::*;

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
