use super::*;
use crate::{
    arazzo::kinds,
    invoke::{
        bind::{self, Arguments},
        fixture,
        outcome::{Answer, Authorization, CallOutcome},
    },
    platform::gpt_action,
    report::styles::Styles,
    system::EndSignal,
    task::test::Leftover,
};
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use std::time::Duration;

fn taken(step: &str, status: u16, body: &str, ending: Ending) -> Taken {
    let signature = fixture::reading("listItems");
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
    Taken {
        workflow: "a\u{1b}[2J".to_owned(),
        step: step.to_owned(),
        calls: "listItems".to_owned(),
        answer: Some(Box::new(outcome)),
        ending,
        undoes: None,
        may_stay: false,
    }
}

fn outcome() -> WorkflowOutcome {
    let unmet = Diagnostic {
        help: Some("the criterion is at f.yaml:1:1".to_owned()),
        ..Diagnostic::new(&kinds::CRITERION_NOT_MET, "`$statusCode == 200` is not met: `$statusCode` is 404")
    };
    let foreseen =
        Ending::Foreseen { why: "it is busy".to_owned(), then: "`r` tries it again, 1 of 2".to_owned() };
    WorkflowOutcome {
        server: "https://api.example.com/".parse().unwrap(),
        steps: vec![
            taken("one", 200, "[]", Ending::Passed),
            taken("two", 503, "", foreseen),
            taken("three", 404, "{\"error\": \"\u{7}none\"}", Ending::Failed(vec![unmet])),
        ],
        workflows: vec![("a\u{1b}[2J".to_owned(), false), ("b".to_owned(), false)],
        outputs: Vec::new(),
        leftovers: Vec::new(),
        duration: Duration::from_millis(40),
        stop: None,
    }
}

/// Returns a report, which shows no control character of the API or the description.
fn written(
    form: fn(&WorkflowOutcome, &mut dyn std::io::Write) -> std::io::Result<()>,
    own: &WorkflowOutcome,
) -> String {
    let mut text = Vec::new();
    form(own, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(!text.contains(['\u{1b}', '\u{7}']), "{text:?}");
    text
}

fn plain_text(own: &WorkflowOutcome, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    text(own, Styles::default(), out)
}

#[test]
fn people_see_a_row_a_step_and_below_it_what_is_to_be_said() {
    let text = written(plain_text, &outcome());
    for line in [
        "✓ one       listItems                200    12 ms",
        "- two       listItems                503    12 ms",
        "    foreseen: it is busy; `r` tries it again, 1 of 2",
        "✗ three     listItems                404    12 ms",
        "    [GA640] `$statusCode == 200` is not met: `$statusCode` is 404",
        "    help: the criterion is at f.yaml:1:1",
        "- workflow `b` not run: one that it needs failed",
        "1 failed, 1 passed, 1 foreseen in 40 ms at https://api.example.com/",
    ] {
        assert!(text.lines().any(|own| own == line), "{line:?} in\n{text}");
    }
    assert!(text.contains("the API answered 404 Not Found: {\"error\": "), "{text}");
}

#[test]
fn machines_count_what_people_count() {
    let own = outcome();
    let document: Value = serde_json::from_str(&written(json, &own)).unwrap();
    let counts = ["passed", "failed", "foreseen"].map(|name| document[name].as_u64().unwrap());
    assert_eq!(counts, [1, 1, 1]);
    assert_eq!(document["steps"][2]["reasons"][0]["code"], "GA640");
    let junit = written(junit, &own);
    assert!(junit.contains(r#"tests="4" skipped="2" errors="0" failures="1""#), "{junit}");
    let tap = written(tap, &own);
    assert_eq!(tap.lines().filter(|line| line.starts_with("ok ")).count(), 3, "{tap}");
    assert_eq!(tap.lines().filter(|line| line.starts_with("not ok ")).count(), 1, "{tap}");
    assert!(tap.starts_with("TAP version 13\n1..4\n"), "{tap}");
    assert_eq!(written(github, &own).lines().count(), 2, "what failed, and what the API said");
    let markdown = written(markdown, &own);
    assert_eq!(markdown.lines().filter(|line| line.starts_with("| ")).count(), 5, "{markdown}");
}

#[test]
fn what_was_left_behind_is_told_in_every_form() {
    let delete = Taken { undoes: Some("create\u{7}".to_owned()), ..taken("delete", 500, "", Ending::Passed) };
    let why = "`deleteItemById\u{7}` answered 500".to_owned();
    let left = Leftover { operation: "createItems".to_owned(), path: Some("/items/n1".to_owned()), why };
    let own = WorkflowOutcome { steps: vec![delete], leftovers: vec![left], ..outcome() };
    let words = "left behind by `createItems` at /items/n1: `deleteItemById";
    for form in [plain_text, junit, tap, github, markdown] {
        let text = written(form, &own);
        assert!(text.replace('\\', "").contains(words), "{text}");
    }
    assert!(written(plain_text, &own).contains("    to clean up: it undoes `create"));
    assert!(written(junit, &own).contains("listItems, to clean up"));
    let tap = written(tap, &own);
    assert!(tap.starts_with("TAP version 13\n1..3\n") && tap.contains("\nnot ok 3 - "), "{tap}");
    let document: Value = serde_json::from_str(&written(json, &own)).unwrap();
    assert_eq!((&document["leftovers"][0]["path"], &document["passed"]), (&"/items/n1".into(), &1.into()));
    assert_eq!(document["steps"][0]["undoes"], "create\u{7}");
}

#[test]
fn a_run_that_was_stopped_is_no_success_in_any_form() {
    let own = WorkflowOutcome {
        stop: Some(Stop::Interrupted(EndSignal::Interrupt)),
        steps: Vec::new(),
        ..outcome()
    };
    assert!(written(plain_text, &own).contains("stopped, 0 passed"));
    assert!(written(junit, &own).contains("<error message=\"the test was interrupted\""));
    assert!(written(tap, &own).contains("Bail out! the test was interrupted"));
    assert!(written(github, &own).contains("::error title=gptauth test::the test was interrupted"));
    assert!(written(markdown, &own).contains('❌'));
    assert!(written(json, &own).contains("\"reason\": \"interrupted\""));
}
