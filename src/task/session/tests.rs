use super::*;
use crate::{
    system::{
        StoreItem, StoreKey,
        fake::{World, run},
    },
    task::fixture::{answer, body, kept, key, project, project_with, provide, sign_in, store},
};
use serde_json::json;
use std::time::Duration;

mod id_token;

/// A world whose provider answers every refresh with the next pair of tokens.
fn rotating() -> World {
    let world = World::new();
    let mut count = 0;
    provide(&world, move |path, request| {
        assert_eq!(path, "/token");
        if !body(request).ends_with(&format!("refresh_token=rt{count}")) {
            return answer(400, &json!({ "error": "invalid_grant" }));
        }
        count += 1;
        answer(
            200,
            &json!({ "access_token": format!("at{count}"), "refresh_token": format!("rt{count}"),
                "token_type": "Bearer", "expires_in": 3600 }),
        )
    });
    world
}

fn refusing(status: u16, error: &'static str) -> World {
    let world = World::new();
    provide(&world, move |_, _| answer(status, &json!({ "error": error })));
    world
}

fn accessed(world: &World) -> Result<Access, SessionError> {
    run(access(&world.system(), &*store(world), &project()))
}

fn renewed(world: &World, refused: &str) -> Result<Option<Access>, SessionError> {
    run(renew(&world.system(), &*store(world), &project(), &AccessToken::new(refused)))
}

fn expire(world: &World) {
    world.advance(Duration::from_secs(3600));
}

fn token_requests(world: &World) -> usize {
    world.requests().iter().filter(|request| request.uri().path().ends_with("/token")).count()
}

#[test]
fn a_fresh_token_is_used_without_any_request() {
    let world = World::new();
    sign_in(&world, json!({}));
    let access = accessed(&world).unwrap();
    assert_eq!((access.token.expose(), access.origin), ("at0", AccessOrigin::Stored));
    assert_eq!(world.requests().len(), 0);
}

#[test]
fn an_expired_token_is_refreshed_and_written_before_it_is_used() {
    let world = rotating();
    sign_in(&world, json!({}));
    expire(&world);
    let access = accessed(&world).unwrap();
    assert_eq!((access.token.expose(), access.origin), ("at1", AccessOrigin::Refreshed));
    assert_eq!(access.expires_at.unwrap().to_string(), "2026-01-01T02:00:00Z");
    let kept = kept(&world).unwrap();
    assert_eq!((&kept["access_token"], &kept["refresh_token"]), (&json!("at1"), &json!("rt1")));
    assert_eq!((&kept["subject"], &kept["later"]), (&json!("u1"), &json!("kept")));
    assert!(!world.is_locked(&key(StoreItem::Tokens)));
}

#[test]
fn thirty_seconds_before_its_expiry_a_token_counts_as_expired() {
    let world = rotating();
    sign_in(&world, json!({}));
    world.advance(Duration::from_secs(3569));
    assert_eq!(accessed(&world).unwrap().token.expose(), "at0");
    world.advance(Duration::from_secs(1));
    assert_eq!(accessed(&world).unwrap().token.expose(), "at1");
}

#[test]
fn the_environment_goes_before_the_store() {
    let world = rotating();
    sign_in(&world, json!({}));
    world.set_variable(ACCESS_TOKEN_VARIABLE, "from-ci");
    let access = accessed(&world).unwrap();
    assert_eq!((access.token.expose(), access.origin), ("from-ci", AccessOrigin::Environment));
    assert!(renewed(&world, "from-ci").unwrap().is_none());
}

#[test]
fn a_refresh_token_from_the_environment_is_exchanged_and_never_kept() {
    let world = rotating();
    world.set_variable(REFRESH_TOKEN_VARIABLE, "rt0");
    let access = accessed(&world).unwrap();
    assert_eq!((access.token.expose(), access.origin), ("at1", AccessOrigin::RefreshTokenFromEnvironment));
    assert!(matches!(access.doubt, Some(AccessDoubt::EnvironmentTokenSpent)), "the provider rotates");
    assert_eq!(kept(&world), None);
    assert!(renewed(&world, "at1").unwrap().is_none(), "a second exchange would be taken for theft");
    assert_eq!(token_requests(&world), 1);
}

#[test]
fn nobody_signed_in_is_said() {
    assert!(matches!(accessed(&World::new()), Err(SessionError::NotSignedIn)));
}

#[test]
fn without_a_refresh_token_an_expired_token_is_the_end() {
    let world = World::new();
    sign_in(&world, json!({ "refresh_token": null }));
    expire(&world);
    assert!(matches!(accessed(&world), Err(SessionError::Expired { .. })));
    assert!(renewed(&world, "at0").unwrap().is_none());
}

#[test]
fn r01_who_waited_for_the_lock_uses_what_the_other_got() {
    let world = rotating();
    sign_in(&world, json!({}));
    expire(&world);
    world.lock(&key(StoreItem::Tokens));
    world.on_sleep(|world| {
        sign_in(world, json!({ "access_token": "other", "expires_at": "2026-01-01T09:00:00Z" }));
        world.release(&key(StoreItem::Tokens));
    });
    assert_eq!(accessed(&world).unwrap().token.expose(), "other");
    assert_eq!(token_requests(&world), 0);
}

