//! Another account than the stored one.

use super::*;

fn replacing(world: &World, replace: Replace) -> (Result<LoginOutcome, LoginError>, Vec<Event>) {
    signed_in_with(world, &project(), LoginOptions { replace, ..LoginOptions::default() })
}

#[test]
fn l25_another_account_is_not_replaced_unless_somebody_says_so() {
    let (world, _) = willing();
    sign_in(&world, json!({ "subject": "u0" }));
    let (outcome, _) = replacing(&world, Replace::Never);
    let Err(LoginError::OtherAccount { before, now }) = outcome else { panic!() };
    assert_eq!((before.as_str(), now.as_str()), ("u0", "u1"));
    assert_eq!(kept(&world).unwrap()["access_token"], "at0");

    let (outcome, _) = replacing(&world, Replace::Always);
    assert_eq!(outcome.unwrap().replaced.as_deref(), Some("u0"));
    assert_eq!(kept(&world).unwrap()["access_token"], "at1");
}

#[test]
fn l25_the_user_is_asked_and_the_old_tokens_stay_until_the_answer() {
    for (answer, replaced) in [("y", true), ("YES", true), ("n", false), ("", false), ("yesterday", false)] {
        let (world, _) = willing();
        sign_in(&world, json!({ "subject": "u0" }));
        world.type_line(answer);
        let (outcome, events) = replacing(&world, Replace::Ask);
        assert!(events.iter().any(|event| matches!(event, Event::AsksToReplace { .. })));
        assert_eq!(outcome.is_ok(), replaced, "{answer}");
        let expected = if replaced { "at1" } else { "at0" };
        assert_eq!(kept(&world).unwrap()["access_token"], expected, "{answer}");
    }
}

#[test]
fn l25_without_an_answer_the_old_tokens_stay() {
    let (world, _) = willing();
    sign_in(&world, json!({ "subject": "u0" }));
    world.end_input();
    assert!(replacing(&world, Replace::Ask).0.is_err());
    assert_eq!(kept(&world).unwrap()["access_token"], "at0");
}

#[test]
fn l25_the_same_account_is_replaced_without_a_question() {
    let (world, _) = willing();
    sign_in(&world, json!({}));
    let (outcome, events) = replacing(&world, Replace::Never);
    let outcome = outcome.unwrap();
    assert_eq!((outcome.replaced, outcome.overtook), (None, false));
    assert!(!events.iter().any(|event| matches!(event, Event::AsksToReplace { .. })));
}

#[test]
fn l25_tokens_of_nobody_known_are_replaced_without_a_question() {
    let (world, _) = willing();
    sign_in(&world, json!({ "subject": null }));
    assert_eq!(replacing(&world, Replace::Never).0.unwrap().replaced, None);
}

#[test]
fn l24_l25_an_account_that_came_in_between_is_asked_about() {
    let (world, canned) = willing();
    world.on_open(move |world, url| {
        canned.nonce.replace(parameter(url, "nonce").map(Nonce::new));
        sign_in(world, json!({ "subject": "u9" }));
        come_back(world, url, "code=c0de")
    });
    let (outcome, _) = replacing(&world, Replace::Never);
    assert!(matches!(outcome, Err(LoginError::OtherAccount { before, .. }) if before == "u9"));
    assert_eq!(kept(&world).unwrap()["access_token"], "at0");
}
