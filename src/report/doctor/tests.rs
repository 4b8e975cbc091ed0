//! What every form must not let through, and how much the text shows.

use super::*;
use crate::{
    diagnostic::Diagnostic,
    probe::{Answer, Answered, Ask, Finding, Judgement, PROBES, Question, kinds},
    providers::STANDARD,
    report::styles::Styles,
};
use http::{Request, Response};
use jiff::Timestamp;
use std::time::Duration;

/// Returns an outcome in which a server answered with what it should not.
fn hostile() -> DoctorOutcome {
    let probe = PROBES.iter().find(|own| own.name == "client-secret").unwrap();
    let request = Request::post("https://id.example.com/token?password=canary-one")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("authorization", "Basic YXBwOmNhbmFyeS10d28=")
        .body(b"client_secret=canary-three&code=canary-four".to_vec())
        .unwrap();
    let response = Response::builder()
        .status(401)
        .header("content-type", "text/plain")
        .body(b"\x1b[2Jno: canary-five echoed; <script>::error::x</script>\n::error::y".to_vec())
        .unwrap();
    let ask = Ask {
        exchange: probe.exchanges[0],
        question: Question::Http(Box::new(request)),
        secrets: vec!["canary-five".to_owned().into()],
    };
    let answer = Answer::Response { response, certificate_until: None };
    let diagnostic = Diagnostic::new(&kinds::CLIENT_SECRET_WRONG, "\u{1b}[31mred\n::error::z <b>");
    let finding = Finding { shown_by: Some(0), ..diagnostic.into() };
    let untold = vec!["\u{1b}]0;title\u{7}".to_owned()];
    DoctorOutcome {
        provider: &STANDARD,
        issuer: Some("https://id.example.com/\u{1b}[1m".to_owned()),
        client_id: Some("agenda\n::warning::w".to_owned()),
        server: None,
        probes: vec![ProbeOutcome {
            probe,
            verdict: Verdict::Judged(Judgement { seen: String::new(), findings: vec![finding], untold }),
            exchanges: vec![(ask, Answered { answer, duration: Duration::ZERO })],
        }],
        endings: Vec::new(),
        requests: 1,
        duration: Duration::from_millis(7),
    }
}

fn written(write: impl FnOnce(&DoctorOutcome, &mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&hostile(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn x3_no_form_shows_a_secret_or_steers_a_terminal() {
    let forms = [
        written(|outcome, out| text(outcome, Timestamp::UNIX_EPOCH, Styles::default(), out)),
        written(|outcome, out| json(outcome, out)),
        written(|outcome, out| junit(outcome, out)),
        written(|outcome, out| github(outcome, out)),
        written(|outcome, out| markdown(outcome, out)),
    ];
    for form in forms {
        assert!(!form.contains("canary"), "{form}");
        assert!(!form.contains(['\u{1b}', '\u{7}']), "{form:?}");
        assert!(form.contains("GA531"), "{form}");
    }
}

#[test]
fn nothing_of_a_server_becomes_a_command_to_the_runner() {
    let form = written(|outcome, out| github(outcome, out));
    assert_eq!(form.lines().filter(|line| line.starts_with("::")).count(), form.lines().count());
    assert_eq!(form.lines().count(), 1);
}

#[test]
fn the_text_shows_what_was_sent_and_what_came_back() {
    let form = written(|outcome, out| text(outcome, Timestamp::UNIX_EPOCH, Styles::default(), out));
    for part in
        ["sent:  POST https://id.example.com/token", "client_secret=[masked]", "back:  401 Unauthorized"]
    {
        assert!(form.contains(part), "{part} in {form}");
    }
}