#[test]
fn r04_a_lock_that_is_never_given_back_ends_the_wait() {
    let world = rotating();
    sign_in(&world, json!({}));
    expire(&world);
    world.lock(&key(StoreItem::Tokens));
    let error = accessed(&world).unwrap_err();
    assert!(
        matches!(error, SessionError::Store(StoreError::Locked { waited, .. }) if waited.as_secs() == 30)
    );
    assert!(error.to_string().contains("another process (pid 4711) has held the lock"), "{error}");
}

#[test]
fn r05_a_stale_refresh_token_does_not_delete_a_newer_one() {
    let world = World::new();
    sign_in(&world, json!({}));
    expire(&world);
    let other = world.clone();
    provide(&world, move |_, _| {
        sign_in(&other, json!({ "access_token": "newer", "refresh_token": "rt9" }));
        answer(400, &json!({ "error": "invalid_grant" }))
    });
    assert_eq!(accessed(&world).unwrap().token.expose(), "newer");
    assert_eq!(kept(&world).unwrap()["refresh_token"], "rt9");
}

#[test]
fn r06_a_refused_refresh_token_that_nobody_replaced_is_removed() {
    let world = refusing(400, "invalid_grant");
    sign_in(&world, json!({}));
    expire(&world);
    assert!(matches!(accessed(&world), Err(SessionError::RefreshTokenRefused(_))));
    assert_eq!(kept(&world), None);
}

#[test]
fn a_wrong_client_secret_deletes_nothing() {
    let world = refusing(401, "invalid_client");
    sign_in(&world, json!({}));
    expire(&world);
    assert!(matches!(accessed(&world), Err(SessionError::Token(TokenError::Refused(_)))));
    assert!(kept(&world).is_some());
}

#[test]
fn r07_a_refresh_token_that_did_not_come_stays() {
    let world = World::new();
    sign_in(&world, json!({}));
    expire(&world);
    provide(&world, |_, _| {
        answer(200, &json!({ "access_token": "at1", "token_type": "Bearer", "refresh_token": "" }))
    });
    assert!(accessed(&world).unwrap().expires_at.is_none());
    assert_eq!(kept(&world).unwrap()["refresh_token"], "rt0");
}

#[test]
fn r08_while_the_provider_is_down_a_token_with_seconds_left_is_used_with_a_warning() {
    let world = refusing(503, "temporarily_unavailable");
    sign_in(&world, json!({}));
    world.advance(Duration::from_secs(3580));
    let access = accessed(&world).unwrap();
    assert_eq!(access.token.expose(), "at0");
    assert!(matches!(access.doubt, Some(AccessDoubt::NotRefreshed(error)) if error.is_passing()));
    world.advance(Duration::from_secs(20));
    assert!(matches!(accessed(&world), Err(SessionError::Token(TokenError::Unusable(_)))));
    assert!(kept(&world).is_some());
}

#[test]
fn r02_a_refresh_token_that_a_killed_process_spent_is_told_from_a_revoked_one() {
    let tokens = key(StoreItem::Tokens);
    let world = World::new();
    sign_in(&world, json!({}));
    expire(&world);
    // The provider rotates, and its answer is lost on the way: as for a process that is killed.
    let mut lost = false;
    provide(&world, move |_, _| match std::mem::replace(&mut lost, true) {
        false => answer(200, &json!("cut off")),
        true => answer(400, &json!({ "error": "invalid_grant" })),
    });
    assert!(matches!(accessed(&world), Err(SessionError::Token(TokenError::Unusable(_)))));
    assert!(world.is_unsettled(&tokens) && kept(&world).is_some());
    assert!(matches!(accessed(&world), Err(SessionError::RefreshTokenSpent(_))));
    assert!(!world.is_unsettled(&tokens));
    assert_eq!(kept(&world), None);
}

#[test]
fn r02_a_refresh_that_ends_well_or_never_began_leaves_no_doubt() {
    let tokens = key(StoreItem::Tokens);
    let world = rotating();
    sign_in(&world, json!({}));
    expire(&world);
    accessed(&world).unwrap();
    assert!(!world.is_unsettled(&tokens));
    expire(&world);
    world.answer(|request| Err(crate::system::fake::nobody_answers(request)));
    assert!(accessed(&world).is_err());
    assert!(!world.is_unsettled(&tokens), "nobody was reached");
}

#[test]
fn r16_after_a_jump_forward_the_token_counts_as_expired_and_is_refreshed() {
    let world = rotating();
    sign_in(&world, json!({}));
    world.jump(SignedDuration::from_hours(48));
    let access = accessed(&world).unwrap();
    assert_eq!((access.token.expose(), access.origin), ("at1", AccessOrigin::Refreshed));
    assert_eq!(access.expires_at.unwrap().to_string(), "2026-01-03T01:00:00Z");
}

