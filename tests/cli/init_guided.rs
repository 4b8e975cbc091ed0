//! `gptauth init` in a terminal: the guided path to the first signed-in call.

use crate::{
    session::ALICE,
    support::{
        InTerminal, LogtoProject, Place, Run, free_port,
        logto::{Logto, StandIn},
        sign_in,
    },
};
use std::process::Command;
use url::Url;

/// The last page to open that a terminal has shown.
fn page(shown: &str) -> Url {
    let page = shown.lines().rev().find(|line| line.contains("response_type=code")).expect("a page to open");
    Url::parse(page.trim()).expect("a URL")
}

fn init(place: &Place) -> Command {
    place.command(["init"])
}

/// Runs `init` in a terminal and types these lines, each once its question is asked.
fn answered(place: &Place, answers: &[(&str, &str)]) -> Run {
    let mut asked = InTerminal::start(place, &init(place));
    for (question, answer) in answers {
        asked.wait_for(question);
        asked.type_text(&format!("{answer}\n"));
    }
    asked.end()
}

const DOCUMENT: (&str, &str) = ("OpenAPI document (", "");
const SERVER: (&str, &str) = ("Server that ChatGPT", "");

/// Writes a project whose demo is at ports of its own.
fn project_with_demo(place: &Place) {
    let port = two_free_ports();
    let run = place.run(["init", "--yes", "--demo", &port.to_string()]);
    assert_eq!(run.status, Some(0), "{run}");
    let (head, demo) = {
        let text = place.read("gptauth.toml");
        let (head, demo) = text.split_once("[env.demo]").expect("an environment");
        (head.to_owned(), demo.replace(":4180/", &format!(":{}/", free_port())))
    };
    place.write("gptauth.toml", &format!("{head}[env.demo]{demo}"));
}

/// Returns the first of two ports side by side: the API is beside the provider.
fn two_free_ports() -> u16 {
    let mut first = free_port();
    loop {
        let second = free_port();
        if second == first + 1 {
            return first;
        }
        first = second;
    }
}

#[test]
fn with_the_demo_it_goes_from_nothing_to_a_signed_in_call() {
    let place = Place::new();
    project_with_demo(&place);
    let mut guided = InTerminal::start(&place, &init(&place));
    guided.wait_for("Do it now?");
    guided.type_text("\n");
    let url = page(guided.wait_for("What you paste is not shown."));
    sign_in(url.as_str(), ALICE);
    guided.wait_for("gptauth --env demo call listItems");
    guided.type_text("y\n");
    let run = guided.end();
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stdout.contains("Try the agenda with a GPT"), "{run}");
    assert!(run.stderr.contains("[x] sign-in  [ ] call"), "{run}");
    assert!(run.stderr.contains("the way from nothing to a signed-in call"), "{run}");
}

#[test]
fn each_step_can_be_skipped_and_what_is_left_is_said() {
    let place = Place::new();
    let run = answered(
        &place,
        &[DOCUMENT, SERVER, ("Which? (logto, demo, other", "nonsense"), ("expected logto", "s")],
    );
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("put `issuer` and `client_id` of your provider into gptauth.toml"), "{run}");
    assert!(run.stderr.contains("gptauth init goes on where this ended."), "{run}");
    let before = place.read("gptauth.toml");
    let run = answered(&place, &[("Which? (", "q")]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(!run.stderr.contains("OpenAPI document ("), "nothing is asked twice: {run}");
    assert_eq!(place.read("gptauth.toml"), before);
}

#[test]
fn another_provider_is_written_down_and_the_sign_in_is_next() {
    let place = Place::new();
    let run = answered(
        &place,
        &[
            DOCUMENT,
            SERVER,
            ("Which? (", "other"),
            ("Issuer, as its", "accounts.example.com"),
            ("not an absolute URL", "https://accounts.example.com"),
            ("Its authorization endpoint", "https://accounts.example.com/authorize"),
            ("Its token endpoint", "https://accounts.example.com/oauth/token"),
            ("Client id:", "agenda"),
            ("gptauth login", "s"),
        ],
    );
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("[x] provider  [ ] sign-in  [ ] call"), "{run}");
    let text = place.read("gptauth.toml");
    assert!(text.contains("issuer = \"https://accounts.example.com\"\n"), "{text}");
    assert!(text.contains("client_id = \"agenda\"\n"), "{text}");
    assert!(text.contains("token_endpoint = \"https://accounts.example.com/oauth/token\"\n"), "{text}");
    // What is there tells where to go on.
    let run = answered(&place, &[("gptauth login", "q")]);
    assert!(!run.stderr.contains("Which? ("), "{run}");
}

