use super::*;
use crate::{
    system::{
        EndSignal, StoreChoice,
        fake::{World, nobody_answers, run as block_on},
    },
    task::{
        action::{self, Selection},
        fixture::{self, answer},
        test::{Pace, Seen, Setup, Stop, User, Wish, other_user, plan, run, tests::Tested},
    },
};
use futures_util::stream;
use http::{Request, Response};
use serde_json::{Value, json};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    path::Path,
    rc::Rc,
    task::Poll,
};

mod found;

const DOCUMENT: &str = r#"
openapi: 3.1.0
info: {title: Agenda, version: "1"}
servers: [{url: https://api.example.com}]
paths:
  /items:
    get: {operationId: listItems, responses: {"200": {description: ok, content: {application/json: {}}}}}
    post:
      operationId: createItems
      requestBody: {required: true, content: {application/json: {schema: &item {type: object, required: [date, text], properties: {date: {type: string, format: date}, text: {type: string}}}}}}
      responses: {"201": {description: made, content: {application/json: {}}}}
  /items/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getItemById, responses: {"200": {description: ok, content: {application/json: {}}}}}
    patch:
      operationId: updateItemById
      requestBody: {required: true, content: {application/json: {schema: *item}}}
      responses: {"200": {description: ok, content: {application/json: {}}}}
    delete: {operationId: deleteItemById, responses: {"204": {description: gone}}}
"#;

/// What is wrong with the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Nothing,
    LetsEverybodyIn,
    CannotUpdate,
    CannotDelete,
    KeepsWhatItDeletes,
    NamesNothing,
    ForgetsUpdates,
}

type Api = Box<dyn FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>>>;

type Items = Rc<RefCell<BTreeMap<String, Value>>>;

/// Returns an API with one item of the user's.
fn api(fault: Fault) -> (Items, Api) {
    let items: Items = Rc::new(RefCell::new(BTreeMap::from([("own".to_owned(), json!({"id": "own"}))])));
    let held = Rc::clone(&items);
    let mut next = 0;
    let respond = move |request: &Request<Vec<u8>>| {
        let mut items = held.borrow_mut();
        let is_good = request.headers().get("authorization").is_some_and(|own| own == "Bearer at0");
        if !is_good && fault != Fault::LetsEverybodyIn {
            return answer(401, &json!({}));
        }
        let id = request.uri().path().strip_prefix("/items/").map(str::to_owned);
        let known = id.as_ref().is_some_and(|id| items.contains_key(id));
        match (request.method(), id) {
            (&Method::GET, None) => answer(200, &json!(items.values().collect::<Vec<_>>())),
            (&Method::POST, None) => {
                next += 1;
                let id = format!("new{next}");
                let mut item: Value = serde_json::from_slice(request.body()).unwrap();
                item["id"] = json!(id);
                items.insert(id, item.clone());
                answer(201, &if fault == Fault::NamesNothing { json!({}) } else { item })
            }
            (_, Some(_)) if !known => answer(404, &json!({})),
            (&Method::GET, Some(id)) => answer(200, &items[&id]),
            (&Method::PATCH, _) if fault == Fault::CannotUpdate => answer(500, &json!({})),
            (&Method::PATCH, Some(id)) => {
                let change: Value = serde_json::from_slice(request.body()).unwrap();
                if fault != Fault::ForgetsUpdates {
                    items
                        .get_mut(&id)
                        .unwrap()
                        .as_object_mut()
                        .unwrap()
                        .extend(change.as_object().unwrap().clone());
                }
                answer(200, &items[&id])
            }
            (&Method::DELETE, Some(_)) if fault == Fault::CannotDelete => answer(500, &json!({})),
            (&Method::DELETE, Some(id)) => {
                if fault != Fault::KeepsWhatItDeletes {
                    items.remove(&id);
                }
                let mut gone = Response::new(Vec::new());
                *gone.status_mut() = StatusCode::NO_CONTENT;
                gone
            }
            _ => answer(405, &json!({})),
        }
    };
    (items, Box::new(respond))
}

fn world(document: &str, mut api: impl FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>> + 'static) -> World {
    let world = World::new();
    let oauth = "[oauth]\nissuer = \"https://id.example.com/oidc\"\nclient_id = \"agenda\"\n\
                 scope = \"openid offline_access\"\ntoken_endpoint_auth_method = \"none\"\n";
    world.set_file("/project/gptauth.toml", format!("schema = \"openapi.yaml\"\n{oauth}"));
    world.set_file("/project/openapi.yaml", document);
    fixture::sign_in(&world, json!({}));
    world.answer(move |request| match request.uri().host() {
        Some("api.example.com") => Ok(api(request)),
        _ => Err(nobody_answers(request)),
    });
    world
}

