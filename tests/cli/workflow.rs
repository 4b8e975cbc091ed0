//! `gptauth test --workflow` and `--record`, against the demo.

use crate::{
    session::{project, project_with},
    support::{Answer, Place, Servers, login},
};
use insta::assert_snapshot;
use serde_json::Value;

const ALICE: Answer = Answer::SignIn { username: "alice", password: "alice-demo-password" };

const FLOWS: &str = r#"arazzo: 1.0.1
info: {title: Agenda, version: 1.0.0}
sourceDescriptions:
  - {name: agenda, url: ./openapi.yaml, type: openapi}
workflows:
  - workflowId: round
    inputs:
      type: object
      required: [text]
      properties: {text: {type: string, minLength: 2}, date: {type: string, default: "2026-12-24"}}
    steps:
      - stepId: create
        operationId: createItems
        requestBody: {payload: {date: $inputs.date, text: "{$inputs.text} for two"}}
        successCriteria:
          - condition: $statusCode == 201
          - {context: $response.body#/text, type: regex, condition: for two$}
        outputs: {id: $response.body#/id}
      - stepId: delete
        operationId: deleteItemById
        parameters: [{name: id, in: path, value: $steps.create.outputs.id}]
      - stepId: gone
        operationId: getItemById
        parameters: [{name: id, in: path, value: $steps.create.outputs.id}]
        successCriteria: [{condition: $statusCode == 404}]
  - workflowId: look
    dependsOn: [round]
    steps:
      - stepId: nothing
        operationId: getItemById
        parameters: [{name: id, in: path, value: none}]
        successCriteria: [{condition: $statusCode == 200}]
        onFailure:
          - {name: list, type: goto, stepId: list, criteria: [{condition: $statusCode == 404}]}
      - stepId: list
        operationId: listItems
"#;

fn signed_in(arguments: &[&str]) -> (Place, Servers) {
    let (place, servers) = if arguments.is_empty() { project() } else { project_with(arguments) };
    let run = login(&place, &servers, &[], ALICE).run;
    assert_eq!(run.status, Some(0), "{run}");
    (place, servers)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn offline(description: &str) -> Place {
    let place = Place::new();
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    place.write("flows.yaml", description);
    place
}

#[test]
fn the_plan_of_a_workflow_says_what_would_be_called_and_sends_nothing() {
    let place = offline(FLOWS);
    assert_snapshot!(place.run(["test", "--workflow", "flows.yaml", "--plan"]));
    let plan = json(&place.run(["test", "--workflow", "flows.yaml", "--plan", "--format", "json"]).stdout);
    assert_eq!((&plan["schema"], &plan["steps"][0]["method"]), (&1.into(), &"POST".into()));
    assert_eq!(plan["steps"][2]["criteria"][0], "$statusCode == 404");
    let tap = place.run(["test", "--workflow", "flows.yaml", "--plan", "--format", "tap"]);
    assert_eq!(tap.status, Some(2), "{tap}");
}

#[test]
fn a_workflow_that_passes_writes_every_report() {
    let (place, _servers) = signed_in(&[]);
    place.write("flows.yaml", FLOWS);
    let before = place.run(["call", "listItems"]).stdout;
    let forms = ["text", "json", "junit", "tap", "github", "markdown"];
    let reports = forms.map(|form| format!("--report={form}=out.{form}"));
    let run = ["test", "--workflow", "flows.yaml", "--write", "--workflow-input", "text=Tea"];
    let run = place.run(run.into_iter().chain(reports.iter().map(String::as_str)));
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{run}");
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with('✓')).count(), 4, "{run}");
    assert!(run.stdout.contains("4 passed, 1 foreseen in "), "{run}");
    assert_eq!(place.run(["call", "listItems"]).stdout, before);
    let document = json(&place.read("out.json"));
    assert_eq!(
        (&document["schema"], &document["passed"], &document["foreseen"]),
        (&1.into(), &4.into(), &1.into())
    );
    assert_eq!(document["workflows"][1]["passed"], true);
    assert_eq!(place.read("out.text"), run.stdout);
    assert!(place.read("out.junit").contains(r#"tests="5" skipped="1" errors="0" failures="0""#));
    assert!(place.read("out.tap").starts_with("TAP version 13\n1..5\nok 1 - round/create createItems\n"));
    assert!(place.read("out.tap").contains("# SKIP foreseen: "));
    assert_eq!(place.read("out.github"), "");
    assert!(place.read("out.markdown").starts_with("### gptauth test --workflow\n\n✅ 4 passed, 1 foreseen"));
}

#[test]
fn a_criterion_that_is_not_met_fails_in_every_form() {
    let (place, _servers) = signed_in(&[]);
    place.write("flows.yaml", &FLOWS.replace("$statusCode == 404}", "$statusCode == 410}"));
    for form in ["text", "json", "junit", "tap", "github", "markdown"] {
        let run =
            ["test", "--workflow", "flows.yaml", "--write", "--workflow-input=text=Tea", "--format", form];
        let run = place.run(run);
        assert_eq!(run.status, Some(1), "{run}");
        assert!(run.stdout.contains("GA640") && run.stdout.contains("410"), "{run}");
    }
}

#[test]
fn what_may_write_is_not_run_without_leave() {
    let place = offline(FLOWS);
    assert_snapshot!(place.run(["test", "--workflow", "flows.yaml"]));
    let safe = place.run(["test", "--workflow", "flows.yaml", "--workflow-id", "look"]);
    assert!(safe.stderr.contains("step `create`"), "what it depends on is run too: {safe}");
}

#[test]
fn a_wrong_use_is_told_before_anything_is_sent() {
    let place = offline(FLOWS);
    for (arguments, expected) in [
        (vec!["--workflow", "none.yaml"], "cannot read `none.yaml`"),
        (vec!["--workflow", "openapi.yaml"], "this is an OpenAPI document, not an Arazzo description"),
        (vec!["--workflow", "flows.yaml", "--workflow-id", "rond"], "there is no workflow `rond`"),
        (vec!["--workflow", "flows.yaml", "--write"], "workflow `round` needs the input `text`"),
        (
            vec!["--workflow", "flows.yaml", "--write", "--workflow-input", "text=x"],
            "`text` is shorter than 2 characters",
        ),
        (vec!["--workflow", "flows.yaml", "--write", "--workflow-input", "txt=x"], "has an input `txt`"),
        (
            vec!["--workflow", "flows.yaml", "--write", "--workflow-input", "text:=x"],
            "the input `text` is not JSON",
        ),
        (vec!["--workflow", "flows.yaml", "--write", "--workflow-input", "text"], "an input has no name"),
        (vec!["--workflow", "flows.yaml", "--jobs", "2"], "cannot be used with"),
        (vec!["--workflow", "flows.yaml", "--watch"], "cannot be used with"),
        (vec!["--workflow-id", "round"], "required"),
        (vec!["--force"], "required"),
        (vec!["--record", "a.yaml", "--plan"], "cannot be used with"),
    ] {
        let run = place.run(["test"].into_iter().chain(arguments.iter().copied()));
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
        assert!(run.stderr.contains(expected), "{run}");
    }
}

#[test]
fn every_fault_of_a_description_is_told_at_once_with_its_place() {
    let faulty = FLOWS
        .replace("$statusCode == 404}]\n", "$statusCode = 404}]\n")
        .replace("operationId: listItems", "operationId: listItem\n        onSucess: []")
        .replace("$inputs.date", "$inputs.day");
    let place = offline(&faulty);
    assert_snapshot!(place.run(["test", "--workflow", "flows.yaml", "--write"]));
    let run = place.run(["test", "--workflow", "flows.yaml", "--format", "json"]);
    let faults = &json(&run.stdout)["error"]["faults"];
    assert_eq!((faults.as_array().map(Vec::len), &faults[0]["line"]), (Some(3), &14.into()), "{run}");
}

#[test]
fn what_is_recorded_lies_beside_the_document_and_runs_as_it_is() {
    let (place, _servers) = signed_in(&[]);
    let reads = place.run(["test", "--record", "flows.yaml"]);
    assert_eq!((reads.status, reads.stdout.as_str()), (Some(0), ""), "{reads}");
    assert_eq!(place.run(["test", "--workflow", "flows.yaml"]).status, Some(0));
    let again = place.run(["test", "--record", "flows.yaml", "--write"]);
    assert_eq!(again.status, Some(2), "{again}");
    assert!(again.stderr.contains("`flows.yaml` is there already"), "{again}");
    assert_snapshot!(place.run(["test", "--record", "flows.yaml", "--write", "--force"]));
    assert_snapshot!("the_recorded_workflows", place.read("flows.yaml"));
    let before = place.run(["call", "listItems"]).stdout;
    let run = place.run(["test", "--workflow", "flows.yaml", "--write"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{run}");
    assert_eq!(place.run(["call", "listItems"]).stdout, before);
    let misread = place.read("flows.yaml").replace("$statusCode == 201", "$statusCode == 202");
    place.write("misread.yaml", &misread);
    let run = place.run(["test", "--workflow", "misread.yaml", "--write"]);
    assert_eq!(run.status, Some(1), "{run}");
    assert!(run.stdout.contains("to clean up: it undoes `create`"), "{run}");
    assert_eq!(place.run(["call", "listItems"]).stdout, before, "{run}");
    let below = place.run(["test", "--record", "flows/reads.yaml", "--format", "json"]);
    assert_eq!(json(&below.stdout)["steps"], 2, "{below}");
    assert!(place.read("flows/reads.yaml").contains("url: \"../openapi.yaml\""));
}

#[test]
fn e04_findings_network_and_sign_in_of_workflows_are_told_apart() {
    let (place, servers) = signed_in(&[]);
    place.write("flows.yaml", &FLOWS[..FLOWS.find("  - workflowId: round").unwrap_or_default()]);
    let reads = format!(
        "{}  - workflowId: look\n    steps: [{{stepId: list, operationId: listItems}}]\n",
        place.read("flows.yaml")
    );
    place.write("flows.yaml", &reads);
    let run = ["test", "--workflow", "flows.yaml", "--report", "junit=r.xml"];
    let slashed = format!("{}/nowhere", servers.about("server"));
    let findings = place.run(run.into_iter().chain(["--server", &slashed]));
    assert_eq!(findings.status, Some(1), "{findings}");
    let network = place.run(run.into_iter().chain(["--server", "http://127.0.0.1:1"]));
    assert_eq!(network.status, Some(5), "{network}");
    assert!(place.read("r.xml").contains(r#"errors="1""#), "{network}");
    assert_eq!(place.run(["logout", "--local"]).status, Some(0));
    let sign_in = place.run(run);
    assert_eq!(sign_in.status, Some(3), "{sign_in}");
    assert!(place.read("r.xml").contains("comes to its end"), "{sign_in}");
}
