use super::*;

const DAY: i64 = 24 * 60 * 60;

#[test]
fn a_live_session_gets_its_code_at_once() {
    let mut world = World::new();
    let mut browser = Browser::default();
    world.code(&mut browser, &[]);
    for prompt in ["", "none"] {
        let answer = browser.get(&mut world, &authorization(&[("prompt", prompt)]));
        let url = Url::parse(&location(&answer).unwrap()).unwrap();
        assert_eq!(parameter(&url, "code").unwrap().len(), 43, "{url}");
        assert_eq!(parameter(&url, "iss").as_deref(), Some(ISSUER));
    }
    let other_client =
        browser.get(&mut world, &authorization(&[("client_id", "tradoff"), ("prompt", "none")]));
    assert_redirect_error(&other_client, "consent_required", Some("requested scopes not granted"));
    let stranger = Browser::default().get(&mut world, &authorization(&[("prompt", "none")]));
    assert_redirect_error(&stranger, "login_required", Some("End-User authentication is required"));
}

#[test]
fn consent_is_asked_for_by_prompt_and_by_a_new_scope() {
    let mut world = World::new();
    let mut browser = Browser::default();
    world.code(&mut browser, &[]);
    for parameter in [("prompt", "consent"), ("scope", "openid email")] {
        let answer = browser.get(&mut world, &authorization(&[parameter]));
        assert_eq!(location(&answer).unwrap(), "/consent?app_id=agenda-gpt");
        let consent = browser.get(&mut world, "/consent?app_id=agenda-gpt");
        assert_eq!(consent.status(), StatusCode::FOUND);
        assert!(location(&consent).unwrap().starts_with("http://127.0.0.1:3001/oidc/auth/"));
        let (_, callback) = browser.follow(&mut world, consent);
        assert!(callback.unwrap().as_str().contains("?code="));
    }
}

#[test]
fn prompt_login_asks_again_and_keeps_the_grant_of_the_same_user() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let first = world.tokens(&mut browser, &[]);
    let answer = browser.get(&mut world, &authorization(&[("prompt", "login")]));
    assert_eq!(location(&answer).unwrap(), "/sign-in?app_id=agenda-gpt");
    let second = world.tokens(&mut browser, &[("prompt", "login")]);
    let form = [("token", member(&second, "access_token"))];
    world.post("/oidc/token/revocation", Some((demo::CLIENT_ID, SECRET)), &form);
    assert_eq!(world.refresh(member(&first, "refresh_token")).status(), StatusCode::BAD_REQUEST);
}

#[test]
fn another_user_in_the_same_browser_ends_the_session_before() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let alice = world.tokens(&mut browser, &[]);
    let first = browser.get(&mut world, &authorization(&[("prompt", "login")]));
    let (page, _) = browser.follow(&mut world, first);
    let callback = browser.sign_in(&mut world, &page, "bob", "bob-demo-password");
    let bob = json(&world.exchange(&parameter(&callback, "code").unwrap()));
    assert_eq!(json(&world.me(member(&bob, "access_token")))["sub"], "7h4wmd0n9qsb");
    assert_eq!(world.me(member(&alice, "access_token")).status(), StatusCode::UNAUTHORIZED);
}

#[test]
fn a_scope_that_leaves_nothing_is_refused_after_the_sign_in() {
    for scope in ["", "nonsense", "offline_access"] {
        let mut world = World::new();
        let mut browser = Browser::default();
        let callback = browser.authorize(&mut world, &[("scope", scope)]);
        assert_eq!(parameter(&callback, "error").as_deref(), Some("access_denied"), "{callback}");
        assert_eq!(parameter(&callback, "error_description"), None);
        assert_eq!(parameter(&callback, "state").as_deref(), Some("st4te"));
        // And going to the consent by hand does not help.
        browser.get(&mut world, &authorization(&[("scope", scope), ("prompt", "login")]));
        let consent = browser.get(&mut world, "/consent");
        let (_, end) = browser.follow(&mut world, consent);
        assert!(end.is_none_or(|end| parameter(&end, "code").is_none()));
    }
}

#[test]
fn consent_by_hand_does_not_replace_the_sign_in() {
    let mut world = World::new();
    let mut browser = Browser::default();
    world.code(&mut browser, &[]);
    browser.get(&mut world, &authorization(&[("prompt", "login")]));
    let consent = browser.get(&mut world, "/consent");
    let resumed = browser.get(&mut world, &location(&consent).unwrap());
    assert_eq!(location(&resumed).unwrap(), "/sign-in?app_id=agenda-gpt");
}

