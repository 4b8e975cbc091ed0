//! `gptauth test`: what it calls, what it finds, and the reports that it leaves.

use crate::{
    session::{project, project_with},
    support::{Answer, Place, Run, Servers, login},
};
use insta::assert_snapshot;
use serde_json::Value;

const ALICE: Answer = Answer::SignIn { username: "alice", password: "alice-demo-password" };

fn signed_in() -> (Place, Servers) {
    let (place, servers) = project();
    let run = login(&place, &servers, &[], ALICE).run;
    assert_eq!(run.status, Some(0), "{run}");
    (place, servers)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn the_plan_says_what_would_be_called_and_sends_nothing() {
    let place = Place::new();
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    assert_snapshot!(place.run(["test", "--plan"]));
    let plan = json(&place.run(["test", "--plan", "--format", "json"]).stdout);
    assert_eq!((&plan["schema"], &plan["steps"][2]["taken"][0]["from"]), (&1.into(), &"listItems".into()));
    assert_eq!(place.run(["test", "--plan", "--format", "tap"]).status, Some(2));
}

#[test]
fn a_test_that_passes_writes_every_report() {
    let (place, _servers) = signed_in();
    let forms = ["text", "json", "junit", "tap", "github", "markdown"];
    let reports = forms.map(|form| format!("--report={form}=out.{form}"));
    let run = place.run(["test"].into_iter().chain(reports.iter().map(String::as_str)));
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{run}");
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 80), "{run}");
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with('✓')).count(), 8, "{run}");
    let document = json(&place.read("out.json"));
    assert_eq!((&document["passed"], &document["failed"]), (&8.into(), &0.into()));
    assert!(place.read("out.text").contains("8 passed, 3 not called in "));
    assert!(place.read("out.junit").contains(r#"tests="11" skipped="3" errors="0" failures="0""#));
    assert!(place.read("out.tap").starts_with("TAP version 13\n1..11\nok 1 - listItems answers\n"));
    assert_eq!(place.read("out.github"), "");
    assert!(place.read("out.markdown").starts_with("### gptauth test\n\n✅ 8 passed"));
}

#[test]
fn an_api_that_lets_everybody_in_fails_by_name_in_every_form() {
    let (place, servers) = project_with(&["--fault", "api.no_token=200", "--fault", "api.forged=200"]);
    assert_eq!(login(&place, &servers, &[], ALICE).run.status, Some(0));
    for form in ["text", "json", "junit", "tap", "github", "markdown"] {
        let run = place.run(["test", "--format", form]);
        assert_eq!(run.status, Some(1), "{run}");
        assert!(run.stdout.contains("GA607"), "{run}");
    }
}

#[test]
fn e04_findings_network_and_sign_in_are_told_apart_and_each_leaves_its_report() {
    let (place, servers) = signed_in();
    let reported = |run: &Run| {
        assert!(place.read("r.xml").contains("<testsuite "), "{run}");
        place.write("r.xml", "");
    };
    let report = ["test", "--report", "junit=r.xml"];
    let slashed = format!("{}/nowhere", servers.about("server"));
    let findings = place.run(report.into_iter().chain(["--server", &slashed]));
    assert_eq!(findings.status, Some(1), "{findings}");
    reported(&findings);
    let network = place.run(report.into_iter().chain(["--server", "http://127.0.0.1:1"]));
    assert_eq!(network.status, Some(5), "{network}");
    reported(&network);
    assert_eq!(place.run(["logout", "--local"]).status, Some(0));
    let sign_in = place.run(report);
    assert_eq!(sign_in.status, Some(3), "{sign_in}");
    reported(&sign_in);
}

#[test]
fn e05_nothing_to_test_is_a_wrong_use() {
    let place = Place::new();
    place.write("a.yaml", "openapi: 3.1.0\ninfo: {title: A, version: '1'}\nservers: [{url: https://a.example}]\npaths: {/a: {post: {operationId: a, responses: {}}}}\n");
    let run = place.run(["test", "--schema", "a.yaml"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
}

#[test]
fn a_report_that_cannot_be_written_is_an_error_and_keeps_no_other() {
    let (place, _servers) = signed_in();
    let run = place.run(["test", "--report", "junit=.", "--report", "tap=good.tap"]);
    assert_eq!(run.status, Some(2), "{run}");
    assert!(run.stderr.contains("cannot write the report `.`"), "{run}");
    assert!(place.read("good.tap").contains("1..11"));
    for wrong in ["junit", "xml=a", "=a"] {
        assert_eq!(place.run(["test", "--report", wrong]).status, Some(2), "{wrong}");
    }
}

#[test]
fn a_test_that_writes_leaves_everything_as_it_was() {
    let (place, _servers) = signed_in();
    let before = place.run(["call", "listItems"]).stdout;
    let run = place.run(["test", "--write"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{run}");
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 80), "{run}");
    for done in ["creates", "updates", "deletes", "finds it gone"] {
        assert!(run.stdout.contains(done), "{run}");
    }
    assert_eq!(place.run(["call", "listItems"]).stdout, before);
    assert_snapshot!(place.run(["test", "--plan", "--write"]));
}
