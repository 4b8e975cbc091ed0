use super::*;
use crate::{
    invoke::{
        bind::{self, Arguments},
        fixture,
        outcome::{Answer, Authorization},
    },
    platform::gpt_action,
    report::styles::Styles,
    scenario::{self, Before, Check, Skipped},
    system::{EndSignal, HttpError},
    task::test::Tally,
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;

fn answered(check: Check, status: u16, body: &str) -> StepOutcome {
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
    let verdict = scenario::judge(check, &signature, &outcome, Before::default(), shape);
    StepOutcome {
        operation: "listItems".to_owned(),
        check,
        ending: Ending::Answered(Box::new(outcome), verdict),
        retries: Vec::new(),
    }
}

/// An outcome with its steps.
struct Tested {
    steps: Vec<StepOutcome>,
    outcome: TestOutcome,
}

impl std::ops::Deref for Tested {
    type Target = TestOutcome;

    fn deref(&self) -> &TestOutcome {
        &self.outcome
    }
}

fn outcome(steps: Vec<StepOutcome>) -> Tested {
    let mut tally = Tally::default();
    steps.iter().for_each(|step| tally.count(step));
    let outcome = TestOutcome {
        server: "https://api.example.com/".parse().unwrap(),
        tally,
        skipped: vec![Skipped {
            operation: "getItemById".to_owned(),
            reason: SkipReason::NeedsArguments(vec!["id".to_owned(), "kind".to_owned()]),
        }],
        enforcement: true,
        seed: 7,
        other: None,
        duration: Duration::from_millis(34),
        leftovers: Vec::new(),
        stop: None,
    };
    Tested { steps, outcome }
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
        ending: Ending::Unanswered(CallError::Http(error)),
        retries: Vec::new(),
    };
    assert_eq!(lines(&step)[1], "    cannot connect to `https://api.example.com`: connection refused");
    assert_eq!(super::json::step_value(&step, None)["call"], Value::Null);
}

#[test]
fn the_closing_line_counts() {
    let good = outcome(vec![answered(Check::Answers, 200, "[]")]);
    let bad = outcome(vec![answered(Check::Answers, 200, "[]"), answered(Check::Answers, 404, "")]);
    let plain = Styles::default();
    assert_eq!(closing(&good, plain), "1 passed, 1 not called in 34 ms at https://api.example.com/, seed 7");
    assert_eq!(
        closing(&bad, plain),
        "1 failed, 1 passed, 1 not called in 34 ms at https://api.example.com/, seed 7"
    );
    assert_eq!(not_called(&good, 11, plain), ["- getItemById  not called: it needs id, kind"]);
}

#[test]
fn the_document_names_every_step_and_holds_no_answer() {
    let outcome = outcome(vec![answered(Check::RefusesMissingToken, 200, "[\"private\"]")]);
    let document = document_of(&outcome);
    assert_eq!(document.as_object().unwrap().keys().next().unwrap(), "schema");
    assert_eq!((&document["passed"], &document["failed"]), (&json!(0), &json!(1)));
    let step = &document["steps"][0];
    assert_eq!((&step["check"], &step["passed"]), (&json!("refuses-missing-token"), &json!(false)));
    assert_eq!((&step["reasons"][0]["code"], &step["call"]["status"]), (&json!("GA607"), &json!(200)));
    assert_eq!(document["skipped"][0]["reason"], "needs-arguments");
    assert!(!document.to_string().contains("private"));
}

/// Returns an outcome with everything in it that can be, said by somebody with bad intentions.
fn hostile() -> Tested {
    let mut refused = answered(Check::RefusesForgedToken, 403, "");
    refused.operation = "list\u{1b}[2J\n::error::x # TODO <b>|".to_owned();
    let mut left = answered(Check::Answers, 200, "[]");
    left.ending = Ending::NotReached;
    let steps = vec![
        answered(Check::Answers, 200, "[]"),
        refused,
        answered(Check::Answers, 500, "\u{1b}[31m<script>\n::warning::y"),
        left,
    ];
    let mut tested = outcome(steps);
    tested.outcome.stop = Some(Stop::Interrupted(EndSignal::Interrupt));
    tested
}