#[test]
fn the_endpoints_of_a_known_provider_are_not_asked_for() {
    let place = Place::new();
    let run = answered(
        &place,
        &[
            DOCUMENT,
            SERVER,
            ("Which? (", "other"),
            ("Issuer, as its", "https://agenda.eu.auth0.com/"),
            ("Client id:", "agenda"),
            ("gptauth login", "q"),
        ],
    );
    assert_eq!(run.status, Some(0), "{run}");
    let text = place.read("gptauth.toml");
    for line in [
        "issuer = \"https://agenda.eu.auth0.com/\"\n",
        "authorization_endpoint = \"https://agenda.eu.auth0.com/authorize\"\n",
        "token_endpoint = \"https://agenda.eu.auth0.com/oauth/token\"\n",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

#[test]
fn a_step_that_fails_can_be_tried_again_or_left() {
    let place = Place::new();
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let mut guided = InTerminal::start(&place, &init(&place));
    let endpoint = format!("{nobody}/token");
    for (question, answer) in [
        DOCUMENT,
        SERVER,
        ("Which? (", "other"),
        ("Issuer, as its", &*nobody),
        ("Its authorization endpoint", &*endpoint),
        ("Its token endpoint", &*endpoint),
        ("Client id:", "agenda"),
    ] {
        guided.wait_for(question);
        guided.type_text(&format!("{answer}\n"));
    }
    guided.wait_for("gptauth login");
    guided.type_text("y\n");
    guided.wait_for("Client secret of");
    guided.wait_for_echo(false);
    guided.type_text("a-secret-of-nobody\n");
    guided.wait_for("Keep it in");
    guided.type_text("n\n");
    guided.wait_for("This step is not done.");
    guided.type_text("q\n");
    let run = guided.end();
    assert_eq!(run.status, Some(5), "the network's failure is how it ended: {run}");
    assert!(run.stderr.contains("goes on where this ended"), "{run}");
}

#[test]
fn without_a_terminal_with_yes_and_quietly_nothing_of_it_is_asked() {
    for arguments in [["init", "--yes"], ["init", "--color=never"]] {
        let place = Place::new();
        let run = place.run(arguments);
        assert_eq!(run.status, Some(0), "{run}");
        assert!(!run.stderr.contains("Which? ("), "{run}");
        let again = place.run(arguments);
        assert_eq!(again.status, Some(2), "what is there is not overwritten: {again}");
    }
    let place = Place::new();
    let mut asked = InTerminal::start(&place, &place.command(["init", "--yes"]));
    let run = asked.end();
    assert!(run.status == Some(0) && !run.stderr.contains("Which? ("), "{run}");
}

/// Answers the questions up to the step that connects to a Logto.
const TO_LOGTO: [(&str, &str); 2] = [("OpenAPI document (", "minimal"), ("Which? (", "logto")];

#[test]
fn with_a_logto_it_goes_from_nothing_to_a_signed_in_call() {
    let (place, logto) = (Place::new(), Logto::self_hosted());
    logto.look(StandIn::sign_in);
    let machine = logto.machine(true);
    // The API is the provider's own Userinfo endpoint: who is signed in.
    let server = format!("{}/oidc", logto.origin());
    let port = free_port();
    let mut command = init(&place);
    command.args(["--loopback-redirect-uri", &format!("http://127.0.0.1:{port}/callback")]);
    let mut guided = InTerminal::start(&place, &command);
    let mut answer = |question: &str, answer: &str| {
        guided.wait_for(question);
        guided.type_text(&format!("{answer}\n"));
    };
    answer(TO_LOGTO[0].0, TO_LOGTO[0].1);
    answer("Server that ChatGPT", &server);
    answer(TO_LOGTO[1].0, TO_LOGTO[1].1);
    answer("Address of your Logto", &logto.origin());
    answer("Name of the application there", "Agenda");
    answer("gptauth logto connect", "y");
    answer("App id of the M2M application:", &machine.id);
    guided.wait_for("Its secret (");
    guided.wait_for_echo(false);
    guided.type_text(&format!("{}\n", machine.secret));
    guided.wait_for("[x] Logto  [ ] application");
    guided.wait_for("gptauth logto apply");
    guided.type_text("\n");
    guided.wait_for("Do it? [y/N]");
    guided.type_text("y\n");
    guided.wait_for("[x] application  [ ] sign-in");
    let shown = guided.wait_for("Do it now?");
    assert!(!shown.contains("--temporary-redirect"), "what apply registered stays registered: {shown}");
    guided.type_text("y\n");
    let url = page(guided.wait_for("What you paste is not shown."));
    sign_in(url.as_str(), ALICE);
    guided.wait_for("gptauth call getMe");
    guided.type_text("y\n");
    let run = guided.end();
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stdout.contains("\"sub\""), "{run}");
    assert!(run.stderr.contains("the way from nothing to a signed-in call"), "{run}");
    let ids = logto.look(|logto| logto.application_ids("Traditional"));
    assert!(place.read("gptauth.toml").contains(&format!("client_id = \"{}\"", ids[0])));
}

#[test]
fn a_step_at_logto_can_be_left_and_is_taken_up_again_where_it_was() {
    let (place, logto) = (Place::new(), Logto::self_hosted());
    let machine = logto.machine(true);
    let run = answered(
        &place,
        &[
            TO_LOGTO[0],
            SERVER,
            TO_LOGTO[1],
            ("Address of your Logto", &logto.origin()),
            ("Name of the application there", ""),
            ("gptauth logto connect", "s"),
        ],
    );
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("make a \"Traditional web\" application in Logto's console"), "{run}");
    assert!(place.read("gptauth.toml").contains("application = \"Who am I\""));
    // The role is missing: the step fails, and can be tried again.
    let powerless = logto.machine(false);
    let mut guided = InTerminal::start(&place, &init(&place));
    for (credentials, then) in
        [(&powerless, "This step is not done."), (&machine, "[x] Logto  [ ] application")]
    {
        guided.wait_for("Do it now?");
        guided.type_text("y\n");
        guided.wait_for("App id of the M2M application:");
        guided.type_text(&format!("{}\n", credentials.id));
        guided.wait_for("Its secret (");
        guided.wait_for_echo(false);
        guided.type_text(&format!("{}\n", credentials.secret));
        guided.wait_for(then);
    }
    guided.type_text("q\n");
    let run = guided.end();
    assert_eq!(run.status, Some(0), "{run}");
    let run = answered(&place, &[("gptauth logto apply", "q")]);
    assert!(run.stderr.contains("[x] Logto  [ ] application"), "{run}");
}

