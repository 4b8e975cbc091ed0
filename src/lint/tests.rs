#![expect(clippy::disallowed_methods, reason = "the fixtures are files")]

use super::*;
use crate::{diagnostic::Severity, source::Source};
use std::path::{Path, PathBuf};

mod corpus;
mod mutation;
mod variants;

const SECTIONS: [&str; 5] = ["## What it checks", "## Why", "## Example", "## Instead", "## Basis"];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn document(text: impl Into<String>) -> Document {
    Document::parse(Source::new("openapi.yaml", text)).unwrap()
}

/// Runs the rules over a fixture, with the project file beside it where there is one.
fn found(rule: &str, fixture: &str) -> Vec<Diagnostic> {
    let path = fixtures().join("lint").join(rule).join(fixture);
    let text = std::fs::read_to_string(path.with_extension("yaml"))
        .unwrap_or_else(|error| panic!("{rule}/{fixture}.yaml: {error}"));
    let project = std::fs::read_to_string(path.with_extension("toml"))
        .ok()
        .map(|text| Project::parse(Source::new("gptauth.toml", text), "", None).unwrap());
    judge(&document(text), project.as_ref()).reported
}

fn codes(found: &[Diagnostic]) -> Vec<&'static str> {
    found.iter().map(|diagnostic| diagnostic.kind.code).collect()
}

#[test]
fn what_triggers_a_rule_triggers_that_rule_alone() {
    for kind in kinds() {
        let mut codes = codes(&found(kind.name, "triggers"));
        codes.dedup();
        assert_eq!(codes, [kind.code], "{}", kind.name);
    }
}

#[test]
fn what_passes_a_rule_passes_every_rule() {
    for kind in kinds() {
        let found = found(kind.name, "passes");
        assert!(found.is_empty(), "{}: {found:?}", kind.name);
    }
}

#[test]
fn every_finding_has_a_place_and_says_what_to_do() {
    for kind in kinds() {
        for diagnostic in found(kind.name, "triggers") {
            let location = diagnostic.location.as_ref().unwrap();
            assert!(!location.span.is_empty(), "{}: {location:?}", kind.name);
            assert!(diagnostic.help.is_some(), "{}", kind.name);
            assert!(!diagnostic.message.ends_with('.'), "{}", diagnostic.message);
        }
    }
}

#[test]
fn codes_and_names_are_unique_and_sorted() {
    assert!(registry::RULES.is_sorted_by_key(|rule| rule.kind.code));
    let codes: Vec<_> = kinds().map(|kind| kind.code).collect();
    assert!(codes.is_sorted_by(|left, right| left < right), "{codes:?}");
    let mut names: Vec<_> = kinds().map(|kind| kind.name).collect();
    names.sort_unstable();
    assert!(names.is_sorted_by(|left, right| left < right), "{names:?}");
    for retired in RETIRED {
        assert!(!codes.contains(&retired.code), "{} is retired", retired.code);
    }
}

#[test]
fn names_show_the_fault_in_kebab_case() {
    for kind in kinds() {
        let kebab = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
        assert!(kind.name.bytes().all(kebab), "{}", kind.name);
        for remedy in ["use-", "avoid-", "prefer-", "no-more-", "check-", "fix-"] {
            assert!(!kind.name.starts_with(remedy), "{}", kind.name);
        }
        let digits = kind.code.strip_prefix("GA").unwrap();
        assert!(digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{}", kind.code);
    }
}

#[test]
fn every_page_is_complete() {
    for kind in kinds() {
        assert!(kind.page.starts_with(&format!("# {}\n", kind.name)), "{}", kind.name);
        let places: Vec<_> =
            SECTIONS.iter().map(|section| kind.page.find(&format!("\n{section}\n"))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}: {places:?}", kind.name);
    }
}

#[test]
fn an_error_stands_on_a_basis_that_carries_it() {
    for kind in kinds() {
        let sure = kind.basis.confidence.carries_an_error();
        assert!(kind.severity != Severity::Error || sure, "{} is not sure enough for an error", kind.name);
    }
}

#[test]
fn every_fixture_folder_belongs_to_a_rule() {
    for folder in std::fs::read_dir(fixtures().join("lint")).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        assert!(kinds().any(|kind| kind.name == name), "{name}");
    }
}

#[test]
fn hostile_files_are_judged_without_a_panic() {
    for file in std::fs::read_dir(fixtures().join("hostile")).unwrap() {
        let Ok(text) = std::fs::read_to_string(file.unwrap().path()) else { continue };
        if let Ok(document) = Document::parse(Source::new("hostile", text)) {
            assert!(
                run(&document, None).is_sorted_by_key(|diagnostic| diagnostic
                    .location
                    .clone()
                    .unwrap()
                    .span
                    .start)
            );
        }
    }
}

