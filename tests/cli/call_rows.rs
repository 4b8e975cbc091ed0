//! Rows of the fault matrix that need the whole program: interruptions, odd surroundings.

use crate::{
    session::{ALICE, project},
    support::{PATIENCE, Place, follow},
};
use std::{
    io::{Read, Seek, Write},
    net::TcpListener,
    process::{Child, Stdio},
    thread,
};

const ROOMS: &str = include_str!("../../fixtures/call/rooms.yaml");

fn rooms() -> Place {
    let place = Place::new();
    place.write("rooms.yaml", ROOMS);
    place
}

/// Returns standard input that holds a text, which is in no file that anybody could find.
fn input(text: &str) -> Stdio {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(text.as_bytes()).and_then(|()| file.rewind()).expect("a written file");
    file.into()
}

#[test]
fn e2_a_secret_comes_from_the_first_of_its_sources_which_is_named() {
    const WRONG: &str = "not-the-secret-of-this-client";
    let (place, servers) = project();
    let right = servers.about("client_secret");
    for (typed, variable, status, said) in [
        (
            Some(right),
            Some(WRONG),
            0,
            "client secret: from standard input, in place of GPTAUTH_CLIENT_SECRET",
        ),
        (None, Some(WRONG), 3, "client secret: from GPTAUTH_CLIENT_SECRET, and not kept"),
        // The one that was typed is kept.
        (None, None, 0, ""),
        (Some(WRONG), Some(right), 3, "from standard input"),
    ] {
        let mut command = place.command(["login", "--no-browser"]);
        if let Some(typed) = typed {
            command.arg("--client-secret-stdin").stdin(input(typed));
        }
        command.envs(variable.map(|variable| ("GPTAUTH_CLIENT_SECRET", variable)));
        let run = follow(&place, command, ALICE).run;
        assert_eq!(run.status, Some(status), "{run}");
        assert!(run.stderr.contains(said) && !run.stderr.contains(WRONG), "{run}");
        assert!(!said.is_empty() || !run.stderr.contains("client secret: "), "{run}");
    }
}

#[test]
fn e3_what_a_folder_holds_beside_the_project_is_not_read() {
    let (place, _servers) = project();
    for name in [".env", ".envrc", ".gptauth.env", ".gptauth/config.toml", "gptauth.local.toml"] {
        place.write(name, "GPTAUTH_ACCESS_TOKEN=theirs\nGPTAUTH_CA_FILE=theirs.pem\nBROWSER=./theirs\n");
    }
    let run = place.run(["token"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(3), ""), "{run}");
    // And the project file has no say about where tokens are kept, or what is started.
    let settings = place.read("gptauth.toml");
    for line in ["token_store = \"file:.\"", "browser = \"./theirs\"", "ca_file = \"theirs.pem\""] {
        place.write("gptauth.toml", &format!("{line}\n{settings}"));
        let run = place.run(["token"]);
        assert_eq!(run.status, Some(2), "{run}");
        assert!(run.stderr.contains("gptauth.toml:1:1"), "{run}");
    }
}

/// An API that takes requests and answers none; its address, and the requests as they come.
fn silent() -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, receiver) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let mut open = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut part = [0; 4096];
            let length = stream.read(&mut part).expect("a request");
            let told = sender.send(String::from_utf8_lossy(&part[..length]).into_owned());
            open.push(stream);
            if told.is_err() {
                break;
            }
        }
    });
    (url, receiver)
}

#[cfg(unix)]
fn signal(child: &Child, signal: &str) {
    let done = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status();
    assert!(done.expect("kill").success());
}

#[cfg(unix)]
fn ended(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().expect("an end");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
#[cfg(unix)]
fn c12_an_interrupted_call_says_that_it_may_have_been_executed() {
    let place = rooms();
    let (url, requests) = silent();
    let arguments = ["call", "--schema", "rooms.yaml", "--no-auth", "--server", &url];
    for (operation, told) in [("book", true), ("findSlots", false)] {
        let child =
            place.start(place.command(arguments.into_iter().chain([operation, "--generate", "--yes"])));
        requests.recv_timeout(PATIENCE).expect("a request");
        signal(&child, "-INT");
        let (status, stderr) = ended(child);
        assert_eq!(status, Some(130), "{stderr}");
        assert_eq!(stderr.contains("may have been executed"), told, "{stderr}");
    }
}

#[test]
#[cfg(unix)]
fn x4_no_secret_is_in_the_arguments_of_the_process() {
    let place = rooms();
    let (url, requests) = silent();
    let mut command =
        place.command(["call", "findSlots", "--schema", "rooms.yaml", "--generate", "--server", &url]);
    command.env("GPTAUTH_ACCESS_TOKEN", "canary");
    let mut child = place.start(command);
    let request = requests.recv_timeout(PATIENCE).expect("a request");
    assert!(request.contains("authorization: Bearer canary"), "{request}");
    let shown =
        std::process::Command::new("ps").args(["-ww", "-o", "args=", "-p", &child.id().to_string()]).output();
    let shown = String::from_utf8_lossy(&shown.expect("ps").stdout).into_owned();
    assert!(shown.contains("findSlots") && !shown.contains("canary"), "{shown}");
    child.kill().expect("an end");
    child.wait().expect("an end");
}

#[test]
fn c15_a_proxy_is_used_and_its_password_is_shown_nowhere() {
    let place = rooms();
    let (url, requests) = silent();
    let proxy = url.replace("http://", "http://user:canary@");
    let server = "http://rooms.example.invalid";
    let arguments =
        ["-v", "call", "--schema", "rooms.yaml", "--no-auth", "--server", server, "findSlots", "--generate"];
    let mut command = place.command(arguments);
    command.env("http_proxy", &proxy);
    let mut child = place.start(command);
    let request = requests.recv_timeout(PATIENCE).expect("a request");
    assert!(request.starts_with("GET http://rooms.example.invalid/rooms/"), "{request}");
    // `user:canary`, as RFC 7617 writes it.
    assert!(request.to_lowercase().contains("proxy-authorization: basic dxnlcjpjyw5hcnk="), "{request}");
    child.kill().expect("an end");
    let output = child.wait_with_output().expect("an end");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("canary"));

    let mut command = place.command(arguments);
    command.env("http_proxy", &proxy).env("no_proxy", "example.invalid");
    let run = place.finish(command);
    assert_eq!(run.status, Some(5), "{run}");
    assert!(requests.try_recv().is_err() && !run.stderr.contains("canary"), "{run}");
}

