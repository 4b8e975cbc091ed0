//! login, status, token, call, test, refresh and logout, against the demo's servers.

use crate::support::{Answer, Place, Run, Servers, is_free, login};
use insta::assert_snapshot;
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

pub(crate) const ALICE: Answer = Answer::SignIn { username: "alice", password: "alice-demo-password" };

/// A project that points at running servers.
pub(crate) fn project() -> (Place, Servers) {
    project_with(&[])
}

/// A project that points at running servers which were told more.
pub(crate) fn project_with(arguments: &[&str]) -> (Place, Servers) {
    let place = Place::new();
    let servers = Servers::with_arguments(&place, arguments);
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    place.write("gptauth.toml", &servers.project());
    (place, servers)
}

/// Runs a command with the client secret in the environment.
pub(crate) fn with_secret<'a>(
    place: &Place,
    servers: &Servers,
    arguments: impl IntoIterator<Item = &'a str>,
) -> Run {
    let mut command = place.command(arguments);
    command.env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
    place.finish(command)
}

pub(crate) fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error} in\n{run}"))
}

#[test]
fn a_whole_session() {
    let (place, servers) = project();
    let login = login(&place, &servers, &[], ALICE);
    assert_eq!((login.run.status, login.run.stdout.as_str()), (Some(0), ""), "{}", login.run);
    assert!(login.page.contains("close this window"), "{}", login.page);

    let status = json(&place.run(["status", "--format", "json"]));
    assert_eq!(status["schema"], 1);
    let token = place.run(["token"]);
    assert_eq!(token.status, Some(0));
    assert_eq!(token.stdout.trim_end().len(), 43, "an opaque token of Logto's length");

    let list = place.run(["call", "listItems"]);
    assert_eq!(list.status, Some(0), "{list}");
    assert!(json(&list).is_array(), "the answer alone is on stdout");

    let created = place.run(["call", "createItems", "date=2026-12-24", "text=Buy presents", "--yes"]);
    assert_eq!(created.status, Some(0), "{created}");
    let id = json(&created)["id"].as_str().expect("an id").to_owned();
    let read = place.run(["call", "getItemById", &format!("id={id}")]);
    assert_eq!(json(&read)["text"], "Buy presents");
    let deleted = place.run(["call", "deleteItemById", &format!("id={id}"), "--yes"]);
    assert_eq!((deleted.status, deleted.stdout.as_str()), (Some(0), ""), "{deleted}");
    assert_eq!(place.run(["call", "getItemById", &format!("id={id}")]).status, Some(1));

    let test = json(&place.run(["test", "--format", "json"]));
    assert_eq!(test["steps"].as_array().map(Vec::len), Some(8), "{test}");

    let refresh = with_secret(&place, &servers, ["refresh"]);
    assert_eq!(refresh.status, Some(0), "{refresh}");
    let newer = place.run(["token"]);
    assert_ne!(newer.stdout, token.stdout, "a new access token");

    let logout = with_secret(&place, &servers, ["logout"]);
    assert_eq!(logout.status, Some(0), "{logout}");
    assert_eq!(place.run(["token"]).status, Some(3));
    let with_revoked = {
        let mut command = place.command(["call", "listItems"]);
        command.env("GPTAUTH_ACCESS_TOKEN", newer.stdout.trim_end());
        place.finish(command)
    };
    assert_eq!(with_revoked.status, Some(3), "revoked at the provider as well: {with_revoked}");
}

#[test]
fn a_login_as_chatgpt_sends_what_chatgpt_sends() {
    let (place, servers) = project();
    let login = login(&place, &servers, &["--as-chatgpt"], ALICE);
    assert_eq!(login.run.status, Some(0), "{}", login.run);
    let names: Vec<_> = login.url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(names, ["response_type", "client_id", "redirect_uri", "state", "scope"]);
    let state = login.url.query_pairs().find(|(name, _)| name == "state").expect("a state").1.into_owned();
    assert_eq!(state.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "a UUID");
    let judged = "ChatGPT has what it needs: a JSON object with an access token. [documented by OpenAI]";
    assert!(
        login.run.stderr.split_whitespace().collect::<Vec<_>>().join(" ").contains(judged),
        "{}",
        login.run
    );
    assert_eq!(place.run(["call", "listItems"]).status, Some(0));
}

