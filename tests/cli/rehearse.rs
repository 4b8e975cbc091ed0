//! `gptauth rehearse`, against the demo's servers.

use crate::support::{Answer, Place, Run, Servers, login};
use insta::{assert_snapshot, with_settings};
use serde_json::Value;

const ALICE: Answer = Answer::SignIn { username: "alice", password: "alice-demo-password" };

/// A project that points at running servers, with alice signed in.
fn signed_in() -> (Place, Servers) {
    let place = Place::new();
    let servers = Servers::start(&place);
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    place.write("gptauth.toml", &servers.project());
    let login = login(&place, &servers, &[], ALICE);
    assert_eq!(login.run.status, Some(0), "{}", login.run);
    (place, servers)
}

fn rehearse<'a>(place: &Place, servers: &Servers, arguments: impl IntoIterator<Item = &'a str>) -> Run {
    let mut command = place.command(["rehearse"]);
    command.args(arguments).env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
    place.finish(command)
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error} in\n{run}"))
}

/// Snapshots a run without what differs from one to the next.
macro_rules! assert_run {
    ($name:literal, $run:expr) => {
        with_settings!({ filters => vec![
            (r"127\.0\.0\.1:\d+", "127.0.0.1:[PORT]"),
            (r"· \d+(\.\d+)? m?s\b", "· [TIME]"),
            (r#""duration_ms": \d+"#, r#""duration_ms": 0"#),
        ] }, { assert_snapshot!($name, $run) });
    };
}

#[test]
fn alone_it_lists_what_can_be_rehearsed_and_what_that_costs() {
    let place = Place::new();
    assert_run!("rehearse_list", place.run(["rehearse"]));
    let list = json(&place.run(["rehearse", "--format", "json"]));
    let names: Vec<_> =
        list["scenarios"].as_array().expect("a list").iter().map(|own| &own["name"]).collect();
    assert_eq!(names, ["no-token", "expired", "refresh-race", "refresh-revoked"]);
}

#[test]
fn each_scenario_tells_its_story_and_ends_with_its_status() {
    let (place, servers) = signed_in();
    assert_run!("rehearse_no_token", rehearse(&place, &servers, ["no-token"]));
    assert_run!("rehearse_expired", rehearse(&place, &servers, ["expired", "--yes"]));
    assert_run!("rehearse_race", rehearse(&place, &servers, ["refresh-race", "--yes"]));
    assert_eq!(place.run(["call", "listItems"]).status, Some(0), "the session lives on");
    assert_run!("rehearse_revoked", rehearse(&place, &servers, ["refresh-revoked", "--yes"]));
    assert_eq!(place.run(["token"]).status, Some(3), "what has ended is forgotten");
}

#[test]
fn a_rehearsal_is_data_on_request() {
    let (place, servers) = signed_in();
    let run = rehearse(&place, &servers, ["refresh-revoked", "--yes", "--format", "json"]);
    assert_eq!(run.status, Some(1), "{run}");
    let value = json(&run);
    assert_eq!(
        (&value["schema"], &value["verdict"], &value["session"]),
        (&1.into(), &"stranded".into(), &"ended".into())
    );
    let last = &value["steps"][2];
    assert!(
        last["shown"].as_str().is_some_and(|line| line.starts_with("Missing access token, received 400")),
        "{last}"
    );
    for statement in last["statements"].as_array().expect("statements") {
        for member in ["text", "confidence", "source", "read"] {
            assert!(statement[member].as_str().is_some_and(|text| !text.is_empty()), "{statement}");
        }
    }
}

#[test]
fn in_a_script_nothing_is_used_up_unasked() {
    let (place, servers) = signed_in();
    let before = place.run(["token"]).stdout;
    for scenario in ["expired", "refresh-race", "refresh-revoked"] {
        let run = rehearse(&place, &servers, [scenario]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
        assert!(run.stderr.contains("--yes"), "{run}");
    }
    assert_eq!(place.run(["token"]).stdout, before);
    assert_eq!(place.run(["call", "listItems"]).status, Some(0));
}

#[test]
fn nobody_signed_in_is_told_so_before_being_asked() {
    let place = Place::new();
    let servers = Servers::start(&place);
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    place.write("gptauth.toml", &servers.project());
    for arguments in [&["expired"][..], &["refresh-revoked", "--yes"]] {
        let run = rehearse(&place, &servers, arguments.iter().copied());
        assert_eq!((run.status, run.stdout.as_str()), (Some(3), ""), "{run}");
    }
    assert_eq!(rehearse(&place, &servers, ["no-token"]).status, Some(0));
}

#[test]
fn a_scenario_that_does_not_exist_is_a_usage_error() {
    let run = Place::new().run(["rehearse", "no-tokens"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
    assert!(run.stderr.contains("no-token"), "{run}");
}
