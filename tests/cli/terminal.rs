//! What is asked in a terminal, and that a signal gives back the terminal and the port, and leaves
//! nothing behind.

use crate::{
    session::{ALICE, project},
    support::{InTerminal, Place, Servers, is_free, sign_in_elsewhere},
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};
use url::Url;

/// How a command can be ended, and its exit status then.
const ENDS: [(&str, i32); 3] = [("TERM", 143), ("HUP", 129), ("INT", 130)];

fn authorization(shown: &str) -> Url {
    let line = shown.lines().find(|line| line.contains("response_type=code")).expect("a page to open");
    Url::parse(line.trim()).expect("a URL")
}

fn login(place: &Place, servers: &Servers) -> Command {
    let mut command = place.command(["login"]);
    command.env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
    command
}

/// All files of the place.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { [path].into() }).collect()
}

#[test]
fn l19_without_a_display_pasting_is_offered_in_a_terminal_and_not_shown() {
    let (place, servers) = project();
    let mut waiting = InTerminal::start(&place, &login(&place, &servers));
    let url = authorization(waiting.wait_for("What you paste is not shown."));
    let address = sign_in_elsewhere(url.as_str(), ALICE);
    waiting.wait_for_echo(false);
    waiting.type_text(&format!("{address}\n"));
    let run = waiting.end();
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("no display and no $BROWSER"), "{run}");
    let code = address.query_pairs().find(|(name, _)| name == "code").expect("a code").1.into_owned();
    assert!(!run.stderr.contains(&code), "{run}");
    assert!(waiting.echoes());
}

#[test]
fn l16_e7_a_signal_while_pasting_is_possible_gives_everything_back() {
    let (place, servers) = project();
    for (signal, status) in ENDS {
        let before = files(&place.root());
        let mut waiting = InTerminal::start(&place, &login(&place, &servers));
        let url = authorization(waiting.wait_for("What you paste is not shown."));
        waiting.wait_for_echo(false);
        waiting.type_text("half an addr");
        waiting.signal(signal);
        let run = waiting.end();
        assert_eq!(run.status, Some(status), "{run}");
        assert!(waiting.echoes(), "the terminal is as before: {run}");
        assert!(run.stderr.contains("broken off"), "{run}");
        let redirect = url.query_pairs().find(|(name, _)| name == "redirect_uri").expect("one").1;
        let port = Url::parse(&redirect).expect("a URL").port().expect("a port");
        assert!(is_free(port), "the port is free: {run}");
        assert_eq!(files(&place.root()), before, "nothing was left: {run}");
    }
}

#[test]
fn e7_a_signal_while_a_secret_is_asked_for_gives_the_terminal_back() {
    let (place, _servers) = project();
    for (signal, status) in ENDS {
        let mut waiting = InTerminal::start(&place, &place.command(["login"]));
        waiting.wait_for("Client secret of");
        waiting.wait_for_echo(false);
        waiting.signal(signal);
        let run = waiting.end();
        assert_eq!(run.status, Some(status), "{run}");
        assert!(waiting.echoes(), "the terminal is as before: {run}");
    }
}

#[test]
fn a_secret_that_is_typed_is_not_shown_and_kept_on_request() {
    let (place, servers) = project();
    let mut waiting = InTerminal::start(&place, &place.command(["login"]));
    waiting.wait_for("Client secret of");
    waiting.wait_for_echo(false);
    waiting.type_text(&format!("\n{}\n", servers.about("client_secret")));
    waiting.wait_for("Keep it in");
    waiting.type_text("n\n");
    let url = authorization(waiting.wait_for("What you paste is not shown."));
    crate::support::sign_in(url.as_str(), ALICE);
    let run = waiting.end();
    assert_eq!(run.status, Some(0), "{run}");
    let refresh = place.run(["refresh"]);
    assert_eq!(refresh.status, Some(3), "the secret was not kept: {refresh}");
}

#[test]
fn a_question_without_a_default_wants_an_answer_that_will_do() {
    let place = Place::new();
    let mut asked = InTerminal::start(&place, &place.command(["init"]));
    asked.wait_for("OpenAPI document (");
    asked.type_text("nonsense\n");
    asked.wait_for("expected one of:");
    asked.type_text("\n\n");
    asked.wait_for("Which? (");
    asked.type_text("q\n");
    let run = asked.end();
    assert_eq!(run.status, Some(0), "{run}");
    assert!(place.path().join("gptauth.toml").exists());
}
