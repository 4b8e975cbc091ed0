use super::*;

const DAY: i64 = 24 * 60 * 60;

fn assert_invalid_grant(answer: &Answer) {
    assert_error(answer, 400, "invalid_grant", "grant request is invalid");
}

/// Returns the tokens of a public client, which uses PKCE.
fn public_tokens(world: &mut World, browser: &mut Browser, client_id: &str) -> Value {
    let pkce = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256"), ("prompt", "consent")];
    let code = world.code(browser, &[&pkce[..], &[("client_id", client_id)]].concat());
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", client_id),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    json(&world.post("/oidc/token", None, &form))
}

fn public_refresh(world: &mut World, client_id: &str, refresh_token: &str) -> Answer {
    let form = [("grant_type", "refresh_token"), ("client_id", client_id), ("refresh_token", refresh_token)];
    world.post("/oidc/token", None, &form)
}

#[test]
fn offline_access_and_always_issue_follow_logtos_matrix() {
    // client, prompt, scope, whether a refresh token comes, the scope that comes back
    for (client, prompt, scope, refreshes, granted) in [
        ("tradoff", "consent", "openid offline_access", true, "openid offline_access"),
        ("tradoff", "consent", "openid", false, "openid"),
        ("tradoff", "", "openid offline_access", false, "openid"),
        ("tradoff", "login", "openid offline_access", false, "openid"),
        ("tradoff", "", "openid nonsense profile email", false, "openid profile email"),
        ("tradoff", "consent", "offline_access", true, "offline_access"),
        (demo::CLIENT_ID, "consent", "openid offline_access", true, "openid offline_access"),
        (demo::CLIENT_ID, "", "openid offline_access", true, "openid"),
        (demo::CLIENT_ID, "login", "openid offline_access", true, "openid"),
        (demo::CLIENT_ID, "consent", "openid", true, "openid"),
        (demo::CLIENT_ID, "", "profile", true, "profile"),
    ] {
        let parameters = [("client_id", client), ("prompt", prompt), ("scope", scope)];
        let tokens = World::new().tokens(&mut Browser::default(), &parameters);
        assert_eq!(tokens.get("refresh_token").is_some(), refreshes, "{parameters:?}");
        assert_eq!(member(&tokens, "scope"), granted, "{parameters:?}");
        assert_eq!(tokens.get("id_token").is_some(), granted.contains("openid"), "{parameters:?}");
    }
}

#[test]
fn the_toggle_works_for_a_single_page_app_and_not_for_a_native_one() {
    let pkce = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    for (client, refreshes) in [("spa", true), ("native-always", false)] {
        let mut world = World::new();
        let code = world.code(&mut Browser::default(), &[&pkce[..], &[("client_id", client)]].concat());
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", client),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        let tokens = json(&world.post("/oidc/token", None, &form));
        assert_eq!(tokens.get("refresh_token").is_some(), refreshes, "{client}");
    }
}

#[test]
fn a_confidential_client_keeps_its_refresh_token_until_seventy_percent_of_its_life() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[("prompt", "consent")]);
    let first = member(&tokens, "refresh_token");
    for _ in 0..3 {
        let answer = json(&world.refresh(first));
        assert_eq!(member(&answer, "refresh_token"), first);
        assert_ne!(member(&answer, "access_token"), member(&tokens, "access_token"));
        assert!(answer.get("id_token").is_some());
    }
    assert_eq!(world.me(member(&tokens, "access_token")).status(), StatusCode::OK, "old access tokens stay");

    world.wait(14 * DAY * 7 / 10);
    let second = json(&world.refresh(first));
    let second = member(&second, "refresh_token");
    assert_ne!(second, first);
    world.wait(12 * DAY);
    assert_eq!(world.refresh(second).status(), StatusCode::OK, "its life is counted anew");
    world.wait(2 * DAY);
    assert_invalid_grant(&world.refresh(second));
}

#[test]
fn p05_a_rotated_refresh_token_is_taken_for_three_seconds_and_then_ends_the_grant() {
    for client in ["spa", demo::NATIVE_CLIENT_ID] {
        let mut world = World::new();
        let tokens = public_tokens(&mut world, &mut Browser::default(), client);
        let first = member(&tokens, "refresh_token");
        let second = json(&public_refresh(&mut world, client, first));
        assert_ne!(member(&second, "refresh_token"), first);
        world.wait(3);
        let raced = json(&public_refresh(&mut world, client, first));
        for winner in [&second, &raced] {
            let token = member(winner, "refresh_token");
            assert_eq!(public_refresh(&mut world, client, token).status(), StatusCode::OK);
        }

        world.wait(1);
        assert_invalid_grant(&public_refresh(&mut world, client, first));
        for winner in [&second, &raced] {
            assert_invalid_grant(&public_refresh(&mut world, client, member(winner, "refresh_token")));
            assert_eq!(world.me(member(winner, "access_token")).status(), StatusCode::UNAUTHORIZED);
        }
    }
}

#[test]
fn a_single_page_app_cannot_prolong_its_access_by_refreshing() {
    let mut world = World::new();
    let mut browser = Browser::default();
    let spa = public_tokens(&mut world, &mut browser, "spa");
    let native = public_tokens(&mut world, &mut browser, demo::NATIVE_CLIENT_ID);
    world.wait(13 * DAY);
    let spa = json(&public_refresh(&mut world, "spa", member(&spa, "refresh_token")));
    let native = json(&public_refresh(&mut world, demo::NATIVE_CLIENT_ID, member(&native, "refresh_token")));
    world.wait(2 * DAY);
    assert_invalid_grant(&public_refresh(&mut world, "spa", member(&spa, "refresh_token")));
    let native = public_refresh(&mut world, demo::NATIVE_CLIENT_ID, member(&native, "refresh_token"));
    assert_eq!(native.status(), StatusCode::OK);
}

#[test]
fn a_refresh_may_narrow_the_scope_and_never_widen_it() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[("scope", "openid profile offline_access")]);
    let token = member(&tokens, "refresh_token");
    let refresh = |world: &mut World, scope: &str| {
        world.token(&[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)])
    };
    assert_eq!(member(&json(&refresh(&mut world, "openid")), "scope"), "openid");
    assert_eq!(member(&json(&refresh(&mut world, "openid profile")), "scope"), "openid profile");
    // The toggle gave the refresh token: offline_access was never granted, and asking for it fails.
    for (scope, missing) in [("openid email", "email"), ("openid offline_access", "offline_access")] {
        let answer = refresh(&mut world, scope);
        assert_error(&answer, 400, "invalid_scope", "refresh token missing requested scope");
        assert_eq!(member(&json(&answer), "scope"), missing);
    }
}

#[test]
fn a_refresh_token_is_bound_to_its_client() {
    let mut world = World::new();
    let tokens = world.tokens(&mut Browser::default(), &[]);
    let token = member(&tokens, "refresh_token");
    let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
    assert_invalid_grant(&world.post("/oidc/token", Some(("tradoff", SECRET)), &form));
    assert_eq!(world.post("/oidc/token", Some((demo::CLIENT_ID, "wrong")), &form).status().as_u16(), 401);
    assert_invalid_grant(&world.refresh("nope"));
    assert_invalid_grant(&world.refresh(member(&tokens, "access_token")));
    assert_eq!(world.refresh(token).status(), StatusCode::OK);
}
