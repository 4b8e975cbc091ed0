//! `login --temporary-redirect`: the redirect URI of one sign-in comes, and goes however that ends.

use crate::{
    session::ALICE,
    support::{LogtoProject, Run, begin_with, free_port, sign_in},
};
use url::Url;

const OTHERS: [&str; 1] =
    ["https://chatgpt.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback"];
const LOGIN: [&str; 3] = ["login", "--no-browser", "--temporary-redirect"];

fn project() -> LogtoProject {
    let project = LogtoProject::cloud();
    project.set_redirect_uris(&OTHERS);
    project.logto.look(|logto| logto.sign_in());
    project
}

/// The redirect URI of an authorization request.
fn redirect_uri(page: &Url) -> String {
    let found = page.query_pairs().find(|(name, _)| name == "redirect_uri");
    found.expect("a redirect URI").1.into_owned()
}

fn records(project: &LogtoProject) -> usize {
    std::fs::read_dir(project.place.home().join(".local/share/gptauth/undo")).map_or(0, Iterator::count)
}

fn assert_nothing_left(project: &LogtoProject, run: &Run) {
    assert_eq!(project.redirect_uris(), OTHERS, "{run}");
    assert_eq!(records(project), 0, "{run}");
}

/// Starts a login and kills it while it waits; returns what it left behind.
#[cfg(unix)]
fn killed(project: &LogtoProject) -> String {
    let mut waiting = begin_with(&project.place, project.command(LOGIN));
    let uri = redirect_uri(&waiting.url);
    waiting.child.kill().expect("a killed process");
    assert_eq!(waiting.end().status, None);
    assert_eq!(project.redirect_uris(), [OTHERS[0], &uri]);
    uri
}

#[cfg(unix)]
fn signal(process: u32, name: &str) {
    let sent = std::process::Command::new("kill").args(["-s", name, &process.to_string()]).status();
    assert!(sent.expect("kill").success());
}

#[test]
fn a_free_port_is_registered_exactly_and_gone_after_the_sign_in() {
    let project = project();
    let waiting = begin_with(&project.place, project.command(LOGIN));
    let uri = redirect_uri(&waiting.url);
    assert_eq!(project.redirect_uris(), [OTHERS[0], &uri]);
    let page = sign_in(waiting.url.as_str(), ALICE);
    assert!(page.body.contains("close this window"), "{}", page.body);
    let run = waiting.end();
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains(&format!("✓ registered at Logto for this sign-in: {uri}")), "{run}");
    assert!(run.stderr.contains(&format!("✓ removed at Logto again: {uri}")), "{run}");
    assert_nothing_left(&project, &run);
    assert_eq!(project.run(["token"]).status, Some(0));
}

#[test]
fn one_that_was_there_before_stays() {
    let project = project();
    let port = free_port().to_string();
    let own = format!("http://127.0.0.1:{port}/callback");
    project.set_redirect_uris(&[OTHERS[0], &own]);
    let mut command = project.command(LOGIN);
    command.args(["--listen", &port]);
    let waiting = begin_with(&project.place, command);
    sign_in(waiting.url.as_str(), ALICE);
    let run = waiting.end();
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("was registered at Logto before, and stays"), "{run}");
    assert_eq!(project.redirect_uris(), [OTHERS[0], &own]);
}

#[test]
fn a_sign_in_that_fails_takes_it_away_as_well() {
    let project = project();
    let waiting = begin_with(&project.place, project.command(LOGIN));
    let find = |wanted: &str| {
        let found = waiting.url.query_pairs().find(|(name, _)| name == wanted);
        found.expect("a parameter").1.into_owned()
    };
    let issuer = project.logto.issuer();
    let denied = Url::parse_with_params(
        &find("redirect_uri"),
        [("error", "access_denied"), ("state", &find("state")), ("iss", &issuer)],
    );
    sign_in(denied.expect("a URL").as_str(), ALICE);
    let run = waiting.end();
    assert_eq!(run.status, Some(3), "{run}");
    assert_nothing_left(&project, &run);
}

#[cfg(unix)]
#[test]
fn ctrl_c_sigterm_and_a_hang_up_take_it_away() {
    let project = project();
    for (name, status) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let waiting = begin_with(&project.place, project.command(LOGIN));
        signal(waiting.child.id(), name);
        let run = waiting.end();
        assert_eq!(run.status, Some(status), "{run}");
        assert!(run.stderr.contains("removed at Logto again"), "{run}");
        assert_nothing_left(&project, &run);
    }
}

