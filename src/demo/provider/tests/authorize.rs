use super::*;

fn authorize(parameters: &[(&str, &str)]) -> Answer {
    World::new().get(&authorization(parameters))
}

#[test]
fn a_good_request_leads_to_the_sign_in_page_by_a_relative_redirect() {
    let answer = authorize(&[]);
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(location(&answer).unwrap(), "/sign-in?app_id=agenda-gpt");
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("_interaction_3001="), "{cookie}");
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    assert!(!answer.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}

#[test]
fn a_posted_request_is_the_same_as_one_in_the_url() {
    let mut world = World::new();
    let target = authorization(&[]);
    let (path, query) = target.split_once('?').unwrap();
    let post = request(Method::POST, path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = world.send(post.body(query.as_bytes().to_vec()).unwrap());
    assert_eq!(location(&answer).unwrap(), "/sign-in?app_id=agenda-gpt");
}

#[test]
fn p01_a_redirect_uri_that_is_not_registered_is_shown_and_never_followed() {
    for redirect_uri in [
        "https://chat.openai.com/aip/g-WRONG/oauth/callback",
        "http://127.0.0.1:4181/callback",
        "http://127.0.0.1:4180/callback/",
        "http://127.0.0.1:4180/callback?x=1",
        "http://localhost:4180/callback",
        "http://[::1]:4180/callback",
        "http://127.0.0.1:1@evil/callback",
        "http://localhost.evil/callback",
        "javascript:alert(1)",
        "not a uri",
    ] {
        for prompt in ["", "none"] {
            let answer = authorize(&[("redirect_uri", redirect_uri), ("prompt", prompt)]);
            let description = "redirect_uri did not match any of the client's registered redirect_uris";
            assert_error(&answer, 400, "invalid_redirect_uri", description);
            assert_eq!(location(&answer), None);
            let body = json(&answer);
            assert_eq!(
                keys(&body),
                ["code", "message", "error", "error_description", "state", "iss"],
                "{redirect_uri}"
            );
            assert_eq!(member(&body, "code"), "oidc.invalid_redirect_uri");
        }
    }
}

#[test]
fn only_a_native_client_may_choose_its_loopback_port() {
    let other_port = ("redirect_uri", "http://127.0.0.1:59999/callback");
    let pkce = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256"), other_port];
    let native = authorize(&[&[("client_id", demo::NATIVE_CLIENT_ID)], &pkce[..]].concat());
    assert_eq!(native.status(), StatusCode::SEE_OTHER);
    let spa = authorize(&[&[("client_id", "spa")], &pkce[..]].concat());
    assert_eq!(spa.status(), StatusCode::BAD_REQUEST);
}

#[test]
fn a_redirect_uri_can_be_registered_at_run_time() {
    let mut world = World::new();
    let late = "http://127.0.0.1:49152/callback";
    let target = authorization(&[("redirect_uri", late), ("prompt", "none")]);
    assert_eq!(world.get(&target).status(), StatusCode::BAD_REQUEST);
    world.provider.register_redirect_uri(demo::CLIENT_ID, late).unwrap();
    assert!(
        location(&world.get(&target))
            .unwrap()
            .starts_with("http://127.0.0.1:49152/callback?error=login_required")
    );
    assert!(world.provider.register_redirect_uri("nobody", late).is_err());
}

#[test]
fn an_unknown_client_is_shown_an_error_before_anything_else() {
    let answer = authorize(&[("client_id", "nosuchclient"), ("redirect_uri", "https://evil.example/")]);
    assert_error(&answer, 400, "invalid_client", "invalid client nosuchclient");
    assert_eq!(member(&json(&answer), "message"), "An OIDC error occurred: oidc.invalid_client.");
    assert_eq!(location(&answer), None);
}

#[test]
fn what_identifies_the_client_must_come_exactly_once() {
    assert_error(
        &authorize(&[("client_id", "")]),
        400,
        "invalid_request",
        "missing required parameter 'client_id'",
    );
    let answer = World::new().get(&format!("{}&client_id=dup", authorization(&[])));
    assert_error(&answer, 400, "invalid_request", "'client_id' parameter must not be provided twice");
    let description = "'redirect_uri' parameter must not be provided twice";
    let answer = World::new().get(&format!("{}&redirect_uri=https://evil.example", authorization(&[])));
    assert_error(&answer, 400, "invalid_request", description);
}

#[test]
fn a_missing_redirect_uri_is_assumed_where_only_one_is_registered() {
    let answer = authorize(&[("redirect_uri", "")]);
    assert_error(&answer, 400, "invalid_request", "missing required parameter 'redirect_uri'");
    let answer = authorize(&[("redirect_uri", ""), ("client_id", "tradoff")]);
    assert_eq!(location(&answer).unwrap(), "/sign-in?app_id=tradoff");
    let answer = authorize(&[("client_id", "no-redirects")]);
    assert_error(&answer, 400, "invalid_redirect_uri", "redirect_uris must contain members");
}

#[test]
fn what_the_client_did_wrong_it_is_told_by_a_redirect() {
    let invalid_request = |description| ("invalid_request", Some(description));
    for (parameter, value, (error, description)) in [
        ("prompt", "none", ("login_required", Some("End-User authentication is required"))),
        ("prompt", "bogus", invalid_request("unsupported prompt value requested")),
        ("prompt", "none login", invalid_request("prompt none must only be used alone")),
        ("response_type", "", invalid_request("missing required parameter 'response_type'")),
        (
            "response_type",
            "banana",
            ("unsupported_response_type", Some("unsupported response_type requested")),
        ),
        (
            "response_type",
            "token",
            ("unsupported_response_type", Some("unsupported response_type requested")),
        ),
        (
            "response_type",
            "id_token",
            invalid_request("requested response_type is not allowed for this client"),
        ),
        (
            "response_mode",
            "form_post",
            ("unsupported_response_mode", Some("unsupported response_mode requested")),
        ),
        (
            "resource",
            "https://unknown.example/",
            ("invalid_target", Some("resource indicator is missing, or unknown")),
        ),
        ("resource", "nope", ("invalid_target", Some("resource indicator must be an absolute URI"))),
        ("request", "eyJ", ("request_not_supported", None)),
        ("max_age", "-1", invalid_request("invalid max_age parameter value")),
        ("code_challenge", CHALLENGE, invalid_request("code_challenge_method must be provided")),
    ] {
        let answer = authorize(&[(parameter, value)]);
        assert_redirect_error(&answer, error, description);
        assert!(!answer.headers().contains_key(header::SET_COOKIE));
        let in_fragment = location(&answer).unwrap().contains("callback#error=");
        assert_eq!(in_fragment, matches!(value, "token" | "id_token"), "{value}");
    }
    let twice = World::new().get(&format!("{}&nonce=1&nonce=2", authorization(&[])));
    assert_redirect_error(&twice, "invalid_request", Some("'nonce' parameter must not be provided twice"));
}

#[test]
fn public_clients_must_use_pkce_and_nobody_may_use_plain() {
    let required = "Authorization Server policy requires PKCE to be used for this request";
    for client in [demo::NATIVE_CLIENT_ID, "spa"] {
        for prompt in ["", "none"] {
            let answer = authorize(&[("client_id", client), ("prompt", prompt)]);
            assert_redirect_error(&answer, "invalid_request", Some(required));
        }
    }
    for client in [demo::NATIVE_CLIENT_ID, "spa", demo::CLIENT_ID] {
        let plain =
            [("client_id", client), ("code_challenge", CHALLENGE), ("code_challenge_method", "plain")];
        let description = "not supported value of code_challenge_method";
        assert_redirect_error(&authorize(&plain), "invalid_request", Some(description));
    }
    let short = authorize(&[("code_challenge", "short"), ("code_challenge_method", "S256")]);
    let description = "code_challenge must be a string with a minimum length of 43 characters";
    assert_redirect_error(&short, "invalid_request", Some(description));
}

#[test]
fn a_redirect_keeps_the_query_of_a_registered_uri() {
    let mut world = World::new();
    let registered = "http://127.0.0.1:4180/callback?tenant=a%20b";
    world.provider.register_redirect_uri(demo::CLIENT_ID, registered).unwrap();
    let answer = world.get(&authorization(&[("redirect_uri", registered), ("prompt", "none")]));
    let location = location(&answer).unwrap();
    assert!(
        location.starts_with("http://127.0.0.1:4180/callback?tenant=a%20b&error=login_required&"),
        "{location}"
    );
}

#[test]
fn without_a_state_none_comes_back() {
    let url = Url::parse(&location(&authorize(&[("state", ""), ("prompt", "none")])).unwrap()).unwrap();
    assert_eq!(parameter(&url, "state"), None);
    assert_eq!(parameter(&url, "iss").as_deref(), Some(ISSUER));
}
