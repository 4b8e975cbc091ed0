use super::*;
use crate::{
    demo::api::AgendaApi,
    invoke::kinds,
    system::{
        EndSignal, HttpError, StoreChoice,
        fake::{World, nobody_answers, run as block_on},
    },
    task::{
        action::{self, Selection},
        fixture::{self, answer},
    },
};
use futures_util::stream;
use http::{Request, Response};
use serde_json::json;
use std::path::Path;

mod repeated;
mod side_by_side;
mod users;

const DOCUMENT: &str = r#"
openapi: 3.1.0
info: {title: Agenda, version: "1"}
servers: [{url: https://api.example.com/api}]
paths:
  /items:
    get: {operationId: listItems, responses: {"200": {description: ok, content: {application/json: {}}}}}
    post: {operationId: createItems, responses: {"201": {description: ok}}}
  /items/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getItemById, responses: {"200": {description: ok}}}
"#;

/// What a test saw, with the steps that it told of, reached or not.
#[derive(Debug)]
pub(super) struct Tested {
    pub(super) steps: Vec<StepOutcome>,
    outcome: TestOutcome,
}

impl Tested {
    /// Returns what a test saw, held to what it told.
    pub(super) fn of(outcome: TestOutcome, steps: Vec<StepOutcome>) -> Self {
        let mut tally = Tally::default();
        steps.iter().for_each(|step| tally.count(step));
        assert_eq!((outcome.tally, tally.steps()), (tally, steps.len()));
        Self { steps, outcome }
    }

    /// Returns the checks of the steps that the test came to.
    fn seen(&self) -> Vec<Check> {
        self.steps.iter().filter(|step| step.was_reached()).map(|step| step.check).collect()
    }
}

impl std::ops::Deref for Tested {
    type Target = TestOutcome;

    fn deref(&self) -> &TestOutcome {
        &self.outcome
    }
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

fn of_the_project() -> Selection<'static> {
    Selection { project: Some(Path::new("/project/gptauth.toml")), ..Selection::default() }
}

fn test(world: &World) -> Result<Tested, TestError> {
    test_with(world, of_the_project())
}

/// Returns the agenda API, which knows one token.
fn agenda_api() -> impl FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>> {
    let mut api = AgendaApi::new(Box::new(|bytes| bytes.fill(7)));
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    move |request| {
        api.respond(request, now, &mut |userinfo| {
            if is_authorized(&userinfo) {
                answer(200, &json!({"sub": "u1"}))
            } else {
                answer(401, &json!({"error": "invalid_token"}))
            }
        })
    }
}

fn test_with(world: &World, selection: Selection<'_>) -> Result<Tested, TestError> {
    test_in(&world.system(), selection, Wish::default(), Pace::default())
}

fn test_in(system: &System, selection: Selection<'_>, wish: Wish, pace: Pace) -> Result<Tested, TestError> {
    let action = action::open(system, selection).unwrap();
    let choice = StoreChoice::Auto;
    let tokens = action.tokens(system, &choice);
    let other = other_user(system, selection, wish.other_user.then_some("bob"))?;
    let plan = plan(&action, &tokens, wish)?;
    let other_tokens = other.as_ref().map(|other| other.tokens(&choice));
    let other = other.as_ref().zip(other_tokens.as_ref());
    let mut steps = Vec::new();
    let mut see = |seen: Seen<'_>| match seen {
        Seen::Step(step, _) => steps.push(step),
        Seen::CleaningUp(_) => panic!("nobody interrupts"),
    };
    let first = User { system, tokens: &tokens };
    let other = other.map(|(other, tokens)| (other.name.as_str(), other.with(tokens)));
    let setup = Setup { action: &action, first, other, pace };
    let outcome = block_on(run(setup, plan, stream::pending(), &mut see))?;
    Ok(Tested::of(outcome, steps))
}

fn code(step: &StepOutcome) -> Option<&'static str> {
    match &step.ending {
        Ending::Answered(_, Verdict::Failed(findings)) => Some(findings[0].kind.code),
        _ => None,
    }
}

fn is_authorized(request: &Request<Vec<u8>>) -> bool {
    request.headers().get("authorization").is_some_and(|value| value == "Bearer at0")
}

