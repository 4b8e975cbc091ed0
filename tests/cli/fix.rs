//! `gptauth check --fix`.

use crate::support::{Place, Run};
use insta::assert_snapshot;
use std::process::Stdio;

const BROKEN: &str = "\
openapi: 3.1.0
info: {title: Items, version: '1'}  # short
servers:
  - url: https://api.example.com
paths:
  /items/{id}:
    get:
      # one of them
      summary: Get an item
      responses:
        '200': {description: The item.}
";

fn with_input(place: &Place, arguments: &[&str], input: &str) -> Run {
    place.write("input", input);
    let mut command = place.command(arguments.iter().copied());
    command.stdin(Stdio::from(std::fs::File::open(place.path().join("input")).expect("a file")));
    place.finish(command)
}

#[test]
fn a_document_is_mended_in_place_and_its_comments_stay() {
    let place = Place::new();
    place.write("openapi.yaml", BROKEN);
    let run = place.run(["check", "openapi.yaml", "--fix", "--rule", "operation-id-missing"]);
    assert_snapshot!(run, @"
    status: 0
    stdout:
        Operations as the GPT editor would list them
          getItemsById  GET  /items/{id}  fails when called: GA214

        Nothing found in openapi.yaml (1 more not shown):
        the editor would accept it, and calls would fail

    stderr:
        fixed 1 fault in openapi.yaml
          GA204 names GET /items/{id} `getItemsById`
    ");
    let fixed = place.read("openapi.yaml");
    assert_eq!(fixed, BROKEN.replace("of them\n", "of them\n      operationId: getItemsById\n"));
    let again = place.run(["check", "openapi.yaml", "--fix", "--rule", "operation-id-missing"]);
    assert!(again.stderr.starts_with("nothing to fix in openapi.yaml"), "{again}");
    assert_eq!(place.read("openapi.yaml"), fixed);
}

#[test]
fn a_diff_writes_nothing_and_ends_with_one() {
    let place = Place::new();
    place.write("openapi.yaml", BROKEN);
    let run = place.run(["check", "openapi.yaml", "--fix", "--diff", "--rule", "GA204"]);
    assert_snapshot!(run, @"
    status: 1
    stdout:
        --- openapi.yaml
        +++ openapi.yaml
        @@ -6,6 +6,7 @@
           /items/{id}:
             get:
               # one of them
        +      operationId: getItemsById
               summary: Get an item
               responses:
                 '200': {description: The item.}

    stderr:
        would fix 1 fault in openapi.yaml
          GA204 names GET /items/{id} `getItemsById`

        hint: nothing was written; leave out `--diff` to write it
    ");
    assert_eq!(place.read("openapi.yaml"), BROKEN);
}

#[test]
fn a_diff_of_nothing_is_empty() {
    let place = Place::new();
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    let run = place.run(["check", "--fix", "--diff"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""), "{run}");
    assert_eq!(run.stderr, "nothing to fix in openapi.yaml\n");
}

#[test]
fn standard_input_is_mended_onto_standard_output() {
    let place = Place::new();
    let run = with_input(&place, &["check", "-", "--fix", "--rule", "GA204"], BROKEN);
    assert!(run.stdout.contains("      operationId: getItemsById\n"), "{run}");
    assert!(run.stdout.starts_with("openapi: 3.1.0\n"), "{run}");
    let run = with_input(&place, &["check", "-", "--fix"], &run.stdout);
    assert!(run.stderr.contains("Nothing found") || run.stderr.contains("in <stdin>"), "{run}");
}

#[test]
fn s28_a_document_that_cannot_be_written_is_left_as_it_is() {
    let place = Place::new();
    place.write("openapi.yaml", BROKEN);
    let path = place.path().join("openapi.yaml");
    let mut permissions = std::fs::metadata(&path).expect("a file").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).expect("a file of ours");
    let run = place.run(["check", "openapi.yaml", "--fix", "--rule", "GA204"]);
    assert_snapshot!(run, @"
    status: 2
    stdout:

    stderr:
        error: cannot write `openapi.yaml`
          because: permission denied
        hint: the document is as it was; check its permissions and the space left, or see the change with `--fix --diff`
    ");
    assert_eq!(place.read("openapi.yaml"), BROKEN);
    let files: Vec<_> = std::fs::read_dir(place.path()).expect("a folder").collect();
    assert_eq!(files.len(), 1, "nothing is left behind: {files:?}");
}

#[test]
fn json_says_what_was_fixed_and_what_can_be() {
    let place = Place::new();
    place.write("openapi.yaml", BROKEN);
    let answer = |run: Run| serde_json::from_str::<serde_json::Value>(&run.stdout).expect("JSON");
    let found = answer(place.run(["check", "openapi.yaml", "--format", "json", "--rule", "GA204"]));
    assert_eq!(found["diagnostics"][0]["fix"], "safe", "{found}");
    assert_eq!(found["fixed"], serde_json::json!([]));
    let fixed = answer(place.run(["check", "openapi.yaml", "--fix", "--format", "json", "--rule", "GA204"]));
    assert_eq!(fixed["diagnostics"], serde_json::json!([]));
    assert_eq!(
        fixed["fixed"],
        serde_json::json!([{
            "name": "operation-id-missing",
            "pointer": "/paths/~1items~1{id}/get",
            "message": "names GET /items/{id} `getItemsById`",
        }])
    );
}

#[test]
fn what_loses_something_is_done_only_when_asked_for() {
    let place = Place::new();
    let long = format!("Short enough. {}", "word ".repeat(70));
    place.write("openapi.yaml", &BROKEN.replace("Get an item", long.trim()));
    let rule = ["--rule", "operation-text-too-long"];
    let run = place.run(["check", "openapi.yaml", "--fix"].into_iter().chain(rule));
    assert!(place.read("openapi.yaml").contains(long.trim()), "{run}");
    assert!(run.stdout.contains("--fix --unsafe-fixes"), "{run}");
    let run = place.run(["check", "openapi.yaml", "--fix", "--unsafe-fixes"].into_iter().chain(rule));
    assert_eq!(run.status, Some(0), "{run}");
    assert!(place.read("openapi.yaml").contains("      summary: Short enough.\n"));
}

#[test]
fn flags_that_need_each_other_are_refused_alone() {
    let place = Place::new();
    for arguments in [["check", "--diff", "x"], ["check", "--unsafe-fixes", "x"]] {
        assert_eq!(place.run(arguments).status, Some(2));
    }
    assert_eq!(place.run(["check", "--fix", "--watch", "x"]).status, Some(2));
    assert_eq!(place.run(["check", "--fix", "--diff", "--format", "json", "x"]).status, Some(2));
}
