//! The ways to sign in, and what a sign-in that fails says.

use crate::{
    session::{ALICE, json, project, project_with, with_secret},
    support::{
        Answer, DURATION, PATIENCE, Place, Run, Servers, begin, begin_with, free_port, login, sign_in,
        sign_in_elsewhere,
    },
};
use insta::assert_snapshot;
use std::{net::TcpListener, process::Stdio};
use url::Url;

const BOB: Answer = Answer::SignIn { username: "bob", password: "bob-demo-password" };

#[test]
fn l19_the_address_that_a_browser_elsewhere_ended_at_is_taken_from_a_pipe() {
    let (place, servers) = project();
    let mut waiting = begin(&place, &servers, &["--paste"], Stdio::piped());
    let address = sign_in_elsewhere(waiting.url.as_str(), ALICE);
    waiting.type_line("that's not it");
    waiting.type_line("http://127.0.0.1:1/callback?code=other");
    waiting.type_line(address.as_str());
    let run = waiting.end();
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("not taken: that is no whole address"), "{run}");
    let code = address.query_pairs().find(|(name, _)| name == "code").expect("a code").1.into_owned();
    assert!(!run.to_string().contains(&code), "the code is not shown: {run}");
    assert_eq!(place.run(["token"]).status, Some(0));
}

#[test]
fn l19_a_pipe_without_the_address_ends_with_3() {
    let (place, servers) = project();
    let mut waiting = begin(&place, &servers, &["--paste", "--format", "json"], Stdio::piped());
    waiting.type_line("c0de");
    let run = waiting.end();
    assert_eq!(run.status, Some(3), "{run}");
    assert_eq!(json(&run)["error"]["step"], "sign_in");
}

#[test]
fn l19_an_answer_to_another_sign_in_is_not_taken() {
    let (place, servers) = project();
    let mut waiting = begin(&place, &servers, &["--paste"], Stdio::piped());
    let address = sign_in_elsewhere(waiting.url.as_str(), ALICE);
    let foreign = address.as_str().replace("state=", "state=x");
    waiting.type_line(&foreign);
    let run = waiting.end();
    assert_eq!(run.status, Some(3), "{run}");
    assert!(run.stderr.contains("belongs to another sign-in"), "{run}");
    assert_eq!(place.run(["token"]).status, Some(3), "nothing was kept");
}

#[test]
fn l25_another_account_needs_force_in_a_script() {
    let (place, servers) = project();
    assert_eq!(login(&place, &servers, &[], ALICE).run.status, Some(0));
    let before = place.run(["token"]).stdout;
    let refused = login(&place, &servers, &[], BOB).run;
    assert_eq!(refused.status, Some(3), "{refused}");
    assert!(refused.stderr.contains("`gptauth login --force`"), "{refused}");
    assert_eq!(place.run(["token"]).stdout, before, "the old tokens stay");
    let forced = login(&place, &servers, &["--force"], BOB).run;
    assert_eq!(forced.status, Some(0), "{forced}");
    assert_ne!(place.run(["token"]).stdout, before);
}

#[test]
fn the_next_command_is_for_the_account_that_signed_in() {
    let (place, servers) = project();
    let run = login(&place, &servers, &["--account", "work"], ALICE).run;
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.ends_with("Next: gptauth --account work call\n"), "{run}");
}

#[test]
fn l24_two_logins_at_once_both_finish_and_the_later_wins_the_entry() {
    let ports = [free_port(), free_port()];
    let uris = ports.map(|port| format!("http://127.0.0.1:{port}/callback"));
    let (place, servers) = project_with(&["--redirect-uri", &uris[0], "--redirect-uri", &uris[1]]);
    let listen = ports.map(|port| port.to_string());
    let earlier = begin(&place, &servers, &["--listen", &listen[0]], Stdio::null());
    let later = begin(&place, &servers, &["--listen", &listen[1]], Stdio::null());
    let state = |url: &Url| url.query_pairs().find(|(name, _)| name == "state").expect("one").1.into_owned();
    assert_ne!(state(&earlier.url), state(&later.url));

    sign_in(earlier.url.as_str(), ALICE);
    let earlier = earlier.end();
    assert_eq!(earlier.status, Some(0), "{earlier}");
    let first = place.run(["token"]).stdout;
    sign_in(later.url.as_str(), ALICE);
    let later = later.end();
    assert_eq!(later.status, Some(0), "{later}");
    assert!(!earlier.stderr.contains("while you signed in"), "{earlier}");
    assert!(later.stderr.contains("the stored tokens changed while you signed in"), "{later}");
    assert_ne!(place.run(["token"]).stdout, first, "the later one has the entry");
}

