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
