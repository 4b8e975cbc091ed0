//! The table of probes, as a whole.

use super::*;
use crate::{diagnostic::Severity, invoke};

#[test]
fn names_are_unique_and_no_name_of_a_group() {
    let mut names: Vec<_> = PROBES.iter().map(|probe| probe.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    for probe in PROBES {
        assert_eq!(probe.name == probe.group.name(), probe.group == Group::Discovery, "{}", probe.name);
    }
}

#[test]
fn every_kind_is_found_by_a_probe_and_no_probe_finds_another() {
    let own: Vec<_> = PROBES.iter().flat_map(|probe| probe.kinds).map(|kind| kind.code).collect();
    for kind in kinds::all() {
        assert!(own.contains(&kind.code), "{} is found by no probe", kind.code);
    }
    let known: Vec<_> = kinds::all().chain(invoke::kinds::KINDS).map(|kind| kind.code).collect();
    assert!(own.iter().all(|code| known.contains(code)));
}

#[test]
fn every_kind_has_a_page_that_shows_the_exchange() {
    for kind in kinds::all() {
        for heading in ["## What it checks", "## Why", "## Example", "## Instead"] {
            assert!(kind.page.contains(heading), "{} lacks {heading}", kind.name);
        }
        assert!(kind.page.starts_with(&format!("# {}\n", kind.name)), "{}", kind.name);
        let shows = ["GET ", "POST ", "DNS "].iter().any(|method| kind.page.contains(&format!("\n{method}")));
        assert!(shows, "{} shows no exchange", kind.name);
        let unsure = !kind.basis.confidence.carries_an_error();
        assert!(!(unsure && kind.severity == Severity::Error), "{} is too sure", kind.name);
    }
}

#[test]
fn nothing_is_written_and_nothing_revoked() {
    for exchange in PROBES.iter().flat_map(|probe| probe.exchanges) {
        assert!(["GET", "POST", "DNS"].contains(&exchange.method), "{}", exchange.to);
        let to_api = exchange.to.contains("operation");
        assert!(!to_api || exchange.method == "GET", "{}", exchange.with);
        assert!(!exchange.to.contains("revo"), "{}", exchange.to);
    }
}

/// Returns an answer.
pub(super) fn answered(status: u16, headers: &[(&'static str, &str)], body: &str) -> Answered {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    let response = response.body(body.as_bytes().to_vec()).unwrap();
    Answered {
        answer: Answer::Response { response, certificate_until: None },
        duration: std::time::Duration::ZERO,
    }
}

/// Returns a subject of which only the provider matters.
pub(super) fn subject() -> Subject<'static> {
    Subject {
        settings: None,
        announced: None,
        provider: &crate::providers::STANDARD,
        secret: Err(String::new()),
        api: Err(String::new()),
        signed_in: None,
        target: &crate::platform::gpt_action::TARGET,
        seeds: Seeds { state: [0; 16], forged: [0; 32], conversation: [[0; 16]; 2], verifier: [0; 32] },
        now: jiff::Timestamp::UNIX_EPOCH,
    }
}

/// An exchange that was recorded at a real Logto.
pub(crate) struct RecordedExchange {
    pub(super) url: String,
    pub(crate) answered: Answered,
}

/// Reads a recording, or says that there is none.
#[expect(clippy::disallowed_methods, reason = "recordings are looked for in a test only")]
pub(crate) fn recorded(name: &str) -> Option<RecordedExchange> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/captures/logto");
    if !folder.is_dir() {
        eprintln!("skipped {name}: no recordings of a real provider in {}", folder.display());
        return None;
    }
    let text = std::fs::read_to_string(folder.join(format!("{name}.http")))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
        .replace('\r', "");
    let (command, rest) = text.split_once('\n').unwrap();
    let url = command.split([' ', '\'']).rev().find(|word| word.starts_with("http")).unwrap().to_owned();
    let (head, body) = rest.split_once("\n\n").unwrap();
    let mut lines = head.lines();
    let status: u16 = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let mut response = http::Response::builder().status(status);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        response = response.header(name, value);
    }
    let response = response.body(body.trim_end().as_bytes().to_vec()).unwrap();
    let answer = Answer::Response { response, certificate_until: None };
    Some(RecordedExchange { url, answered: Answered { answer, duration: std::time::Duration::ZERO } })
}
