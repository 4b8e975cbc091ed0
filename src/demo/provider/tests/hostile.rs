//! Requests that nobody should send.

use super::*;

#[test]
fn p03_state_and_nonce_come_back_encoded_and_whole() {
    let long = "x".repeat(8 * 1024);
    for value in ["<script>alert(1)</script>", "a\r\nSet-Cookie: evil=1", "\"'&#+% ü", &long] {
        let mut world = World::new();
        let mut browser = Browser::default();
        let callback = browser.authorize(&mut world, &[("state", value), ("nonce", value)]);
        assert_eq!(parameter(&callback, "state").as_deref(), Some(value));
        let tokens = json(&world.exchange(&parameter(&callback, "code").unwrap()));
        let claims = member(&tokens, "id_token").split('.').nth(1).unwrap();
        let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&claims).unwrap()["nonce"], value);

        let refused = world.get(&authorization(&[("state", value), ("prompt", "none")]));
        assert_eq!(refused.headers().get_all(header::SET_COOKIE).iter().count(), 0);
        assert!(!text(&refused).contains("<script"));
        let shown = world.get(&authorization(&[("state", value), ("redirect_uri", "https://evil.example")]));
        assert_eq!(member(&json(&shown), "state"), value);
    }
}

#[test]
fn p03_what_a_page_shows_is_escaped() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let hint = "\"><script>alert(1)</script>{{csrf}}";
    let first = browser.get(&mut world, &authorization(&[("client_id", "tradoff"), ("login_hint", hint)]));
    let (page, _) = browser.follow(&mut world, first);
    let shown = text(&page);
    assert!(!shown.contains("<script"), "{shown}");
    assert!(shown.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{csrf}}"), "{shown}");
    assert!(shown.contains("Sign in to The &lt;tradoff&gt;"), "{shown}");
    let form = [("csrf", &*csrf(&page)), ("username", "<img src=x onerror=1>"), ("password", "x")];
    assert!(!text(&browser.post(&mut world, "/sign-in", &form)).contains("<img"));
}

#[test]
fn p06_a_foreign_host_is_refused_everywhere() {
    let mut world = World::new();
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:3002", "localhost:3001", "127.0.0.1:3001.evil", ""] {
        for path in ["/oidc/.well-known/openid-configuration", "/oidc/auth", "/sign-in", "/"] {
            let request = request(Method::GET, path).header(header::HOST, host);
            let answer = world.send(request.body(Vec::new()).unwrap());
            assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{host}{path}");
            assert!(!text(&answer).contains("evil"));
            assert!(!answer.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
        }
    }
    let absolute = world.get("http://evil.example/oidc/jwks");
    assert_eq!(absolute.status(), StatusCode::MISDIRECTED_REQUEST);
    let twice = request(Method::GET, "/oidc/jwks").header(header::HOST, "127.0.0.1:3001");
    let twice = twice.header(header::HOST, "evil.example").body(Vec::new()).unwrap();
    assert_eq!(world.send(twice).status(), StatusCode::MISDIRECTED_REQUEST);
    let own = request(Method::GET, "/oidc/jwks").header(header::HOST, "127.0.0.1:3001");
    assert_eq!(world.send(own.body(Vec::new()).unwrap()).status(), StatusCode::OK);
}

#[test]
fn p07_a_malformed_request_gets_an_error_of_the_protocol() {
    let mut world = World::new();
    let form = "application/x-www-form-urlencoded";
    let huge = vec![b'a'; 64 * 1024 + 1];
    let bodies: [(&str, &[u8]); 12] = [
        ("", b""),
        ("text/plain", b"grant_type=authorization_code"),
        ("multipart/form-data", b"--x"),
        (form, b""),
        (form, &huge),
        (form, b"%zz=%ff&=&&&&=%00"),
        (form, b"\xff\xfe\x00"),
        (form, b"grant_type=refresh_token&grant_type=refresh_token"),
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/json", b"{\"grant_type\":{\"a\":[1]},\"client_id\":7}"),
        ("application/json", &huge),
    ];
    let endpoints = [
        "/auth",
        "/token",
        "/me",
        "/token/introspection",
        "/token/revocation",
        "/session/end",
        "/session/end/confirm",
    ];
    for endpoint in endpoints {
        for (media_type, body) in bodies {
            for authorization in
                [None, Some("Basic"), Some("Basic !!!"), Some("Basic bm8tY29sb24="), Some("Bearer")]
            {
                let mut request = request(Method::POST, &format!("/oidc{endpoint}"));
                if !media_type.is_empty() {
                    request = request.header(header::CONTENT_TYPE, media_type);
                }
                if let Some(authorization) = authorization {
                    request = request.header(header::AUTHORIZATION, authorization);
                }
                let answer = world.send(request.body(body.to_vec()).unwrap());
                if endpoint == "/session/end" && answer.status() == StatusCode::OK {
                    continue;
                }
                let status = answer.status().as_u16();
                assert!(
                    matches!(status, 400 | 401 | 413),
                    "{status} {endpoint} {media_type} {authorization:?}"
                );
                assert_eq!(
                    status == 413,
                    body.len() == huge.len() && reads(endpoint, media_type),
                    "{endpoint}"
                );
                let body = json(&answer);
                assert!(body["error"].is_string() && body["error_description"].is_string(), "{body}");
            }
        }
    }
}

