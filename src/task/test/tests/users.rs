//! Two users: what is one's is not shown to the other.

use super::*;
use serde_json::Value;

/// Returns a world in which two are signed in.
fn two(document: &str, mut api: impl FnMut(&str, &Request<Vec<u8>>) -> Response<Vec<u8>> + 'static) -> World {
    let world = world(document, move |request| {
        let token = request.headers().get("authorization").and_then(|own| own.to_str().ok());
        match token {
            Some("Bearer at0") => api("alice", request),
            Some("Bearer bobs") => api("bob", request),
            _ => answer(401, &json!({})),
        }
    });
    world.set_variable("GPTAUTH_OTHER_ACCESS_TOKEN", "bobs");
    world
}

/// Returns what was found of the other user's calls: the operation, and a code or the verdict.
fn found(world: &World) -> Vec<(String, String)> {
    let wish = Wish { other_user: true, ..Wish::default() };
    let outcome = test_in(&world.system(), of_the_project(), wish, Pace::default()).unwrap();
    let others = outcome.steps.iter().filter(|step| step.check.is_by_other());
    let word = |step: &StepOutcome| match &step.ending {
        Ending::Answered(_, Verdict::Failed(findings)) => findings[0].kind.code.to_owned(),
        Ending::Answered(_, Verdict::Noted(findings)) => format!("note {}", findings[0].kind.code),
        Ending::Answered(_, verdict) => format!("{verdict:?}"),
        Ending::Starved(missing) => missing.to_string(),
        other => format!("{other:?}"),
    };
    others.map(|step| (step.operation.clone(), word(step))).collect()
}

/// Returns an API in which bob gets these answers, and alice has one item.
fn for_bob(list: (u16, Value), item: (u16, Value)) -> World {
    two(DOCUMENT, move |who, request| {
        let is_list = request.uri().path() == "/api/items";
        let alices = json!({"id": "a1", "text": "mine", "date": "2026-01-01"});
        match (who, is_list) {
            ("alice", true) => answer(200, &json!([alices])),
            ("alice", false) => answer(200, &alices),
            (_, true) => answer(list.0, &list.1),
            (_, false) => answer(item.0, &item.1),
        }
    })
}

fn words(list: (u16, Value), item: (u16, Value)) -> [String; 2] {
    let found = found(&for_bob(list, item));
    let [(first, list), (second, item)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((first.as_str(), second.as_str()), ("listItems", "getItemById"));
    [list.clone(), item.clone()]
}

#[test]
fn what_is_kept_apart_passes() {
    for refusal in [403, 404, 410, 400] {
        let theirs = json!([{"id": "b1", "text": "theirs", "date": "2026-01-01"}]);
        assert_eq!(words((200, theirs), (refusal, json!({}))), ["Passed", "Passed"], "{refusal}");
    }
    assert_eq!(words((403, json!({})), (404, json!({}))), ["Passed", "Passed"]);
    assert_eq!(words((200, json!([])), (404, json!({}))), ["Passed", "Passed"]);
}

#[test]
fn what_is_shown_to_another_user_is_found_by_name() {
    let alices = json!({"id": "a1", "text": "mine", "date": "2026-01-01"});
    let list = json!({"items": [{"id": "b1"}, alices]});
    assert_eq!(words((200, list), (200, alices.clone())), ["GA617", "GA617"]);
    assert_eq!(words((200, json!([])), (200, json!({}))), ["Passed", "GA617"], "an answer is no refusal");
    assert_eq!(words((200, json!([])), (204, json!(""))), ["Passed", "GA617"]);
}

#[test]
fn an_identifier_that_each_user_has_is_no_proof() {
    let theirs = json!({"id": "a1", "text": "theirs", "date": "2027-07-07"});
    assert_eq!(words((200, json!([theirs])), (200, theirs)), ["Passed", "note GA617"]);
}

#[test]
fn a_token_that_is_refused_proves_nothing() {
    for status in [401, 429, 500, 302] {
        let [list, item] = words((status, json!({})), (status, json!({})));
        assert_eq!(list, format!("ErrorStatus({status})"));
        assert_eq!(item, format!("ErrorStatus({status})"));
    }
}

#[test]
fn without_an_item_there_is_nothing_to_hide() {
    let world = two(DOCUMENT, |_, _| answer(200, &json!([])));
    let found = found(&world);
    assert_eq!(found[0].1, "`listItems` gave nothing to compare with");
    assert_eq!(found[1].1, "`listItems` gave no value for `id`");
}

#[test]
fn public_and_shared_operations_are_not_called_by_the_other() {
    let public = DOCUMENT.replace("{operationId: getItemById,", "{operationId: getItemById, security: [],");
    let names = |world: &World| found(world).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&two(&public, |_, _| answer(200, &json!([{"id": 1}])))), ["listItems"]);
    let world = two(DOCUMENT, |_, _| answer(200, &json!([{"id": 1}])));
    let shared = |names: &str| {
        let text = format!(
            "schema = \"openapi.yaml\"\n[oauth]\nissuer = \"https://id.example.com/oidc\"\nclient_id = \"agenda\"\n\
             scope = \"openid\"\ntoken_endpoint_auth_method = \"none\"\n[test]\nshared = {names}\n"
        );
        world.set_file("/project/gptauth.toml", text);
    };
    shared("[\"listItems\", \"getItemById\"]");
    assert_eq!(names(&world), [""; 0]);
    shared("[\"listItmes\"]");
    let wish = Wish { other_user: true, ..Wish::default() };
    let error = test_in(&world.system(), of_the_project(), wish, Pace::default()).unwrap_err();
    assert!(matches!(error, TestError::UnknownShared { ref nearest, .. } if nearest[0] == "listItems"));
}

#[test]
fn one_user_under_two_names_is_an_error_and_nothing_is_sent() {
    let world = two(DOCUMENT, |_, _| answer(200, &json!([])));
    world.set_variable("GPTAUTH_OTHER_ACCESS_TOKEN", "at0");
    let wish = Wish { other_user: true, ..Wish::default() };
    let same = test_in(&world.system(), of_the_project(), wish, Pace::default());
    assert!(matches!(same, Err(TestError::SameUser)));
    assert!(world.requests().is_empty());
}

#[test]
fn e04_an_other_account_that_is_not_signed_in_stops_the_test_before_its_first_call() {
    let world = two(DOCUMENT, |_, _| answer(200, &json!([])));
    world.set_variable("GPTAUTH_OTHER_ACCESS_TOKEN", "");
    let wish = Wish { other_user: true, ..Wish::default() };
    let outcome = test_in(&world.system(), of_the_project(), wish, Pace::default()).unwrap();
    assert!(matches!(outcome.stop, Some(Stop::Failed(CallError::OtherUser(_)))));
    assert_eq!((outcome.steps.len(), outcome.seen().len(), world.requests().len()), (10, 0, 0));
}
