//! What a failed sign-in knows: the step, the steps before it, the evidence.

use super::*;

fn failed(world: &World) -> FailedLogin {
    run(login(&world.system(), &*store(world), &project(), LoginOptions::default(), &mut |_| ())).unwrap_err()
}

fn at(failed: &FailedLogin) -> Option<Step> {
    failed.at.map(|taken| taken.step)
}

#[test]
fn the_step_that_failed_is_the_last_one_and_failed_alone() {
    let (world, canned) = willing();
    canned.token.replace(Some(answer(400, &json!({ "error": "invalid_grant", "hint": "canary" }))));
    let failed = failed(&world);
    assert_eq!(at(&failed), Some(Step::TokenRequest));
    let turns = failed.steps.iter().map(|taken| taken.turn).collect::<Vec<_>>();
    assert_eq!(turns, [Turn::Done, Turn::Done, Turn::Done, Turn::Done, Turn::Failed]);
    let exchange = failed.exchange.as_ref().unwrap();
    assert_eq!(exchange.endpoint, "https://id.example.com/oidc/token");
    assert_eq!((exchange.status.unwrap().as_u16(), exchange.content_type()), (400, Some("application/json")));
    assert!(!format!("{failed:?}").contains("canary"), "a body may hold secrets");
}

#[test]
fn each_step_fails_under_its_own_name() {
    let (world, canned) = willing();
    canned.claims.replace(json!({ "aud": "other" }));
    let stranger = failed(&world);
    // The keys are in order: what is wrong is in the token.
    assert_eq!((at(&stranger), stranger.exchange.is_none()), (Some(Step::TokenValidation), true));

    let (world, canned) = willing();
    canned.me.replace(answer(200, &json!({ "sub": "u2" })));
    assert_eq!(at(&failed(&world)), Some(Step::Userinfo));

    let (world, _) = willing();
    world.on_open(|world, url| come_back(world, url, "error=access_denied"));
    let declined = failed(&world);
    assert_eq!((at(&declined), declined.exchange.is_none()), (Some(Step::Callback), true));

    let (world, _) = willing();
    world.on_open(|_, _| Ok(()));
    let nobody = failed(&world);
    assert_eq!((at(&nobody), nobody.at.unwrap().took.as_secs()), (Some(Step::SignIn), 300));

    let (world, _) = willing();
    sign_in(&world, json!({ "subject": "u0" }));
    assert_eq!(at(&failed(&world)), Some(Step::Storing));

    let (world, _) = willing();
    world.answer(|request| Err(crate::system::fake::nobody_answers(request)));
    let unreachable = failed(&world);
    assert_eq!(at(&unreachable), Some(Step::Discovery));
    assert_eq!(unreachable.exchange.unwrap().status, None);
}

#[test]
fn what_fails_before_the_first_step_has_none() {
    let (world, _) = willing();
    world.set_secret(&key(StoreItem::Tokens), "{");
    let failed = failed(&world);
    assert_eq!((at(&failed), failed.steps.len()), (None, 0));
}

#[test]
fn what_has_nothing_to_do_is_skipped_and_what_goes_without_is_missed() {
    let (world, canned) = willing();
    canned.token.replace(Some(answer(200, &json!({ "access_token": "at1", "token_type": "Bearer" }))));
    canned.me.replace(answer(500, &json!({})));
    let outcome = signed_in(&world).unwrap();
    let turn = |step| outcome.steps.iter().find(|taken| taken.step == step).unwrap().turn;
    assert_eq!((turn(Step::TokenValidation), turn(Step::Userinfo)), (Turn::Skipped, Turn::Missed));
}

#[test]
fn d09_a_foreign_nonce_is_refused_and_nothing_is_kept() {
    let (world, canned) = willing();
    canned.claims.replace(json!({ "nonce": "foreign" }));
    let error = signed_in(&world).unwrap_err();
    assert!(matches!(error, LoginError::IdToken { error: IdTokenError::Claim { name: "nonce", .. }, .. }));
    assert_eq!(kept(&world), None);
}

#[test]
fn d06_d13_an_unknown_key_is_looked_up_once_more_and_only_once() {
    let (world, canned) = willing();
    canned.stale_key_sets.set(1);
    signed_in(&world).unwrap();
    canned.stale_key_sets.set(usize::MAX);
    let error = signed_in(&world).unwrap_err();
    assert!(matches!(error, LoginError::IdToken { error: IdTokenError::UnknownKey { .. }, .. }));
    let asked = world.requests().into_iter().filter(|request| request.uri().path().ends_with("/jwks"));
    assert_eq!(asked.count(), 4);
}

#[test]
fn d12_a_userinfo_answer_about_somebody_else_is_refused() {
    let (world, canned) = willing();
    canned.me.replace(answer(200, &json!({ "sub": "u2" })));
    assert!(matches!(signed_in(&world), Err(LoginError::Account(_))));
    assert_eq!(kept(&world), None);
}
