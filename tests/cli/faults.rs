//! `gptauth demo faults`, and what the other commands say to a provider that has some.

use crate::support::{Answer, Place, Run, Servers, login};
use serde_json::Value;

const ALICE: Answer = Answer::SignIn { username: "alice", password: "alice-demo-password" };

/// A project that points at servers with faults.
fn project(faults: &[&str]) -> (Place, Servers) {
    let place = Place::new();
    let servers = Servers::with_faults(&place, faults);
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    place.write("gptauth.toml", &servers.project());
    (place, servers)
}

/// Signs in where that comes to nothing, and asserts that nothing is kept.
fn refused(faults: &[&str], arguments: &[&str]) -> Run {
    let (place, servers) = project(faults);
    let run = login(&place, &servers, arguments, ALICE).run;
    assert_eq!(place.run(["token"]).status, Some(3), "nobody is signed in: {run}");
    run
}

fn call(place: &Place, servers: &Servers) -> Run {
    let mut command = place.command(["call", "listItems"]);
    command.env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
    place.finish(command)
}

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

#[test]
fn what_a_provider_does_wrong_is_named_and_decides_the_status() {
    for (fault, status, words) in [
        ("id_token.aud=wrong", 4, "`aud` of the ID token"),
        ("token.body=html", 4, "without a JSON object"),
        ("token.redirect=307", 4, "redirects are not followed"),
        ("token.error=invalid_client", 3, "invalid_client"),
        ("authorization.error=access_denied", 3, "access_denied"),
        ("token.connection=close", 5, "the token endpoint gave no answer"),
        ("token.connection=cut", 5, "the token endpoint gave no answer"),
    ] {
        let run = refused(&[fault], &[]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(status), ""), "{fault}: {run}");
        assert!(run.stderr.contains(words), "{fault}: {run}");
        assert!(run.stderr.contains("hint:"), "{fault}: {run}");
    }
}

#[test]
fn what_a_provider_does_wrong_is_one_document_as_json() {
    let run = refused(&["id_token.nonce=missing"], &["--format", "json"]);
    assert_eq!(run.status, Some(4), "{run}");
    let document: Value = serde_json::from_str(&run.stdout).expect("one document");
    assert_eq!(document["schema"], 1);
    assert!(run.stdout.contains("nonce"), "{run}");
}

#[test]
fn fapi2_refresh_token_test_a_401_of_the_api_is_answered_by_one_refresh() {
    let (place, servers) = project(&["api.status=401:1"]);
    let signed_in = login(&place, &servers, &[], ALICE);
    assert_eq!(signed_in.run.status, Some(0), "{}", signed_in.run);
    let before = place.run(["token"]).stdout;
    let run = call(&place, &servers);
    assert_eq!(run.status, Some(0), "{run}");
    assert_ne!(place.run(["token"]).stdout, before);

    let (place, servers) = project(&["api.status=401"]);
    assert_eq!(login(&place, &servers, &[], ALICE).run.status, Some(0));
    assert_eq!(call(&place, &servers).status, Some(3), "once, and not again and again");
}

#[test]
fn an_api_that_goes_wrong_does_so_over_the_socket() {
    for (fault, status) in [
        ("api.connection=close", Some(5)),
        ("api.connection=cut", Some(5)),
        ("api.status=503", Some(1)),
        ("api.latency=20", Some(0)),
    ] {
        let (place, servers) = project(&[fault]);
        assert_eq!(login(&place, &servers, &[], ALICE).run.status, Some(0));
        let run = call(&place, &servers);
        assert_eq!(run.status, status, "{fault}: {run}");
    }
}
