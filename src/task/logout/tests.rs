use super::*;
use crate::{
    system::fake::{World, nobody_answers, run},
    task::fixture::{answer, body, kept, metadata, project, provide, sign_in, store},
};
use serde_json::json;

fn signed_out(world: &World, local: bool) -> Result<LogoutOutcome, LogoutError> {
    run(logout(&world.system(), &*store(world), &project(), local))
}

/// A signed-in user at a provider that answers revocations of the named kinds with 200.
fn revoking(kinds: &'static [&'static str]) -> World {
    let world = World::new();
    sign_in(&world, json!({}));
    provide(&world, move |path, request| {
        assert_eq!(path, "/token/revocation");
        let revoked = kinds.iter().any(|kind| body(request).contains(&format!("token_type_hint={kind}")));
        if revoked {
            answer(200, &json!({}))
        } else {
            answer(400, &json!({ "error": "unsupported_token_type" }))
        }
    });
    world
}

#[test]
fn r15_the_refresh_token_is_revoked_first_and_then_all_is_forgotten() {
    let world = revoking(&["refresh_token", "access_token"]);
    assert!(matches!(signed_out(&world, false).unwrap().remote, Remote::Revoked));
    let bodies = world.requests().iter().skip(1).map(|request| body(request).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        bodies,
        [
            "token=rt0&token_type_hint=refresh_token&client_id=agenda",
            "token=at0&token_type_hint=access_token&client_id=agenda",
        ]
    );
    assert_eq!(kept(&world), None);
}

#[test]
fn r15_an_access_token_that_cannot_be_revoked_is_said() {
    let world = revoking(&["refresh_token"]);
    let outcome = signed_out(&world, false).unwrap();
    assert!(matches!(outcome.remote, Remote::RefreshTokenRevoked { .. }));
    assert_eq!(kept(&world), None);
}

#[test]
fn r15_what_the_provider_did_not_revoke_is_not_forgotten() {
    let world = revoking(&[]);
    assert!(matches!(signed_out(&world, false), Err(LogoutError::Revocation(RevocationError::Refused(_)))));
    assert!(kept(&world).is_some());
    provide(&world, |_, _| answer(503, &json!({})));
    assert!(matches!(signed_out(&world, false), Err(LogoutError::Revocation(RevocationError::Unusable(_)))));
    world.answer(|request| Err(nobody_answers(request)));
    assert!(matches!(signed_out(&world, false), Err(LogoutError::Discover(DiscoverError::Http(_)))));
    assert!(kept(&world).is_some());
}

#[test]
fn r15_where_the_provider_cannot_revoke_the_tokens_are_forgotten_and_said_to_live_on() {
    let world = World::new();
    sign_in(&world, json!({}));
    world.answer(|_| {
        let mut metadata = metadata();
        metadata.as_object_mut().unwrap().remove("revocation_endpoint");
        Ok(answer(200, &metadata))
    });
    let remote = signed_out(&world, false).unwrap().remote;
    let Remote::NoEndpoint { expires_at, refreshable: true } = remote else { panic!("{remote:?}") };
    assert_eq!(expires_at.unwrap().to_string(), "2026-01-01T01:00:00Z");
    assert_eq!(kept(&world), None);
}

#[test]
fn local_asks_nobody_and_forgets_even_what_is_damaged() {
    let world = World::new();
    world.set_secret(&crate::task::fixture::key(crate::system::StoreItem::Tokens), "{");
    signed_out(&world, true).unwrap();
    assert_eq!(world.requests().len(), 0);
    assert!(matches!(signed_out(&world, true), Err(LogoutError::NotSignedIn)));
}
