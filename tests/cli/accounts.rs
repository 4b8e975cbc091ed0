//! Several accounts and environments side by side, and GitHub Actions as the one who reads along.

use crate::support::{Answer, Login, Place, Run, Servers, login, store};
use insta::assert_snapshot;
use serde_json::Value;

const ALICE: Answer = Answer::SignIn { username: "alice", password: "alice-demo-password" };
const BOB: Answer = Answer::SignIn { username: "bob", password: "bob-demo-password" };

/// A project with the same client in two environments.
fn project() -> (Place, Servers) {
    let place = Place::new();
    let servers = Servers::start(&place);
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    place.write("gptauth.toml", &format!("{}[env.staging]\n", servers.project()));
    (place, servers)
}

fn signed_in(place: &Place, servers: &Servers, flags: &[&str], answer: Answer) -> Login {
    let login = login(place, servers, flags, answer);
    assert_eq!(login.run.status, Some(0), "{}", login.run);
    login
}

fn with_secret<'a>(place: &Place, servers: &Servers, arguments: impl IntoIterator<Item = &'a str>) -> Run {
    let mut command = place.command(arguments);
    command.env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
    place.finish(command)
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error} in\n{run}"))
}

#[test]
fn accounts_and_environments_are_side_by_side() {
    let (place, servers) = project();
    signed_in(&place, &servers, &[], ALICE);
    signed_in(&place, &servers, &["--account", "bob"], BOB);
    signed_in(&place, &servers, &["--env", "staging", "--account", "bob"], BOB);
    let who = |flags: &[&str]| {
        let arguments = flags.iter().copied().chain(["status", "--format", "json"]);
        json(&place.run(arguments))["account"]["sub"].as_str().expect("a subject").to_owned()
    };
    let (alice, bob) = (who(&[]), who(&["--account", "bob"]));
    assert_ne!(alice, bob);
    assert_eq!(who(&["--env", "staging", "--account", "bob"]), bob);
    assert_eq!(place.run(["--env", "staging", "token"]).status, Some(3));

    assert_snapshot!(place.run(["status", "--all"]), @"
    status: 0
    stdout:
        ENVIRONMENT  ACCOUNT  SUBJECT       EXPIRES    SCOPE   STORE
        -            -        02u2c3zqtyxk  in 59 min  openid  file
        -            bob      7h4wmd0n9qsb  in 59 min  openid  file
        staging      bob      7h4wmd0n9qsb  in 59 min  openid  file

    stderr:
    ");
    let all = json(&place.run(["status", "--all", "--format", "json"]));
    assert_eq!(all["sessions"].as_array().map(Vec::len), Some(3), "{all}");

    let done = with_secret(&place, &servers, ["--account", "bob", "logout"]);
    assert_eq!(done.status, Some(0), "{done}");
    assert_eq!(place.run(["--account", "bob", "token"]).status, Some(3));
    assert_eq!(place.run(["token"]).status, Some(0));

    let done = with_secret(&place, &servers, ["logout", "--all", "--format", "json"]);
    assert_eq!(done.status, Some(0), "{done}");
    assert_eq!(json(&done)["sessions"].as_array().map(Vec::len), Some(2), "{done}");
    assert_snapshot!(place.run(["status", "--all"]), @"
    status: 3
    stdout:
        ENVIRONMENT  SUBJECT
        -            nobody
        staging      nobody

    stderr:
        hint: sign in: `gptauth login`
    ");
    assert_eq!(with_secret(&place, &servers, ["logout", "--all"]).status, Some(3));
}

#[test]
fn hints_are_for_the_account_that_is_worked_with() {
    let (place, _servers) = project();
    assert_snapshot!(place.run(["--account", "O'Brien", "--env", "staging", "token"]), @r"
    status: 3
    stdout:

    stderr:
        error: nobody is signed in
        hint: sign in: `gptauth --env staging --account 'O'\''Brien' login`
    ");
}

#[test]
fn r13_no_name_of_an_account_leaves_the_store() {
    let (place, servers) = project();
    for name in ["../../x", "con", "a/b", "👍", ".."] {
        signed_in(&place, &servers, &["--account", name], BOB);
        assert_eq!(place.run(["--account", name, "token"]).status, Some(0), "{name}");
    }
    let names = std::fs::read_dir(place.home().join(".local/share/gptauth")).expect("the data folder");
    assert_eq!(names.count(), 1, "only the folder of tokens");
    for name in ["", " ", "a\nb", &"x".repeat(65)] {
        let run = place.run(["--account", name, "token"]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
    }
}

#[test]
fn all_means_all() {
    let (place, _servers) = project();
    for flags in [["--env", "staging"], ["--account", "bob"]] {
        for command in ["status", "logout"] {
            let run = place.run(flags.into_iter().chain([command, "--all"]));
            assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
        }
    }
}

#[test]
fn x5_in_github_actions_secrets_are_announced_before_anything_could_show_them() {
    let (place, servers) = project();
    let secret = servers.about("client_secret");
    let actions = |arguments: &[&str]| {
        let mut command = place.command(arguments.iter().copied());
        command.env("GITHUB_ACTIONS", "true").env("GPTAUTH_CLIENT_SECRET", secret);
        command
    };
    let login = crate::support::follow(&place, actions(&["login", "--no-browser", "--verbose"]), ALICE);
    assert_eq!(login.run.status, Some(0), "{}", login.run);
    let (_, envelope) = store::entries(&store::folder(&place), "tokens").remove(0);
    let tokens = store::tokens(&envelope);
    let announced = |run: &Run, value: &str| {
        let mask = format!("::add-mask::{value}");
        run.stderr.lines().position(|line| line == mask)
    };
    let shown = |run: &Run, text: &str| run.stderr.lines().position(|line| line.contains(text));
    for name in ["access_token", "refresh_token", "id_token"] {
        let at = announced(&login.run, tokens[name].as_str().expect("a token"));
        assert!(at.is_some() && at < shown(&login.run, "access_token"), "{name} in {}", login.run);
    }
    assert!(announced(&login.run, secret).is_some(), "{}", login.run);

    let run = place.finish(actions(&["token", "--format", "json"]));
    assert_eq!(json(&run)["access_token"], tokens["access_token"], "the document stays one");
    assert!(announced(&run, run_token(&run).as_str()).is_some(), "{run}");
    let mut command = actions(&["token"]);
    command.env("GPTAUTH_ACCESS_TOKEN", "of-the-environment");
    assert_eq!(announced(&place.finish(command), "of-the-environment"), Some(0));
    let outside = place.run(["token"]);
    assert!(!outside.stderr.contains("::add-mask::"), "only there: {outside}");
}

fn run_token(run: &Run) -> String {
    json(run)["access_token"].as_str().expect("a token").to_owned()
}
