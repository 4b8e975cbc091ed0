//! Many calls at a time: the same outcome, one token, and no more in the air than there may be.

use super::*;
use crate::system::{BoxFuture, HttpClient};
use proptest::prelude::*;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// A network that takes its time: each answer lets some others go first.
struct Slow {
    world: World,
    noise: RefCell<fastrand::Rng>,
    in_the_air: Cell<usize>,
    most: Rc<Cell<usize>>,
}

impl HttpClient for Slow {
    fn send(&self, request: Request<Vec<u8>>) -> BoxFuture<'_, Result<Response<Vec<u8>>, HttpError>> {
        Box::pin(async move {
            self.in_the_air.set(self.in_the_air.get() + 1);
            self.most.set(self.most.get().max(self.in_the_air.get()));
            let turns = self.noise.borrow_mut().usize(0..12);
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
            let answer = HttpClient::send(&self.world, request).await;
            self.in_the_air.set(self.in_the_air.get() - 1);
            answer
        })
    }
}

/// Returns a system with such a network, and the most that were in the air at once.
fn slow(world: &World, noise: u64) -> (System, Rc<Cell<usize>>) {
    let most = Rc::new(Cell::new(0));
    let http = Slow {
        world: world.clone(),
        noise: RefCell::new(fastrand::Rng::with_seed(noise)),
        in_the_air: Cell::new(0),
        most: Rc::clone(&most),
    };
    (System { http: Rc::new(http), ..world.system() }, most)
}

fn jobs(count: usize) -> Pace {
    Pace { jobs: NonZeroUsize::new(count).unwrap(), ..Pace::default() }
}

/// Returns a document with lists below the items of lists, as deep as `parents` says: each resource has
/// one before it as its parent, or none.
fn document(parents: &[Option<usize>]) -> String {
    let mut paths = Vec::new();
    let mut text = "openapi: 3.1.0\ninfo: {title: A, version: \"1\"}\n\
                    servers: [{url: https://api.example.com}]\npaths:\n"
        .to_owned();
    for (at, parent) in parents.iter().enumerate() {
        let base: String =
            parent.map(|parent: usize| format!("{}/{{p{parent}}}", paths[parent])).unwrap_or_default();
        let list = format!("{base}/r{at}");
        for (path, name) in
            [(list.clone(), format!("list{at}")), (format!("{list}/{{p{at}}}"), format!("get{at}"))]
        {
            let names = path.split(['{', '}']).skip(1).step_by(2);
            let parameters: Vec<_> = names
                .map(|name| format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}"))
                .collect();
            text.push_str(&format!(
                "  {path}: {{get: {{operationId: {name}, parameters: [{}], responses: {{\"200\": {{description: ok}}}}}}}}\n",
                parameters.join(", ")
            ));
        }
        paths.push(list);
    }
    text
}

/// What an API answers at a path, for ever: by chance a list, an empty one, an error, or somebody is let
/// in.
fn api(seed: u64) -> impl FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>> {
    move |request| {
        let path = request.uri().path();
        let last = path.rsplit('/').next().unwrap();
        let mut chance = fastrand::Rng::with_seed(
            path.bytes().fold(seed, |sum, byte| sum.wrapping_mul(31) + u64::from(byte)),
        );
        let is_open = chance.u8(0..10) == 0;
        if !is_authorized(request) && !is_open {
            return answer(if chance.u8(0..10) == 0 { 403 } else { 401 }, &json!({}));
        }
        match chance.u8(0..10) {
            0 => answer(500, &json!({})),
            1 => answer(200, &json!([])),
            _ if last.starts_with('r') => {
                answer(200, &json!([{"id": format!("i{}", chance.u8(..))}, {"id": "z"}]))
            }
            _ => answer(200, &json!({"id": last})),
        }
    }
}

