use super::*;

const EXCHANGE: [(&str, &str); 2] = [("grant_type", "authorization_code"), ("redirect_uri", CALLBACK)];

fn with<'a>(base: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [base, more].concat()
}

fn assert_invalid_grant(answer: &Answer) {
    assert_error(answer, 400, "invalid_grant", "grant request is invalid");
    assert_eq!(member(&json(answer), "error_uri"), "https://openid.sh/debug/invalid_grant");
}

fn claims(id_token: &str) -> Value {
    let part = id_token.split('.').nth(1).unwrap();
    let part = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap();
    serde_json::from_slice(&part).unwrap()
}

#[test]
fn a_code_brings_tokens_in_logtos_order() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[("nonce", "n-0S6")]);
    assert_eq!(
        keys(&tokens),
        ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"]
    );
    assert_eq!(member(&tokens, "access_token").len(), 43);
    assert_eq!(tokens["expires_in"], 3600);
    assert_eq!(member(&tokens, "token_type"), "Bearer");
    let claims = claims(member(&tokens, "id_token"));
    assert_eq!(keys(&claims), ["sub", "nonce", "aud", "exp", "iat", "iss"]);
    assert_eq!(claims["sub"], "02u2c3zqtyxk");
    assert_eq!(claims["nonce"], "n-0S6");
    assert_eq!(claims["aud"], demo::CLIENT_ID);
    assert_eq!(claims["iat"], world.now.as_second());
    assert_eq!(claims["exp"], world.now.as_second() + 3600);
    assert_eq!(claims["iss"], ISSUER);
}

#[test]
fn an_id_token_is_one_that_a_client_library_accepts() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[]);
    let jwks: jsonwebtoken::jwk::JwkSet = serde_json::from_slice(world.get("/oidc/jwks").body()).unwrap();
    let header = jsonwebtoken::decode_header(member(&tokens, "id_token")).unwrap();
    assert_eq!(header.alg, jsonwebtoken::Algorithm::ES384);
    let key = jwks.find(&header.kid.unwrap()).unwrap();
    let key = jsonwebtoken::DecodingKey::from_jwk(key).unwrap();
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::ES384);
    validation.set_audience(&[demo::CLIENT_ID]);
    validation.set_issuer(&[ISSUER]);
    validation.validate_exp = false;
    let decoded = jsonwebtoken::decode::<Value>(member(&tokens, "id_token"), &key, &validation).unwrap();
    assert_eq!(decoded.claims["sub"], "02u2c3zqtyxk");
}

#[test]
fn a_confidential_client_may_use_basic_or_the_body_but_not_both() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let code = world.code(&mut browser, &[]);
    let post = [("client_id", demo::CLIENT_ID), ("client_secret", SECRET), ("code", &code)];
    let both = world.token(&with(&EXCHANGE, &post));
    let description = "client authentication must only be provided using one mechanism";
    assert_error(&both, 400, "invalid_request", description);
    assert_eq!(world.post("/oidc/token", None, &with(&EXCHANGE, &post)).status(), StatusCode::OK);

    let code = world.code(&mut browser, &[]);
    let with_id = with(&EXCHANGE, &[("client_id", demo::CLIENT_ID), ("code", &code)]);
    assert_eq!(world.token(&with_id).status(), StatusCode::OK);
}

#[test]
fn a_wrong_secret_is_told_from_a_bogus_code() {
    let mut world = World::new();
    let bogus = with(&EXCHANGE, &[("code", "bogus")]);
    let answer = world.post("/oidc/token", Some((demo::CLIENT_ID, "wrong")), &bogus);
    assert_error(&answer, 401, "invalid_client", "client authentication failed");
    assert_eq!(
        answer.headers()[header::WWW_AUTHENTICATE],
        format!(
            "Basic realm=\"{ISSUER}\", error=\"invalid_client\", error_description=\"client authentication failed\""
        )
    );
    for secret in ["wrong", "", "s3cret/with+odd=characters "] {
        let post = with(&bogus, &[("client_id", demo::CLIENT_ID), ("client_secret", secret)]);
        let answer = world.post("/oidc/token", None, &post);
        assert_error(&answer, 401, "invalid_client", "client authentication failed");
        assert!(!answer.headers().contains_key(header::WWW_AUTHENTICATE));
    }
    assert_invalid_grant(&world.token(&bogus));
}

#[test]
fn who_the_client_is_must_be_said_properly() {
    let mut world = World::new();
    let bogus = with(&EXCHANGE, &[("code", "bogus")]);
    let unknown = world.post("/oidc/token", Some(("nosuchclient", "x")), &bogus);
    assert_error(&unknown, 400, "invalid_client", "invalid client nosuchclient");
    let nobody = world.post("/oidc/token", None, &bogus);
    assert_error(&nobody, 400, "invalid_request", "no client authentication mechanism provided");
    let empty = world.post("/oidc/token", Some((demo::CLIENT_ID, "")), &bogus);
    let description = "client_secret must be provided in the Authorization header";
    assert_error(&empty, 400, "invalid_request", description);
    let mismatch = world.token(&with(&bogus, &[("client_id", "tradoff")]));
    assert_error(&mismatch, 400, "invalid_request", "mismatch in body and authorization client ids");
    let public = world.post("/oidc/token", Some(("spa", "anything")), &bogus);
    assert_error(&public, 401, "invalid_client", "client authentication failed");
}