fn document_of(tested: &Tested) -> Value {
    serde_json::from_str(&written("json", tested)).unwrap()
}

const FORMS: [&str; 6] = ["text", "json", "junit", "tap", "github", "markdown"];

/// Returns a report, written as it is while a test runs.
fn written(form: &str, tested: &Tested) -> String {
    let signatures: Vec<_> = tested.steps.iter().map(|step| fixture::reading(&step.operation)).collect();
    let step = |(operation, own): (usize, &StepOutcome)| scenario::Step {
        operation,
        arguments: std::rc::Rc::default(),
        feeds: std::rc::Rc::default(),
        check: own.check,
        round: None,
    };
    let steps = tested.steps.iter().enumerate().map(step).collect();
    let plan = scenario::Plan { steps, skipped: Vec::new(), enforcement: true };
    let mut form: Box<dyn Form> = match form {
        "text" => Box::new(Text::new(signatures.iter().map(|own| own.name.as_str()))),
        "json" => Box::new(Json),
        "junit" => Box::new(Junit::new(&plan, &signatures)),
        "tap" => Box::new(Tap::default()),
        "github" => Box::new(Github),
        _ => Box::new(Markdown),
    };
    let (mut rows, mut report) = (Vec::new(), Vec::new());
    tested.steps.iter().for_each(|step| form.row(step, tested.stop.as_ref(), &mut rows).unwrap());
    form.report(tested, &mut rows.as_slice(), &mut report).unwrap();
    String::from_utf8(report).unwrap()
}

#[test]
fn no_form_lets_a_text_from_outside_steer_its_reader() {
    for name in FORMS {
        let text = written(name, &hostile());
        assert!(!text.contains('\u{1b}'), "{name}: {text}");
        let lines: Vec<_> = text.lines().filter(|line| line.starts_with("::")).collect();
        assert!(lines.iter().all(|line| line.starts_with("::error title=")), "{name}: {lines:?}");
    }
    assert!(!written("markdown", &hostile()).contains("<script>"));
}