#[test]
fn s17_hostile_servers_are_found() {
    for (file, code) in [
        ("server-creds", "GA410"),
        ("server-confusable-userinfo", "GA410"),
        ("server-javascript", "GA405"),
        ("server-crlf", "GA405"),
        ("server-backslash", "GA405"),
        ("server-port-99999", "GA405"),
        ("server-ipv6-zone", "GA405"),
        ("server-idn", "GA413"),
        ("placeholder-flow", "GA406"),
    ] {
        let path = fixtures().join("hostile").join(file).with_extension("yaml");
        let found = run(&document(std::fs::read_to_string(path).unwrap()), None);
        assert!(codes(&found).contains(&code), "{file}: {found:?}");
        assert!(found.iter().all(|diagnostic| !diagnostic.message.contains("hunter2")), "{found:?}");
    }
}

#[test]
fn s24_the_limits_count_code_points_and_hold_at_the_boundary() {
    let text = |count: usize, character: &str| {
        let description = character.repeat(count);
        let text =
            std::fs::read_to_string(fixtures().join("lint/operation-text-too-long/passes.yaml")).unwrap();
        let start = text.find("description: '").unwrap();
        let end = start + text[start..].find("\n").unwrap();
        codes(&run(
            &document(format!("{}description: '{description}'{}", &text[..start], &text[end..])),
            None,
        ))
    };
    assert_eq!(text(299, "a"), [""; 0]);
    assert_eq!(text(300, "a"), ["GA202"]);
    assert_eq!(text(301, "a"), ["GA201"]);
    assert_eq!(text(300, "👍"), ["GA202"]);
    assert_eq!(text(301, "👍"), ["GA201"]);
}

#[test]
fn a_long_name_is_quoted_in_part() {
    let path = fixtures().join("hostile/opid-long.yaml");
    let text = std::fs::read_to_string(path)
        .unwrap()
        .replace("summary: s", &format!("summary: {}", "x".repeat(400)));
    let found = run(&document(text), None);
    assert_eq!(codes(&found), ["GA230", "GA201"]);
    assert!(found.iter().all(|found| found.message.chars().count() < 200), "{found:?}");
}

#[test]
fn the_endpoints_of_the_project_stand_before_those_of_the_document() {
    let text = std::fs::read_to_string(fixtures().join("lint/root-domain-mismatch/triggers.yaml")).unwrap();
    let project = |endpoint: &str| {
        let text = format!(
            "schema = \"openapi.yaml\"\n[oauth]\nclient_id = \"x\"\nscope = \"read\"\nauthorization_endpoint = \"https://{endpoint}/auth\"\ntoken_endpoint = \"https://{endpoint}/token\"\n"
        );
        Project::parse(Source::new("gptauth.toml", text), "", None).unwrap()
    };
    // That they differ is said by a rule of its own.
    let found = |endpoint: &str| {
        let mut found = run(&document(&*text), Some(&project(endpoint)));
        found.retain(|diagnostic| diagnostic.kind.name != "document-endpoints-differ");
        found
    };
    assert_eq!(codes(&found("auth.example.com")), [""; 0]);
    assert_eq!(codes(&found("127.0.0.1:4000")), [""; 0]);
    assert_eq!(codes(&found("www.googleapis.com")), ["GA402", "GA402"]);
    let found = found("tenant.logto.app");
    assert_eq!(codes(&found), ["GA401", "GA401"]);
    let place = found[1].location.clone().unwrap();
    assert_eq!(
        (place.file, place.pointer.as_str()),
        (crate::diagnostic::File::Project, "/oauth/token_endpoint")
    );
}

#[test]
fn without_a_usable_server_the_two_endpoints_are_compared() {
    let text = std::fs::read_to_string(fixtures().join("lint/root-domain-mismatch/triggers.yaml"))
        .unwrap()
        .replace("https://api.example.com/v1", "/v1")
        .replace("https://tenant.logto.app/oidc/auth", "https://login.example.com/auth");
    let found = run(&document(text), None);
    assert_eq!(codes(&found), ["GA405", "GA401"]);
    assert!(
        found[1].message.contains("the authorization endpoint on `login.example.com`"),
        "{}",
        found[1].message
    );
}

#[test]
fn a_faulty_server_beside_a_usable_one_is_only_ignored() {
    let text = std::fs::read_to_string(fixtures().join("lint/several-servers/triggers.yaml")).unwrap();
    let found = run(&document(&*text), None);
    assert!(found[0].message.contains("http://localhost:3000"), "{}", found[0].message);
    let other_way_round = text.replace("  - url: https://api.example.com/v1\n", "") + "";
    assert_eq!(codes(&run(&document(other_way_round), None)), ["GA409"]);
}