#[test]
fn as_chatgpt_a_refused_code_shows_the_line_that_chatgpt_shows() {
    let (place, _servers) = project();
    // The secret of other servers: every run has its own.
    let login = login(&place, &Servers::start(&place), &["--as-chatgpt"], ALICE);
    assert_eq!(login.run.status, Some(3), "{}", login.run);
    let said = login.run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("The user reads: Missing access token, received 401 from http://"), "{said}");
    assert!(said.contains("response_data={'code': 'oidc.invalid_client'"), "{said}");
    assert!(said.contains("[several reports]"), "{said}");
}

#[test]
fn l05_a_refused_sign_in_says_so_and_keeps_nothing() {
    let (place, servers) = project();
    let login = login(&place, &servers, &[], Answer::Deny);
    assert_eq!((login.run.status, login.run.stdout.as_str()), (Some(3), ""), "{}", login.run);
    assert!(login.run.stderr.contains("access_denied"), "{}", login.run);
    assert!(!login.page.contains("access_denied"), "the page is static: {}", login.page);
    assert_eq!(place.run(["token"]).status, Some(3));
}

#[test]
fn a_wrong_client_secret_is_told_from_a_wrong_code() {
    let (place, _servers) = project();
    let servers = Servers::start(&place);
    // The secret of other servers: every run has its own.
    let login = login(&place, &servers, &[], ALICE);
    assert_eq!(login.run.status, Some(3), "{}", login.run);
    assert!(login.run.stderr.contains("invalid_client"), "{}", login.run);
}

#[test]
fn l15_no_callback_at_all_times_out_with_the_redirect_uri_to_register() {
    let (place, servers) = project();
    let run = with_secret(&place, &servers, ["login", "--no-browser", "--timeout", "1"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(3), ""), "{run}");
    let redirect = servers.project();
    let redirect =
        redirect.split("loopback_redirect_uri = \"").nth(1).and_then(|rest| rest.split('"').next());
    assert!(run.stderr.contains(redirect.expect("a redirect URI")), "{run}");
}

#[cfg(unix)]
#[test]
fn l16_ctrl_c_while_waiting_ends_with_130_and_frees_the_port() {
    let (place, servers) = project();
    let mut command = place.command(["login", "--no-browser"]);
    command.env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
    let mut child = place.start(command);
    let mut stderr = BufReader::new(child.stderr.take().expect("its stderr"));
    let mut line = String::new();
    while !line.contains("response_type=code") {
        line.clear();
        assert_ne!(stderr.read_line(&mut line).expect("a line"), 0, "no URL");
    }
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("kill").success());
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).expect("the rest");
    let output = child.wait_with_output().expect("its end");
    assert_eq!(output.status.code(), Some(130), "{rest}");
    assert!(is_free(servers.redirect_port()), "the port is free again");
    assert_eq!(place.run(["token"]).status, Some(3), "nothing was kept");
}

#[test]
fn x03_no_secret_is_ever_shown() {
    let (place, servers) = project();
    let login = login(&place, &servers, &["--verbose"], ALICE);
    let token = place.run(["token"]).stdout.trim_end().to_owned();
    let secret = servers.about("client_secret");
    let mut shown = vec![login.run.stderr];
    for arguments in [
        &["status", "--verbose"][..],
        &["call", "listItems", "--verbose", "--include"],
        &["test", "--verbose"],
        &["refresh", "--verbose"],
        &["status", "--format", "json"],
    ] {
        let run = with_secret(&place, &servers, arguments.iter().copied());
        assert_eq!(run.status, Some(0), "{run}");
        shown.push(run.to_string());
    }
    let newer = place.run(["token"]).stdout.trim_end().to_owned();
    shown.push(with_secret(&place, &servers, ["logout", "--verbose"]).to_string());
    for text in shown {
        for canary in [token.as_str(), newer.as_str(), secret] {
            assert!(!text.contains(canary), "a secret in\n{text}");
        }
    }
}

