//! `logto domain`: custom domains of Logto Cloud, and why a Logto of one's own has none.

use crate::{session::json, support::LogtoProject};

/// Below `.test` nobody ever answers (RFC 6761 §6.2).
const HOST: &str = "auth.agenda.test";

#[test]
fn a_domain_is_added_with_the_record_to_copy() {
    let project = LogtoProject::cloud();
    let run = project.run(["logto", "domain", "add", "Auth.Agenda.test"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stdout.contains("    CNAME  auth.agenda.test  domains.logto.app\n"), "{run}");
    assert!(run.stderr.contains("`gptauth logto domain wait auth.agenda.test`"), "{run}");
    let again = project.run(["logto", "domain", "add", HOST, "--format", "json"]);
    assert_eq!(again.status, Some(0), "{again}");
    let domain = &json(&again)["domains"][0];
    assert_eq!((&domain["domain"], &domain["active"]), (&HOST.into(), &false.into()));
    assert_eq!(domain["error"], "custom hostname does not CNAME to this zone.");
    assert_eq!(domain["dns_records"][0]["value"], "domains.logto.app");
}

#[test]
fn status_says_how_far_it_is_and_what_keeps_it_back() {
    let project = LogtoProject::cloud();
    let none = project.run(["logto", "domain", "status"]);
    assert_eq!((none.status, none.stdout.as_str()), (Some(0), ""), "{none}");
    assert!(none.stderr.contains("has no custom domain"), "{none}");
    assert_eq!(project.run(["logto", "domain", "add", HOST]).status, Some(0));
    let pending = project.run(["logto", "domain", "status"]);
    assert!(
        pending.stdout.contains("PendingVerification: Logto does not see its DNS record yet"),
        "{pending}"
    );
    let ssl = project.run(["logto", "domain", "status"]);
    assert!(ssl.stdout.contains("PendingSsl") && ssl.stdout.contains("a CAA record"), "{ssl}");
    let active = project.run(["logto", "domain", "status"]);
    assert_eq!(active.stdout, "✓ auth.agenda.test  Active: it answers\n", "{active}");
}

#[test]
fn the_wait_ends_with_how_far_it_is() {
    let project = LogtoProject::cloud();
    assert_eq!(project.run(["logto", "domain", "wait"]).status, Some(1), "there is none to wait for");
    assert_eq!(project.run(["logto", "domain", "add", HOST]).status, Some(0));
    let other = project.run(["logto", "domain", "wait", "other.agenda.test"]);
    assert_eq!(other.status, Some(2), "{other}");
    assert!(other.stderr.contains("only auth.agenda.test"), "{other}");
    let run = project.run(["logto", "domain", "wait", "--timeout", "0"]);
    assert_eq!(run.status, Some(1), "{run}");
    assert!(run.stderr.contains("is not active after 0 s"), "{run}");
    assert!(run.stderr.contains("`gptauth logto domain wait auth.agenda.test` goes on"), "{run}");
}

#[test]
fn an_active_domain_is_used_only_when_somebody_says_so() {
    let project = LogtoProject::cloud();
    assert_eq!(project.run(["logto", "domain", "add", HOST]).status, Some(0));
    project.logto.look(|logto| logto.activate_domain(HOST));
    let before = project.place.read("gptauth.toml");
    let run = project.run(["logto", "domain", "wait"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("`gptauth logto domain wait auth.agenda.test --yes`"), "{run}");
    assert_eq!(project.place.read("gptauth.toml"), before);
}

#[test]
fn a_domain_that_does_not_answer_as_its_own_issuer_is_not_used() {
    let project = LogtoProject::cloud();
    assert_eq!(project.run(["logto", "domain", "add", HOST]).status, Some(0));
    project.logto.look(|logto| logto.activate_domain(HOST));
    let before = project.place.read("gptauth.toml");
    let run = project.run(["logto", "domain", "wait", "--yes"]);
    assert_eq!(run.status, Some(5), "{run}");
    assert!(run.stderr.contains("the project file is as it was"), "{run}");
    assert_eq!(project.place.read("gptauth.toml"), before);
}

#[test]
fn a_logto_of_ones_own_is_told_in_words() {
    let project = LogtoProject::self_hosted();
    let run = project.run(["logto", "domain", "add", HOST]);
    assert_eq!(run.status, Some(1), "{run}");
    assert!(
        run.stderr.contains("this Logto has no custom domains") && run.stderr.contains("ENDPOINT"),
        "{run}"
    );
    let status = project.run(["logto", "domain", "status"]);
    assert_eq!(status.status, Some(0), "{status}");
    assert!(status.stderr.contains("This Logto is your own, and has no custom domains"), "{status}");
    assert!(!status.stderr.contains("domain add"), "nobody is sent to what cannot be done: {status}");
    let wait = project.run(["logto", "domain", "wait"]);
    assert_eq!(wait.status, Some(1), "{wait}");
    assert!(wait.stderr.contains("this Logto has no custom domains"), "{wait}");
}

#[test]
fn what_is_no_host_is_refused_before_logto_takes_it() {
    let project = LogtoProject::cloud();
    for name in ["https://auth.agenda.test/", "auth.agenda.test:443", "agenda.test", "localhost", ""] {
        let run = project.run(["logto", "domain", "add", name]);
        assert_eq!(run.status, Some(2), "{name}: {run}");
        assert!(run.stderr.contains("hint: "), "{run}");
    }
    assert!(project.logto.take_requests().is_empty(), "nobody was asked");
}
