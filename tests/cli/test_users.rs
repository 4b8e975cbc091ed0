//! `gptauth test --other-account`: what is one user's must stay so.

use crate::{
    session::{project, project_with},
    support::{Answer, Place, Run, Servers, canary, login},
};
use serde_json::Value;

const ALICE: Answer = Answer::SignIn { username: "alice", password: "alice-demo-password" };
const BOB: Answer = Answer::SignIn { username: "bob", password: "bob-demo-password" };

fn both_signed_in((place, servers): (Place, Servers)) -> (Place, Servers) {
    for (flags, answer) in [(&[][..], ALICE), (&["--account", "bob"][..], BOB)] {
        let run = login(&place, &servers, flags, answer).run;
        assert_eq!(run.status, Some(0), "{run}");
    }
    (place, servers)
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error} in\n{run}"))
}

fn checks<'a>(document: &'a Value, account: &str) -> Vec<(&'a str, &'a str, Option<u64>)> {
    let steps = document["steps"].as_array().expect("steps").iter();
    let own = steps.filter(|step| step["account"] == account);
    own.map(|step| {
        let name = |key: &str| step[key].as_str().expect("a name");
        (name("operation"), name("outcome"), step["call"]["status"].as_u64())
    })
    .collect()
}

#[test]
fn what_is_one_users_is_refused_to_another_and_nothing_is_left_behind() {
    let (place, _servers) = both_signed_in(project());
    let run = place.run(["test", "--write", "--other-account", "bob", "--format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{run}");
    let document = json(&run);
    assert_eq!(document["other_account"], "bob");
    assert_eq!(
        checks(&document, "other"),
        [
            ("listItems", "passed", Some(200)),
            ("getItemById", "passed", Some(404)),
            ("getItemById", "passed", Some(404)),
            ("updateItemById", "passed", Some(404)),
            ("deleteItemById", "passed", Some(404)),
        ]
    );
    let text = place.run(["test", "--other-account", "bob"]);
    assert!(text.stdout.contains("listItems       lists no other's items   200"), "{text}");
    assert!(text.stdout.contains("getItemById     refuses another user     404"), "{text}");
}

#[test]
fn the_account_without_a_name_can_be_the_other_one() {
    let (place, _servers) = both_signed_in(project());
    for other in ["--other-account", "--other-account="] {
        let run = place.run(["test", "--account", "bob", "--write", "--format", "json", other]);
        assert_eq!(run.status, Some(0), "{run}");
        let document = json(&run);
        assert_eq!(document["other_account"], "the one without a name");
        let refused = checks(&document, "other").iter().filter(|own| own.2 == Some(404)).count();
        assert!(refused >= 3, "what the round has made is refused: {run}");
    }
    let same = place.run(["test", "--other-account"]);
    assert_eq!(same.status, Some(2), "{same}");
    assert!(same.stderr.contains("the other account is the same user"), "{same}");
}

#[test]
fn the_plan_says_who_calls_and_sends_nothing() {
    let place = Place::new();
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    let run = place.run(["test", "--plan", "--other-account", "bob"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stdout.contains("listItems       lists no other's items   as the other account\n"), "{run}");
    let plan = json(&place.run(["test", "--plan", "--other-account", "bob", "--format", "json"]));
    let other = plan["steps"].as_array().expect("steps").iter().find(|step| step["account"] == "other");
    let other = other.expect("a step of the other account");
    assert_eq!((&other["parallel"], &other["after"]), (&true.into(), &serde_json::json!([1])));
}

#[test]
fn what_is_shared_by_its_nature_is_not_asked_for() {
    let (place, _servers) = both_signed_in(project());
    let project = place.read("gptauth.toml");
    place.write("gptauth.toml", &format!("{project}[test]\nshared = [\"listItems\"]\n"));
    let plan = json(&place.run(["test", "--plan", "--other-account", "bob", "--format", "json"]));
    let others = plan["steps"].as_array().expect("steps").iter().filter(|step| step["account"] == "other");
    assert_eq!(others.map(|step| &step["operation"]).collect::<Vec<_>>(), ["getItemById"]);
    place.write("gptauth.toml", &format!("{project}[test]\nshared = [\"listItem\"]\n"));
    let wrong = place.run(["test", "--other-account", "bob"]);
    assert_eq!(wrong.status, Some(2), "{wrong}");
    assert!(wrong.stderr.contains("`listItem`") && wrong.stderr.contains("`listItems`"), "{wrong}");
}

#[test]
fn one_user_is_not_two() {
    let (place, servers) = both_signed_in(project());
    let run = login(&place, &servers, &["--account", "again"], ALICE).run;
    assert_eq!(run.status, Some(0), "{run}");
    let same = place.run(["test", "--other-account", "again", "--report", "json=r.json"]);
    assert_eq!(same.status, Some(2), "{same}");
    assert!(same.stderr.contains("the other account is the same user"), "{same}");
    let nobody = place.run(["test", "--other-account", "carol"]);
    assert_eq!((nobody.status, nobody.stdout.as_str()), (Some(3), ""), "{nobody}");
    assert!(nobody.stderr.contains("--account"), "{nobody}");
}

#[test]
fn in_ci_the_other_token_comes_from_the_environment() {
    let (place, _servers) = both_signed_in(project());
    let token = |flags: &[&str]| {
        let run = place.run(flags.iter().copied().chain(["token"]));
        run.stdout.trim_end().to_owned()
    };
    let (alice, bob) = (token(&[]), token(&["--account", "bob"]));
    canary::know(&bob);
    let mut command = place.command(["test", "--format", "json"]);
    command.env("GPTAUTH_ACCESS_TOKEN", &alice).env("GPTAUTH_OTHER_ACCESS_TOKEN", &bob);
    command.env("GITHUB_ACTIONS", "true");
    let run = place.finish(command);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains(&format!("::add-mask::{bob}")), "{run}");
    assert_eq!(checks(&json(&run), "other").len(), 2);
    let mut command = place.command(["test"]);
    command.env("GPTAUTH_ACCESS_TOKEN", &alice).env("GPTAUTH_OTHER_ACCESS_TOKEN", &alice);
    assert_eq!(place.finish(command).status, Some(2), "one token is one user");
}

#[test]
fn an_api_that_shows_everybody_everything_is_found_by_name() {
    // With its fault the API takes every token that it does not know for the same user's.
    let (place, _servers) = project_with(&["--fault", "api.forged=200"]);
    let mut command = place.command(["test", "--write", "--format", "json"]);
    command.env("GPTAUTH_ACCESS_TOKEN", "one").env("GPTAUTH_OTHER_ACCESS_TOKEN", "two");
    let run = place.finish(command);
    assert_eq!(run.status, Some(1), "{run}");
    let document = json(&run);
    let steps = document["steps"].as_array().expect("steps").iter();
    let found = steps.filter(|step| step["account"] == "other").map(|step| &step["reasons"][0]["code"]);
    // The delete with the forged token came first, and left the other user nothing.
    let found: Vec<_> = found.map(|code| code.as_str().unwrap_or("nothing")).collect();
    assert_eq!(found, ["GA617", "GA617", "GA617", "GA618", "nothing"]);
    assert_eq!(document["leftovers"].as_array().map(Vec::len), Some(0), "{run}");
}