#[test]
fn the_operations_are_listed_without_an_operation() {
    let (place, _servers) = project();
    assert_snapshot!(place.run(["call"]), @"
    status: 0
    stdout:
        listItems       GET    /items
                        List all items in the agenda
        createItems     POST   /items  date=… text=…
                        Create an item in the agenda · asks first
        getItemById     GET    /items/{id}  id=…
                        Get an item by id
        updateItemById  PATCH  /items/{id}  id=… [date=…] [text=…]
                        Update an item by id · asks first
        deleteItemById  DELETE /items/{id}  id=…
                        Delete an item by id · asks first

    stderr:
        hint: call one with `gptauth call OPERATION name=value`
    ");
}

#[test]
fn a_misspelt_operation_gets_the_nearest_names() {
    let (place, _servers) = project();
    assert_snapshot!(place.run(["call", "listItem"]), @"
    status: 2
    stdout:

    stderr:
        error: no operation `listItem` in `openapi.yaml`
        hint: did you mean `listItems`?
    ");
}

#[test]
fn a_call_without_authentication_shows_the_refusal() {
    let (place, servers) = project();
    let run = place.run(["call", "listItems", "--no-auth"]);
    assert_eq!(run.status, Some(1), "{run}");
    assert!(run.stderr.contains("401"), "{run}");
    assert!(run.stderr.contains(servers.about("server")), "{run}");
}

#[test]
fn c11_a_consequential_operation_in_a_script_needs_yes() {
    let (place, servers) = project();
    let login = login(&place, &servers, &[], ALICE);
    assert_eq!(login.run.status, Some(0));
    let run = place.run(["call", "createItems", "date=2026-12-24", "text=x"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
    assert!(run.stderr.contains("--yes"), "{run}");
}

#[test]
fn in_ci_a_refresh_token_stands_in_for_the_login() {
    let (place, servers) = project();
    let login = login(&place, &servers, &[], ALICE);
    assert_eq!(login.run.status, Some(0));
    let refresh_token = stored_refresh_token(&place);
    let elsewhere = Place::new();
    elsewhere.write("gptauth.toml", &servers.project());
    elsewhere.write("openapi.yaml", &place.read("openapi.yaml"));
    let mut command = elsewhere.command(["test"]);
    command
        .env("GPTAUTH_REFRESH_TOKEN", refresh_token)
        .env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
    let run = elsewhere.finish(command);
    assert_eq!(run.status, Some(0), "{run}");
    assert_eq!(elsewhere.run(["token"]).status, Some(3), "nothing was kept");
}

/// Looks into the token store, as only its owner can.
fn stored_refresh_token(place: &Place) -> String {
    let folder = place.home().join(".local/share/gptauth/tokens");
    let files =
        std::fs::read_dir(&folder).expect("a token store").map(|entry| entry.expect("an entry").path());
    let texts = files.filter_map(|path| std::fs::read_to_string(path).ok());
    let found = texts.filter_map(|text| {
        let envelope: Value = serde_json::from_str(&text).ok()?;
        let secret: Value = serde_json::from_str(envelope["secret"].as_str()?).ok()?;
        secret["refresh_token"].as_str().map(str::to_owned)
    });
    found.last().expect("a refresh token")
}

#[test]
fn r10_a_token_store_that_is_damaged_or_newer_is_never_overwritten() {
    let (place, servers) = project();
    let login = login(&place, &servers, &[], ALICE);
    assert_eq!(login.run.status, Some(0));
    let folder = place.home().join(".local/share/gptauth/tokens");
    let files: Vec<_> = std::fs::read_dir(&folder)
        .expect("a token store")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    assert!(!files.is_empty());
    for content in ["{\"gptauth_store\":1,", "{\"gptauth_store\":99}"] {
        for file in &files {
            std::fs::write(file, content).expect("a written file");
        }
        for command in [&["token"][..], &["login", "--no-browser"], &["refresh"]] {
            let run = with_secret(&place, &servers, command.iter().copied());
            assert_eq!((run.status, run.stdout.as_str()), (Some(6), ""), "{run}");
        }
        for file in &files {
            assert_eq!(std::fs::read_to_string(file).expect("the file"), content);
        }
    }
}

#[test]
fn x07_a_failure_is_one_json_document_too() {
    let (place, _servers) = project();
    for command in [&["status"][..], &["token"], &["refresh"], &["logout"], &["call", "listItems"], &["test"]]
    {
        let run = place.run(command.iter().copied().chain(["--format", "json"]));
        assert_eq!(run.status, Some(3), "{run}");
        assert_eq!(json(&run)["error"]["class"], "sign-in", "{run}");
    }
}

#[test]
fn a_closed_stdout_is_no_error() {
    let (place, _servers) = project();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = place.command(["call"]).stdout(Stdio::from(writer)).output().expect("the program");
    let run = place.seen(output);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{run}");
}
