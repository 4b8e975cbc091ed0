use super::*;
use crate::{
    system::{
        StoreChoice,
        fake::{World, run},
    },
    task::fixture::{self, answer},
};
use futures_util::future;
use serde_json::json;

/// Returns a world whose provider renews once for each refresh token it gave.
fn world() -> World {
    let world = World::new();
    fixture::sign_in(&world, json!({}));
    let mut count = 0;
    fixture::provide(&world, move |_, request| {
        if !fixture::body(request).contains(&format!("refresh_token=rt{count}")) {
            return answer(400, &json!({"error": "invalid_grant"}));
        }
        count += 1;
        let tokens = json!({"access_token": format!("at{count}"), "token_type": "Bearer", "expires_in": 3600, "refresh_token": format!("rt{count}")});
        answer(200, &tokens)
    });
    world
}

fn token_requests(world: &World) -> usize {
    world.requests().iter().filter(|request| request.uri().path().ends_with("/token")).count()
}

fn with_source<T>(world: &World, work: impl AsyncFnOnce(&System, &TokenSource<'_>) -> T) -> T {
    let (system, project, choice) = (world.system(), fixture::project(), StoreChoice::Auto);
    let tokens = TokenSource::Session { project: &project, choice: &choice, shared: SharedToken::default() };
    run(work(&system, &tokens))
}

#[test]
fn r01_many_who_see_401_at_once_share_one_renewal() {
    let world = world();
    let tokens = with_source(&world, async |system, tokens| {
        let old = tokens.current(system, "x").await.unwrap().unwrap();
        let all = (0..20).map(|_| tokens.renewed(system, &old));
        future::join_all(all).await
    });
    let tokens: Vec<_> = tokens.into_iter().map(|token| token.unwrap().unwrap()).collect();
    assert!(tokens.iter().all(|token| token.expose() == "at1"));
    assert_eq!(token_requests(&world), 1);
}

#[test]
fn an_expired_token_is_refreshed_once_for_all_who_come_at_once() {
    let world = world();
    world.advance(std::time::Duration::from_secs(7200));
    let tokens = with_source(&world, async |system, tokens| {
        future::join_all((0..20).map(|_| tokens.current(system, "x"))).await
    });
    assert!(tokens.into_iter().all(|token| token.unwrap().unwrap().expose() == "at1"));
    assert_eq!(token_requests(&world), 1);
}

#[test]
fn c04_a_renewed_token_that_nobody_accepts_is_not_renewed_again() {
    let world = world();
    with_source(&world, async |system, tokens| {
        let old = tokens.current(system, "x").await.unwrap().unwrap();
        let new = tokens.renewed(system, &old).await.unwrap().unwrap();
        assert!(tokens.renewed(system, &new).await.unwrap().is_none());
        assert_eq!(tokens.renewed(system, &old).await.unwrap().unwrap().expose(), "at1");
        tokens.accepted(&old);
        assert!(tokens.renewed(system, &new).await.unwrap().is_none(), "that was about another one");
        tokens.accepted(&new);
        assert_eq!(tokens.renewed(system, &new).await.unwrap().unwrap().expose(), "at2");
    });
    assert_eq!(token_requests(&world), 2);
}

#[test]
fn a_renewal_that_failed_is_not_tried_by_each_who_waited() {
    let world = World::new();
    fixture::sign_in(&world, json!({}));
    fixture::provide(&world, |_, _| answer(500, &json!({})));
    let renewals = with_source(&world, async |system, tokens| {
        let old = tokens.current(system, "x").await.unwrap().unwrap();
        future::join_all((0..20).map(|_| tokens.renewed(system, &old))).await
    });
    assert_eq!(renewals.iter().filter(|own| own.is_err()).count(), 1);
    assert!(renewals.iter().flatten().all(Option::is_none));
    assert_eq!(token_requests(&world), 1);
}