/// Returns whether an endpoint reads a body of a media type at all.
fn reads(endpoint: &str, media_type: &str) -> bool {
    !media_type.is_empty() && (endpoint == "/token" || media_type != "text/plain")
        || media_type == "application/x-www-form-urlencoded"
}

#[test]
fn p07_what_comes_twice_is_refused() {
    let mut world = World::new();
    let form = [("grant_type", "refresh_token"), ("refresh_token", "a"), ("refresh_token", "b")];
    let description = "'refresh_token' parameter must not be provided twice";
    assert_error(&world.token(&form), 400, "invalid_request", description);
}

#[test]
fn p07_a_form_for_the_sign_in_page_that_is_none_gets_a_page() {
    let mut world = World::new();
    for (media_type, status) in [("application/json", 400), ("text/plain", 400)] {
        let post = request(Method::POST, "/sign-in").header(header::CONTENT_TYPE, media_type);
        let answer = world.send(post.body(b"{}".to_vec()).unwrap());
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    }
}

#[test]
fn p08_two_providers_share_neither_key_nor_memory() {
    let (mut first, mut second) = (World::new(), World::new());
    assert_ne!(text_of_jwks(&mut first), text_of_jwks(&mut second));
    let mut browser = Browser::default();
    let code = first.code(&mut browser, &[]);
    assert_eq!(second.exchange(&code).status(), StatusCode::BAD_REQUEST);
    let tokens = json(&first.exchange(&code));
    assert_eq!(second.me(member(&tokens, "access_token")).status(), StatusCode::UNAUTHORIZED);
    assert_eq!(second.refresh(member(&tokens, "refresh_token")).status(), StatusCode::BAD_REQUEST);
    let none = browser.get(&mut second, &authorization(&[("prompt", "none")]));
    assert_redirect_error(&none, "login_required", Some("End-User authentication is required"));
}

fn text_of_jwks(world: &mut World) -> String {
    let answer = world.get("/oidc/jwks");
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/jwk-set+json; charset=utf-8");
    text(&answer)
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let random = || Box::new(|bytes: &mut [u8]| bytes.fill(1));
    for issuer in ["", "not a url", "http://127.0.0.1:3001", "http://127.0.0.1:3001/", "data:x"] {
        let settings = Settings { issuer: issuer.to_owned(), ..settings() };
        assert!(Provider::new(settings, &new_key(), random()).is_err(), "{issuer}");
    }
    assert!(Provider::new(settings(), b"no key", random()).is_err());
}

#[test]
fn outside_the_issuer_everything_is_a_page_with_status_200() {
    let mut world = World::new();
    for path in ["/", "/auth", "/me", "/userinfo", "/OIDC/auth", "//oidc/auth", "/oidcx", "/favicon.ico"] {
        let answer = world.get(path);
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    }
    for path in ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server/oidc"] {
        let answer = world.get(path);
        assert_eq!((answer.status(), text(&answer)), (StatusCode::NOT_FOUND, "Not Found".to_owned()));
    }
    assert_eq!(world.post("/token", None, &[]).status(), StatusCode::NOT_FOUND);
}

#[test]
fn below_the_issuer_an_unknown_route_is_a_json_404() {
    let mut world = World::new();
    for (path, named) in
        [("/oidc", "/"), ("/oidc/", "/"), ("/oidc/authorize", "/authorize"), ("/oidc/token", "/token")]
    {
        let description = format!("unrecognized route or not allowed method (GET on {named})");
        assert_error(&world.get(path), 404, "invalid_request", &description);
    }
    let delete = world.send(request(Method::DELETE, "/oidc/me").body(Vec::new()).unwrap());
    assert_eq!(delete.status(), StatusCode::NOT_FOUND);
    // A trailing slash is no other route.
    assert_eq!(world.get("/oidc/jwks/").status(), StatusCode::OK);
    let head = world.send(request(Method::HEAD, "/oidc/jwks").body(Vec::new()).unwrap());
    assert_eq!((head.status(), head.body().len()), (StatusCode::OK, 0));
}

#[test]
fn parse_error_false_leaves_logtos_own_members_out() {
    let mut world = World::new();
    let form = [("grant_type", "authorization_code"), ("code", "bogus"), ("redirect_uri", CALLBACK)];
    let answer = world.post("/oidc/token?parse_error=false", Some((demo::CLIENT_ID, SECRET)), &form);
    assert_eq!(keys(&json(&answer)), ["error", "error_description"]);
}

#[test]
fn other_origins_may_read_what_no_cookie_decides() {
    let mut world = World::new();
    for path in ["/oidc/jwks", "/oidc/me", "/oidc/token", "/oidc/.well-known/openid-configuration"] {
        assert_eq!(world.get(path).headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*", "{path}");
        let preflight = world.send(request(Method::OPTIONS, path).body(Vec::new()).unwrap());
        assert_eq!(preflight.status(), StatusCode::NO_CONTENT);
    }
    for path in ["/oidc/auth", "/oidc/session/end", "/sign-in", "/consent"] {
        assert!(!world.get(path).headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN), "{path}");
        let preflight = world.send(request(Method::OPTIONS, path).body(Vec::new()).unwrap());
        assert_eq!(preflight.status(), StatusCode::NOT_FOUND);
    }
}
