//! `check` in every form: one document on stdout or none, the same findings, the same exit status.

use crate::support::{Place, Run};
use serde_json::Value;
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

const FORMATS: [&str; 7] = ["text", "concise", "json", "sarif", "github", "junit", "markdown"];

/// A place with the project that has findings of every severity, in both files.
pub(crate) fn every_severity() -> Place {
    let place = Place::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/projects/every-severity");
    for name in ["openapi.yaml", "gptauth.toml"] {
        place.write(name, &std::fs::read_to_string(fixture.join(name)).expect("a fixture"));
    }
    place
}

fn check(place: &Place, format: &str, more: &[&str]) -> Run {
    place.run(["check", "--format", format].into_iter().chain(more.iter().copied()))
}

#[test]
fn every_form_names_the_same_findings_and_ends_with_the_same_status() {
    let place = every_severity();
    for format in FORMATS {
        let run = check(&place, format, &[]);
        assert_eq!(run.status, Some(1), "{format}: {run}");
        for code in ["GA202", "GA204", "GA205", "GA403", "GA411"] {
            assert!(run.stdout.contains(code), "{format} without {code}: {run}");
        }
        assert!(!run.stdout.contains('\u{1b}'), "{format}: {run}");
    }
}

#[test]
fn warnings_alone_end_with_0_in_every_form() {
    let place = every_severity();
    for format in FORMATS {
        let run = check(&place, format, &["--rule", "GA411", "--rule", "operation-text-at-limit"]);
        assert_eq!(run.status, Some(0), "{format}: {run}");
    }
}

#[test]
fn a_text_that_is_no_document_leaves_no_half_document() {
    let place = Place::new();
    place.write("openapi.yaml", "openapi: 3.1.0\ninfo:\n  title: a: b\n");
    for format in FORMATS {
        let run = check(&place, format, &["openapi.yaml"]);
        assert_eq!(run.status, Some(2), "{format}: {run}");
        assert!(run.stderr.contains("error: openapi.yaml:3:11:"), "{format}: {run}");
        match format {
            "json" => assert_eq!(parsed(&run)["error"]["status"], 2),
            "github" => assert_eq!(
                run.stdout,
                "::error file=openapi.yaml,line=3,col=11,title=not an OpenAPI document::\
                 `: ` inside of a value without quotes%0A\
                 help: put quotes around the value, or write it below as a `|` block\n"
            ),
            _ => assert_eq!(run.stdout, "", "{format}"),
        }
    }
}

#[test]
fn a_file_that_is_not_there_leaves_stdout_empty_but_for_json() {
    let place = Place::new();
    for format in FORMATS {
        let run = check(&place, format, &["none.yaml"]);
        assert_eq!(run.status, Some(2), "{format}: {run}");
        assert_eq!(run.stdout.is_empty(), format != "json", "{format}: {run}");
        assert!(run.stderr.contains("cannot read `none.yaml`"), "{format}: {run}");
    }
}

#[test]
fn files_are_named_from_the_top_of_the_checkout() {
    let place = Place::new();
    std::fs::create_dir(place.path().join(".git")).expect("a folder");
    place.write("gpt actions/openapi.yaml", "openapi: 3.1.0\npaths: {/a: {get: {summary: s}}}\n");
    let mut command = place.command(["check", "openapi.yaml", "--format", "sarif"]);
    command.current_dir(place.path().join("gpt actions"));
    let log = parsed(&place.finish(command));
    let location = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(location["uri"], "gpt%20actions/openapi.yaml");

    let mut command = place.command(["check", "openapi.yaml", "--format", "github"]);
    command.current_dir(place.path().join("gpt actions"));
    let run = place.finish(command);
    assert!(run.stdout.contains("::error file=gpt actions/openapi.yaml,line="), "{run}");
}

#[test]
fn the_sarif_log_fits_the_schema() {
    let validator = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sarif");
    let place = every_severity();
    place.write("clean.yaml", "openapi: 3.1.0\nservers: [{url: https://a.example.com}]\npaths: {/a: {get: {operationId: a, summary: s}}}\n");
    for arguments in [&[][..], &["clean.yaml"], &["--rule", "GA204"]] {
        let log = check(&place, "sarif", arguments);
        let run = &parsed(&log)["runs"][0];
        assert_eq!((&run["columnKind"], run["results"].is_array()), (&"unicodeCodePoints".into(), true));
        if !validator.join("schema/sarif-2.1.0.json").exists() || !validator.join("node_modules").exists() {
            eprintln!("not validated: run tests/sarif/install.sh first");
            continue;
        }
        let mut node = Command::new("node");
        let mut node = node
            .arg(validator.join("validate.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node");
        node.stdin.take().expect("stdin").write_all(log.stdout.as_bytes()).expect("a reader");
        let said = node.wait_with_output().expect("the validator");
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
    }
}

#[test]
fn the_junit_report_counts_what_it_holds() {
    let run = check(&every_severity(), "junit", &[]);
    let count = |text| run.stdout.matches(text).count();
    assert_eq!((count("<testcase "), count("<failure ")), (6, 2), "{run}");
    assert!(run.stdout.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "), "{run}");
    assert!(run.stdout.contains("tests=\"6\" skipped=\"0\" failures=\"2\""), "{run}");
    assert!(run.stdout.ends_with("</testsuites>\n"), "{run}");
}

#[test]
fn a_rule_that_check_does_not_have_is_refused() {
    let place = every_severity();
    for (rule, hint) in [("GA601", "gptauth call"), ("operation-id-mising", "operation-id-missing")] {
        let run = check(&place, "text", &["--rule", rule]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
        assert!(run.stderr.contains(hint), "{run}");
    }
}

#[test]
fn the_severity_hides_and_does_not_acquit() {
    let run = check(&every_severity(), "concise", &["--severity", "error"]);
    assert_eq!((run.status, run.stdout.lines().count()), (Some(1), 2), "{run}");
    assert!(run.stdout.lines().all(|line| line.contains(": error[GA")), "{run}");
    assert!(run.stderr.contains(" more not shown)"), "{run}");
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let place = every_severity();
    for format in ["json", "sarif", "github", "junit", "markdown"] {
        let run = check(&place, format, &["--watch"]);
        assert_eq!(run.status, Some(2), "{format}: {run}");
    }
    for schema in ["-", "https://example.com/openapi.yaml"] {
        let run = check(&place, "text", &[schema, "--watch"]);
        assert_eq!(run.status, Some(2), "{run}");
        assert!(run.stderr.contains("cannot be watched"), "{run}");
    }
    assert_eq!(check(&place, "text", &["none.yaml", "--watch"]).status, Some(2));
}

fn parsed(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).expect("one JSON document")
}
