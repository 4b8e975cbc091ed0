//! Each form of one check that has findings of every severity, in both files.

use super::super::*;
use crate::{openapi::Document, project::Project, report::styles::Styles, source::Source};
use std::io;

const SCHEMA: &str = include_str!("../../../../fixtures/projects/every-severity/openapi.yaml");
const PROJECT: &str = include_str!("../../../../fixtures/projects/every-severity/gptauth.toml");

const CLEAN: &str = "\
openapi: 3.1.0
info: {title: Agenda, version: 1.0.0}
servers: [{url: https://api.example.com}]
paths:
  /items: {get: {operationId: listItems, summary: s}}
";

fn every_severity() -> CheckOutcome {
    outcome(SCHEMA, Some(PROJECT))
}

fn outcome(schema: &str, project: Option<&str>) -> CheckOutcome {
    let document = Document::parse(Source::new("openapi.yaml", schema)).unwrap();
    let project = project.map(|text| Project::parse(Source::new("gptauth.toml", text), "", None).unwrap());
    CheckOutcome::of(document, project)
}

fn written(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn root() -> Root {
    Root::new("/repo/gpt", "/repo")
}

fn selected(lowest: Severity, only: &[&str]) -> Selection {
    Selection { lowest, only: only.iter().map(|rule| crate::catalog::find(rule).unwrap()).collect() }
}

#[test]
fn every_form_of_one_check() {
    let outcome = every_severity();
    let view = View::new(&outcome, Selection::default());
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        assert!(view.count(severity) > 0, "{severity:?}");
    }
    insta::assert_snapshot!("text", written(|out| text(&view, Styles::default(), out)));
    insta::assert_snapshot!("concise", written(|out| concise(&view, Styles::default(), out)));
    insta::assert_snapshot!("json", written(|out| json(&view, out)));
    insta::assert_snapshot!("sarif", sarif_without_help(&view));
    insta::assert_snapshot!("github", written(|out| github(&view, &root(), out)));
    insta::assert_snapshot!("junit", written(|out| junit(&view, &root(), out)));
    insta::assert_snapshot!("markdown", written(|out| markdown(&view, &root(), out)));
}

/// Returns the log without the pages, which have their own tests, and without our version.
fn sarif_without_help(view: &View<'_>) -> String {
    let mut log = as_sarif(view);
    let driver = &mut log["runs"][0]["tool"]["driver"];
    driver["semanticVersion"] = "[VERSION]".into();
    for rule in driver["rules"].as_array_mut().unwrap() {
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## How it is known"));
        rule["help"] = "[PAGE]".into();
    }
    serde_json::to_string_pretty(&log).unwrap()
}

fn as_sarif(view: &View<'_>) -> serde_json::Value {
    serde_json::from_str(&written(|out| sarif(view, &root(), out))).unwrap()
}

#[test]
fn every_form_of_a_clean_check() {
    let outcome = outcome(CLEAN, None);
    let view = View::new(&outcome, Selection::default());
    assert_eq!(written(|out| concise(&view, Styles::default(), out)), "");
    assert_eq!(written(|out| github(&view, &root(), out)), "");
    assert_eq!(as_sarif(&view)["runs"][0]["results"], serde_json::json!([]));
    insta::assert_snapshot!("clean_junit", written(|out| junit(&view, &root(), out)));
    insta::assert_snapshot!("clean_markdown", written(|out| markdown(&view, &root(), out)));
}

#[test]
fn what_is_not_shown_still_decides_what_the_editor_would_do() {
    let outcome = every_severity();
    let all = View::new(&outcome, Selection::default());
    let errors = View::new(&outcome, selected(Severity::Error, &[]));
    assert_eq!((errors.count(Severity::Warning), errors.count(Severity::Note)), (0, 0));
    assert_eq!(errors.count(Severity::Error), all.count(Severity::Error));
    assert_eq!(errors.follows(), all.follows());

    let one = View::new(&outcome, selected(Severity::Note, &["several-servers"]));
    assert_eq!(one.findings.len(), 1);
    assert_eq!(one.follows(), all.follows());
    let hidden = all.findings.len() - 1;
    assert!(one.closing().contains(&format!("({hidden} more not shown)")), "{}", one.closing());
    assert!(!written(|out| junit(&one, &root(), out)).contains("GA204"));
}

#[test]
fn nothing_from_the_document_starts_a_command_or_markup() {
    let hostile = CLEAN.replace(
        "operationId: listItems, summary: s",
        "operationId: \"x\\n::error::y<script>|]]>\\u001b[2J\", summary: s, \"a\": 1, \"a\": 2",
    );
    let hostile =
        hostile.replace("https://api.example.com", "http://h/\\n::set-env name=a::b](http://evil)<b>|`");
    let hostile = hostile.replace("{url: http", "{url: \"http").replace("|`}", "|`\"}");
    let outcome = outcome(&hostile, None);
    let view = View::new(&outcome, Selection::default());
    assert!(!view.findings.is_empty());
    let annotations = written(|out| github(&view, &root(), out));
    assert_eq!(annotations.lines().count(), view.findings.len(), "{annotations}");
    assert!(
        annotations
            .lines()
            .all(|line| line.starts_with("::error file=") || line.starts_with("::warning file="))
    );
    let tables = written(|out| markdown(&view, &root(), out));
    let rows = tables.lines().filter(|line| line.starts_with('|'));
    for row in rows {
        let bars = row.replace("\\|", "").matches('|').count();
        assert!(bars == 6 || bars == 4, "{row}");
    }
    let report = written(|out| junit(&view, &root(), out));
    assert!(!report.contains('\u{1b}') && !report.contains("<script>"), "{report}");
}

#[test]
fn what_the_project_accepts_is_suppressed_and_not_an_annotation() {
    let accept = "[[check.accept]]\nrule = \"several-servers\"\nreason = \"one for tests\"\n";
    let outcome = outcome(SCHEMA, Some(&format!("{PROJECT}{accept}")));
    let view = View::new(&outcome, Selection::default());
    let log = as_sarif(&view);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let suppressed: Vec<_> = results.iter().filter(|result| result["suppressions"].is_array()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["ruleId"], "GA411");
    assert_eq!(suppressed[0]["suppressions"][0]["justification"], "one for tests");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
    assert!(!written(|out| github(&view, &root(), out)).contains("GA411"));
    assert!(view.closing().ends_with("Not counted: 1 accepted by gptauth.toml"), "{}", view.closing());

    let none = View::new(&outcome, selected(Severity::Note, &["GA204"]));
    assert!(!as_sarif(&none).to_string().contains("GA411"));
}