#[test]
fn with_an_application_made_by_hand_the_sign_in_registers_its_redirect_uri_and_removes_it() {
    let project = LogtoProject::self_hosted();
    project.logto.look(StandIn::sign_in);
    project.set_redirect_uris(&["https://app.example.com/callback"]);
    let port = free_port();
    let listens = format!("client_id = \"{}\"\n", project.application.id);
    let text = project.place.read("gptauth.toml");
    let redirect = format!("{listens}loopback_redirect_uri = \"http://127.0.0.1:{port}/callback\"\n");
    project.place.write("gptauth.toml", &text.replace(&listens, &redirect));
    let mut guided = InTerminal::start(&project.place, &project.command(["init"]));
    guided.wait_for("gptauth login --temporary-redirect");
    guided.wait_for("Do it now?");
    guided.type_text("y\n");
    guided.wait_for("registered at Logto for this sign-in");
    assert_eq!(project.redirect_uris().len(), 2);
    let url = page(guided.wait_for("What you paste is not shown."));
    sign_in(url.as_str(), ALICE);
    guided.wait_for("removed at Logto again");
    let run = guided.end();
    assert!(run.stderr.contains("[x] sign-in"), "{run}");
    assert_eq!(project.redirect_uris(), ["https://app.example.com/callback"]);
}

#[test]
fn a_project_in_another_folder_is_named_once_in_what_is_typed_next() {
    let place = Place::new();
    let mut asked = InTerminal::start(&place, &place.command(["init", "agenda"]));
    for (question, answer) in [DOCUMENT, SERVER, ("Which? (logto", "demo"), ("Do it now?", "q")] {
        asked.wait_for(question);
        asked.type_text(&format!("{answer}\n"));
    }
    let shown = asked.end().to_string();
    assert!(shown.contains("gptauth --project agenda/gptauth.toml --env demo login"), "{shown}");
}

#[test]
fn a_back_end_is_written_before_the_way_goes_on() {
    let place = Place::new();
    let mut asked = InTerminal::start(&place, &place.command(["init", "--backend", "go"]));
    for (question, answer) in [DOCUMENT, SERVER, ("Which? (logto", "q")] {
        asked.wait_for(question);
        asked.type_text(&format!("{answer}\n"));
    }
    let run = asked.end();
    assert_eq!(run.status, Some(0), "{run}");
    assert!(place.path().join("backend/go.mod").exists(), "{run}");
    assert!(run.to_string().contains("`gptauth backend go --force` asks your provider"), "{run}");
}
