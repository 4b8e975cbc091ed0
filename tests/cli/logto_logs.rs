//! `logto logs` and `doctor --why`: the audit log, in words.

use crate::{session::json, support::LogtoProject};

/// Leaves nine exchanges in the log, three of a doctor: codes that cannot exist, and wrong secrets.
fn with_failed_exchanges() -> LogtoProject {
    let project = LogtoProject::self_hosted();
    project.set_redirect_uris(&["http://127.0.0.1:4180/callback"]);
    for _ in 0..2 {
        let doctor = project.run(["doctor", "--only", "client-secret"]);
        assert_eq!(doctor.status, Some(0), "{doctor}");
    }
    let mut wrong = project.command(["doctor", "--only", "client-secret"]);
    wrong.env("GPTAUTH_CLIENT_SECRET", "not-the-secret-of-this-one");
    assert_eq!(project.place.finish(wrong).status, Some(1));
    project
}

#[test]
fn failed_exchanges_are_told_with_what_they_really_were() {
    let project = with_failed_exchanges();
    let run = project.run(["logto", "logs"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stdout.contains("code for tokens\n    invalid_client: invalid secret provided"), "{run}");
    assert!(run.stdout.contains("invalid_grant: authorization code not found"), "{run}");
    assert!(run.stdout.contains("help: copy the client secret again from App secrets"), "{run}");
    let second = run.stdout.lines().nth(1).expect("a line");
    assert!(second.contains("invalid secret"), "the latest one comes first: {run}");
}

#[test]
fn a_report_for_programs_has_the_same_and_says_whether_it_is_cut() {
    let project = with_failed_exchanges();
    let run = project.run(["logto", "logs", "--format", "json", "--limit", "1", "--kind", "code"]);
    assert_eq!(run.status, Some(0), "{run}");
    let document = json(&run);
    assert_eq!((&document["schema"], &document["cut"]), (&1.into(), &true.into()));
    assert_eq!(document["entries"].as_array().map(Vec::len), Some(1));
    assert_eq!(document["entries"][0]["reason"], "invalid secret provided");
    assert!(run.stderr.contains("There may be more"), "{run}");
}

#[test]
fn only_what_is_asked_for_is_shown() {
    let project = with_failed_exchanges();
    for arguments in [["--kind", "refresh"], ["--user", "nobody"], ["--since", "0s"]] {
        let run = project.run(["logto", "logs"].into_iter().chain(arguments));
        assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""), "{run}");
        assert!(run.stderr.contains("no such entry"), "{run}");
    }
    let recent = project.run(["logto", "logs", "--since", "1h", "--kind", "code", "--kind", "authorize"]);
    assert_eq!(recent.stdout.matches("code for tokens").count(), 9, "{recent}");
}

#[test]
fn what_cannot_be_asked_for_is_a_usage_error() {
    let project = LogtoProject::self_hosted();
    for (arguments, words) in [
        (["--kind", "codes"], "the kinds are authorize, code, refresh"),
        (["--since", "yesterday"], "`yesterday` is no time"),
        (["--limit", "0"], "0 is not in 1..=1000"),
    ] {
        let run = project.run(["logto", "logs"].into_iter().chain(arguments));
        assert_eq!(run.status, Some(2), "{run}");
        assert!(run.stderr.contains(words), "{run}");
    }
    assert!(project.logto.take_requests().is_empty(), "nobody was asked");
}

#[test]
fn without_credentials_it_says_how_to_get_some() {
    let project = LogtoProject::self_hosted();
    let run = project.run_connected(["logto", "logs"]);
    assert_eq!(run.status, Some(3), "{run}");
    assert!(run.stderr.contains("`gptauth logto connect`"), "{run}");
}

#[test]
fn why_reads_the_log_with_the_credentials_that_connect_kept() {
    let project = with_failed_exchanges();
    let connected = project.connect();
    assert_eq!(connected.status, Some(0), "{connected}");
    let run = project.run_connected(["doctor", "--why"]);
    assert_eq!(run.status, Some(1), "the last exchange failed: {run}");
    assert!(run.stdout.contains("invalid_client: invalid secret provided"), "{run}");
    assert!(run.stdout.contains("authorization code not found"), "{run}");
    let document = json(&project.run_connected(["doctor", "--why", "--format", "json"]));
    assert_eq!(document["exchanges"][0]["exchange"], "AuthorizationCode");
    assert_eq!(document["exchanges"][0]["error"], "invalid_client");
}