/// Returns all that a step shows but its time.
fn shown(outcome: &Tested) -> Vec<String> {
    let step = |own: &StepOutcome| {
        let ending = match &own.ending {
            Ending::Answered(outcome, verdict) => {
                let verdict = match verdict {
                    Verdict::Failed(findings) => {
                        format!("{:?}", findings.iter().map(|own| &own.message).collect::<Vec<_>>())
                    }
                    other => format!("{other:?}"),
                };
                format!("{} {} {verdict}", outcome.url, outcome.status)
            }
            other => format!("{other:?}"),
        };
        format!("{} {:?} {ending}", own.operation, own.check)
    };
    outcome.steps.iter().map(step).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn side_by_side_ends_as_one_after_the_other(
        shape in prop::collection::vec(prop::option::of(any::<prop::sample::Index>()), 1..8),
        seed in any::<u32>(),
        count in 2_usize..20,
    ) {
        let parents: Vec<_> =
            shape.iter().enumerate().map(|(at, own)| own.filter(|_| at > 0).map(|own| own.index(at))).collect();
        let document = document(&parents);
        let world = || world(&document, api(u64::from(seed)));
        let one = world();
        let expected = test_in(&one.system(), of_the_project(), Wish::default(), jobs(1)).unwrap();
        let many = world();
        let (system, most) = slow(&many, u64::from(seed));
        let outcome = test_in(&system, of_the_project(), Wish::default(), jobs(count)).unwrap();
        prop_assert_eq!(shown(&outcome), shown(&expected));
        let planned: Vec<_> = expected.steps.iter().map(|step| step.check).collect();
        prop_assert_eq!(outcome.seen(), planned, "told in the order of the plan");
        prop_assert!(most.get() <= count, "{} of {count}", most.get());
        let sorted = |world: &World| {
            let mut all: Vec<_> = world.requests().iter().map(|own| format!("{own:?}")).collect();
            all.sort();
            all
        };
        prop_assert_eq!(sorted(&many), sorted(&one), "the same requests, to the last header");
    }
}

#[test]
fn e04_whom_nobody_answers_is_left_alone_with_many_calls_in_the_air() {
    let world = world(&document(&[None; 40]), |_| answer(200, &json!([])));
    world.answer(|request| Err(nobody_answers(request)));
    let (system, _) = slow(&world, 3);
    let outcome = test_in(&system, of_the_project(), Wish::default(), jobs(8)).unwrap();
    assert!(matches!(outcome.stop, Some(Stop::Unreached)));
    assert!(world.requests().len() < 24, "{}", world.requests().len());
    assert_eq!((outcome.steps.len(), outcome.tally.passed), (40 * 8, 0));
}

#[test]
fn c04_many_who_are_refused_at_once_have_the_token_renewed_once() {
    let world = World::new();
    let oauth = "[oauth]\nissuer = \"https://id.example.com/oidc\"\nclient_id = \"agenda\"\n\
                 scope = \"openid offline_access\"\ntoken_endpoint_auth_method = \"none\"\n";
    world.set_file("/project/gptauth.toml", format!("schema = \"openapi.yaml\"\n{oauth}"));
    world.set_file("/project/openapi.yaml", document(&[None; 20]));
    fixture::sign_in(&world, json!({}));
    let renewals = Rc::new(Cell::new(0));
    let counted = Rc::clone(&renewals);
    world.answer(move |request| match (request.uri().host(), request.uri().path()) {
        (Some("api.example.com"), _) => {
            let is_new = request.headers().get("authorization").is_some_and(|own| own == "Bearer at1");
            Ok(answer(if is_new { 200 } else { 401 }, &json!([{"id": 1}])))
        }
        (_, "/oidc/token") => {
            counted.set(counted.get() + 1);
            Ok(answer(200, &json!({"access_token": "at1", "token_type": "Bearer", "refresh_token": "rt1"})))
        }
        _ => Ok(answer(200, &fixture::metadata())),
    });
    let (system, _) = slow(&world, 1);
    let outcome = test_in(&system, of_the_project(), Wish::default(), jobs(16)).unwrap();
    assert_eq!((outcome.tally.failed, renewals.get()), (0, 1));
    let renewed = outcome.steps.iter().filter(|step| step.answer().is_some_and(|answer| answer.renewed));
    assert!((1..=16).contains(&renewed.count()));
}