#[test]
fn p02_a_code_is_bound_to_its_client_and_redirect_uri_and_a_failed_exchange_does_not_burn_it() {
    let mut world = World::new();
    let code = world.code(&mut Browser::default(), &[]);
    let good = with(&EXCHANGE, &[("code", &code)]);
    assert_invalid_grant(&world.post("/oidc/token", Some(("tradoff", SECRET)), &good));
    let chatgpt = format!("https://chatgpt.com/aip/{}/oauth/callback", demo::CALLBACK_ID);
    for other in [chatgpt.as_str(), "http://127.0.0.1:4180/callback/"] {
        let form = [("grant_type", "authorization_code"), ("redirect_uri", other), ("code", &code)];
        assert_invalid_grant(&world.token(&form));
    }
    let wrong = world.post("/oidc/token", Some((demo::CLIENT_ID, "wrong")), &good);
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    let verifier = world.token(&with(&good, &[("code_verifier", VERIFIER)]));
    assert_invalid_grant(&verifier);
    assert_eq!(world.token(&good).status(), StatusCode::OK);
}

#[test]
fn p02_a_code_that_is_used_again_ends_the_whole_grant() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let earlier = world.tokens(&mut browser, &[]);
    let code = world.code(&mut browser, &[]);
    let first = json(&world.exchange(&code));
    assert_eq!(world.me(member(&first, "access_token")).status(), StatusCode::OK);
    let other_browser = world.tokens(&mut Browser::default(), &[]);

    assert_invalid_grant(&world.exchange(&code));
    for tokens in [&first, &earlier] {
        assert_eq!(world.me(member(tokens, "access_token")).status(), StatusCode::UNAUTHORIZED);
        assert_invalid_grant(&world.refresh(member(tokens, "refresh_token")));
    }
    assert_eq!(world.me(member(&other_browser, "access_token")).status(), StatusCode::OK);
}

#[test]
fn p02_a_code_lives_for_sixty_seconds() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let code = world.code(&mut browser, &[]);
    world.wait(59);
    assert_eq!(world.exchange(&code).status(), StatusCode::OK);
    let code = world.code(&mut browser, &[]);
    world.wait(60);
    assert_invalid_grant(&world.exchange(&code));
}

#[test]
fn p02_a_challenge_needs_its_verifier_and_a_verifier_its_challenge() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let code = world.code(&mut browser, &[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]);
    let good = with(&EXCHANGE, &[("code", &code)]);
    assert_invalid_grant(&world.token(&good));
    let wrong = "wrong-but-long-enough-to-be-a-code-verifier-x";
    assert_invalid_grant(&world.token(&with(&good, &[("code_verifier", wrong)])));
    let short = world.token(&with(&good, &[("code_verifier", "short")]));
    let description = "code_verifier must be a string with a minimum length of 43 characters";
    assert_error(&short, 400, "invalid_request", description);
    let long = "x".repeat(129);
    assert_eq!(world.token(&with(&good, &[("code_verifier", &long)])).status(), StatusCode::BAD_REQUEST);
    assert_eq!(world.token(&with(&good, &[("code_verifier", VERIFIER)])).status(), StatusCode::OK);
}

#[test]
fn a_public_client_exchanges_with_its_verifier_alone() {
    let mut world = World::new();
    let native = ("client_id", demo::NATIVE_CLIENT_ID);
    let pkce = [native, ("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    let code = world.code(&mut Browser::default(), &pkce);
    let form = with(&EXCHANGE, &[("code", &code), native, ("code_verifier", VERIFIER)]);
    let answer = world.post("/oidc/token", None, &form);
    assert_eq!(answer.status(), StatusCode::OK, "{}", text(&answer));
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(keys(&json(&answer)), ["access_token", "expires_in", "id_token", "scope", "token_type"]);
}

#[test]
fn what_is_missing_is_named() {
    let mut world = World::new();
    for (form, name) in [
        (&[("grant_type", "authorization_code"), ("redirect_uri", CALLBACK)][..], "code"),
        (&[("grant_type", "authorization_code"), ("code", "bogus")], "redirect_uri"),
        (&[("code", "bogus"), ("redirect_uri", CALLBACK)], "grant_type"),
        (&[("grant_type", "refresh_token")], "refresh_token"),
    ] {
        let description = format!("missing required parameter '{name}'");
        assert_error(&world.token(form), 400, "invalid_request", &description);
    }
    let password = world.token(&[("grant_type", "password"), ("username", "x"), ("password", "y")]);
    assert_error(&password, 400, "unsupported_grant_type", "unsupported grant_type requested");
    let resource = world.token(&with(&EXCHANGE, &[("code", "bogus"), ("resource", "https://api.example")]));
    assert_error(&resource, 400, "invalid_target", "resource indicator is missing, or unknown");
    let machine = world.token(&[("grant_type", "client_credentials")]);
    assert_error(&machine, 400, "invalid_request", "requested grant type is not allowed for this client");
}

#[test]
fn a_json_token_request_is_taken_like_a_form() {
    let mut world = World::new();
    let code = world.code(&mut Browser::default(), &[]);
    let body = serde_json::json!({
        "client_id": demo::CLIENT_ID, "client_secret": SECRET, "grant_type": "authorization_code",
        "code": code, "redirect_uri": CALLBACK,
    });
    let post = request(Method::POST, "/oidc/token").header(header::CONTENT_TYPE, "application/json");
    let answer = world.send(post.body(body.to_string().into_bytes()).unwrap());
    assert_eq!(answer.status(), StatusCode::OK, "{}", text(&answer));
}

#[test]
fn max_age_puts_the_time_of_the_sign_in_into_the_id_token() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let signed_in_at = world.now.as_second();
    world.tokens(&mut browser, &[]);
    world.wait(100);
    let tokens = world.tokens(&mut browser, &[("max_age", "1000"), ("prompt", "none")]);
    assert_eq!(claims(member(&tokens, "id_token"))["auth_time"], signed_in_at);
    let stale = browser.get(&mut world, &authorization(&[("max_age", "99"), ("prompt", "none")]));
    assert_redirect_error(&stale, "login_required", Some("End-User authentication is required"));
}