/// Tests with writing; the user interrupts after the step that `ends` names.
fn test(world: &World, ends: Option<Check>) -> Tested {
    test_at(world, ends, Pace::default())
}

/// Tests like [`test`], at a pace, and as two users where the environment has a second one.
fn test_at(world: &World, ends: Option<Check>, pace: Pace) -> Tested {
    let system = world.system();
    let project = Some(Path::new("/project/gptauth.toml"));
    let action = action::open(&system, Selection { project, ..Selection::default() }).unwrap();
    let choice = StoreChoice::Auto;
    let tokens = action.tokens(&system, &choice);
    let other = other_user(&system, Selection { project, ..Selection::default() }, None).unwrap();
    let wish = Wish { write: Some(1), other_user: other.is_some() };
    let plan = plan(&action, &tokens, wish).unwrap();
    let signals = Rc::new(Cell::new(0));
    let given = Rc::clone(&signals);
    let stream = stream::poll_fn(move |_| match given.get() {
        0 => Poll::Pending,
        left => {
            given.set(left - 1);
            Poll::Ready(Some(EndSignal::Interrupt))
        }
    });
    let mut steps = Vec::new();
    let mut seen = |seen: Seen<'_>| {
        if let Seen::Step(step, _) = seen {
            if Some(step.check) == ends && step.was_reached() {
                signals.set(1);
            }
            steps.push(step);
        }
    };
    let first = User { system: &system, tokens: &tokens };
    let other_tokens = other.as_ref().map(|other| other.tokens(&choice));
    let other = other.as_ref().zip(other_tokens.as_ref());
    let other = other.map(|(other, tokens)| (other.name.as_str(), other.with(tokens)));
    let setup = Setup { action: &action, first, other, pace };
    Tested::of(block_on(run(setup, plan, stream, &mut seen)).unwrap(), steps)
}

fn failed(outcome: &Tested) -> Vec<(&str, Check)> {
    let failed = outcome.steps.iter().filter(|step| step.failed());
    failed.map(|step| (step.operation.as_str(), step.check)).collect()
}

fn left(items: &Items) -> Vec<String> {
    items.borrow().keys().cloned().collect()
}

#[test]
fn a_round_creates_reads_updates_reads_deletes_and_finds_it_gone() {
    let (items, api) = api(Fault::Nothing);
    let world = world(DOCUMENT, api);
    let outcome = test(&world, None);
    assert_eq!((failed(&outcome), outcome.leftovers.len(), outcome.skipped.len()), (Vec::new(), 0, 0));
    assert_eq!(left(&items), ["own"]);
    let good = outcome.steps.iter().skip(8).filter(|step| !step.check.is_refusal());
    let round: Vec<_> = good.map(|step| (step.operation.as_str(), step.check)).collect();
    assert_eq!(
        round,
        [
            ("createItems", Check::Creates),
            ("getItemById", Check::ReadsBack),
            ("updateItemById", Check::Updates),
            ("getItemById", Check::ReadsBack),
            ("deleteItemById", Check::Deletes),
            ("getItemById", Check::IsGone),
        ]
    );
    let changing = |own: &&Request<Vec<u8>>| own.method() == Method::PATCH || own.method() == Method::DELETE;
    let requests = world.requests();
    assert!(requests.iter().filter(changing).all(|own| own.uri().path() == "/items/new1"));
    let created = requests.iter().find(|own| own.method() == Method::POST).unwrap();
    let body: Value = serde_json::from_slice(created.body()).unwrap();
    assert_eq!(body["text"], "gptauth test", "the data says whose it is");
    assert_ne!(body["date"], "gptauth test");
}

#[test]
fn what_fails_on_the_way_is_removed_all_the_same() {
    let (items, api) = api(Fault::CannotUpdate);
    let outcome = test(&world(DOCUMENT, api), None);
    assert_eq!(failed(&outcome), [("updateItemById", Check::Updates)]);
    assert_eq!((left(&items), outcome.leftovers.len()), (vec!["own".to_owned()], 0));
}

#[test]
fn what_an_interruption_cuts_off_is_removed_first() {
    for ends in [Check::Creates, Check::Updates] {
        let (items, api) = api(Fault::Nothing);
        let world = world(DOCUMENT, api);
        let outcome = test(&world, Some(ends));
        assert!(matches!(outcome.stop, Some(Stop::Interrupted(EndSignal::Interrupt))));
        assert_eq!((left(&items), outcome.leftovers.len()), (vec!["own".to_owned()], 0), "{ends:?}");
        assert_eq!(world.requests().last().unwrap().method(), Method::DELETE);
    }
}

