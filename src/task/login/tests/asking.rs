//! How a sign-in asks: parameters, PKCE, pushed requests, keys, JSON, and what a refused client learns.

use super::*;
use crate::{
    oauth::{authorization::BeginError, pushed::PushError},
    task::{credentials::CredentialsError, fixture::metadata},
};

const SECRET: &str = "hunter2-secret";

fn secret_options() -> LoginOptions {
    LoginOptions { client_secret: Some(ClientSecret::new(SECRET)), ..LoginOptions::default() }
}

/// A provider whose metadata says this beside the usual, and which answers like `willing` elsewhere but
/// at `/request`, where requests are pushed to.
fn announcing(more: Value, pushed: Response<Vec<u8>>) -> World {
    let (world, canned) = willing();
    let clock = world.clone();
    world.answer(move |request| {
        let path = request.uri().path().strip_prefix("/oidc").unwrap_or_default();
        Ok(match path {
            "/.well-known/openid-configuration" => {
                let mut members = metadata();
                members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
                answer(200, &members)
            }
            "/request" => {
                let form = body(request);
                let nonce = form.split('&').find_map(|pair| pair.strip_prefix("nonce="));
                canned.nonce.replace(nonce.map(Nonce::new));
                pushed.clone()
            }
            path => canned.respond(path, clock.now().as_second()),
        })
    });
    world
}

fn requires_push() -> Value {
    json!({ "require_pushed_authorization_requests": true,
        "pushed_authorization_request_endpoint": format!("{ISSUER}/request") })
}

fn reference() -> Response<Vec<u8>> {
    answer(201, &json!({ "request_uri": "urn:ietf:params:oauth:request_uri:abc", "expires_in": 60 }))
}

/// Comes back with the state that was pushed, which the page's URL does not have.
fn come_back_from_push(world: &World) {
    world.on_open(|world, _| {
        let requests = world.requests();
        let pushed = requests.iter().find(|request| request.uri().path().ends_with("/request")).unwrap();
        let page = Url::parse(&format!("https://x.example/?{}", body(pushed))).unwrap();
        come_back(world, &page, "code=c0de")
    });
}

#[test]
fn extra_parameters_and_resources_reach_the_provider_and_resources_the_token_endpoint() {
    let (world, _) = willing();
    let mut options = LoginOptions::default();
    options.parameters.add("prompt", "consent").unwrap();
    let project =
        project_with("token_endpoint_auth_method = \"none\"\nresource = \"https://api.example.com\"");
    signed_in_with(&world, &project, options).0.unwrap();
    let page = &world.opened()[0];
    assert_eq!(parameter(page, "prompt").as_deref(), Some("consent"));
    assert_eq!(parameter(page, "resource").as_deref(), Some("https://api.example.com"));
    let [token_request] = &token_requests(&world)[..] else { panic!("one token request") };
    assert!(body(token_request).ends_with("&resource=https%3A%2F%2Fapi.example.com"));
    assert!(!body(token_request).contains("prompt"));
}

#[test]
fn as_chatgpt_no_resource_is_sent_and_that_is_said() {
    let (world, _) = willing();
    let options = LoginOptions { imitating: Some(&gpt_action::TARGET), ..LoginOptions::default() };
    let project =
        project_with("token_endpoint_auth_method = \"none\"\nresource = \"https://api.example.com\"");
    let outcome = signed_in_with(&world, &project, options).0.unwrap();
    assert!(outcome.notes.contains(&Note::ResourceLeftOut));
    assert_eq!(parameter(&world.opened()[0], "resource"), None);
    assert!(!body(&token_requests(&world)[0]).contains("resource"));
}

#[test]
fn pkce_is_left_out_only_by_request() {
    for pkce in [true, false] {
        let (world, _) = willing();
        let options = LoginOptions { pkce, ..LoginOptions::default() };
        signed_in_with(&world, &project(), options).0.unwrap();
        assert_eq!(parameter(&world.opened()[0], "code_challenge").is_some(), pkce);
        assert_eq!(body(&token_requests(&world)[0]).contains("code_verifier"), pkce);
    }
}

