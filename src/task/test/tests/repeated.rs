//! Calls that are sent again: to see whether the answer is the same, and because it failed for now.

use super::*;
use http::{HeaderValue, Method, header::RETRY_AFTER};
use std::{cell::Cell, rc::Rc};

fn retries(retries: u32) -> Pace {
    Pace { retries, ..Pace::default() }
}

/// Returns the outcome of a test in which the API answers the first `times` calls with `status`.
fn tested(status: u16, after: Option<&'static str>, times: usize, pace: Pace) -> (World, Tested) {
    let mut agenda = agenda_api();
    let left = Cell::new(times);
    let world = world(DOCUMENT, move |request| {
        if left.get() > 0 {
            left.set(left.get() - 1);
            let mut refusal = answer(status, &json!({}));
            let after = after.map(HeaderValue::from_static);
            after.map(|value| refusal.headers_mut().insert(RETRY_AFTER, value));
            return refusal;
        }
        agenda(request)
    });
    let outcome = test_in(&world.system(), of_the_project(), Wish::default(), pace).unwrap();
    (world, outcome)
}

#[test]
fn c06_what_fails_for_now_is_repeated_where_that_was_asked_for() {
    let (_, outcome) = tested(503, Some("7"), 2, Pace::default());
    assert!(
        matches!(&outcome.steps[0].ending, Ending::Answered(_, Verdict::ErrorStatus(status)) if *status == 503)
    );
    assert!(outcome.steps.iter().all(|step| step.retries.is_empty()), "never unasked");
    let (world, outcome) = tested(503, Some("7"), 2, retries(2));
    assert_eq!(outcome.tally.failed, 0);
    let retry = Retry {
        reason: RetryReason::Status(http::StatusCode::SERVICE_UNAVAILABLE),
        waited: Duration::from_secs(7),
    };
    assert_eq!(outcome.steps[0].retries, [retry.clone(), retry]);
    assert_eq!(world.now().to_string(), "2026-01-01T00:00:14Z");
    let (_, outcome) = tested(503, Some("7"), 3, retries(2));
    assert!(outcome.steps[0].failed());
    assert_eq!(outcome.steps[0].retries.len(), 2);
}

#[test]
fn c06_an_api_that_wants_to_be_left_alone_for_long_is() {
    let (world, outcome) = tested(429, Some("3600"), 1, retries(5));
    assert!(outcome.steps[0].failed() && outcome.steps[0].retries.is_empty());
    assert_eq!(outcome.steps[0].answer().unwrap().headers[RETRY_AFTER], "3600");
    assert_eq!(world.now().to_string(), "2026-01-01T00:00:00Z");
}

#[test]
fn a_connection_that_breaks_off_is_tried_again() {
    let mut agenda = agenda_api();
    let world = world(DOCUMENT, |_| answer(200, &json!([])));
    let count = Rc::new(Cell::new(0));
    let counted = Rc::clone(&count);
    world.answer(move |request| {
        counted.set(counted.get() + 1);
        match counted.get() {
            1 => Err(nobody_answers(request)),
            2 => Err(HttpError::Broken { origin: "x".to_owned(), source: "reset".into() }),
            _ => Ok(agenda(request)),
        }
    });
    let outcome = test_in(&world.system(), of_the_project(), Wish::default(), retries(3)).unwrap();
    assert_eq!((outcome.tally.failed, outcome.steps[0].retries.len()), (0, 2));
    assert!(matches!(outcome.steps[0].retries[1].reason, RetryReason::Lost(_)));
}

#[test]
fn c07_what_is_too_slow_is_not_waited_for_again() {
    let world = world(DOCUMENT, |_| answer(200, &json!([])));
    world.answer(|_| Err(HttpError::Timeout { origin: "x".to_owned(), limit: Duration::from_secs(45) }));
    let outcome = test_in(&world.system(), of_the_project(), Wish::default(), retries(3)).unwrap();
    assert!(outcome.steps.iter().all(|step| step.retries.is_empty()));
}

/// Returns how the second of two calls ends, with what was said.
fn again(first: (u16, serde_json::Value), second: (u16, serde_json::Value)) -> (bool, String) {
    let asked = Cell::new(0);
    let world = world(DOCUMENT, move |request| {
        if request.method() != Method::GET || !is_authorized(request) || request.uri().path() != "/api/items"
        {
            return answer(401, &json!({}));
        }
        asked.set(asked.get() + 1);
        let (status, body) = if asked.get() == 1 { &first } else { &second };
        answer(*status, body)
    });
    let outcome = test(&world).unwrap();
    let step = outcome.steps.iter().find(|step| step.check == Check::AnswersAgain).unwrap();
    let said = match &step.ending {
        Ending::Answered(_, Verdict::Failed(findings) | Verdict::Noted(findings)) => {
            format!("{} {}", findings[0].kind.code, findings[0].message)
        }
        Ending::Answered(_, verdict) => format!("{verdict:?}"),
        Ending::Starved(missing) => missing.to_string(),
        other => format!("{other:?}"),
    };
    (step.failed(), said)
}

#[test]
fn a_read_answers_the_same_twice() {
    let list = json!([{"id": 1, "at": "10:00"}]);
    assert_eq!(
        again((200, list.clone()), (200, json!([{"id": 1, "at": "10:01"}]))),
        (false, "Passed".to_owned())
    );
    let (failed, said) = again((200, list.clone()), (204, json!("")));
    assert!(failed, "{said}");
    assert_eq!(said, "GA616 `listItems` answers 200, and the same call at once again 204");
    let (failed, said) = again((200, list.clone()), (200, json!([])));
    assert_eq!((failed, &said[..5]), (false, "GA616"), "somebody else may have been there");
    assert!(said.ends_with("item `1` was listed the first time only"), "{said}");
    assert_eq!(again((200, list.clone()), (500, json!({}))), (true, "ErrorStatus(500)".to_owned()));
    let (failed, said) = again((500, list), (200, json!([])));
    assert_eq!((failed, said.as_str()), (false, "`listItems` gave nothing to compare with"));
}

#[test]
fn c07_an_answer_after_more_than_thirty_seconds_is_found_once_for_each_operation() {
    let mut agenda = agenda_api();
    let world = world(DOCUMENT, |_| answer(200, &json!([])));
    let clock = world.clone();
    world.answer(move |request| {
        clock.advance(Duration::from_secs(31));
        Ok(agenda(request))
    });
    let outcome = test(&world).unwrap();
    let failed: Vec<_> =
        outcome.steps.iter().filter(|step| step.failed()).map(|step| (step.check, code(step))).collect();
    assert_eq!(failed, [(Check::Answers, Some("GA614")), (Check::Answers, Some("GA614"))]);
}
