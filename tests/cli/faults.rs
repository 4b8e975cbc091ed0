//! `gptauth demo faults`, and what the other commands say to a provider that has some.

use crate::support::Place;
use serde_json::Value;

#[test]
fn the_faults_are_listed_within_80_columns_and_as_json() {
    let place = Place::new();
    let text = place.run(["demo", "faults"]);
    assert_eq!((text.status, text.stderr.as_str()), (Some(0), ""), "{text}");
    for line in text.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let json = place.run(["demo", "faults", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(json["schema"], 1);
    for switch in json["faults"].as_array().expect("a list") {
        let name = switch["name"].as_str().expect("a name");
        assert!(text.stdout.lines().any(|line| line.starts_with(&format!("{name}  "))), "{name}");
    }
}

#[test]
fn an_area_or_one_fault_can_be_asked_for() {
    let run = Place::new().run(["demo", "faults", "id_token.aud"]);
    insta::assert_snapshot!(run);
}

#[test]
fn an_unknown_fault_is_a_usage_error_that_names_the_nearest() {
    let place = Place::new();
    for (fault, meant) in [
        ("id_tokn.aud=wrong", "`id_token.aud`"),
        ("id_token.aud=wrnog", "`wrong`"),
        ("client.type=x", "`spa`, `native`, `m2m`"),
        ("token.status", "token.status=503:2"),
        ("client.type=spa:2", "--fault client.type=spa"),
    ] {
        let run = place.run(["demo", "serve", "--port", "0", "--fault", fault]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
        assert!(run.stderr.contains(meant), "{run}");
    }
    let run = place.run(["demo", "faults", "tokn"]);
    assert_eq!(run.status, Some(2), "{run}");
}
