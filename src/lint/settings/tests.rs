use super::super::judge;
use super::*;
use crate::{diagnostic::Severity, source::Source};

/// One operation at the text limit (GA202), another without an id (GA204).
fn document() -> Document {
    let text = format!(
        "\
openapi: 3.1.0
info: {{title: Agenda, version: 1.0.0}}
servers: [{{url: https://api.example.com}}]
paths:
  /items:
    get: {{operationId: listItems, summary: {}, responses: {{'200': {{description: The items}}}}}}
    post: {{summary: Add an item, responses: {{'201': {{description: Added}}}}}}
",
        "x".repeat(300)
    );
    Document::parse(Source::new("openapi.yaml", text)).unwrap()
}

fn project(text: &str) -> Project {
    Project::parse(Source::new("gptauth.toml", text), "", None).unwrap()
}

fn judged(settings: &str) -> Judged {
    judge(&document(), Some(&project(settings)))
}

fn codes<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> Vec<(&'static str, Severity)> {
    found.into_iter().map(|diagnostic| (diagnostic.kind.code, diagnostic.severity)).collect()
}

fn accept(rule: &str, at: Option<&str>) -> String {
    let at = at.map_or_else(String::new, |at| format!("at = '{at}'\n"));
    format!("[[check.accept]]\nrule = '{rule}'\n{at}reason = 'because'\n")
}

const LIMIT: (&str, Severity) = ("GA202", Severity::Note);
const NO_ID: (&str, Severity) = ("GA204", Severity::Error);
const UNUSED: (&str, Severity) = ("GA390", Severity::Warning);

#[test]
fn without_settings_everything_is_reported_as_it_is() {
    let judged = judged("");
    assert_eq!(codes(&judged.reported), [LIMIT, NO_ID]);
    assert!(judged.accepted.is_empty() && judged.off.is_empty());
}

#[test]
fn an_acceptance_takes_what_it_names_and_keeps_its_reason() {
    for (rule, at) in [
        ("operation-text-at-limit", None),
        ("ga202", Some("listItems")),
        ("GA202", Some("/paths/~1items/get")),
        ("GA202", Some("#/paths/~1items/get/summary")),
        ("GA202", Some("/paths")),
    ] {
        let judged = judged(&accept(rule, at));
        assert_eq!(codes(&judged.reported), [NO_ID], "{rule} at {at:?}");
        assert_eq!(judged.accepted[0].reason, "because");
        assert_eq!(codes(judged.accepted.iter().map(|own| &own.diagnostic)), [LIMIT]);
    }
}

#[test]
fn an_acceptance_that_fits_nothing_is_reported_at_its_place() {
    for (rule, at, words) in [
        ("GA202", Some("listItem"), "no operation has that id"),
        ("GA202", Some("/paths/~1items/post"), "finds nothing there"),
        ("GA202", Some("/paths/~1items/ge"), "finds nothing there"),
        ("server-port", None, "and finds nothing"),
        ("GA205", Some("listItems"), "finds nothing there"),
    ] {
        let judged = judged(&accept(rule, at));
        assert_eq!(codes(&judged.reported), [LIMIT, NO_ID, UNUSED], "{rule} at {at:?}");
        let unused = &judged.reported[2];
        assert!(unused.message.contains(words), "{}", unused.message);
        let location = unused.location.as_ref().unwrap();
        assert_eq!((location.file, location.pointer.as_str()), (File::Project, "/check/accept/0"));
        assert!(!location.span.is_empty());
    }
}

#[test]
fn two_acceptances_of_one_finding_are_both_in_use() {
    let both = accept("GA202", None) + &accept("GA202", Some("listItems"));
    assert_eq!(codes(&judged(&both).reported), [NO_ID]);
}

#[test]
fn severities_are_changed_by_name_and_by_code_and_off_is_counted() {
    let judged = judged("[check.severity]\noperation-text-at-limit = 'error'\nGA204 = 'off'\n");
    assert_eq!(codes(&judged.reported), [("GA202", Severity::Error)]);
    assert_eq!(codes(&judged.off), [NO_ID]);
}

#[test]
fn what_is_accepted_and_switched_off_counts_as_accepted() {
    let judged = judged(&("[check.severity]\nGA202 = 'off'\n".to_owned() + &accept("GA202", None)));
    assert_eq!((judged.accepted.len(), judged.off.len()), (1, 0));
}

#[test]
fn a_rule_that_never_was_is_an_error_with_its_place_and_the_nearest_name() {
    let error = validate(&project("[check.severity]\noperation-text-at-limits = 'off'\n")).unwrap_err();
    assert_eq!(error.to_string(), "gptauth.toml:2:1: `check` has no rule `operation-text-at-limits`");
    let nearest = Some("operation-text-at-limit");
    assert!(matches!(error.fault, ProjectFault::UnknownRule { nearest: own, .. } if own == nearest));
    let error = validate(&project(&accept("zzz", None))).unwrap_err();
    assert_eq!(error.to_string(), "gptauth.toml:2:8: `check` has no rule `zzz`");
    assert!(matches!(error.fault, ProjectFault::UnknownRule { nearest: None, .. }));
    assert!(validate(&project(&accept("GA202", None))).is_ok());
}

#[test]
fn a_rule_of_another_command_is_none_of_check() {
    assert!(validate(&project("[check.severity]\nGA601 = 'off'\n")).is_err());
}