#[test]
fn the_agenda_api_passes_and_every_step_is_told_as_it_ends() {
    let world = world(DOCUMENT, agenda_api());
    let outcome = test(&world).unwrap();
    let failed: Vec<_> = outcome.steps.iter().filter(|step| !step.passed()).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let (missing, forged) = (Check::RefusesMissingToken, Check::RefusesForgedToken);
    let twice = [Check::Answers, Check::AnswersAgain];
    assert_eq!(outcome.seen(), [&twice[..], &twice, &[missing, forged, missing, forged]].concat());
    assert_eq!(outcome.skipped.len(), 1);
    assert!(outcome.enforcement);
    let requests = world.requests();
    assert!(requests.iter().all(|request| request.method() == http::Method::GET));
    let item = requests[2].uri().path().strip_prefix("/api/items/").unwrap();
    assert!(item.len() == 12, "the id is taken from the list: {item}");
    assert!(outcome.steps.iter().all(|step| step.answer().unwrap().body.len() < 1024), "no content is kept");
    let tokens: Vec<_> = requests.iter().map(|own| own.headers().get("authorization").cloned()).collect();
    assert_eq!(tokens[0].as_ref().unwrap(), "Bearer at0");
    assert_eq!((&tokens[4], &tokens[6]), (&None, &None));
    assert_ne!(tokens[5], tokens[0]);
}

#[test]
fn an_api_that_lets_everybody_in_fails_twice() {
    let outcome = test(&world(DOCUMENT, |_| answer(200, &json!([])))).unwrap();
    let codes: Vec<_> = outcome.steps.iter().map(code).collect();
    let expected = Some(kinds::UNAUTHENTICATED_CALL_ANSWERED.code);
    assert_eq!(codes, [None, None, None, None, expected, expected, None, None]);
    assert_eq!((outcome.tally.passed, outcome.tally.failed), (2, 2));
}

#[test]
fn a_list_without_items_leaves_out_what_needs_one() {
    let api = |request: &Request<Vec<u8>>| answer(if is_authorized(request) { 200 } else { 401 }, &json!([]));
    let world = world(DOCUMENT, api);
    let outcome = test(&world).unwrap();
    let starved = |step: &&StepOutcome| matches!(step.ending, Ending::Starved(Missing::NoItem { .. }));
    assert_eq!(outcome.steps.iter().filter(starved).count(), 4);
    assert_eq!((outcome.tally.passed, outcome.tally.failed), (4, 0));
    assert_eq!(world.requests().len(), 4);
}

#[test]
fn one_operation_that_checks_no_token_is_found_among_others() {
    let mut agenda = agenda_api();
    let world = world(DOCUMENT, move |request| match request.uri().path() {
        "/api/items" => agenda(request),
        _ => answer(200, &json!({})),
    });
    let outcome = test(&world).unwrap();
    let failed = outcome.steps.iter().filter(|step| step.failed());
    let failed: Vec<_> = failed.map(|step| (step.operation.as_str(), step.check)).collect();
    let (missing, forged) = (Check::RefusesMissingToken, Check::RefusesForgedToken);
    assert_eq!(failed, [("getItemById", missing), ("getItemById", forged)]);
}