/// Signs in through the program that `$BROWSER` names; returns what it was started with.
#[cfg(unix)]
fn arguments_of_a_browser(place: &Place, servers: &Servers, options: &str) -> Vec<String> {
    let script = place.home().join("browser");
    let seen = place.home().join("seen");
    place.write_program(&script, "printf '%s\\n' \"$@\" > \"$HOME/seen\"");
    // A pipe, so that the sign-in goes on only once the browser has been heard.
    let made = std::process::Command::new("mkfifo").arg(&seen).status().expect("mkfifo");
    assert!(made.success(), "{made}");
    let (tell, told) = std::sync::mpsc::channel();
    let pipe = seen.clone();
    std::thread::spawn(move || tell.send(std::fs::read_to_string(pipe)));
    let mut command = place.command(["login", "--param", "hint=a \"b\" --evil %s $(touch pwned); 'c"]);
    command
        .env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"))
        .env("BROWSER", format!("{}{options}", script.display()));
    let waiting = begin_with(place, command);
    let url = waiting.url.clone();
    let arguments = told.recv_timeout(PATIENCE).expect("a browser that was started");
    let arguments = arguments.expect("what the browser was given");
    std::fs::remove_file(seen).expect("a removed file");
    sign_in(url.as_str(), ALICE);
    let run = waiting.end();
    assert_eq!(run.status, Some(0), "{run}");
    assert!(!run.stderr.contains("no browser could be opened"), "{run}");
    assert!(!place.path().join("pwned").exists());
    arguments
        .lines()
        .map(|own| if own == url.as_str() { "[URL]".to_owned() } else { own.to_owned() })
        .collect()
}