#[test]
fn what_cannot_be_removed_is_listed_with_its_place() {
    let (items, api) = api(Fault::CannotDelete);
    let outcome = test(&world(DOCUMENT, api), None);
    assert_eq!(failed(&outcome)[0], ("deleteItemById", Check::Deletes));
    assert_eq!(left(&items), ["new1", "own"]);
    let [only] = outcome.leftovers.as_slice() else { panic!("{:?}", outcome.leftovers) };
    assert_eq!((only.operation.as_str(), only.path.as_deref()), ("createItems", Some("/items/new1")));
    assert_eq!(only.why, "`deleteItemById` answered 500");
}

#[test]
fn what_is_created_without_a_name_is_listed_and_nothing_else_is_touched() {
    let (items, api) = api(Fault::NamesNothing);
    let world = world(DOCUMENT, api);
    let outcome = test(&world, None);
    assert_eq!(outcome.leftovers.len(), 1);
    assert_eq!(outcome.leftovers[0].path, None);
    assert_eq!(left(&items), ["new1", "own"]);
    let touches = |own: &&Request<Vec<u8>>| own.method() == Method::PATCH || own.method() == Method::DELETE;
    assert_eq!(world.requests().iter().filter(touches).count(), 0, "the user's own item stays");
}

#[test]
fn what_an_open_api_created_for_nobody_is_removed_too() {
    let (items, api) = api(Fault::LetsEverybodyIn);
    let outcome = test(&world(DOCUMENT, api), None);
    let (missing, forged) = (Check::RefusesMissingToken, Check::RefusesForgedToken);
    let failed = failed(&outcome);
    for check in [missing, forged] {
        for operation in ["createItems", "updateItemById"] {
            assert!(failed.contains(&(operation, check)), "{failed:?}");
        }
    }
    assert_eq!(failed.last(), Some(&("deleteItemById", missing)), "what is removed is not tried again");
    assert_eq!((left(&items), outcome.leftovers.len()), (vec!["own".to_owned()], 0));
}

#[test]
fn an_item_that_is_answered_after_its_removal_is_found() {
    let (items, api) = api(Fault::KeepsWhatItDeletes);
    let outcome = test(&world(DOCUMENT, api), None);
    assert_eq!(failed(&outcome), [("getItemById", Check::IsGone)]);
    assert_eq!(left(&items), ["new1", "own"]);
    let [only] = outcome.leftovers.as_slice() else { panic!("{:?}", outcome.leftovers) };
    assert_eq!(only.path.as_deref(), Some("/items/new1"));
    assert_eq!(only.why, "`deleteItemById` affirmed its removal, and `getItemById` still answers it");
}

#[test]
fn what_was_created_for_somebody_else_is_listed() {
    let (items, mut api) = api(Fault::Nothing);
    let theirs = Rc::clone(&items);
    let world = world(DOCUMENT, move |request| {
        if request.method() == Method::POST && request.headers().get("authorization").is_none() {
            theirs.borrow_mut().insert("theirs".to_owned(), json!({"id": "theirs"}));
            return answer(201, &json!({"id": "theirs"}));
        }
        if request.uri().path() == "/items/theirs" {
            return answer(404, &json!({}));
        }
        api(request)
    });
    let outcome = test(&world, None);
    assert_eq!(failed(&outcome), [("createItems", Check::RefusesMissingToken)]);
    let [only] = outcome.leftovers.as_slice() else { panic!("{:?}", outcome.leftovers) };
    assert_eq!(
        (only.path.as_deref(), only.why.as_str()),
        (Some("/items/theirs"), "`deleteItemById` answered 404")
    );
}

#[test]
fn what_nothing_removes_is_not_created() {
    let (items, api) = api(Fault::Nothing);
    let document =
        DOCUMENT.replace("    delete: {operationId: deleteItemById", "    head: {operationId: headItem");
    let world = world(&document, api);
    let outcome = test(&world, None);
    assert!(world.requests().iter().all(|own| own.method().is_safe()));
    assert_eq!(left(&items), ["own"]);
    let reasons: Vec<_> = outcome.skipped.iter().map(|own| &own.reason).collect();
    assert!(reasons.iter().all(|own| **own == crate::scenario::SkipReason::NothingUndoesIt), "{reasons:?}");
}
