//! Bad input: one clear sentence, a place where there is one, a hint, the right exit status, and
//! nothing written.

use crate::support::{Place, Servers, free_port};
use insta::assert_snapshot;
use std::process::Stdio;

#[test]
fn no_project() {
    assert_snapshot!(Place::new().run(["login"]), @"
    status: 2
    stdout:

    stderr:
        error: no gptauth.toml in `[PLACE]/work` or a folder above it
        hint: run `gptauth init` to write one, or name it with `--project FILE`
    ");
}

#[test]
fn a_project_file_with_an_unknown_key() {
    let place = Place::new();
    place.write("gptauth.toml", "[oauth]\nclient_id = \"a\"\nisuer = \"https://a.example\"\n");
    assert_snapshot!(place.run(["login"]), @"
    status: 2
    stdout:

    stderr:
        error: gptauth.toml:3:1: unknown key `isuer`
        hint: did you mean `issuer`?
    ");
}

#[test]
fn an_absent_schema() {
    let place = Place::new();
    assert_snapshot!(place.run(["check", "nothing.yaml"]), @"
    status: 2
    stdout:

    stderr:
        error: cannot read `nothing.yaml`
          because: No such file or directory (os error 2)
        hint: check the path and its permissions
    ");
}

#[test]
fn an_unreadable_schema() {
    let place = Place::new();
    std::fs::create_dir(place.path().join("folder.yaml")).expect("a folder");
    assert_snapshot!(place.run(["check", "folder.yaml"]), @"
    status: 2
    stdout:

    stderr:
        error: `folder.yaml` is not a file
        hint: name a file, or `-` for standard input
    ");
}

#[test]
fn a_schema_that_is_not_yaml() {
    let place = Place::new();
    place.write("openapi.yaml", "openapi: 3.1.0\ninfo:\n  title: a: b\n");
    assert_snapshot!(place.run(["check", "openapi.yaml"]), @"
    status: 2
    stdout:

    stderr:
        error: openapi.yaml:3:11: `: ` inside of a value without quotes
          |
        3 |   title: a: b
          |           ^
        hint: put quotes around the value, or write it below as a `|` block
    ");
}

#[test]
fn x07_errors_are_one_json_document_with_the_same_exit_status() {
    let place = Place::new();
    let run = place.run(["check", "nothing.yaml", "--format", "json"]);
    assert_eq!(run.status, Some(2));
    let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(document["schema"], 1);
    assert_eq!(document["error"]["class"], "usage");
}

#[test]
fn no_token_yet() {
    let place = Place::new();
    let servers = Servers::start(&place);
    place.write("gptauth.toml", &servers.project());
    for command in [["token", ""], ["status", ""], ["refresh", ""]] {
        let run = place.run(command.into_iter().filter(|word| !word.is_empty()));
        assert_eq!((run.status, run.stdout.as_str()), (Some(3), ""), "{run}");
        assert!(run.stderr.contains("gptauth login"), "{run}");
    }
}

#[test]
fn a_provider_that_is_down() {
    let place = Place::new();
    let free = format!("127.0.0.1:{}", free_port());
    place.write(
        "gptauth.toml",
        &format!("[oauth]\nissuer = \"http://{free}/oidc\"\nclient_id = \"a\"\ntoken_endpoint_auth_method = \"none\"\n"),
    );
    let run = place.run(["login", "--no-browser"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(5), ""), "{run}");
    assert!(run.stderr.contains(&free), "{run}");
}

#[test]
fn a_provider_that_answers_html() {
    let place = Place::new();
    let servers = Servers::start(&place);
    // Logto's trap: outside its base path everything is the sign-in application, with status 200.
    let issuer = servers.about("issuer").trim_end_matches("/oidc").to_owned() + "/elsewhere";
    place.write(
        "gptauth.toml",
        &format!(
            "[oauth]\nissuer = \"{issuer}\"\nclient_id = \"a\"\ntoken_endpoint_auth_method = \"none\"\n"
        ),
    );
    let run = place.run(["login", "--no-browser"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(4), ""), "{run}");
}

#[test]
fn a_port_that_is_taken() {
    let place = Place::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let serve = place.run(["demo", "serve", "--port", &port.to_string()]);
    assert_eq!(serve.status, Some(2), "{serve}");
    assert!(serve.stderr.contains(&port.to_string()) && serve.stderr.contains("--port"), "{serve}");

    let servers = Servers::start(&place);
    let project = servers.project();
    let (before, _) = project.split_once("loopback_redirect_uri").expect("a redirect URI");
    place.write(
        "gptauth.toml",
        &format!("{before}loopback_redirect_uri = \"http://127.0.0.1:{port}/callback\"\n"),
    );
    let mut login = place.command(["login", "--no-browser"]);
    login.env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
    let run = place.finish(login);
    assert_eq!(run.status, Some(2), "{run}");
    assert!(run.stderr.contains(&port.to_string()), "{run}");
}

#[test]
fn c14_a_closed_stdout_ends_quietly() {
    let place = Place::new();
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    let mut command = place.command(["check", "--format", "json"]);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = command.stdout(Stdio::from(writer)).output().expect("the program");
    let run = place.seen(output);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{run}");
}

#[test]
fn x06_no_escapes_where_nobody_can_see_them() {
    let place = Place::new();
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let mut command = place.command(["check"]);
        command.env(name, value);
        assert!(!place.finish(command).stdout.contains('\u{1b}'), "{name}");
    }
    let forced = place.run(["check", "--color", "always"]);
    assert!(
        forced.stdout.contains('\u{1b}') || forced.stderr.contains('\u{1b}'),
        "colour where it is asked for"
    );
}

#[test]
fn a_variable_that_is_set_to_nothing_is_as_good_as_unset() {
    let place = Place::new();
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    let expected = place.run(["form"]);
    let variables =
        ["GPTAUTH_PROJECT", "GPTAUTH_ENV", "GPTAUTH_ACCOUNT", "GPTAUTH_TOKEN_STORE", "GPTAUTH_CA_FILE"];
    for name in variables {
        let mut command = place.command(["form"]);
        command.env(name, "");
        let run = place.finish(command);
        assert_eq!((run.status, &run.stdout), (Some(0), &expected.stdout), "{name}: {run}");
    }
    let typed = place.run(["--account", "", "form"]);
    assert!(typed.status == Some(2) && typed.stderr.contains("a name cannot be empty"), "{typed}");
}

#[test]
fn the_commands_of_a_hint_are_for_the_environment_that_failed() {
    let place = Place::new();
    assert_eq!(place.run(["init", "--yes", "--demo"]).status, Some(0));
    let run = place.run(["--env", "demo", "token"]);
    assert_eq!(run.status, Some(3));
    assert!(run.stderr.contains("`gptauth --env demo login`"), "{run}");
}

#[cfg(unix)]
#[test]
fn e3_a_client_key_that_a_link_leads_out_of_the_project_for_is_not_read() {
    let place = Place::new();
    let outside = place.home().join("id_ed25519");
    std::fs::write(&outside, "not for this project").expect("a file");
    std::os::unix::fs::symlink(&outside, place.path().join("key.pem")).expect("a link");
    place.write(
        "gptauth.toml",
        "[oauth]\nissuer = \"https://id.example.com\"\nclient_id = \"a\"\n\
         token_endpoint_auth_method = \"private_key_jwt\"\nclient_key = \"key.pem\"\n",
    );
    assert_snapshot!(place.run(["login", "--no-browser"]), @"
    status: 2
    stdout:

    stderr:
        Signing in at https://id.example.com as client a
        tokens are in [PLACE]/home/.local/share/gptauth/tokens (mode 0600, not encrypted)
        error: gptauth.toml:5:14: `client_key` must be a file in the project's folder, reached without `..` or a link out of it
        hint: a key elsewhere is named by whoever signs in: `gptauth login --client-key FILE`, or GPTAUTH_CLIENT_KEY_FILE
    ");
}

#[test]
fn e3_a_client_key_of_the_project_is_read_from_wherever_the_project_file_is_found() {
    let place = Place::new();
    place.write("key.pem", "no key");
    place.write(
        "gptauth.toml",
        "[oauth]\nissuer = \"https://id.example.com\"\nclient_id = \"a\"\n\
         token_endpoint_auth_method = \"private_key_jwt\"\nclient_key = \"key.pem\"\n",
    );
    let file = place.path().join("gptauth.toml").display().to_string();
    for arguments in [&["login", "--no-browser"][..], &["--project", &file, "login", "--no-browser"]] {
        let run = place.run(arguments.iter().copied());
        // It gets as far as the key itself.
        assert_eq!(run.status, Some(2), "{run}");
        assert!(run.stderr.contains("key.pem") && !run.stderr.contains("must be a file"), "{run}");
    }
}

#[test]
fn a_hint_is_for_what_is_worked_with_and_a_beginning_for_nothing_yet() {
    let place = Place::new();
    let run = place.run(["--account", "bob", "token"]);
    assert!(run.stderr.contains("run `gptauth init` to write one"), "{run}");
    assert_eq!(place.run(["init", "my action", "--yes"]).status, Some(0));
    let run = place.run(["--project", "my action/gptauth.toml", "--account", "bob", "token"]);
    let login = "`gptauth --project 'my action/gptauth.toml' --account bob login`";
    assert!(run.stderr.contains(login), "{run}");
}