#[test]
fn t01_a_refusal_of_pkce_is_no_reason_to_go_on_without_it() {
    let (world, _) = willing();
    world.on_open(|world, url| come_back(world, url, "error=invalid_request&error_description=PKCE"));
    let error = signed_in(&world).unwrap_err();
    assert!(matches!(error, LoginError::Authorization(AuthorizationError::Refused { .. })));
    assert_eq!(world.opened().len(), 1);
    assert!(token_requests(&world).is_empty());
}

#[test]
fn t15_a_project_that_says_json_asks_in_json() {
    let (world, _) = willing();
    let project = project_with("token_endpoint_auth_method = \"none\"\ntoken_content_type = \"json\"");
    signed_in_with(&world, &project, LoginOptions::default()).0.unwrap();
    let request = &token_requests(&world)[0];
    assert_eq!(request.headers()["content-type"], "application/json");
    let members: Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!((&members["grant_type"], &members["code"]), (&json!("authorization_code"), &json!("c0de")));
}

#[test]
fn t15_as_chatgpt_asks_by_form_whatever_the_project_says() {
    let (world, _) = willing();
    let project = project_with("token_endpoint_auth_method = \"none\"\ntoken_content_type = \"json\"");
    let options = LoginOptions { imitating: Some(&gpt_action::TARGET), ..LoginOptions::default() };
    signed_in_with(&world, &project, options).0.unwrap();
    let request = &token_requests(&world)[0];
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
}

#[test]
fn a_request_is_pushed_where_the_provider_takes_no_other() {
    let world = announcing(requires_push(), reference());
    come_back_from_push(&world);
    let outcome = signed_in(&world).unwrap();
    assert_eq!(outcome.subject.as_deref(), Some("u1"));
    assert_eq!(
        world.opened()[0].as_str(),
        "https://id.example.com/oidc/auth?client_id=agenda\
         &request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3Aabc"
    );
    assert!(body(&token_requests(&world)[0]).contains("code_verifier="));
}

#[test]
fn a_request_is_pushed_by_request_and_not_unasked() {
    let offers = json!({ "pushed_authorization_request_endpoint": format!("{ISSUER}/request") });
    for push in [true, false] {
        let world = announcing(offers.clone(), reference());
        if push {
            come_back_from_push(&world);
        }
        let options = LoginOptions { push, ..LoginOptions::default() };
        let _ = signed_in_with(&world, &project(), options);
        assert_eq!(parameter(&world.opened()[0], "request_uri").is_some(), push);
    }
}

#[test]
fn chatgpt_cannot_push_and_nobody_pretends_that_it_can() {
    let world = announcing(requires_push(), reference());
    let options = LoginOptions { imitating: Some(&gpt_action::TARGET), ..LoginOptions::default() };
    let error = signed_in_with(&world, &project(), options).0.unwrap_err();
    assert!(matches!(error, LoginError::Impossible(Impossible::PushedRequests)));
    assert!(world.opened().is_empty());
}

#[test]
fn a_push_that_fails_opens_no_page() {
    let refusal = || answer(400, &json!({ "error": "invalid_request", "error_description": "redirect_uri" }));
    for (metadata, pushed) in [
        (requires_push(), refusal()),
        (requires_push(), answer(201, &json!({ "expires_in": 60 }))),
        (requires_push(), answer(404, &json!({}))),
        (json!({ "require_pushed_authorization_requests": true }), reference()),
    ] {
        let world = announcing(metadata, pushed);
        let error = signed_in(&world).unwrap_err();
        assert!(
            matches!(
                error,
                LoginError::NoPushEndpoint
                    | LoginError::Push(
                        PushError::Refused(_) | PushError::NoReference { .. } | PushError::Unusable(_)
                    )
            ),
            "{error}"
        );
        assert!(world.opened().is_empty());
    }
}

#[test]
fn d04_endpoints_of_the_metadata_are_checked_before_anything_is_pushed_there() {
    for endpoint in ["http://id.example.com/request", "/request", "https://u@id.example.com/r", "file:///x"] {
        let more = json!({ "pushed_authorization_request_endpoint": endpoint });
        let error = signed_in(&announcing(more, reference())).unwrap_err();
        assert!(matches!(error, LoginError::Discover(_)), "{endpoint}");
    }
}

