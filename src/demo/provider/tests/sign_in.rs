use super::*;

/// Returns a browser on the sign-in page.
fn at_sign_in(world: &mut World, parameters: &[(&str, &str)]) -> (Browser, Answer) {
    let mut browser = Browser::default();
    let first = browser.get(world, &authorization(parameters));
    let (page, _) = browser.follow(world, first);
    assert_eq!(page.status(), StatusCode::OK, "{}", text(&page));
    (browser, page)
}

#[test]
fn the_page_says_who_asks_for_what_and_that_it_is_a_demo() {
    let mut world = World::new();
    let (_, page) = at_sign_in(&mut world, &[("scope", "openid offline_access profile nonsense")]);
    let page = text(&page);
    for part in [
        "Sign in to Agenda GPT",
        "not for production",
        "<code>profile</code>",
        "<code>alice-demo-password</code>",
        "127.0.0.1:4180",
        r#"method="post""#,
    ] {
        assert!(page.contains(part), "{part}");
    }
    // What is dropped is not asked for.
    assert!(!page.contains("<code>offline_access</code>"));
    assert!(!page.contains("nonsense"));
    assert!(!page.contains("<script"));
}

#[test]
fn p04_a_page_cannot_be_framed_or_load_anything() {
    let mut world = World::new();
    let (_, page) = at_sign_in(&mut world, &[]);
    let policy = page.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    // Chromium applies form-action to the redirect to the client's callback as well.
    assert!(!policy.contains("form-action"), "{policy}");
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::SERVER, "gptauth-demo"),
    ] {
        assert_eq!(page.headers()[&name], value, "{name}");
    }
    assert_eq!(page.headers()["logto-core-request-id"].len(), 16);
    assert!(!page.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}

