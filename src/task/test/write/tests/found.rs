//! What a round finds beside the steps themselves: lost values, lost answers, and other users.

use super::*;

/// Returns what the last step of that check was found to be wrong with.
fn findings(outcome: &Tested, check: Check) -> Vec<(&'static str, String)> {
    let step = outcome.steps.iter().rfind(|step| step.check == check).unwrap();
    match &step.ending {
        Ending::Answered(_, Verdict::Failed(findings)) => {
            findings.iter().map(|own| (own.kind.code, own.message.clone())).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn an_update_that_is_not_stored_is_found_with_both_values() {
    let (items, api) = api(Fault::ForgetsUpdates);
    let outcome = test(&world(DOCUMENT, api), None);
    assert_eq!(failed(&outcome), [("getItemById", Check::ReadsBack)]);
    let found = findings(&outcome, Check::ReadsBack);
    assert_eq!(found[0].0, "GA619");
    assert_eq!(
        found.iter().find(|own| own.1.starts_with("`text`")).unwrap().1,
        "`text` was written as `\"gptauth test, updated\"`; `getItemById` reads `\"gptauth test\"`"
    );
    assert_eq!(left(&items), ["own"]);
}

#[test]
fn a_promise_that_nobody_awaited_is_found() {
    let (_, mut api) = api(Fault::Nothing);
    let world = world(DOCUMENT, move |request| {
        let came = api(request);
        let is_item = request.method() == Method::GET && request.uri().path().starts_with("/items/new");
        if is_item && came.status() == StatusCode::OK { answer(200, &json!({})) } else { came }
    });
    let outcome = test(&world, None);
    let found = findings(&outcome, Check::ReadsBack);
    assert!(found.iter().all(|own| own.0 == "GA619" && own.1.ends_with("reads nothing")), "{found:?}");
    assert_eq!(found.len(), 2);
}

#[test]
fn c06_only_what_does_no_harm_twice_is_repeated() {
    let (items, mut api) = api(Fault::Nothing);
    let counts: Rc<RefCell<BTreeMap<String, usize>>> = Rc::default();
    let counted = Rc::clone(&counts);
    let world = world(DOCUMENT, |_| answer(200, &json!([])));
    world.answer(move |request| {
        let is_good = request.headers().get("authorization").is_some_and(|own| own == "Bearer at0");
        let mut counts = counted.borrow_mut();
        let count = counts.entry(request.method().to_string()).or_default();
        *count += usize::from(is_good);
        let came = api(request);
        // It does its work, and its answer is lost: once for each method.
        if is_good && *count == 1 && request.method() != Method::GET {
            let origin = "https://api.example.com".to_owned();
            return Err(crate::system::HttpError::Broken { origin, source: "reset".into() });
        }
        Ok(came)
    });
    let outcome = test_at(&world, None, Pace { retries: 3, ..Pace::default() });
    assert_eq!(counts.borrow()["POST"], 1, "never twice");
    assert_eq!(outcome.leftovers.len(), 1, "{:?}", outcome.leftovers);
    assert!(outcome.leftovers[0].why.starts_with("it may have been created"));
    assert_eq!(left(&items), ["new1", "own"]);
}

#[test]
fn a_delete_that_is_repeated_finds_gone_what_the_first_one_removed() {
    let (items, mut api) = api(Fault::Nothing);
    let lost = Cell::new(false);
    let world = world(DOCUMENT, |_| answer(200, &json!([])));
    world.answer(move |request| {
        let came = api(request);
        if came.status() == StatusCode::NO_CONTENT && !lost.replace(true) {
            let origin = "https://api.example.com".to_owned();
            return Err(crate::system::HttpError::Broken { origin, source: "reset".into() });
        }
        Ok(came)
    });
    let outcome = test_at(&world, None, Pace { retries: 1, ..Pace::default() });
    assert_eq!((failed(&outcome), outcome.leftovers.len()), (Vec::new(), 0));
    assert_eq!(left(&items), ["own"]);
}

/// Returns what came of another user's calls on what the first one has created.
fn by_other(
    mut bob: impl FnMut(&Items, &Request<Vec<u8>>) -> Response<Vec<u8>> + 'static,
) -> (Items, Tested) {
    let (items, mut api) = api(Fault::Nothing);
    let shared = Rc::clone(&items);
    let world = world(DOCUMENT, move |request| {
        let is_bob = request.headers().get("authorization").is_some_and(|own| own == "Bearer bobs");
        if is_bob { bob(&shared, request) } else { api(request) }
    });
    world.set_variable("GPTAUTH_OTHER_ACCESS_TOKEN", "bobs");
    let outcome = test_at(&world, None, Pace::default());
    (items, outcome)
}

fn codes_by_other(outcome: &Tested) -> Vec<(&str, Vec<&'static str>)> {
    let own = outcome.steps.iter().filter(|step| step.check == Check::RefusesOtherUser).skip(1);
    own.map(|step| {
        let codes = match &step.ending {
            Ending::Answered(_, Verdict::Failed(found)) => found.iter().map(|own| own.kind.code).collect(),
            Ending::Answered(_, Verdict::Noted(_)) => vec!["note"],
            _ => Vec::new(),
        };
        (step.operation.as_str(), codes)
    })
    .collect()
}

#[test]
fn what_another_user_can_do_with_an_item_is_found_by_name() {
    let (items, outcome) = by_other(|items, request| {
        let id = request.uri().path().strip_prefix("/items/").unwrap_or_default().to_owned();
        match *request.method() {
            Method::DELETE => {
                items.borrow_mut().remove(&id);
                answer(200, &json!({}))
            }
            _ => answer(200, items.borrow().get(&id).unwrap_or(&json!([]))),
        }
    });
    assert_eq!(
        codes_by_other(&outcome),
        [
            ("getItemById", vec!["GA617"]),
            ("updateItemById", vec!["GA618"]),
            ("deleteItemById", vec!["GA618"])
        ]
    );
    let delete = outcome.steps.iter().find(|step| step.check == Check::Deletes).unwrap();
    assert!(matches!(delete.ending, Ending::Starved(Missing::Removed { .. })), "{:?}", delete.ending);
    assert_eq!((left(&items), outcome.leftovers.len()), (vec!["own".to_owned()], 0));
}

#[test]
fn a_delete_that_is_answered_and_not_done_is_no_fault() {
    let (items, outcome) = by_other(|_, request| match *request.method() {
        Method::DELETE => answer(200, &json!({})),
        Method::GET if request.uri().path() == "/items" => answer(200, &json!([])),
        _ => answer(404, &json!({})),
    });
    let found = codes_by_other(&outcome);
    assert_eq!(found[2], ("deleteItemById", vec!["note"]));
    assert_eq!((failed(&outcome), left(&items)), (Vec::new(), vec!["own".to_owned()]));
}

#[test]
fn what_is_named_by_its_location_alone_goes_round_and_is_removed() {
    let (items, mut api) = api(Fault::Nothing);
    let silent = DOCUMENT.replace("made, content: {application/json: {}}", "made");
    let outcome = test(
        &world(&silent, move |request| {
            let came = api(request);
            if came.status() != StatusCode::CREATED {
                return came;
            }
            let item: Value = serde_json::from_slice(came.body()).unwrap();
            let at = format!("/items/{}", item["id"].as_str().unwrap());
            Response::builder().status(201).header("location", at).body(Vec::new()).unwrap()
        }),
        None,
    );
    assert_eq!((failed(&outcome), outcome.leftovers.len()), (Vec::new(), 0));
    assert_eq!(left(&items), ["own"]);
}

#[test]
fn what_could_not_be_removed_is_not_called_answered_after_its_removal() {
    let (_, api) = api(Fault::CannotDelete);
    let outcome = test(&world(DOCUMENT, api), None);
    assert_eq!(failed(&outcome), [("deleteItemById", Check::Deletes)]);
    let gone = outcome.steps.iter().find(|step| step.check == Check::IsGone).unwrap();
    let Ending::Starved(missing) = &gone.ending else { panic!("{:?}", gone.ending) };
    assert_eq!(missing.to_string(), "`deleteItemById` has not removed what it is about");
}

#[test]
fn a_label_says_whose_the_data_is_where_there_is_no_text() {
    let (_, mut api) = api(Fault::Nothing);
    let sent = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&sent);
    let labelled = DOCUMENT.replace("date, text]", "date, label]").replace("text: {type", "label: {type");
    test(
        &world(&labelled, move |request| {
            if matches!(*request.method(), Method::POST | Method::PATCH) {
                let body: Value = serde_json::from_slice(request.body()).unwrap();
                seen.borrow_mut().push(body["label"].clone());
            }
            api(request)
        }),
        None,
    );
    let sent = sent.borrow();
    assert!(
        sent.contains(&json!("gptauth test")) && sent.contains(&json!("gptauth test, updated")),
        "{sent:?}"
    );
}

#[test]
fn c12_what_is_removed_with_a_required_parameter_is_removed_with_it_when_it_is_cleaned_up() {
    let (items, mut api) = api(Fault::CannotUpdate);
    let forced = DOCUMENT.replace(
        "{operationId: deleteItemById,",
        "{operationId: deleteItemById, parameters: [{name: force, in: query, required: true, schema: {type: boolean}}],",
    );
    let outcome = test(
        &world(&forced, move |request| {
            let is_forced = request.uri().query().is_some_and(|own| own.starts_with("force="));
            if request.method() == Method::DELETE && !is_forced {
                answer(400, &json!({}))
            } else {
                api(request)
            }
        }),
        Some(Check::Creates),
    );
    assert_eq!((left(&items), outcome.leftovers.len()), (vec!["own".to_owned()], 0));
}