#[test]
fn r16_after_a_jump_back_a_dead_token_is_renewed_once_the_api_refuses_it() {
    let world = rotating();
    sign_in(&world, json!({}));
    world.advance(Duration::from_secs(7200));
    world.jump(SignedDuration::from_hours(-48));
    assert_eq!(accessed(&world).unwrap().token.expose(), "at0", "by the clock here it is good for days");
    let renewed = renewed(&world, "at0").unwrap().unwrap();
    assert_eq!((renewed.token.expose(), renewed.origin), ("at1", AccessOrigin::Refreshed));
}

#[test]
fn r16_the_wait_for_the_lock_knows_nothing_of_the_wall_clock() {
    let world = rotating();
    sign_in(&world, json!({}));
    expire(&world);
    world.lock(&key(StoreItem::Tokens));
    world.on_sleep(|world| world.jump(SignedDuration::from_hours(-1)));
    let error = accessed(&world).unwrap_err();
    assert!(
        matches!(error, SessionError::Store(StoreError::Locked { waited, .. }) if waited.as_secs() == 30)
    );
}

#[test]
fn r03_what_cannot_be_written_is_not_used() {
    let world = rotating();
    sign_in(&world, json!({}));
    expire(&world);
    world.break_store();
    assert!(matches!(accessed(&world), Err(SessionError::Unkept { error: StoreError::Io { .. }, .. })));
    assert_eq!(kept(&world).unwrap()["access_token"], "at0");
}

#[test]
fn r10_a_damaged_or_newer_entry_is_left_alone() {
    let world = rotating();
    for text in ["{", r#"{"version":2}"#] {
        world.set_secret(&key(StoreItem::Tokens), text);
        assert!(matches!(accessed(&world), Err(SessionError::Store(_))));
        assert_eq!(world.secret(&key(StoreItem::Tokens)).unwrap(), text);
    }
}

#[test]
fn r14_accounts_of_one_client_do_not_see_each_other() {
    let world = World::new();
    sign_in(&world, json!({}));
    let mut bob = project();
    bob.account = Some("bob".to_owned());
    let error = run(access(&world.system(), &*store(&world), &bob)).unwrap_err();
    assert!(matches!(error, SessionError::NotSignedIn));
    let bobs = StoreKey { account: Some("bob".to_owned()), ..key(StoreItem::Tokens) };
    world.set_secret(&bobs, r#"{"version":1,"access_token":"bob","obtained_at":"2026-01-01T00:00:00Z"}"#);
    assert_eq!(run(access(&world.system(), &*store(&world), &bob)).unwrap().token.expose(), "bob");
    assert_eq!(accessed(&world).unwrap().token.expose(), "at0");
}

#[test]
fn r14_another_client_sees_nothing() {
    let world = World::new();
    sign_in(&world, json!({}));
    let other =
        project_with("token_endpoint_auth_method = \"none\"\nloopback_redirect_uri = \"http://127.0.0.1/\"");
    assert!(run(access(&world.system(), &*store(&world), &other)).is_ok());
    let mut other = project();
    other.oauth.as_mut().unwrap().client_id = crate::oauth::values::ClientId::new("other");
    let error = run(access(&world.system(), &*store(&world), &other)).unwrap_err();
    assert!(matches!(error, SessionError::NotSignedIn));
}

#[test]
fn a_confidential_client_needs_its_secret() {
    let world = rotating();
    sign_in(&world, json!({}));
    expire(&world);
    let project = project_with("");
    let error = run(access(&world.system(), &*store(&world), &project)).unwrap_err();
    assert!(matches!(error, SessionError::Credentials(CredentialsError::NoClientSecret(_))));
    assert_eq!(world.requests().len(), 0);
    world.set_secret(&key(StoreItem::ClientSecret), "s3cret");
    assert!(run(access(&world.system(), &*store(&world), &project)).is_ok());
    assert!(body(world.requests().last().unwrap()).contains("client_secret=s3cret"));
}

#[test]
fn a_refused_token_is_refreshed_once() {
    let world = rotating();
    sign_in(&world, json!({}));
    let access = renewed(&world, "at0").unwrap().unwrap();
    assert_eq!((access.token.expose(), access.origin), ("at1", AccessOrigin::Refreshed));
    let access = renewed(&world, "at0").unwrap().unwrap();
    assert_eq!((access.token.expose(), access.origin), ("at1", AccessOrigin::Stored));
    assert_eq!(token_requests(&world), 1);
}

#[test]
fn an_id_token_about_somebody_else_is_refused_and_nothing_changes() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let world = World::new();
    sign_in(&world, json!({}));
    expire(&world);
    let claims = json!({ "iss": crate::task::fixture::ISSUER, "aud": "agenda", "sub": "u2",
        "iat": world.now().as_second(), "exp": world.now().as_second() + 60 });
    let encode = |text: String| URL_SAFE_NO_PAD.encode(text);
    let id_token = format!("{}.{}.AA", encode(r#"{"alg":"ES384"}"#.to_owned()), encode(claims.to_string()));
    provide(&world, move |_, _| {
        answer(200, &json!({ "access_token": "at1", "token_type": "Bearer", "id_token": id_token }))
    });
    assert!(matches!(accessed(&world), Err(SessionError::IdToken(_))));
    assert_eq!(kept(&world).unwrap()["access_token"], "at0");
}
