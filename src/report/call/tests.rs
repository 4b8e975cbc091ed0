use super::*;
use crate::{
    invoke::{
        bind::{self, Arguments},
        fixture,
        outcome::{Answer, Challenge},
    },
    platform::gpt_action,
};
use http::{HeaderMap, HeaderValue};

fn outcome(status: u16, headers: &[(&'static str, &'static str)], body: &[u8]) -> CallOutcome {
    let signature = fixture::reading("listItems");
    let bound = bind::bind(&signature, &Arguments::default()).unwrap();
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
        .collect();
    let status = StatusCode::from_u16(status).unwrap();
    let answer = Answer { status, headers, body: body.to_vec(), duration: Duration::from_millis(7) };
    let url = "https://api.example.com/items?q=1".parse().unwrap();
    CallOutcome::new(&signature, &bound, url, Authorization::Bearer, answer, &gpt_action::TARGET.call)
}

fn written(outcome: &CallOutcome, include: bool, reader: Reader) -> Vec<u8> {
    let mut out = Vec::new();
    answer(outcome, include, reader, Styles::default(), &mut out).unwrap();
    out
}

#[test]
fn a_program_gets_the_bytes_as_they_came() {
    for body in [&b"{\"a\" :1}"[..], b"\x1b[2J\xff\0", b""] {
        assert_eq!(written(&outcome(200, &[], body), false, Reader::Program), body);
    }
}

#[test]
fn the_head_is_shown_on_request_without_its_cookies() {
    let headers = [("content-type", "text/plain"), ("set-cookie", "session=canary"), ("x-a", "1")];
    let text = String::from_utf8(written(&outcome(200, &headers, b"hi\n"), true, Reader::Person)).unwrap();
    assert_eq!(text, "HTTP 200 OK\ncontent-type: text/plain\nset-cookie: (not shown)\nx-a: 1\n\nhi\n");
}

#[test]
fn the_two_lines_say_what_was_sent_and_what_came() {
    let mut outcome = outcome(200, &[], b"[]");
    let plain = Styles::default();
    assert_eq!(request_line(&outcome, plain), "GET https://api.example.com/items?q=1");
    assert_eq!(status_line(&outcome, plain), "200 OK · 7 ms · 2 characters");
    outcome.renewed = true;
    outcome.authorization = Authorization::Withheld;
    assert_eq!(request_line(&outcome, plain), "GET https://api.example.com/items?q=1  without a token");
    assert!(status_line(&outcome, plain).ends_with(" · access token renewed on the way"));
}

#[test]
fn what_the_api_says_about_a_token_is_one_safe_line() {
    let mut outcome = outcome(401, &[], b"");
    assert_eq!(challenge_line(&outcome), None);
    outcome.challenge = Some(Challenge::default());
    assert_eq!(challenge_line(&outcome), None);
    let description = Some("expired\n\u{1b}[31m".to_owned());
    outcome.challenge = Some(Challenge { error: Some("invalid_token".to_owned()), description, scope: None });
    let line = challenge_line(&outcome).unwrap();
    assert_eq!(line, "the API says: invalid_token: expired\\n\\u{1b}[31m");
}

#[test]
fn the_document_begins_with_its_version_and_carries_the_body_as_json() {
    let headers = [("content-type", "application/json"), ("set-cookie", "session=canary")];
    let document = document(&outcome(200, &headers, br#"[{"id":"1"}]"#));
    assert_eq!(document.as_object().unwrap().keys().next().unwrap(), "schema");
    assert_eq!(document["body"], json!([{"id": "1"}]));
    assert_eq!((&document["status"], &document["authorization"]), (&json!(200), &json!("bearer")));
    assert!(!document.to_string().contains("canary"));
}

#[test]
fn a_body_that_is_no_json_is_a_text_and_one_that_is_no_text_is_left_out() {
    assert_eq!(document(&outcome(200, &[], b"pong"))["body"], "pong");
    let binary = document(&outcome(200, &[], &[0xff, 0xfe]));
    assert_eq!((&binary["body"], &binary["answer_bytes"]), (&Value::Null, &json!(2)));
    assert_eq!(binary["findings"][0]["code"], "GA605");
}

#[test]
fn numbers_are_grouped_and_times_are_short() {
    assert_eq!(
        [0, 999, 1000, 100_000, 1_234_567].map(grouped),
        ["0", "999", "1,000", "100,000", "1,234,567"]
    );
    assert_eq!(time(Duration::from_micros(1500)), "1 ms");
    assert_eq!(time(Duration::from_millis(12_340)), "12.3 s");
}
