use super::*;
use crate::{
    invoke::{
        bind::{self, Arguments},
        outcome::{Answer, Authorization},
        signature::Signature,
    },
    platform::gpt_action,
    scenario::{self, Check, Skipped},
    system::HttpError,
};
use http::{HeaderMap, Method, StatusCode};
use std::time::Duration;

fn answered(check: Check, status: u16, body: &str) -> StepOutcome {
    let signature = Signature {
        name: "listItems".to_owned(),
        method: Method::GET,
        path: "/items".to_owned(),
        summary: None,
        public: false,
        consequential: false,
        parameters: Vec::new(),
        body: None,
        answers: Vec::new(),
    };
    let bound = bind::bind(&signature, &Arguments::default()).unwrap();
    let answer = Answer {
        status: StatusCode::from_u16(status).unwrap(),
        headers: HeaderMap::new(),
        body: body.as_bytes().to_vec(),
        duration: Duration::from_millis(12),
    };
    let url = "https://api.example.com/items".parse().unwrap();
    let shape = &gpt_action::TARGET.call;
    let outcome = CallOutcome::new(&signature, &bound, url, Authorization::Bearer, answer, shape);
    let verdict = scenario::judge(check, &outcome, shape);
    StepOutcome { operation: "listItems".to_owned(), check, answer: Ok((outcome, verdict)) }
}

fn outcome(steps: Vec<StepOutcome>) -> TestOutcome {
    TestOutcome {
        server: "https://api.example.com/".parse().unwrap(),
        steps,
        skipped: vec![Skipped {
            operation: "getItemById".to_owned(),
            reason: SkipReason::NeedsArguments(vec!["id".to_owned(), "kind".to_owned()]),
        }],
        enforcement: true,
        duration: Duration::from_millis(34),
    }
}

fn lines(own: &StepOutcome) -> Vec<String> {
    step(own, 11, Styles::default())
}

#[test]
fn a_row_fits_the_table() {
    assert_eq!(
        lines(&answered(Check::RefusesMissingToken, 401, "")),
        ["✓ listItems    refuses a missing token  401    12 ms"]
    );
}

#[test]
fn a_failed_step_says_why_and_what_to_do() {
    assert_eq!(
        lines(&answered(Check::RefusesForgedToken, 403, "")),
        [
            "✗ listItems    refuses a forged token   403    12 ms",
            "    [GA608] `listItems` answers 403 with a forged token, not 401",
            "    help: answer 401: nothing else makes ChatGPT sign the user in again",
        ]
    );
    assert_eq!(
        lines(&answered(Check::Answers, 500, "\u{1b}[2J boom\n"))[1],
        "    the API answered 500 Internal Server Error: \\u{1b}[2J boom"
    );
}

#[test]
fn a_step_without_an_answer_says_what_the_network_said() {
    let refused = std::io::Error::other("connection refused");
    let error =
        HttpError::Connect { origin: "https://api.example.com".to_owned(), source: Box::new(refused) };
    let step = StepOutcome {
        operation: "listItems".to_owned(),
        check: Check::Answers,
        answer: Err(CallError::Http(error)),
    };
    assert_eq!(lines(&step)[1], "    cannot connect to `https://api.example.com`: connection refused");
    assert_eq!(step_value(&step)["call"], Value::Null);
}

#[test]
fn the_closing_line_counts() {
    let good = outcome(vec![answered(Check::Answers, 200, "[]")]);
    let bad = outcome(vec![answered(Check::Answers, 200, "[]"), answered(Check::Answers, 404, "")]);
    let plain = Styles::default();
    assert_eq!(summary(&good, plain), "1 passed, 1 not called in 34 ms at https://api.example.com/");
    assert_eq!(summary(&bad, plain), "1 failed, 1 passed, 1 not called in 34 ms at https://api.example.com/");
    assert_eq!(
        skipped("getItemById", &good.skipped[0].reason, 11, plain),
        "- getItemById  not called: it needs id, kind"
    );
}

#[test]
fn the_document_names_every_step_and_holds_no_answer() {
    let outcome = outcome(vec![answered(Check::RefusesMissingToken, 200, "[\"private\"]")]);
    let document = document(&outcome);
    assert_eq!(document.as_object().unwrap().keys().next().unwrap(), "schema");
    assert_eq!((&document["passed"], &document["failed"]), (&json!(0), &json!(1)));
    let step = &document["steps"][0];
    assert_eq!((&step["check"], &step["passed"]), (&json!("refuses-missing-token"), &json!(false)));
    assert_eq!((&step["reasons"][0]["code"], &step["call"]["status"]), (&json!("GA607"), &json!(200)));
    assert_eq!(document["skipped"][0]["reason"], "needs-arguments");
    assert!(!document.to_string().contains("private"));
}