#[cfg(unix)]
#[test]
fn l19_a_browser_with_arguments_gets_the_page_as_one_argument_and_no_shell_sees_it() {
    let (place, servers) = project();
    for (options, expected) in [
        ("", vec!["[URL]"]),
        (" --new-window --profile work", vec!["--new-window", "--profile", "work", "[URL]"]),
        (" --profile work %s --last", vec!["--profile", "work", "[URL]", "--last"]),
        (" ; touch pwned", vec![";", "touch", "pwned", "[URL]"]),
    ] {
        assert_eq!(arguments_of_a_browser(&place, &servers, options), expected, "{options}");
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn l19_without_a_display_the_page_is_shown_and_the_answer_still_taken() {
    for surroundings in ["SSH_CONNECTION", "container"] {
        let (place, servers) = project();
        let mut command = place.command(["login"]);
        command.env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret")).env(surroundings, "x");
        let mut waiting = begin_with(&place, command);
        // What comes back before the browser is known to be missing ends the wait as well.
        waiting.read_until(
            "no browser could be opened (no display and no $BROWSER); open the page above yourself",
        );
        sign_in(waiting.url.as_str(), ALICE);
        let run = waiting.end();
        assert_eq!(run.status, Some(0), "{run}");
    }
}

#[test]
fn l17_a_port_that_is_taken_is_named_before_anybody_is_sent_anywhere() {
    let (place, servers) = project();
    let ports = [free_port(), free_port()];
    let _held = ports.map(|port| TcpListener::bind(("127.0.0.1", port)).expect("a free port"));
    let listen = format!("{},{}", ports[0], ports[1]);
    let run = with_secret(&place, &servers, ["login", "--no-browser", "--listen", &listen]);
    assert_eq!(run.status, Some(2), "{run}");
    assert!(!run.stderr.contains("response_type=code"), "{run}");
    let expected = format!("cannot listen at 127.0.0.1:{} or 127.0.0.1:{}", ports[0], ports[1]);
    assert!(run.stderr.contains(&expected), "{run}");
    assert!(run.stderr.contains("--listen PORT"), "{run}");
}

#[test]
fn l17_another_login_at_the_port_is_recognised() {
    let (place, servers) = project();
    let first = begin(&place, &servers, &[], Stdio::null());
    let run = with_secret(&place, &servers, ["login", "--no-browser"]);
    assert_eq!(run.status, Some(2), "{run}");
    assert!(run.stderr.contains("another `gptauth login` waits at port"), "{run}");
    sign_in(first.url.as_str(), ALICE);
    assert_eq!(first.end().status, Some(0), "the first one was not disturbed");
}

#[test]
fn l17_the_first_free_port_of_several_is_taken() {
    let (place, servers) = project();
    let ports = [free_port(), free_port()];
    let _held = TcpListener::bind(("127.0.0.1", ports[0])).expect("a free port");
    let listen = format!("{},{}", ports[0], ports[1]);
    let waiting = begin(&place, &servers, &["--listen", &listen, "--paste"], Stdio::piped());
    let redirect =
        waiting.url.query_pairs().find(|(name, _)| name == "redirect_uri").expect("one").1.into_owned();
    assert_eq!(redirect, format!("http://127.0.0.1:{}/callback", ports[1]));
    assert_eq!(waiting.end().status, Some(3));
}

#[test]
fn a_redirect_uri_that_nobody_can_listen_behind_is_refused() {
    let (place, servers) = project();
    for uri in ["http://x.example/cb", "https://x.example/cb?a=b", "https://127.0.0.1/cb", "callback"] {
        let run = place.run(["login", "--redirect-uri", uri]);
        assert_eq!(run.status, Some(2), "{run}");
    }
    let run = with_secret(&place, &servers, ["login", "--redirect-uri", "https://x.example/cb"]);
    assert_eq!(run.status, Some(2), "{run}");
    assert!(run.stderr.contains("--listen"), "{run}");
    for ports in ["0", "65536", "a", "1,"] {
        assert_eq!(place.run(["login", "--listen", ports]).status, Some(2), "{ports}");
    }
}

/// Replaces ports, times and digits that differ from run to run.
fn neutral(text: &str) -> String {
    let ports = regex::Regex::new(r"127\.0\.0\.1:\d+").expect("a pattern");
    let times = regex::Regex::new(&format!(" +{DURATION}")).expect("a pattern");
    times.replace_all(&ports.replace_all(text, "127.0.0.1:[PORT]"), " [TIME]").into_owned()
}

/// Signs in with a secret that the provider does not know.
fn with_a_wrong_secret(place: &Place, arguments: &[&str]) -> Run {
    let project = place.read("gptauth.toml");
    let wrong = format!("{project}token_endpoint_auth_method = \"client_secret_post\"\n");
    place.write("gptauth.toml", &wrong);
    let mut command = place.command(["login", "--no-browser"]);
    command.args(arguments).env("GPTAUTH_CLIENT_SECRET", "wrong");
    let waiting = begin_with(place, command);
    sign_in(waiting.url.as_str(), ALICE);
    waiting.end()
}

#[test]
fn a_step_that_fails_is_shown_with_its_evidence_and_what_to_do() {
    let (place, _servers) = project();
    let run = with_a_wrong_secret(&place, &[]);
    assert_eq!(run.status, Some(3), "{run}");
    let (_, after) = run.stderr.split_once("Ctrl-C ends it.\n").expect("the wait");
    assert_snapshot!(neutral(after));
}

#[test]
fn a_failure_in_json_names_step_steps_and_evidence() {
    let (place, _servers) = project();
    let run = with_a_wrong_secret(&place, &["--format", "json"]);
    let error = &json(&run)["error"];
    assert_eq!((&error["class"], &error["step"]), (&"sign-in".into(), &"token_request".into()), "{run}");
    assert_eq!((&error["evidence"]["status"], &error["evidence"]["method"]), (&401.into(), &"POST".into()));
    let steps = error["steps"].as_array().expect("steps");
    let last = steps.last().expect("a step");
    assert_eq!((&last["step"], &last["result"]), (&"token_request".into(), &"failed".into()));
    assert!(steps.iter().all(|step| step["duration_ms"].is_number()));
}

#[test]
fn a_sign_in_in_json_has_its_steps() {
    let (place, servers) = project();
    let run = login(&place, &servers, &["--format", "json"], ALICE).run;
    let outcome = json(&run);
    let steps = outcome["steps"].as_array().expect("steps").iter();
    let names = steps.map(|step| step["step"].as_str().expect("a name")).collect::<Vec<_>>();
    assert_eq!(
        names,
        [
            "discovery",
            "authorization_request",
            "sign_in",
            "callback",
            "token_request",
            "token_validation",
            "userinfo",
            "storing"
        ]
    );
}

#[test]
fn x3_a_trace_has_every_exchange_and_no_secret_also_of_a_failure() {
    let (place, servers) = project();
    let signed_in = login(&place, &servers, &["--trace", "login.har"], ALICE);
    assert_eq!(signed_in.run.status, Some(0), "{}", signed_in.run);
    let trace = place.read("login.har");
    let archive: serde_json::Value = serde_json::from_str(&trace).expect("JSON");
    let entries = archive["log"]["entries"].as_array().expect("entries");
    let paths = entries.iter().map(|entry| entry["request"]["url"].as_str().expect("a URL"));
    let paths = paths.map(|url| url.rsplit('/').next().expect("a path")).collect::<Vec<_>>();
    assert_eq!(paths, ["openid-configuration", "token", "jwks", "me"]);
    for canary in [place.run(["token"]).stdout.trim_end(), servers.about("client_secret")] {
        assert!(!trace.contains(canary), "a secret in\n{trace}");
    }
    let failed =
        with_secret(&place, &servers, ["login", "--no-browser", "--timeout", "1", "--trace", "f.har"]);
    assert_eq!(failed.status, Some(3), "{failed}");
    assert!(place.read("f.har").contains("openid-configuration"));
    #[cfg(unix)]
    for name in ["login.har", "f.har"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(place.path().join(name)).expect("the trace").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let nowhere = place.run(["status", "--trace", "nowhere/t.har"]);
    assert_eq!(nowhere.status, Some(2), "{nowhere}");
}

#[cfg(unix)]
#[test]
fn a_trace_is_written_also_of_what_was_interrupted() {
    let (place, servers) = project();
    let waiting = begin(&place, &servers, &["--trace", "i.har"], Stdio::null());
    let pid = waiting.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().expect("kill").success());
    let run = waiting.end();
    assert_eq!(run.status, Some(130), "{run}");
    assert!(run.stderr.contains("broken off"), "{run}");
    assert!(place.read("i.har").contains("openid-configuration"));
}
