use super::*;
use crate::system::{EndSignal, HttpError};
use futures_util::stream;
use std::{cell::Cell, collections::VecDeque};

/// Creates, reads and deletes; what the first makes the last takes back.
const ROUND: &str = "
  - workflowId: w
    steps:
      - stepId: create
        operationId: createItems
        requestBody: {payload: {text: t}}
        x-gptauth-undone-by: delete
        outputs: {id: $response.body#/id}
      - {stepId: read, operationId: getItemById, parameters: [{name: id, in: path, value: $steps.create.outputs.id}]}
      - {stepId: delete, operationId: deleteItemById, parameters: [{name: id, in: path, value: $steps.create.outputs.id}]}
";

/// Returns an API that creates `n1`, `n2` and so on, and answers the rest with the next of these
/// statuses, the last of them for ever.
fn api(statuses: &[u16]) -> impl FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>> + use<> {
    let mut left: VecDeque<_> = statuses.iter().copied().collect();
    let mut made = 0;
    move |request| {
        if request.method() == Method::POST {
            made += 1;
            return answer(201, &json!({"id": format!("n{made}"), "text": "t"}));
        }
        let status = if left.len() > 1 { left.pop_front() } else { left.front().copied() };
        match status.unwrap_or(204) {
            204 => Response::builder().status(204).body(Vec::new()).unwrap(),
            status => answer(status, &json!({"id": "n1", "text": "t"})),
        }
    }
}

fn deleted(world: &World) -> Vec<String> {
    let requests = world.requests();
    let deletes = requests.iter().filter(|own| own.method() == Method::DELETE);
    deletes.map(|own| own.uri().path().trim_start_matches("/api/items/").to_owned()).collect()
}

/// Returns what was left behind, as path and reason.
fn left(outcome: &WorkflowOutcome) -> Vec<(Option<&str>, &str)> {
    outcome.leftovers.iter().map(|own| (own.path.as_deref(), own.why.as_str())).collect()
}

/// Runs the workflow; `signals` are sent when the API has been called so often.
fn interrupted(world: &World, signals: &[usize]) -> (WorkflowOutcome, usize) {
    let scenario = opened(world).unwrap();
    let (system, choice) = (world.system(), StoreChoice::Auto);
    let tokens = [scenario.sources[0].action.tokens(&system, &choice)];
    let announced = Cell::new(0);
    let mut left: VecDeque<_> = signals.iter().copied().collect();
    let signals = stream::poll_fn(|_| match left.front() {
        Some(after) if world.requests().len() >= *after => {
            left.pop_front();
            std::task::Poll::Ready(Some(EndSignal::Interrupt))
        }
        _ => std::task::Poll::Pending,
    });
    let mut seen =
        |seen: Seen<'_>| announced.set(announced.get() + usize::from(matches!(seen, Seen::CleaningUp(_))));
    let outcome = block_on(run(&system, &scenario, &tokens, (&[0], &[]), signals, &mut seen)).unwrap();
    (outcome, announced.get())
}

#[test]
fn what_was_taken_back_on_the_way_is_not_taken_back_again() {
    let world = world(ROUND, api(&[200, 204]));
    let own = outcome(&world);
    assert_eq!(told(&own), pairs(&[("create", "passed"), ("read", "passed"), ("delete", "passed")]));
    assert_eq!((deleted(&world), left(&own)), (vec!["n1".to_owned()], vec![]));
}

#[test]
fn a_failure_in_the_middle_is_cleaned_up_behind_without_a_failure_action() {
    let world = world(ROUND, api(&[500, 204]));
    let own = outcome(&world);
    assert_eq!(told(&own), pairs(&[("create", "passed"), ("read", "failed"), ("delete", "passed")]));
    assert_eq!(own.steps[2].undoes.as_deref(), Some("create"));
    assert_eq!((deleted(&world), left(&own)), (vec!["n1".to_owned()], vec![]));
    assert_eq!(own.workflows, [("w".to_owned(), false)]);
}

#[test]
fn a_workflow_that_ends_early_and_well_is_cleaned_up_behind_as_well() {
    let world = world(
        &ROUND.replace("  outputs: {id", "  onSuccess: [{name: e, type: end}]\n        outputs: {id"),
        api(&[204]),
    );
    let own = outcome(&world);
    assert_eq!(told(&own), pairs(&[("create", "passed"), ("delete", "passed")]));
    assert!(own.is_whole() && deleted(&world) == ["n1"], "{own:?}");
}

#[test]
fn c12_what_cannot_be_taken_back_is_tried_once_more_and_listed() {
    let world = world(ROUND, api(&[200, 500]));
    let own = outcome(&world);
    assert_eq!(deleted(&world), ["n1", "n1"]);
    assert_eq!(left(&own), [(Some("/items/n1"), "`deleteItemById` answered 500")]);
    assert_eq!(own.leftovers[0].operation, "createItems");
}

#[test]
fn c12_what_the_second_try_finds_gone_was_removed_by_the_first() {
    let own = outcome(&world(ROUND, api(&[200, 500, 404])));
    assert_eq!(told(&own).pop(), Some(("delete".to_owned(), "passed")));
    assert_eq!(left(&own), []);
    let never = outcome(&world(ROUND, api(&[200, 404])));
    assert_eq!(
        left(&never),
        [(Some("/items/n1"), "`deleteItemById` answered 404")],
        "it may be there for others"
    );
}

#[test]
fn a_circle_takes_back_all_that_it_has_made_the_last_first() {
    let circle = ROUND.replace(
        "  outputs: {id",
        "  onSuccess: [{name: again, type: goto, stepId: create, criteria: [{condition: \"$response.body#/id != 'n3'\"}]}]\n        outputs: {id",
    );
    let world = world(&circle, api(&[500, 204]));
    let own = outcome(&world);
    assert_eq!((deleted(&world), left(&own)), (["n3", "n2", "n1"].map(str::to_owned).to_vec(), vec![]));
}

#[test]
fn an_answer_that_does_not_name_what_it_made_leaves_it_behind_by_name() {
    let world = world(ROUND, |_: &Request<Vec<u8>>| answer(201, &json!({"text": "t"})));
    let own = outcome(&world);
    let [(None, why)] = left(&own)[..] else { panic!("{own:?}") };
    assert!(why.contains("`$steps.create.outputs.id` has no value"), "{why}");
    assert!(deleted(&world).is_empty());
}

#[test]
fn c12_a_create_without_an_answer_may_have_been_executed_and_one_that_was_not_sent_was_not() {
    let fail = |error: fn(String) -> HttpError| {
        let world = world(ROUND, api(&[204]));
        world.answer(move |_| Err(error("https://api.example.com".to_owned())));
        outcome(&world)
    };
    let own = fail(|origin| HttpError::Broken { origin, source: "reset".into() });
    assert_eq!(left(&own), [(None, "it may have been created: no answer named it")]);
    let own = fail(|origin| HttpError::Connect { origin, source: "refused".into() });
    assert_eq!(left(&own), []);
}

#[test]
fn c12_the_first_signal_takes_back_what_was_made_and_the_second_leaves_it() {
    // 1: create, 2: read, which the signal ends; 3: the cleaning up.
    for at in [1, 2] {
        let world = world(ROUND, api(&[200, 204]));
        let (own, announced) = interrupted(&world, &[at]);
        assert!(matches!(own.stop, Some(Stop::Interrupted(EndSignal::Interrupt))), "{own:?}");
        assert_eq!((deleted(&world), left(&own), announced), (vec!["n1".to_owned()], vec![], 1), "{at}");
    }
    let world = world(ROUND, api(&[200, 204]));
    let (own, _) = interrupted(&world, &[1, 1]);
    assert_eq!(left(&own), [(Some("/items/n1"), "the cleaning up was ended before it was removed")]);
    assert!(matches!(own.stop, Some(Stop::Interrupted(EndSignal::Interrupt))), "{own:?}");
}

#[test]
fn a_signal_where_nothing_was_made_is_not_said_to_be_cleaned_up_behind() {
    let world =
        world("  - {workflowId: w, steps: [{stepId: a, operationId: listItems}]}\n", always(200, &json!([])));
    let (own, announced) = interrupted(&world, &[0]);
    assert!(own.stop.is_some() && announced == 0, "{own:?}");
}

/// Has another workflow create, reads, and deletes.
const MADE_ELSEWHERE: &str = "
  - workflowId: main
    steps:
      - {stepId: make, workflowId: part, x-gptauth-undone-by: delete, outputs: {id: $outputs.id}}
      - {stepId: read, operationId: getItemById, parameters: [{name: id, in: path, value: $steps.make.outputs.id}]}
      - {stepId: delete, operationId: deleteItemById, parameters: [{name: id, in: path, value: $steps.make.outputs.id}]}
  - workflowId: part
    steps: [{stepId: create, operationId: createItems, requestBody: {payload: {text: t}}, outputs: {id: $response.body#/id}}]
    outputs: {id: $steps.create.outputs.id}
";

#[test]
fn what_a_workflow_made_for_another_is_taken_back_by_that_one() {
    let world = world(MADE_ELSEWHERE, api(&[500, 204]));
    let own = outcome(&world);
    assert_eq!((deleted(&world), left(&own)), (vec!["n1".to_owned()], vec![]));
    assert_eq!(own.unsettled().count(), 0, "{own:?}");
}

#[test]
fn c12_a_signal_in_a_workflow_that_makes_for_another_takes_back_what_it_made_by_then() {
    let longer = MADE_ELSEWHERE
        .replace("$response.body#/id}}]", "$response.body#/id}}, {stepId: list, operationId: listItems}]");
    let world = world(&longer, api(&[200, 204]));
    let (own, announced) = interrupted(&world, &[1]);
    assert_eq!((deleted(&world), left(&own), announced), (vec!["n1".to_owned()], vec![], 1));
    assert_eq!(own.unsettled().count(), 0, "{own:?}");
}

#[test]
fn what_no_step_takes_back_is_named_where_the_workflow_fails_and_only_there() {
    let plain = ROUND.replace("        x-gptauth-undone-by: delete\n", "");
    let named = |statuses: &[u16]| {
        let own = outcome(&world(&plain, api(statuses)));
        own.unsettled().map(|own| own.step.clone()).collect::<Vec<_>>()
    };
    assert_eq!(named(&[500]), ["create"]);
    assert!(named(&[200, 204]).is_empty());
    let undone = outcome(&world(ROUND, api(&[500, 204])));
    assert_eq!(undone.unsettled().count(), 0);
}

#[test]
fn what_only_reads_neither_makes_nor_undoes_anything() {
    for (made, undoing, expected) in [
        ("listItems", "deleteItemById", "`listItems` only reads (GET), and leaves nothing to undo"),
        ("createItems", "listItems", "`listItems` only reads (GET), and undoes nothing"),
    ] {
        let steps = format!(
            "  - {{workflowId: w, steps: [{{stepId: a, operationId: {made}, x-gptauth-undone-by: b}}, {{stepId: b, operationId: {undoing}}}]}}\n"
        );
        let error = opened(&world(&steps, always(200, &json!([])))).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}
