//! `check` with a `[check]` table: severities, acceptances, operations that need a user. And the way
//! from a red line of the editor to the name to write there.

use crate::support::{Place, Run};
use insta::assert_snapshot;
use serde_json::Value;

/// A document with an error (GA204), and a place for the project that goes with it.
fn place(settings: &str) -> Place {
    let place = Place::new();
    place.write(
        "openapi.yaml",
        "\
openapi: 3.1.0
info: {title: Agenda, version: 1.0.0}
servers: [{url: https://api.example.com}]
paths:
  /items:
    get: {operationId: listItems, summary: List the items, responses: {'200': {description: The items}}}
    post:
      summary: Add an item
      security: []
      responses: {'201': {description: Added}}
",
    );
    place.write("gptauth.toml", settings);
    place
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run}"))
}

const ACCEPTED: &str = "\
[[check.accept]]
rule = \"operation-id-missing\"
at = \"/paths/~1items/post\"
reason = \"a draft, not for ChatGPT\"
";

#[test]
fn an_accepted_finding_is_counted_and_listed_and_does_not_fail_the_check() {
    let place = place(ACCEPTED);
    let run = place.run(["check"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert_snapshot!(run, @"
    status: 0
    stdout:
        Operations as the GPT editor would list them
          listItems  GET   /items  accepted
          (no name)  POST  /items  not counted: GA204

        Nothing found in openapi.yaml and gptauth.toml: the editor would accept the rest
        Not counted: 1 accepted by gptauth.toml

    stderr:
    ");
    let run = place.run(["check", "--format", "json"]);
    let outcome = json(&run);
    assert_eq!(outcome["diagnostics"], serde_json::json!([]));
    assert_eq!(outcome["accepted"][0]["code"], "GA204");
    assert_eq!(outcome["accepted"][0]["accepted"], "a draft, not for ChatGPT");
    assert_eq!(outcome["summary"]["accepted"], 1);
}

#[test]
fn an_acceptance_that_fits_nothing_any_more_is_a_finding_in_the_project_file() {
    let place = place(&ACCEPTED.replace("/post", "/get"));
    let run = place.run(["check"]);
    assert_eq!(run.status, Some(1), "{run}");
    assert!(run.stdout.contains("GA390") && run.stdout.contains("gptauth.toml:3:6"), "{run}");
}

#[test]
fn severities_decide_how_the_check_ends() {
    for (level, status, count) in
        [("error", 1, "errors"), ("warning", 0, "warnings"), ("note", 0, "notes"), ("off", 0, "off")]
    {
        let place = place(&format!("[check.severity]\noperation-id-missing = \"{level}\"\n"));
        let run = place.run(["check", "--format", "json"]);
        assert_eq!(run.status, Some(status), "{level}: {run}");
        assert_eq!(json(&run)["summary"][count], 1, "{level}: {run}");
    }
    let place = place("[check.severity]\nGA204 = \"off\"\n");
    let run = place.run(["check"]);
    assert!(run.stdout.contains("Not counted: 1 switched off by gptauth.toml"), "{run}");
}

#[test]
fn settings_that_mean_nothing_stop_the_check_with_their_place() {
    for (settings, message) in [
        (
            "[check.severity]\noperation-id-mising = \"off\"\n",
            "gptauth.toml:2:1: `check` has no rule `operation-id-mising`",
        ),
        ("[check.severity]\nGA999 = \"off\"\n", "gptauth.toml:2:1: `check` has no rule `GA999`"),
        ("[check.severity]\nGA204 = \"fatal\"\n", "gptauth.toml:2:9: `GA204` must be `error`"),
        ("[[check.accept]]\nrule = \"GA204\"\n", "gptauth.toml:1:1: `reason` is missing"),
        ("[[check.accept]]\nrule = \"GA1\"\nreason = \"x\"\n", "gptauth.toml:2:8: `check` has no rule `GA1`"),
        ("[check]\nservity = {}\n", "gptauth.toml:2:1: unknown key `servity`"),
    ] {
        let run = place(settings).run(["check"]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
        assert!(run.stderr.contains(message), "{run}");
    }
    let run = place("[check.severity]\noperation-id-mising = \"off\"\n").run(["check"]);
    assert!(run.stderr.contains("did you mean `operation-id-missing`?"), "{run}");
}

#[test]
fn an_operation_that_needs_a_user_may_not_be_public() {
    let place = place("check.require_user = [\"addItem\", \"listItem\"]\n");
    let document =
        place.read("openapi.yaml").replace("summary: Add", "operationId: addItem\n      summary: Add");
    place.write("openapi.yaml", &document);
    let run = place.run(["check", "--format", "concise"]);
    assert_eq!(run.status, Some(1), "{run}");
    assert!(run.stdout.contains("openapi.yaml:10:17: error[GA336]"), "{run}");
    assert!(run.stdout.contains("gptauth.toml:1:34: warning[GA391]"), "{run}");
}

#[test]
fn the_red_line_of_the_editor_leads_to_the_rule() {
    let place = Place::new();
    let run = place.run(["explain", "In path /items, method post is missing operationId; skipping"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stdout.starts_with("GA204 operation-id-missing"), "{run}");
    let unquoted = place.run("explain description has length 412 exceeding limit of 300".split(' '));
    assert_eq!(unquoted.status, Some(0), "{unquoted}");
    assert!(
        unquoted.stdout.contains("GA201") && unquoted.stderr.contains("gptauth explain GA201"),
        "{unquoted}"
    );
    let run = place.run(["explain", "no such line was ever printed"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
    assert!(run.stderr.contains("gptauth explain"), "{run}");
}