#[test]
fn tokens_without_offline_access_end_with_the_session() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let bound = world.tokens(&mut browser, &[]);
    let offline = world.tokens(&mut browser, &[("prompt", "consent")]);
    sign_out(&mut world, &mut browser, "/oidc/session/end");
    assert_eq!(world.me(member(&bound, "access_token")).status(), StatusCode::UNAUTHORIZED);
    assert_eq!(world.refresh(member(&bound, "refresh_token")).status(), StatusCode::BAD_REQUEST);
    assert_eq!(world.me(member(&offline, "access_token")).status(), StatusCode::OK);
    assert_eq!(world.refresh(member(&offline, "refresh_token")).status(), StatusCode::OK);
}

#[test]
fn the_session_is_prolonged_by_an_authorization_and_not_by_a_refresh() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let tokens = world.tokens(&mut browser, &[]);
    world.wait(10 * DAY);
    let refreshed = json(&world.refresh(member(&tokens, "refresh_token")));
    world.wait(4 * DAY);
    assert_eq!(world.refresh(member(&refreshed, "refresh_token")).status(), StatusCode::BAD_REQUEST);

    let mut world = World::new();
    let mut browser = Browser::default();
    let tokens = world.tokens(&mut browser, &[]);
    world.wait(10 * DAY);
    let refreshed = json(&world.refresh(member(&tokens, "refresh_token")));
    world.code(&mut browser, &[]);
    world.wait(4 * DAY - 10);
    assert_eq!(world.refresh(member(&refreshed, "refresh_token")).status(), StatusCode::OK);
}

fn xsrf(page: &Answer) -> String {
    let page = text(page);
    page.split_once(r#"name="xsrf" value=""#).unwrap().1.split('"').next().unwrap().to_owned()
}

fn sign_out(world: &mut World, browser: &mut Browser, target: &str) -> String {
    let page = browser.get(world, target);
    assert_eq!(page.status(), StatusCode::OK, "{}", text(&page));
    let form = [("xsrf", &*xsrf(&page)), ("logout", "yes")];
    let answer = browser.post(world, "/oidc/session/end/confirm", &form);
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", text(&answer));
    location(&answer).unwrap()
}

#[test]
fn sign_out_goes_to_a_registered_address_only() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let tokens = world.tokens(&mut browser, &[("client_id", "tradoff")]);
    let end = |form: &[(&str, &str)]| format!("/oidc/session/end?{}", encode(form));
    let hint = ("id_token_hint", member(&tokens, "id_token"));
    let bye = ("post_logout_redirect_uri", "http://127.0.0.1:4180/bye");

    let elsewhere = ("post_logout_redirect_uri", "https://evil.example/");
    for identity in [hint, ("client_id", "tradoff")] {
        let answer = browser.get(&mut world, &end(&[identity, elsewhere]));
        assert_error(&answer, 400, "invalid_request", "post_logout_redirect_uri not registered");
    }
    let forged = browser.get(&mut world, &end(&[("id_token_hint", "a.b.c"), bye]));
    assert_error(&forged, 400, "invalid_request", "could not decode id_token_hint");
    let mismatch = browser.get(&mut world, &end(&[hint, ("client_id", "spa"), bye]));
    assert_error(&mismatch, 400, "invalid_request", "client_id does not match the provided id_token_hint");

    let location = sign_out(&mut world, &mut browser, &end(&[hint, bye, ("state", "s")]));
    assert_eq!(location, "http://127.0.0.1:4180/bye?state=s");
    let location = sign_out(&mut world, &mut browser, &end(&[elsewhere]));
    assert_eq!(location, "http://127.0.0.1:3001/oidc/session/end/success");
}

#[test]
fn a_link_or_a_foreign_form_signs_nobody_out() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let tokens = world.tokens(&mut browser, &[]);
    let page = browser.get(&mut world, "/oidc/session/end");
    let stranger = Browser::default().get(&mut world, "/oidc/session/end");
    for form in [vec![("logout", "yes")], vec![("xsrf", "guess"), ("logout", "yes")]] {
        let answer = browser.post(&mut world, "/oidc/session/end/confirm", &form);
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    }
    let form = [("xsrf", &*xsrf(&stranger)), ("logout", "yes")];
    let answer = browser.post(&mut world, "/oidc/session/end/confirm", &form);
    assert_error(&answer, 400, "invalid_request", "could not find logout details");
    // "Cancel" sends the form without `logout`.
    browser.post(&mut world, "/oidc/session/end/confirm", &[("xsrf", &xsrf(&page))]);
    assert_eq!(world.me(member(&tokens, "access_token")).status(), StatusCode::OK);
}