#[cfg(unix)]
#[test]
fn what_a_killed_one_left_is_told_by_plan_and_removed_by_apply() {
    let project = project();
    let uri = killed(&project);
    let plan = project.run(["logto", "plan"]);
    assert_eq!(plan.status, Some(0), "{plan}");
    assert!(plan.stderr.contains(&format!("left {uri} registered at Logto")), "{plan}");
    assert!(project.redirect_uris().contains(&uri), "a plan changes nothing");
    let apply = project.run(["logto", "apply", "--yes"]);
    assert_eq!(apply.status, Some(0), "{apply}");
    assert!(apply.stderr.contains(&format!("✓ removed at Logto: {uri}")), "{apply}");
    assert!(!project.redirect_uris().contains(&uri));
    assert_eq!(records(&project), 0);
}

#[cfg(unix)]
#[test]
fn the_next_login_with_one_removes_it_and_one_without_says_how() {
    let project = project();
    let uri = killed(&project);
    let port = free_port().to_string();
    let own = format!("http://127.0.0.1:{port}/callback");
    project.set_redirect_uris(&[OTHERS[0], &uri, &own]);
    let without = begin_with(&project.place, project.command(["login", "--no-browser", "--listen", &port]));
    sign_in(without.url.as_str(), ALICE);
    let without = without.end();
    assert_eq!(without.status, Some(0), "{without}");
    assert!(without.stderr.contains("hint: `gptauth logto apply --yes` removes it"), "{without}");
    assert_eq!(project.redirect_uris(), [OTHERS[0], &uri, &own]);
    let with = begin_with(&project.place, project.command(LOGIN));
    assert_eq!(project.redirect_uris(), [OTHERS[0], &own, &redirect_uri(&with.url)]);
    sign_in(with.url.as_str(), ALICE);
    let with = with.end();
    assert_eq!(with.status, Some(0), "{with}");
    assert_eq!(project.redirect_uris(), [OTHERS[0], &own]);
    assert_eq!(records(&project), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn in_a_terminal_somebody_is_asked() {
    use crate::support::InTerminal;
    let project = project();
    let uri = killed(&project);
    for (answer, is_left) in [("n\n", true), ("\n", false)] {
        let mut terminal = InTerminal::start(&project.place, &project.command(["login", "--no-browser"]));
        terminal.wait_for("Remove it there? [Y/n]");
        terminal.type_text(answer);
        terminal.wait_for("response_type=code");
        assert_eq!(project.redirect_uris().contains(&uri), is_left);
        terminal.signal("INT");
        assert_eq!(terminal.end().status, Some(130));
    }
}

#[cfg(unix)]
#[test]
fn two_at_once_do_not_undo_each_other() {
    let project = project();
    let first = begin_with(&project.place, project.command(LOGIN));
    let second = begin_with(&project.place, project.command(LOGIN));
    let (one, two) = (redirect_uri(&first.url), redirect_uri(&second.url));
    assert_ne!(one, two);
    assert_eq!(project.redirect_uris(), [OTHERS[0], &one, &two]);
    signal(first.child.id(), "INT");
    let first = first.end();
    assert!(!first.stderr.contains("an earlier"), "{first}");
    assert_eq!(project.redirect_uris(), [OTHERS[0], &two]);
    sign_in(second.url.as_str(), ALICE);
    let second = second.end();
    assert_eq!(second.status, Some(0), "{second}");
    assert!(!second.stderr.contains("an earlier"), "{second}");
    assert_nothing_left(&project, &second);
}

#[cfg(unix)]
#[test]
fn whoever_asks_twice_to_end_is_not_kept_waiting() {
    use std::sync::mpsc;
    let project = project();
    let mut waiting = begin_with(&project.place, project.command(LOGIN));
    let uri = redirect_uri(&waiting.url);
    // Logto hangs from now on.
    let (reached, is_reached) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    project.logto.meddle(move |_, _| {
        let _ = reached.send(());
        let _ = may_go_on.recv();
    });
    signal(waiting.child.id(), "INT");
    is_reached.recv().expect("a request");
    signal(waiting.child.id(), "INT");
    waiting.read_until("is still registered at Logto");
    let run = waiting.end();
    assert_eq!(run.status, Some(130), "{run}");
    drop(go_on);
    assert_eq!(records(&project), 1, "it is found the next time");
    assert!(run.stderr.contains(&uri), "{run}");
}

#[test]
fn without_credentials_nobody_is_sent_anywhere() {
    let project = project();
    let run = project.run_connected(LOGIN);
    assert_eq!(run.status, Some(3), "{run}");
    assert!(run.stderr.contains("`gptauth logto connect`"), "{run}");
    assert!(!run.stderr.contains("response_type=code"), "{run}");
    assert_nothing_left(&project, &run);
}

#[test]
fn a_logto_that_answers_no_keeps_the_sign_in_from_beginning() {
    let project = project();
    project.logto.look(|logto| logto.delete(&project.application.id));
    let run = project.run(LOGIN);
    assert_eq!(run.status, Some(1), "{run}");
    assert!(run.stderr.contains("Logto has no application"), "{run}");
    assert_eq!(records(&project), 0);
}