#[test]
fn of_many_large_answers_nothing_is_kept() {
    let large = "x".repeat(50_000);
    let world = world(&document(&[None; 30]), move |request| {
        let status = if is_authorized(request) { 200 } else { 401 };
        answer(status, &json!([{"id": 1, "text": large}]))
    });
    let outcome = test_in(&world.system(), of_the_project(), Wish::default(), jobs(4)).unwrap();
    let kept: usize = outcome.steps.iter().filter_map(StepOutcome::answer).map(|own| own.body.len()).sum();
    assert!(kept <= outcome.steps.len() * 1024, "{kept} bytes");
    let length = outcome.steps[0].answer().unwrap().answer_length;
    assert!(length[0] > 50_000, "its length is still known: {length:?}");
}

#[test]
fn the_same_seed_sends_the_same_requests_and_another_one_others() {
    let document = super::DOCUMENT;
    let requests = |seed| {
        let world = world(document, agenda_api());
        let pace = Pace { seed, ..Pace::default() };
        test_in(&world.system(), of_the_project(), Wish::default(), pace).unwrap();
        world.requests().iter().map(|own| format!("{own:?}")).collect::<Vec<_>>()
    };
    assert_eq!(requests(5), requests(5));
    let (one, other) = (requests(5), requests(6));
    assert!(one.iter().zip(&other).all(|(one, other)| one != other), "conversations differ");
}

#[test]
fn values_are_taken_from_one_list_whoever_answers_first() {
    // Two operations at one path, but for the names of their parameters.
    let document = "openapi: 3.1.0\ninfo: {title: A, version: \"1\"}\n\
                    servers: [{url: https://api.example.com}]\npaths:\n  \
                    /a: {get: {operationId: first, responses: {\"200\": {description: ok}}}}\n  \
                    /a/: {get: {operationId: second, responses: {\"200\": {description: ok}}}}\n  \
                    /a/{id}: {get: {operationId: item, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {\"200\": {description: ok}}}}\n";
    for noise in 0..20 {
        let world = world(document, |request| match request.uri().path() {
            _ if !is_authorized(request) => answer(401, &json!({})),
            "/a" => answer(200, &json!([{"id": "of-first"}])),
            "/a/" => answer(200, &json!([{"id": "of-second"}])),
            _ => answer(200, &json!({})),
        });
        let (system, _) = slow(&world, noise);
        let outcome = test_in(&system, of_the_project(), Wish::default(), jobs(8)).unwrap();
        let item = outcome.steps.iter().find(|step| step.operation == "item").unwrap();
        assert_eq!(item.answer().unwrap().url.path(), "/a/of-first");
    }
}

/// A network whose first answer waits until all the others have come.
struct Stalled {
    world: World,
    came: Rc<Cell<usize>>,
    came_before_the_first: Rc<Cell<usize>>,
}

impl HttpClient for Stalled {
    fn send(&self, request: Request<Vec<u8>>) -> BoxFuture<'_, Result<Response<Vec<u8>>, HttpError>> {
        Box::pin(async move {
            let at = self.came.replace(self.came.get() + 1);
            while at == 0 && self.came.get() > self.came_before_the_first.get() {
                self.came_before_the_first.set(self.came.get());
                // Others go first, until none of them is left.
                for _ in 0..64 {
                    tokio::task::yield_now().await;
                }
            }
            HttpClient::send(&self.world, request).await
        })
    }
}

#[test]
fn nobody_runs_so_far_ahead_of_a_slow_answer_that_it_could_not_be_remembered() {
    let world = world(&document(&[None; 200]), api(7));
    let [came, before] = [0, 0].map(|count| Rc::new(Cell::new(count)));
    let stalled =
        Stalled { world: world.clone(), came: Rc::clone(&came), came_before_the_first: Rc::clone(&before) };
    let system = System { http: Rc::new(stalled), ..world.system() };
    let outcome = test_in(&system, of_the_project(), Wish::default(), jobs(4)).unwrap();
    let others = before.get() - 1;
    assert!((500..super::table::MAX_AHEAD).contains(&others), "{others}");
    assert!(outcome.steps.len() > super::table::MAX_AHEAD && outcome.tally.not_reached == 0);
    let one = super::world(&document(&[None; 200]), api(7));
    let expected = test_in(&one.system(), of_the_project(), Wish::default(), jobs(1)).unwrap();
    assert_eq!(shown(&outcome), shown(&expected));
}