#[test]
fn p04_a_form_from_elsewhere_is_rejected() {
    let mut world = World::new();
    let (mut browser, page) = at_sign_in(&mut world, &[]);
    let (_, other_page) = at_sign_in(&mut world, &[]);
    let alice = [("username", "alice"), ("password", "alice-demo-password"), ("action", "sign-in")];
    for foreign in ["", "guess", &csrf(&other_page)] {
        let answer = browser.post(&mut world, "/sign-in", &[&alice[..], &[("csrf", foreign)]].concat());
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
    let csrf = csrf(&page);
    let good = [&alice[..], &[("csrf", &*csrf)]].concat();
    let without_cookie = Browser::default().post(&mut world, "/sign-in", &good);
    assert_eq!(without_cookie.status(), StatusCode::BAD_REQUEST);
    assert_eq!(browser.post(&mut world, "/sign-in", &good).status(), StatusCode::SEE_OTHER);
}

#[test]
fn p04_a_password_in_the_url_signs_nobody_in() {
    let mut world = World::new();
    let (mut browser, page) = at_sign_in(&mut world, &[]);
    let form = [("csrf", &*csrf(&page)), ("username", "alice"), ("password", "alice-demo-password")];
    let answer = browser.get(&mut world, &format!("/sign-in?{}", encode(&form)));
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(!answer.headers().contains_key(header::SET_COOKIE));
    assert!(!text(&answer).contains(r#"value="alice-demo-password""#));
}

#[test]
fn p04_ten_thousand_wrong_passwords_are_limited() {
    let mut world = World::new();
    let (mut browser, page) = at_sign_in(&mut world, &[]);
    let csrf = csrf(&page);
    let mut attempt = |world: &mut World, name: &str, password: &str| {
        let form = [("csrf", &*csrf), ("username", name), ("password", password), ("action", "sign-in")];
        browser.post(world, "/sign-in", &form)
    };
    let tried =
        (0..10_000).filter(|_| attempt(&mut world, "alice", "wrong").status().as_u16() == 422).count();
    assert_eq!(tried, 10);
    let locked = attempt(&mut world, "alice", "alice-demo-password");
    assert_eq!(locked.status(), StatusCode::TOO_MANY_REQUESTS, "the right one is not told apart");
    assert_eq!(locked.headers()[header::RETRY_AFTER], "60");
    assert!(text(&locked).contains("Please wait 60 seconds"));

    world.wait(60);
    assert_eq!(attempt(&mut world, "alice", "wrong").status().as_u16(), 422);
    assert_eq!(attempt(&mut world, "alice", "alice-demo-password").status(), StatusCode::SEE_OTHER);
}

#[test]
fn p04_unknown_names_are_limited_together_and_do_not_lock_a_user() {
    let mut world = World::new();
    let (mut browser, page) = at_sign_in(&mut world, &[]);
    let csrf = csrf(&page);
    for n in 0..20 {
        let name = format!("nobody-{n}");
        let form = [("csrf", &*csrf), ("username", &*name), ("password", "x"), ("action", "sign-in")];
        let answer = browser.post(&mut world, "/sign-in", &form);
        assert_eq!(answer.status().as_u16(), if n < 10 { 422 } else { 429 });
    }
    browser.sign_in(&mut world, &page, "alice", "alice-demo-password");
}

#[test]
fn a_wrong_password_says_so_and_keeps_the_name() {
    let mut world = World::new();
    let (mut browser, page) = at_sign_in(&mut world, &[("login_hint", "alice@example.com")]);
    assert!(text(&page).contains(r#"value="alice@example.com""#));
    for (name, password) in [("alice", "wrong"), ("alice", ""), ("mallory", "x"), ("", "")] {
        let form =
            [("csrf", &*csrf(&page)), ("username", name), ("password", password), ("action", "sign-in")];
        let answer = browser.post(&mut world, "/sign-in", &form);
        assert_eq!(answer.status().as_u16(), 422);
        let answer = text(&answer);
        assert!(
            answer.contains(r#"role="alert">That user name and password do not go together."#),
            "{answer}"
        );
        assert!(answer.contains(&format!(r#"name="username" value="{name}""#)), "{answer}");
    }
    assert_eq!(browser.cookies.len(), 1, "no session");
}

#[test]
fn deny_goes_back_to_the_client_without_a_session() {
    let mut world = World::new();
    let (mut browser, page) = at_sign_in(&mut world, &[]);
    let form = [("csrf", &*csrf(&page)), ("username", ""), ("password", ""), ("action", "deny")];
    let answer = browser.post(&mut world, "/sign-in", &form);
    assert_redirect_error(&answer, "access_denied", None);
    assert!(browser.cookies.is_empty());
    let again = browser.post(&mut world, "/sign-in", &form);
    assert_eq!(again.status(), StatusCode::BAD_REQUEST);
    assert!(text(&again).contains("This sign-in is over"));
}

#[test]
fn signing_in_changes_the_session_cookie() {
    let mut world = World::new();
    let mut browser = Browser::default();
    browser.cookies.insert("_session_3001".to_owned(), "planted".to_owned());
    world.code(&mut browser, &[]);
    let first = browser.cookies["_session_3001"].clone();
    assert_ne!(first, "planted");
    world.code(&mut browser, &[("prompt", "login")]);
    assert_ne!(browser.cookies["_session_3001"], first);
    assert!(!browser.cookies.contains_key("_interaction_3001"));
}

#[test]
fn an_interaction_belongs_to_its_browser_and_ends() {
    let mut world = World::new();
    let (browser, _) = at_sign_in(&mut world, &[]);
    let target = format!("/oidc/auth/{}", browser.cookies["_interaction_3001"]);
    let answer = world.get(&target);
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let body = json(&answer);
    assert_eq!(member(&body, "code"), "session.not_found");
    assert_eq!(member(&body, "error_description"), "authorization request has expired");
    assert_eq!(member(&body, "iss"), ISSUER);
    world.wait(3600);
    assert_eq!(browser.clone().get(&mut world, &target).status(), StatusCode::BAD_REQUEST);
    assert_eq!(browser.clone().get(&mut world, "/sign-in").status(), StatusCode::BAD_REQUEST);
}

#[test]
fn unfinished_sign_ins_do_not_pile_up() {
    let mut world = World::new();
    for _ in 0..3000 {
        world.get(&authorization(&[]));
        world.get("/oidc/session/end");
    }
    assert_eq!(world.provider.state.interactions.len(), 1024);
    assert_eq!(world.provider.state.logouts.len(), 1024);
    let (mut browser, page) = at_sign_in(&mut world, &[]);
    browser.sign_in(&mut world, &page, "alice", "alice-demo-password");
}

#[test]
fn what_has_expired_is_forgotten() {
    let mut world = World::new();
    world.tokens(&mut Browser::default(), &[("prompt", "consent")]);
    world.get(&authorization(&[]));
    world.wait(15 * 24 * 60 * 60);
    world.get("/oidc/jwks");
    let state = &world.provider.state;
    assert!(state.sessions.is_empty() && state.interactions.is_empty() && state.codes.is_empty());
    assert!(state.access_tokens.is_empty() && state.refresh_tokens.is_empty() && state.grants.is_empty());
}