fn key_file(world: &World, path: &str) -> EcdsaKeyPair {
    let pair = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap();
    let der = base64::engine::general_purpose::STANDARD.encode(pair.to_pkcs8v1().unwrap());
    world.set_file(path, format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n"));
    pair
}

fn assertion(request: &Request<Vec<u8>>) -> Value {
    let parameters = Url::parse(&format!("https://x.example/?{}", body(request))).unwrap();
    assert_eq!(
        parameter(&parameters, "client_assertion_type").as_deref(),
        Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
    );
    let assertion = parameter(&parameters, "client_assertion").unwrap();
    let claims = assertion.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

const WITH_A_KEY: &str = "token_endpoint_auth_method = \"private_key_jwt\"\nclient_key = \"keys/agenda.pem\"";

#[test]
fn a_client_proves_itself_by_a_fresh_assertion_for_the_issuer() {
    let (world, _) = willing();
    key_file(&world, "/project/keys/agenda.pem");
    let project = project_with(WITH_A_KEY);
    signed_in_with(&world, &project, LoginOptions::default()).0.unwrap();
    let [request] = &token_requests(&world)[..] else { panic!("one token request") };
    let claims = assertion(request);
    assert_eq!((&claims["iss"], &claims["sub"]), (&json!("agenda"), &json!("agenda")));
    assert_eq!(claims["aud"], ISSUER);
    // Made when it was sent, not when the sign-in began.
    let issued = claims["iat"].as_i64().unwrap();
    assert_eq!(claims["exp"], issued + 60);
    assert!(!body(request).contains("client_secret"));
}

#[test]
fn an_assertion_is_addressed_to_the_token_endpoint_by_request() {
    let (world, _) = willing();
    key_file(&world, "/project/keys/agenda.pem");
    let project = project_with(&format!("{WITH_A_KEY}\nclient_assertion_audience = \"token_endpoint\""));
    signed_in_with(&world, &project, LoginOptions::default()).0.unwrap();
    assert_eq!(assertion(&token_requests(&world)[0])["aud"], format!("{ISSUER}/token"));
}

#[test]
fn no_two_requests_carry_the_same_assertion() {
    let world = announcing(requires_push(), reference());
    come_back_from_push(&world);
    key_file(&world, "/project/keys/agenda.pem");
    signed_in_with(&world, &project_with(WITH_A_KEY), LoginOptions::default()).0.unwrap();
    let requests = world.requests();
    let posts = requests.iter().filter(|request| request.method() == "POST").map(assertion);
    let numbers = posts.map(|claims| claims["jti"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(numbers.len(), 2);
    assert_ne!(numbers[0], numbers[1]);
}

#[test]
fn the_key_file_of_the_command_line_goes_before_the_environment_and_that_before_the_project() {
    for (flag, variable, read) in [
        (Some("/flag.pem"), Some("/variable.pem"), "/flag.pem"),
        (None, Some("/variable.pem"), "/variable.pem"),
        (None, None, "/project/keys/agenda.pem"),
    ] {
        let (world, _) = willing();
        key_file(&world, read);
        if let Some(file) = variable {
            world.set_variable("GPTAUTH_CLIENT_KEY_FILE", file);
        }
        let options = LoginOptions { client_key_file: flag.map(Into::into), ..LoginOptions::default() };
        signed_in_with(&world, &project_with(WITH_A_KEY), options).0.unwrap();
    }
}

#[test]
fn a_key_that_cannot_be_used_is_said_before_anybody_is_asked() {
    let method = "token_endpoint_auth_method = \"private_key_jwt\"";
    let failed = |lines: &str, content: Option<&str>| {
        let (world, _) = willing();
        if let Some(content) = content {
            world.set_file("/project/keys/agenda.pem", content);
        }
        let error = signed_in_with(&world, &project_with(lines), LoginOptions::default()).0.unwrap_err();
        assert!(world.requests().is_empty());
        match error {
            LoginError::Credentials(error) => error,
            other => panic!("{other}"),
        }
    };
    assert!(matches!(failed(method, None), CredentialsError::NoClientKey));
    assert!(matches!(failed(WITH_A_KEY, None), CredentialsError::Read(_)));
    let canary = failed(WITH_A_KEY, Some("canary"));
    assert!(matches!(canary, CredentialsError::ClientKey { .. }));
    assert!(!format!("{canary:?} {canary}").contains("canary"));
}

#[test]
fn chatgpt_has_no_key_and_nobody_pretends_that_it_has() {
    let (world, _) = willing();
    let options = LoginOptions { imitating: Some(&gpt_action::TARGET), ..LoginOptions::default() };
    let error = signed_in_with(&world, &project_with(WITH_A_KEY), options).0.unwrap_err();
    assert!(matches!(error, LoginError::Impossible(Impossible::ClientKey)));
    assert!(world.requests().is_empty());
}

/// A provider that knows the client by one method alone.
fn knowing(basic: bool) -> World {
    let (world, canned) = willing();
    let clock = world.clone();
    provide(&world, move |path, request| {
        if path != "/token" {
            return canned.respond(path, clock.now().as_second());
        }
        let by_basic = request.headers().contains_key("authorization");
        let by_post = body(request).contains("client_secret=");
        match (by_basic, by_post) {
            (true, false) if basic => answer(400, &json!({ "error": "invalid_grant" })),
            (false, true) if !basic => answer(400, &json!({ "error": "invalid_grant" })),
            _ => answer(401, &json!({ "error": "invalid_client" })),
        }
    });
    world
}

fn refused(world: &World, lines: &str) -> Vec<(ClientAuthMethod, Verdict)> {
    let options = LoginOptions { try_auth_methods: true, ..secret_options() };
    match signed_in_with(world, &project_with(lines), options).0 {
        Err(LoginError::ClientRefused { tried, .. }) => tried,
        other => panic!("{other:?}"),
    }
}

#[test]
fn t02_the_other_methods_are_tried_at_the_same_endpoint_and_never_with_the_real_code() {
    let world = knowing(true);
    let tried = refused(&world, "");
    assert_eq!(
        tried,
        [
            (ClientAuthMethod::ClientSecretBasic, Verdict::Accepted),
            (ClientAuthMethod::None, Verdict::Refused)
        ]
    );
    let requests = token_requests(&world);
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|request| request.uri().to_string() == format!("{ISSUER}/token")));
    let with_the_code = requests.iter().filter(|request| body(request).contains("c0de")).count();
    assert_eq!(with_the_code, 1);
    assert!(!body(&requests[2]).contains(SECRET), "a public client has no secret");
}

#[test]
fn t02_methods_are_tried_only_by_request_and_only_where_the_client_was_refused() {
    let world = knowing(true);
    let error = signed_in_with(&world, &project_with(""), secret_options()).0.unwrap_err();
    assert!(matches!(error, LoginError::Token(TokenError::Refused(_))));
    assert_eq!(token_requests(&world).len(), 1);

    let world = knowing(false);
    let options = LoginOptions { try_auth_methods: true, ..secret_options() };
    let error = signed_in_with(&world, &project_with(""), options).0.unwrap_err();
    assert!(matches!(error, LoginError::Token(TokenError::Refused(found)) if found.error == "invalid_grant"));
    assert_eq!(token_requests(&world).len(), 1);
}

#[test]
fn t02_an_answer_about_something_else_is_no_verdict() {
    let (world, canned) = willing();
    let (clock, count) = (world.clone(), Cell::new(0));
    provide(&world, move |path, _| match path {
        "/token" => {
            count.set(count.get() + 1);
            match count.get() {
                1 => answer(401, &json!({ "error": "invalid_client" })),
                2 => answer(400, &json!({ "error": "invalid_request" })),
                _ => answer(200, &json!({ "access_token": "odd" })),
            }
        }
        path => canned.respond(path, clock.now().as_second()),
    });
    let verdicts = refused(&world, "").into_iter().map(|(_, verdict)| verdict).collect::<Vec<_>>();
    assert_eq!(verdicts, [Verdict::Unclear, Verdict::Unclear]);
    assert!(kept(&world).is_none(), "tokens for a made-up code are not kept");
}

#[test]
fn a_parameter_that_the_endpoint_already_has_stops_the_sign_in() {
    let (world, _) = willing();
    let lines = format!(
        "token_endpoint_auth_method = \"none\"\nauthorization_endpoint = \"{ISSUER}/auth?prompt=login\""
    );
    let mut options = LoginOptions::default();
    options.parameters.add("prompt", "consent").unwrap();
    let error = signed_in_with(&world, &project_with(&lines), options).0.unwrap_err();
    assert!(matches!(error, LoginError::Begin(BeginError::Twice { .. })));
    assert!(world.opened().is_empty());
}