#[test]
fn x8_other_locales_change_nothing() {
    let place = rooms();
    let bytes = |locale: &str| {
        let mut command = place.command([
            "call",
            "book",
            "--schema",
            "rooms.yaml",
            "--generate",
            "--dry-run",
            "--no-auth",
            "note=ü€😀",
            "--seed",
            "1",
            "--format",
            "json",
        ]);
        command.env("LC_ALL", locale).env("LANG", locale);
        let output = command.output().expect("the program");
        assert!(output.status.success());
        let mut document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        document["headers"] = serde_json::Value::Null;
        document
    };
    assert_eq!(bytes("C"), bytes("en_US.UTF-8"));
    assert_eq!(bytes("de_DE.ISO-8859-1")["body"]["note"], "ü€😀");
}

#[test]
fn e6_without_a_home_or_a_place_to_write_a_call_still_works() {
    let place = rooms();
    let mut command = place.command([
        "call",
        "findSlots",
        "--schema",
        "rooms.yaml",
        "--generate",
        "--no-auth",
        "--dry-run",
    ]);
    command.env("HOME", "/").env("TMPDIR", "/nowhere").stdin(Stdio::null());
    let run = place.finish(command);
    assert_eq!(run.status, Some(0), "{run}");
    let (url, requests) = silent();
    drop(requests);
    let mut command =
        place.command(["call", "findSlots", "--schema", "rooms.yaml", "--generate", "--server", &url]);
    command.env_remove("HOME").env_remove("GPTAUTH_TOKEN_STORE");
    let run = place.finish(command);
    assert_eq!((run.status, run.stdout.as_str()), (Some(3), ""), "{run}");
    assert!(run.stderr.contains("error: `findSlots` needs a token, and without a project"), "{run}");
    let answering = crate::call::api("200 OK", "application/json", br#"{"slots": []}"#);
    let arguments =
        ["call", "findSlots", "--schema", "rooms.yaml", "--generate", "--no-auth", "--server", &answering];
    let mut command = place.command(arguments);
    command.env_remove("HOME").env("TMPDIR", "/nowhere");
    let run = place.finish(command);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), r#"{"slots": []}"#), "{run}");
}

#[test]
#[cfg(unix)]
fn e7_a_terminated_call_leaves_nothing_behind() {
    let place = rooms();
    let (url, requests) = silent();
    let arguments =
        ["call", "--schema", "rooms.yaml", "--no-auth", "--server", &url, "findSlots", "--generate"];
    for (name, expected) in [("-TERM", 143), ("-HUP", 129)] {
        let child = place.start(place.command(arguments.into_iter().chain(["-o", "answer.json"])));
        requests.recv_timeout(PATIENCE).expect("a request");
        signal(&child, name);
        let (status, stderr) = ended(child);
        assert_eq!(status, Some(expected), "{stderr}");
        let left: Vec<_> = std::fs::read_dir(place.path()).expect("a folder").flatten().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }
}

#[test]
fn e8_nothing_is_sent_that_was_not_asked_for() {
    let place = rooms();
    let (url, requests) = silent();
    // Whatever wanted the network would have to go through these.
    for arguments in [
        &["call", "--schema", "rooms.yaml"][..],
        &["call", "book", "--schema", "rooms.yaml", "--generate", "--dry-run", "--no-auth"],
        &["check", "rooms.yaml"],
        &["init", "new", "--yes"],
        &["completions", "bash"],
        &["call", "--help"],
        &["--version"],
        &["explain", "GA611"],
    ] {
        let mut command = place.command(arguments.iter().copied());
        command.envs(
            ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"].map(|name| (name, &url)),
        );
        assert!(place.finish(command).status.is_some_and(|status| status < 2), "{arguments:?}");
    }
    assert!(requests.try_recv().is_err());
}