#[test]
fn an_answer_that_is_not_what_the_document_says_fails_by_name() {
    let document = |answers: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: A, version: \"1\"}}\n\
             servers: [{{url: https://api.example.com/api}}]\npaths:\n  /items:\n    \
             get: {{operationId: listItems, responses: {{{answers}}}}}\n"
        )
    };
    let schema = r#""201": {description: ok, content: {application/json: {schema: {type: array}}}}"#;
    let found = |answers: &str, status: u16, body: serde_json::Value| {
        let api = move |request: &Request<Vec<u8>>| {
            answer(if is_authorized(request) { status } else { 401 }, &body)
        };
        let outcome = test(&world(&document(answers), api)).unwrap();
        assert_eq!(outcome.tally.failed, 1);
        code(&outcome.steps[0])
    };
    assert_eq!(found(schema, 200, json!([])), Some("GA609"), "200 for a documented 201");
    assert_eq!(found(schema, 201, json!({})), Some("GA611"), "an un-awaited promise");
    assert_eq!(found(r#""204": {description: gone}"#, 200, json!([])), Some("GA609"), "a body for 204");
    let text = r#""200": {description: ok, content: {text/plain: {}}}"#;
    assert_eq!(found(text, 200, json!([])), Some("GA610"));
}

#[test]
fn a_refusal_with_403_fails() {
    let api = |request: &Request<Vec<u8>>| answer(if is_authorized(request) { 200 } else { 403 }, &json!([]));
    let outcome = test(&world(DOCUMENT, api)).unwrap();
    let codes: Vec<_> = outcome.steps.iter().map(code).collect();
    let expected = Some(kinds::REFUSAL_NOT_401.code);
    assert_eq!(codes, [None, None, None, None, expected, expected, None, None]);
}

#[test]
fn e05_nothing_to_test_is_an_error_and_sends_nothing() {
    let world = world("openapi: 3.1.0\npaths: {}\nservers: [{url: https://api.example.com}]\n", |_| {
        answer(200, &json!([]))
    });
    assert!(matches!(test(&world), Err(TestError::NothingToTest { .. })));
    assert!(world.requests().is_empty());
}

#[test]
fn e04_an_api_that_is_down_is_told_from_one_that_fails() {
    let world = world(DOCUMENT, |_| answer(200, &json!([])));
    world.answer(|request| Err(nobody_answers(request)));
    let outcome = test(&world).unwrap();
    assert!(matches!(outcome.stop, Some(Stop::Unreached)), "the rest is left");
    assert_eq!((outcome.tally.passed, outcome.tally.failed, outcome.steps.len()), (0, 3, 8));
    assert!(outcome.steps.iter().filter(|step| step.failed()).all(StepOutcome::is_unreached));
    let slow = |_: &Request<Vec<u8>>| {
        Err(HttpError::Timeout { origin: "x".to_owned(), limit: Duration::from_secs(45) })
    };
    world.answer(slow);
    let outcome = test(&world).unwrap();
    assert!(!outcome.steps.iter().any(|step| step.is_unreached() || step.passed()));
    assert!(outcome.stop.is_none());
}

#[test]
fn e04_without_a_session_nothing_is_tested_and_the_report_is_complete() {
    let world = world(DOCUMENT, |_| answer(200, &json!([])));
    let key = fixture::key(crate::system::StoreItem::Tokens);
    fixture::store(&world).remove(&key).unwrap();
    let outcome = test(&world).unwrap();
    assert!(matches!(outcome.stop, Some(Stop::Failed(CallError::Session(_)))));
    assert!(outcome.steps.iter().all(|step| matches!(step.ending, Ending::NotReached)));
    assert_eq!((outcome.steps.len(), outcome.skipped.len(), outcome.seen().len()), (8, 1, 0));
    assert!(world.requests().is_empty());
}

#[test]
fn e04_an_interrupted_test_knows_every_step() {
    let world = world(DOCUMENT, agenda_api());
    let system = world.system();
    let project = Some(Path::new("/project/gptauth.toml"));
    let action = action::open(&system, Selection { project, ..Selection::default() }).unwrap();
    let choice = StoreChoice::Auto;
    let tokens = action.tokens(&system, &choice);
    let plan = plan(&action, &tokens, Wish::default()).unwrap();
    let taken = std::cell::Cell::new(0);
    let signals = stream::poll_fn(|_| match taken.get() {
        2 => std::task::Poll::Ready(Some(EndSignal::Terminate)),
        _ => std::task::Poll::Pending,
    });
    let mut steps = Vec::new();
    let mut see = |seen: Seen<'_>| {
        taken.set(taken.get() + 1);
        if let Seen::Step(step, _) = seen {
            steps.push(step);
        }
    };
    let first = User { system: &system, tokens: &tokens };
    let setup = Setup { action: &action, first, other: None, pace: Pace::default() };
    let outcome = Tested::of(block_on(run(setup, plan, signals, &mut see)).unwrap(), steps);
    assert!(matches!(outcome.stop, Some(Stop::Interrupted(EndSignal::Terminate))));
    assert_eq!((outcome.tally.passed, outcome.tally.failed, outcome.steps.len()), (2, 0, 8));
    assert_eq!(world.requests().len(), 2);
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the published document stays where it is, outside the package"
)]
fn the_published_agenda_document_passes_against_the_agenda_api() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpus/gpt-actions/logto-io-gpt-agenda-swagger.yaml");
    let Ok(document) = std::fs::read(&path) else {
        println!("skipped: no {}", path.display());
        return;
    };
    let world = world(DOCUMENT, agenda_api());
    world.set_file("/published.yaml", document);
    let typed = Selection {
        project: Some(Path::new("/project/gptauth.toml")),
        schema: Some(Path::new("/published.yaml")),
        server: Some("https://api.example.com/api"),
        ..Selection::default()
    };
    let outcome = test_with(&world, typed).unwrap();
    assert_eq!((outcome.tally.passed, outcome.steps.len(), outcome.skipped.len()), (8, 8, 3));
}
