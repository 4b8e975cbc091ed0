#![expect(clippy::disallowed_methods, reason = "the fixtures are files")]

use super::*;
use crate::{catalog, openapi::Document, project::Project, report::styles::Styles, source::Source};

mod formats;

fn outcome(text: &str, project: Option<&str>) -> CheckOutcome {
    let document = Document::parse(Source::new("openapi.yaml", text)).unwrap();
    let project = project.map(|text| Project::parse(Source::new("gptauth.toml", text), "", None).unwrap());
    CheckOutcome::of(document, project)
}

fn whole(outcome: &CheckOutcome) -> View<'_> {
    View::new(outcome, Selection::default())
}

fn shown(outcome: &CheckOutcome) -> String {
    let mut out = Vec::new();
    text(&whole(outcome), Styles::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn as_json(outcome: &CheckOutcome) -> serde_json::Value {
    let mut out = Vec::new();
    json(&whole(outcome), &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn every_finding_reads_well_at_80_columns() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint");
    for kind in crate::lint::kinds() {
        let path = fixtures.join(kind.name).join("triggers");
        let schema = std::fs::read_to_string(path.with_extension("yaml")).unwrap();
        let project = std::fs::read_to_string(path.with_extension("toml")).ok();
        let shown = shown(&outcome(&schema, project.as_deref()));
        for line in shown.lines() {
            // An address is a word that cannot be broken.
            assert!(line.chars().count() <= 80 || line.trim().starts_with("http"), "{}: {line}", kind.name);
        }
        insta::assert_snapshot!(kind.name, shown);
    }
}

#[test]
fn s18_nothing_that_steers_a_terminal_gets_through() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile");
    for file in std::fs::read_dir(folder).unwrap() {
        let Ok(text) = std::fs::read_to_string(file.unwrap().path()) else { continue };
        let Ok(document) = Document::parse(Source::new("hostile", text)) else { continue };
        let shown = shown(&CheckOutcome::of(document, None));
        assert!(shown.chars().all(|character| character == '\n' || !character.is_control()), "{shown:?}");
        assert!(!shown.contains(['\u{202e}', '\u{2066}']), "{shown:?}");
    }
}

#[test]
fn the_json_document_has_stable_keys() {
    let text = "\
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /items: {get: {summary: s}}
";
    let shown = as_json(&outcome(text, None));
    insta::assert_snapshot!("json", serde_json::to_string_pretty(&shown).unwrap());
}

#[test]
fn a_document_without_findings_says_so() {
    let text = "\
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /items: {get: {operationId: listItems, summary: s}}
";
    let shown = shown(&outcome(text, None));
    assert!(
        shown.ends_with("Nothing found in openapi.yaml: the editor would accept it, as far as is known\n"),
        "{shown}"
    );
}

#[test]
fn many_operations_are_cut_in_the_table_and_whole_in_json() {
    let paths: String =
        (0..100).map(|n| format!("  /i{n}: {{get: {{operationId: i{n}, summary: s}}}}\n")).collect();
    let outcome = outcome(
        &format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\nservers: [{{url: https://a.example.com}}]\npaths:\n{paths}"
        ),
        None,
    );
    assert!(shown(&outcome).contains("… and 60 more"));
    assert_eq!(as_json(&outcome)["operations"].as_array().unwrap().len(), 100);
}

#[test]
fn many_findings_of_one_kind_are_counted_and_not_all_shown() {
    let paths: String = (0..25).map(|n| format!("  /i{n}: {{get: {{summary: s}}}}\n")).collect();
    let outcome = outcome(
        &format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\nservers: [{{url: https://a.example.com}}]\npaths:\n{paths}"
        ),
        None,
    );
    let shown = shown(&outcome);
    assert_eq!(shown.matches("error[GA204]").count(), 10);
    assert!(shown.contains("… and 15 more of GA204"), "{shown}");
    assert!(
        shown.contains("25 errors in openapi.yaml: the editor would drop 25 of 25 operations"),
        "{shown}"
    );
}

#[test]
fn every_page_reads_well_at_80_columns() {
    for kind in catalog::kinds() {
        let mut out = Vec::new();
        crate::report::explain::page(kind, Styles::default(), &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        for line in page.lines() {
            assert!(line.chars().count() <= 84 || line.contains("http"), "{}: {line}", kind.name);
        }
        assert!(!page.contains("```") && !page.contains("## "), "{page}");
    }
}

#[test]
fn what_the_project_accepts_or_switches_off_is_still_counted_and_listed() {
    let text = "\
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /items: {get: {summary: s}, post: {summary: s}}
";
    let project = "\
[check.severity]
operation-id-missing = \"off\"
[[check.accept]]
rule = \"operation-id-missing\"
at = \"/paths/~1items/get\"
reason = \"a draft\"
";
    let outcome = outcome(text, Some(project));
    let closing = "\
Nothing found in openapi.yaml and gptauth.toml: the editor would accept the rest
Not counted: 1 accepted, 1 switched off by gptauth.toml
";
    let shown = shown(&outcome);
    assert!(shown.ends_with(closing), "{shown}");
    let json = as_json(&outcome);
    assert_eq!(json["diagnostics"], serde_json::json!([]));
    assert_eq!(
        (&json["accepted"][0]["code"], &json["accepted"][0]["accepted"]),
        (&"GA204".into(), &"a draft".into())
    );
    assert_eq!((&json["summary"]["accepted"], &json["summary"]["off"]), (&1.into(), &1.into()));
}