#[test]
fn e04_a_stopped_test_is_reported_to_its_last_step_in_every_form() {
    let outcome = hostile();
    let document = document_of(&outcome);
    assert_eq!(document["stopped"]["reason"], "interrupted");
    let words: Vec<_> =
        document["steps"].as_array().unwrap().iter().map(|step| step["outcome"].as_str().unwrap()).collect();
    assert_eq!(words, ["passed", "failed", "failed", "not_run"]);
    assert_eq!((&document["failed"], &document["not_run"]), (&json!(2), &json!(1)));
    let junit = written("junit", &outcome);
    assert!(junit.contains(r#"tests="6" skipped="2" failures="2" errors="1""#), "{junit}");
    let tap = written("tap", &outcome);
    assert!(tap.starts_with("TAP version 13\n1..5\nok 1 - listItems answers\nnot ok 2 - "), "{tap}");
    assert!(tap.contains("\nok 4 - listItems answers # SKIP the test was interrupted\n"), "{tap}");
    assert!(tap.ends_with("\nBail out! the test was interrupted\n"), "{tap}");
    let github = written("github", &outcome);
    assert!(github.ends_with("::error title=stopped (test)::the test was interrupted\n"), "{github}");
    assert!(written("markdown", &outcome).contains("not taken: the test was interrupted"));
    assert_eq!(
        closing(&outcome, Styles::default()),
        "2 failed, 1 passed, 1 not taken, 1 not called in 34 ms at https://api.example.com/, seed 7"
    );
}

fn retried() -> Tested {
    let mut step = answered(Check::Answers, 200, "[]");
    let reasons = [RetryReason::Status(StatusCode::SERVICE_UNAVAILABLE), RetryReason::Lost("cut".to_owned())];
    step.retries =
        reasons.map(|reason| Retry { reason, waited: Duration::from_secs(2) }).into_iter().collect();
    outcome(vec![step])
}

#[test]
fn what_passed_at_another_try_is_marked_in_every_form() {
    let outcome = retried();
    assert_eq!(
        lines(&outcome.steps[0])[1],
        "    note: at try 3; before: 503, waited 2.0 s; cut, waited 2.0 s"
    );
    assert!(closing(&outcome, Styles::default()).starts_with("1 passed, 1 not at the first try, "));
    let document = document_of(&outcome);
    let first = &document["steps"][0]["retries"][0];
    assert_eq!((&first["status"], &first["waited_ms"]), (&json!(503), &json!(2000)));
    assert_eq!(document["steps"][0]["retries"][1]["status"], Value::Null);
    assert_eq!(written("junit", &outcome).matches("<flakyFailure").count(), 2);
    assert!(
        written("tap", &outcome).contains("\n# at try 3; before: 503, waited 2.0 s; cut, waited 2.0 s\n")
    );
    assert!(written("github", &outcome).starts_with("::warning title=listItems answers (test)::at try 3"));
    assert!(written("markdown", &outcome).contains("| 🔁 | listItems | answers | 200 | 12 ms | at try 3"));
}

#[test]
fn every_form_has_the_seed() {
    let outcome = outcome(vec![answered(Check::Answers, 200, "[]")]);
    for name in FORMS.iter().filter(|name| **name != "github") {
        let text = written(name, &outcome);
        let named = ["\"seed\": 7", "seed 7", "name=\"seed\" value=\"7\""];
        assert!(named.iter().any(|own| text.contains(own)), "{name}: {text}");
    }
}

#[test]
fn a_note_is_told_and_fails_nothing() {
    let mut step = answered(Check::AnswersAgain, 200, "[]");
    let note = Diagnostic::new(&kinds::ANSWER_NOT_REPEATED, "another order".to_owned());
    if let Ending::Answered(_, verdict) = &mut step.ending {
        *verdict = Verdict::Noted(vec![note]);
    }
    assert!(step.passed() && !step.failed());
    assert_eq!(lines(&step)[1], "    note: [GA616] another order");
    let outcome = outcome(vec![step]);
    assert_eq!(document_of(&outcome)["steps"][0]["notes"][0]["code"], "GA616");
    assert!(written("github", &outcome).starts_with("::notice title=GA616 answer-not-repeated"));
    assert!(written("tap", &outcome).contains("\nok 1 - listItems answers the same again\n# [GA616] "));
}

#[test]
fn c06_how_long_an_api_wants_to_be_left_alone_is_shown() {
    let mut step = answered(Check::Answers, 503, "");
    if let Ending::Answered(outcome, _) = &mut step.ending {
        outcome.headers.insert(header::RETRY_AFTER, "120".parse().unwrap());
    }
    assert_eq!(lines(&step)[1], "    the API answered 503 Service Unavailable, and asks to wait 120 s");
}

#[test]
fn each_case_of_junit_has_a_name_of_its_own() {
    let again = || answered(Check::Answers, 200, "[]");
    let junit = written("junit", &outcome(vec![again(), again(), again()]));
    let names: Vec<_> =
        junit.lines().filter_map(|line| line.trim().strip_prefix("<testcase name=")).collect();
    let names: Vec<_> = names.iter().filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(
        names,
        ["listItems answers", "listItems answers (2)", "listItems answers (3)", "getItemById is called"]
    );
}

#[test]
fn a_clean_test_has_nothing_to_annotate_and_no_failures() {
    let good = outcome(vec![answered(Check::Answers, 200, "[]")]);
    assert_eq!(written("github", &good), "");
    assert!(written("junit", &good).contains(r#"tests="2" skipped="1" errors="0" failures="0""#));
    assert!(!written("tap", &good).contains("not ok"));
    assert!(written("markdown", &good).contains("✅"));
}
