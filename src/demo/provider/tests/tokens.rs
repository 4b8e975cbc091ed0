//! Userinfo, introspection and revocation.

use super::*;

fn userinfo_with(authorization: &str) -> http::request::Builder {
    request(Method::GET, "/oidc/me").header(header::AUTHORIZATION, authorization)
}

fn challenge(answer: &Answer) -> String {
    answer.headers()[header::WWW_AUTHENTICATE].to_str().unwrap().to_owned()
}

#[test]
fn userinfo_tells_what_the_scope_opens() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[]);
    assert_eq!(text(&world.me(member(&tokens, "access_token"))), r#"{"sub":"02u2c3zqtyxk"}"#);
    let tokens = world.tokens(&mut Browser::default(), &[("scope", "openid profile email")]);
    let claims = json(&world.me(member(&tokens, "access_token")));
    assert_eq!(
        keys(&claims),
        [
            "sub",
            "name",
            "preferred_username",
            "picture",
            "updated_at",
            "username",
            "created_at",
            "email",
            "email_verified"
        ]
    );
    assert_eq!(claims["picture"], Value::Null);
}

#[test]
fn userinfo_takes_the_token_from_the_header_or_a_form() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[]);
    let token = member(&tokens, "access_token");
    let lower = world.send(userinfo_with(&format!("bearer {token}")).body(Vec::new()).unwrap());
    assert_eq!(lower.status(), StatusCode::OK);
    let post = request(Method::POST, "/oidc/me").header(header::AUTHORIZATION, format!("Bearer {token}"));
    assert_eq!(world.send(post.body(Vec::new()).unwrap()).status(), StatusCode::OK);
    assert_eq!(world.post("/oidc/me", None, &[("access_token", token)]).status(), StatusCode::OK);
    let form = encode(&[("access_token", token)]).into_bytes();
    let both = request(Method::POST, "/oidc/me")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    assert_eq!(world.send(both.body(form).unwrap()).status(), StatusCode::BAD_REQUEST);
}

#[test]
fn userinfo_refuses_in_the_words_of_rfc_6750() {
    let mut world = World::new();
    let none = world.get("/oidc/me");
    assert_error(&none, 401, "invalid_token", "no access token provided");
    assert_eq!(challenge(&none), format!("Bearer realm=\"{ISSUER}\""));

    let bad = world.me("not-a-token");
    assert_error(&bad, 401, "invalid_token", "invalid token provided");
    assert_eq!(
        challenge(&bad),
        format!(
            "Bearer realm=\"{ISSUER}\", error=\"invalid_token\", error_description=\"invalid token provided\""
        )
    );
    for (authorization, description) in [
        ("Basic eDp5", "authorization header scheme must be `Bearer`"),
        ("Bearer ", "invalid authorization header value format"),
        ("Bearer a b", "invalid authorization header value format"),
    ] {
        let answer = world.send(userinfo_with(authorization).body(Vec::new()).unwrap());
        assert_error(&answer, 400, "invalid_request", description);
        assert!(challenge(&answer).contains("error=\"invalid_request\""));
    }
    let query = world.get("/oidc/me?access_token=x");
    assert_error(&query, 400, "invalid_request", "access tokens must not be provided via query parameter");
}

#[test]
fn only_a_live_access_token_opens_userinfo() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[]);
    for other in ["id_token", "refresh_token"] {
        assert_eq!(world.me(member(&tokens, other)).status(), StatusCode::UNAUTHORIZED, "{other}");
    }
    world.wait(3599);
    assert_eq!(world.me(member(&tokens, "access_token")).status(), StatusCode::OK);
    world.wait(1);
    assert_eq!(world.me(member(&tokens, "access_token")).status(), StatusCode::UNAUTHORIZED);
}

#[test]
fn without_openid_userinfo_says_which_scope_is_missing() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[("scope", "profile")]);
    let answer = world.me(member(&tokens, "access_token"));
    assert_error(&answer, 403, "insufficient_scope", "access token missing openid scope");
    assert!(challenge(&answer).ends_with(", scope=\"openid\""));
}

