use super::*;
use crate::system::EndSignal;
use futures_util::stream;
use std::{cell::Cell, rc::Rc};

const READ: &str = "operationId: getItemById, parameters: [{name: id, in: path, value: i1}]";

#[test]
fn values_travel_from_step_to_step_and_out_of_the_workflow() {
    let api = |request: &Request<Vec<u8>>| match (request.method().as_str(), request.uri().path()) {
        ("POST", _) => answer(201, &json!({"id": "a b", "text": fixture::body(request)})),
        _ => answer(200, &json!({"id": "a b", "text": "t"})),
    };
    let world = world(
        "
  - workflowId: w
    inputs: {type: object, required: [text], properties: {text: {type: string}, note: {type: string}}}
    steps:
      - stepId: create
        operationId: createItems
        requestBody: {payload: {text: 'Tea, {$inputs.text}', note: $inputs.note}}
        successCriteria: [{condition: $statusCode == 201}, {condition: \"$request.body#/text == 'tea, ONE'\"}]
        outputs: {id: $response.body#/id, method: $method, url: $url}
      - stepId: read
        operationId: getItemById
        parameters: [{name: id, in: path, value: $steps.create.outputs.id}]
    outputs: {id: $steps.create.outputs.id, url: $steps.create.outputs.url, gone: $response.body#/none}
",
        api,
    );
    let outcome = run_with(&world, &[("text", json!("one"))]).unwrap();
    assert_eq!(told(&outcome), pairs(&[("create", "passed"), ("read", "passed")]));
    assert_eq!(paths(&world), ["/items", "/items/a%20b"]);
    assert_eq!(
        fixture::body(&world.requests()[0]),
        r#"{"text":"Tea, one"}"#,
        "an input that was not given is left out"
    );
    assert_eq!(
        outcome.outputs,
        [("w".to_owned(), json!({"id": "a b", "url": "https://api.example.com/api/items"}))]
    );
    assert_eq!(world.requests()[0].headers()["authorization"], "Bearer at0");
}

#[test]
fn an_answer_that_breaks_the_contract_fails_even_where_the_criteria_are_met() {
    let steps = format!(
        "  - {{workflowId: w, steps: [{{stepId: a, {READ}, successCriteria: [{{condition: $statusCode == 200}}]}}, {{stepId: b, operationId: listItems}}]}}\n"
    );
    let own = outcome(&world(&steps, always(200, &json!({"id": 5, "text": "t"}))));
    assert_eq!(told(&own), pairs(&[("a", "GA611"), ("b", "GA611")]));
    let Ending::Failed(findings) = &own.steps[0].ending else { panic!("{own:?}") };
    assert!(findings[0].message.contains("`/id`"), "{findings:?}");
    assert_eq!(own.workflows, [("w".to_owned(), false)], "the second step has no criteria but the contract");
}

#[test]
fn a_criterion_that_is_not_met_ends_the_workflow_and_says_what_it_saw() {
    let steps = format!(
        "  - workflowId: w\n    steps:\n      - {{stepId: a, {READ}, successCriteria: [{{condition: $statusCode == 200}}]}}\n      - {{stepId: b, operationId: listItems}}\n"
    );
    let own = outcome(&world(&steps, always(404, &json!({}))));
    assert_eq!(told(&own), pairs(&[("a", "GA640")]));
    let Ending::Failed(findings) = &own.steps[0].ending else { panic!("{own:?}") };
    assert_eq!(findings[0].message, "`$statusCode == 200` is not met: `$statusCode` is 404");
    assert_eq!(findings[0].help.as_deref(), Some("the criterion is at /project/flows.yaml:7:124"));
}

#[test]
fn a_value_that_is_not_there_sends_nothing_and_fails() {
    let steps = "
  - workflowId: w
    steps:
      - {stepId: list, operationId: listItems, outputs: {id: $response.body#/0/id}}
      - {stepId: read, operationId: getItemById, parameters: [{name: id, in: path, value: $steps.list.outputs.id}]}
";
    let world = world(steps, always(200, &json!([])));
    let own = outcome(&world);
    assert_eq!(told(&own), pairs(&[("list", "passed"), ("read", "GA641")]));
    assert_eq!(paths(&world), ["/items"]);
}

#[test]
fn a_value_that_leaves_its_place_or_does_not_fit_is_not_sent() {
    for (parameter, body) in [
        ("{name: id, in: path, value: '..'}", ""),
        ("{name: id, in: path, value: ''}", ""),
        ("{name: id, in: path, value: null}", ""),
    ] {
        let steps = format!(
            "  - {{workflowId: w, steps: [{{stepId: a, operationId: getItemById, parameters: [{parameter}]{body}}}]}}\n"
        );
        let world = world(&steps, always(200, &json!({"text": "t"})));
        assert_eq!(told(&outcome(&world)), pairs(&[("a", "GA641")]), "{parameter}");
        assert!(world.requests().is_empty());
    }
    let steps = "  - {workflowId: w, steps: [{stepId: a, operationId: listItems, parameters: [{name: limit, in: query, value: many}]}]}\n";
    assert_eq!(told(&outcome(&world(steps, always(200, &json!([]))))), pairs(&[("a", "GA641")]));
}

#[test]
fn a_step_is_retried_as_often_and_after_as_long_as_it_says() {
    let retries = |limit: u32| {
        format!(
            "  - {{workflowId: w, steps: [{{stepId: a, {READ}, onFailure: [{{name: r, type: retry, retryAfter: 2.5, retryLimit: {limit}, criteria: [{{condition: $statusCode == 503}}]}}]}}]}}\n"
        )
    };
    let failing = |times: usize, header: Option<&'static str>| {
        let mut calls = 0;
        move |_: &Request<Vec<u8>>| {
            calls += 1;
            let mut own = answer(if calls <= times { 503 } else { 200 }, &json!({"text": "t"}));
            if let Some(header) = header {
                own.headers_mut().insert("retry-after", header.parse().unwrap());
            }
            own
        }
    };
    let waited = |world: &World| (world.now().as_second() - 1_767_225_600, world.requests().len());
    let good = world(&retries(3), failing(2, None));
    assert_eq!(told(&outcome(&good)), pairs(&[("a", "foreseen"), ("a", "foreseen"), ("a", "passed")]));
    assert_eq!(waited(&good), (5, 3));
    let slow = world(&retries(1), failing(1, Some("30")));
    assert_eq!(told(&outcome(&slow)), pairs(&[("a", "foreseen"), ("a", "passed")]));
    assert_eq!(waited(&slow), (30, 2), "what the API asks for overrules what the description says");
    let dated = world(&retries(1), failing(1, Some("Thu, 01 Jan 2026 00:00:45 GMT")));
    outcome(&dated);
    assert_eq!(waited(&dated), (45, 2), "a date is told as well");
    let endless = world(&retries(1), failing(1, Some("99999999")));
    outcome(&endless);
    assert_eq!(waited(&endless), (3600, 2), "but not without end");
    let bad = world(&retries(2), failing(9, None));
    let own = outcome(&bad);
    assert_eq!(told(&own), pairs(&[("a", "foreseen"), ("a", "foreseen"), ("a", "failed")]));
    assert_eq!((own.passed(), own.failed()), (0, 1));
    let none = world(&retries(0), failing(1, None));
    assert_eq!(told(&outcome(&none)), pairs(&[("a", "failed")]));
}

#[test]
fn a_failure_that_criteria_name_is_foreseen_and_one_that_is_only_cleared_up_behind_is_not() {
    let steps = |criteria: &str| {
        format!(
            "  - {{workflowId: w, steps: [{{stepId: a, {READ}, onFailure: [{{name: g, type: goto, stepId: c{criteria}}}]}}, {{stepId: b, operationId: listItems}}, {{stepId: c, operationId: listItems}}]}}\n"
        )
    };
    let api = || {
        |request: &Request<Vec<u8>>| {
            if request.uri().path().ends_with("i1") {
                answer(404, &json!({}))
            } else {
                answer(200, &json!([]))
            }
        }
    };
    let own = outcome(&world(&steps(", criteria: [{condition: $statusCode == 404}]"), api()));
    assert_eq!((told(&own), own.failed()), (pairs(&[("a", "foreseen"), ("c", "passed")]), 0));
    assert_eq!(own.workflows, [("w".to_owned(), true)]);
    let own = outcome(&world(&steps(""), api()));
    assert_eq!((told(&own), own.failed()), (pairs(&[("a", "failed"), ("c", "passed")]), 1));
    assert_eq!(own.workflows, [("w".to_owned(), false)]);
    let own = outcome(&world(&steps(", criteria: [{condition: $statusCode == 500}]"), api()));
    assert_eq!(told(&own), pairs(&[("a", "failed")]));
}

#[test]
fn success_actions_end_or_lead_elsewhere_and_the_first_that_fits_counts() {
    let steps = "
  - workflowId: w
    steps:
      - stepId: a
        operationId: listItems
        onSuccess:
          - {name: never, type: end, criteria: [{condition: $statusCode == 500}]}
          - {name: on, type: goto, stepId: c, criteria: [{condition: \"$response.body[0].id == 'I1'\"}]}
          - {name: end, type: end}
      - {stepId: b, operationId: listItems}
      - {stepId: c, operationId: listItems, onSuccess: [{name: end, type: end}]}
      - {stepId: d, operationId: listItems}
";
    let world = world(steps, always(200, &json!([{"id": "i1", "text": "t"}])));
    assert_eq!(told(&outcome(&world)), pairs(&[("a", "passed"), ("c", "passed")]));
}

#[test]
fn circles_of_steps_and_of_workflows_have_an_end() {
    let step = "  - {workflowId: w, steps: [{stepId: a, operationId: listItems, onSuccess: [{name: g, type: goto, stepId: a}]}]}\n";
    let round = world(step, always(200, &json!([])));
    let own = outcome(&round);
    assert_eq!((round.requests().len(), own.failed()), (1_000, 1));
    assert_eq!(told(&own).pop(), Some(("a".to_owned(), "GA642")));
    let workflows = "  - {workflowId: w, steps: [{stepId: a, workflowId: v}]}\n  - {workflowId: v, steps: [{stepId: b, workflowId: w}]}\n";
    let own = outcome(&world(workflows, always(200, &json!([]))));
    assert_eq!(told(&own)[0].1, "GA642");
    assert!(own.workflows.iter().all(|(_, ended)| !ended));
    let gotos = "  - {workflowId: w, steps: [{stepId: a, operationId: listItems, onSuccess: [{name: g, type: goto, workflowId: w}]}]}\n";
    let round = world(gotos, always(200, &json!([])));
    assert_eq!((outcome(&round).failed(), round.requests().len()), (1, 17));
}

#[test]
fn a_workflow_runs_another_with_inputs_of_its_own_and_takes_what_it_gives() {
    let workflows = "
  - workflowId: main
    steps:
      - stepId: inner
        workflowId: part
        parameters: [{name: id, value: i7}]
        successCriteria: [{condition: $statusCode == 200}, {condition: $outputs.text == 'T'}]
        outputs: {mine: $outputs.text}
      - stepId: last
        operationId: getItemById
        parameters: [{name: id, in: path, value: '{$steps.inner.outputs.mine}{$workflows.part.outputs.text}{$workflows.part.inputs.id}'}]
  - workflowId: part
    inputs: {type: object, required: [id], properties: {id: {type: string, pattern: '^i'}}}
    steps: [{stepId: read, operationId: getItemById, parameters: [{name: id, in: path, value: $inputs.id}], outputs: {text: $response.body#/text}}]
    outputs: {text: $steps.read.outputs.text}
";
    let own_world = world(workflows, always(200, &json!({"text": "t"})));
    let own = outcome(&own_world);
    assert_eq!(paths(&own_world), ["/items/i7", "/items/tti7"]);
    assert_eq!(own.workflows, [("main".to_owned(), true)], "what another one runs is not run by itself");
    let bad = world(&workflows.replace("value: i7", "value: x7"), always(200, &json!({"text": "t"})));
    assert_eq!(told(&outcome(&bad))[0], ("part".to_owned(), "GA641"));
    assert!(bad.requests().is_empty());
}

#[test]
fn what_depends_on_a_workflow_that_failed_is_not_run() {
    let workflows = "  - {workflowId: second, dependsOn: [first], steps: [{stepId: b, operationId: listItems}]}\n  - {workflowId: first, steps: [{stepId: a, operationId: listItems}]}\n";
    let good = outcome(&world(workflows, always(200, &json!([]))));
    assert_eq!(told(&good), pairs(&[("a", "passed"), ("b", "passed")]));
    let bad = outcome(&world(workflows, always(500, &json!([]))));
    assert_eq!(told(&bad), pairs(&[("a", "failed")]));
    assert_eq!(bad.workflows, [("first".to_owned(), false), ("second".to_owned(), false)]);
}

#[test]
fn nobody_who_answers_is_a_failure_of_the_step_that_can_be_retried() {
    let steps = "  - {workflowId: w, steps: [{stepId: a, operationId: listItems, onFailure: [{name: r, type: retry, retryLimit: 2}]}]}\n";
    let world = world(steps, always(200, &json!([])));
    world.answer(|request| Err(nobody_answers(request)));
    let own = outcome(&world);
    assert_eq!(told(&own), pairs(&[("a", "foreseen"), ("a", "foreseen"), ("a", "unanswered")]));
    assert!(own.steps[2].is_unreached());
}

#[test]
fn without_a_session_the_run_stops_before_its_first_request() {
    let steps = "  - {workflowId: w, steps: [{stepId: a, operationId: listItems}]}\n";
    let world = signed_out(steps, always(200, &json!([])));
    let own = outcome(&world);
    assert!(matches!(own.stop, Some(Stop::Failed(CallError::Session(_)))), "{own:?}");
    assert!(own.steps.is_empty() && world.requests().is_empty());
}

#[test]
fn e08_a_signal_ends_the_run_before_the_next_step() {
    let steps = "  - {workflowId: w, steps: [{stepId: a, operationId: listItems}, {stepId: b, operationId: listItems}]}\n";
    let pressed = Rc::new(Cell::new(false));
    let press = pressed.clone();
    let world = world(steps, move |_| {
        press.set(true);
        answer(200, &json!([]))
    });
    let scenario = opened(&world).unwrap();
    let (system, choice) = (world.system(), StoreChoice::Auto);
    let tokens = [scenario.sources[0].action.tokens(&system, &choice)];
    let signals = stream::poll_fn(move |_| match pressed.get() {
        true => std::task::Poll::Ready(Some(EndSignal::Interrupt)),
        false => std::task::Poll::Pending,
    });
    let own = block_on(run(&system, &scenario, &tokens, (&[0], &[]), signals, &mut |_| {})).unwrap();
    assert_eq!(told(&own), pairs(&[("a", "passed")]));
    assert!(matches!(own.stop, Some(Stop::Interrupted(EndSignal::Interrupt))));
}