#[test]
fn introspection_describes_access_and_refresh_tokens_to_any_confidential_client() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[]);
    for client in [demo::CLIENT_ID, "tradoff"] {
        let form = [("token", member(&tokens, "access_token"))];
        let body = json(&world.post("/oidc/token/introspection", Some((client, SECRET)), &form));
        assert_eq!(keys(&body), ["active", "sub", "client_id", "exp", "iat", "iss", "scope", "token_type"]);
        assert_eq!((body["active"].as_bool(), member(&body, "client_id")), (Some(true), demo::CLIENT_ID));
        let form = [("token", member(&tokens, "refresh_token")), ("token_type_hint", "refresh_token")];
        let body = json(&world.post("/oidc/token/introspection", Some((client, SECRET)), &form));
        assert_eq!(keys(&body), ["active", "sub", "client_id", "exp", "iat", "iss", "scope"]);
    }
}

#[test]
fn introspection_tells_nothing_to_who_may_not_know() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[]);
    let token = ("token", member(&tokens, "access_token"));
    let ours = Some((demo::CLIENT_ID, SECRET));
    let path = "/oidc/token/introspection";
    assert_eq!(text(&world.post(path, ours, &[("token", "nope")])), r#"{"active":false}"#);
    assert_eq!(text(&world.post(path, None, &[token, ("client_id", "spa")])), r#"{"active":false}"#);
    let wrong = world.post(path, Some((demo::CLIENT_ID, "wrong")), &[token]);
    assert_error(&wrong, 401, "invalid_client", "client authentication failed");
    let nobody = world.post(path, None, &[token]);
    assert_error(&nobody, 400, "invalid_request", "no client authentication mechanism provided");
    let jwt = world.post(path, ours, &[("token", member(&tokens, "id_token"))]);
    assert_eq!(member(&json(&jwt), "error"), "unsupported_token_type");
    assert_error(&world.post(path, ours, &[]), 400, "invalid_request", "missing required parameter 'token'");
}

#[test]
fn revoking_any_token_ends_its_whole_grant() {
    for revoked in ["access_token", "refresh_token"] {
        let mut world = World::new();
        let mut browser = Browser::default();
        let first = world.tokens(&mut browser, &[]);
        let second = world.tokens(&mut browser, &[]);
        let other = world.tokens(&mut Browser::default(), &[]);
        let form = [("token", member(&second, revoked))];
        let answer = world.post("/oidc/token/revocation", Some((demo::CLIENT_ID, SECRET)), &form);
        assert_eq!((answer.status(), answer.body().len()), (StatusCode::OK, 0));
        for tokens in [&first, &second] {
            assert_eq!(world.me(member(tokens, "access_token")).status(), StatusCode::UNAUTHORIZED);
            assert_eq!(world.refresh(member(tokens, "refresh_token")).status(), StatusCode::BAD_REQUEST);
            let form = [("token", member(tokens, "refresh_token"))];
            let body = world.post("/oidc/token/introspection", Some((demo::CLIENT_ID, SECRET)), &form);
            assert_eq!(text(&body), r#"{"active":false}"#);
        }
        assert_eq!(world.me(member(&other, "access_token")).status(), StatusCode::OK);
        assert_eq!(world.refresh(member(&other, "refresh_token")).status(), StatusCode::OK);
    }
}

#[test]
fn revocation_is_for_the_owner_and_an_unknown_token_is_no_error() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[]);
    let path = "/oidc/token/revocation";
    let token = ("token", member(&tokens, "refresh_token"));
    let other = world.post(path, Some(("tradoff", SECRET)), &[token]);
    assert_error(&other, 400, "invalid_request", "client is not authorized to revoke the presented token");
    let wrong = world.post(path, Some((demo::CLIENT_ID, "wrong")), &[token]);
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    let unknown = world.post(path, Some((demo::CLIENT_ID, SECRET)), &[("token", "nope")]);
    assert_eq!(unknown.status(), StatusCode::OK);
    assert_eq!(world.refresh(token.1).status(), StatusCode::OK);
}
