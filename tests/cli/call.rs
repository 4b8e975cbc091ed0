//! `call` as its user meets it: arguments, what is sent, what comes back.

use crate::support::{DURATION, Place, Run, read_request};
use insta::assert_snapshot;
use serde_json::{Value, json};
use std::{
    io::{Seek, Write},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

const ROOMS: &str = include_str!("../../fixtures/call/rooms.yaml");

/// A folder with the document of rooms, and a server that is not there.
fn rooms() -> Place {
    let place = Place::new();
    place.write("rooms.yaml", ROOMS);
    place
}

fn call<'a>(place: &Place, arguments: impl IntoIterator<Item = &'a str>) -> Run {
    let common = ["call", "--schema", "rooms.yaml", "--no-auth"];
    place.run(common.into_iter().chain(arguments))
}

fn dry<'a>(place: &Place, arguments: impl IntoIterator<Item = &'a str>) -> Value {
    let common = ["--dry-run", "--format", "json"];
    let run = call(place, common.into_iter().chain(arguments));
    assert_eq!(run.status, Some(0), "{run}");
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error} in\n{run}"))
}

/// Answers every call with the same status, type and body, and returns where.
pub(crate) fn api(status: &'static str, content_type: &'static str, body: &'static [u8]) -> String {
    api_with(status, &format!("content-type: {content_type}\r\nset-cookie: sid=canary\r\n"), body).0
}

/// Answers every call with the same status, header lines and body; returns where, and how often it was
/// called so far.
pub(crate) fn api_with(status: &str, headers: &str, body: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            // To its end: who hangs up with something unread takes back the answer as well.
            if read_request(&stream).is_none() {
                continue;
            }
            counted.fetch_add(1, Ordering::SeqCst);
            // Whoever has had enough of it may go.
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        }
    });
    (format!("http://{address}"), calls)
}

#[test]
fn arguments_are_written_in_the_style_of_their_parameter() {
    let place = rooms();
    let sent = dry(
        &place,
        [
            "findSlots",
            "room=red-1",
            "days=mon",
            "days=wed",
            "range.from=8",
            "range.to=10",
            "tags=a&b",
            "tags=c",
            "near.lat=47.1",
            "near.lon=15.4",
            "floors=1",
            "floors=2",
            "filter.seats=4",
            "limit=5",
        ],
    );
    assert_eq!(
        sent["url"],
        "https://rooms.example.com/rooms/red-1/slots/.from=8.to=10/;days=mon,wed?tags=a%26b&tags=c\
         &floors=1%7C2&limit=5&near%5Blat%5D=47.1&near%5Blon%5D=15.4&filter=%7B%22seats%22%3A4%7D"
    );
    assert_eq!((&sent["sent"], &sent["body"]), (&json!(false), &Value::Null));
}

#[test]
fn arguments_come_as_text_json_and_files() {
    let place = rooms();
    place.write("note.txt", "two\nlines");
    place.write("guest.json", r#"{"name": "Ada"}"#);
    let sent = dry(
        &place,
        [
            "book",
            "room=red-1",
            "day=mon",
            "guest:=@guest.json",
            "note=@note.txt",
            "slots:=[9,10]",
            "payment.iban=AT611904300234573201",
            "repeat.every=2",
            "repeat.until=2026-01-31",
        ],
    );
    let expected = json!({
        "room": "red-1", "day": "mon", "note": "two\nlines", "guest": {"name": "Ada"}, "slots": [9, 10],
        "payment": {"iban": "AT611904300234573201"}, "repeat": {"every": 2, "until": "2026-01-31"},
    });
    assert_eq!(sent["body"], expected);
    let flat = r#"{"room":"red-1","day":"mon","guest":{"name":"Ada"},"slots":[9],"payment":{"card":"4111 1111 1111 1111"}}"#;
    place.write("input.json", flat);
    let body = |input| dry(&place, ["book", "--input", input])["body"].clone();
    assert_eq!(body(flat), serde_json::from_str::<Value>(flat).expect("JSON"));
    assert_eq!(body("@input.json"), body(flat));
}

#[test]
fn c10_what_does_not_fit_is_refused_before_anything_is_sent() {
    let place = rooms();
    for arguments in [
        &["book", "room=red-1"][..],
        &["book", "gast.name=Ada"],
        &["book", "guest.nme=Ada"],
        &["book", "day=sun"],
        &["book", "slots:=9"],
        &["book", "room:=red-1"],
        &["book", "note=@nowhere.txt"],
        &["book", "--input", "[1]"],
        &["book", "--input", r#"{"room":"red-1","colour":1}"#],
        &["book", "room=a", "--input", r#"{"room":"red-1"}"#],
        &["findSlots", "limit=many"],
        &["findSlots", "X-Trace=1"],
        &["cancel", "id=.."],
    ] {
        let run = call(&place, arguments.iter().copied());
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
        assert!(run.stderr.contains("hint:"), "{run}");
    }
    assert_snapshot!(call(&place, ["book", "guest.nme=Ada"]));
}

#[test]
fn c10_what_breaks_its_schema_in_depth_is_sent_on_request_only() {
    let place = rooms();
    let broken = [
        "findSlots",
        "room=Red 1",
        "days=mon",
        "range.from=8",
        "range.to=25",
        "limit=500",
        "near.lat=-91",
        "--dry-run",
    ];
    assert_snapshot!(call(&place, broken), @r#"
    status: 2
    stdout:

    stderr:
        error: what `findSlots` would be sent breaks its schema
          room: does not match "^[a-z]+-\d{1,3}$"
          limit: is greater than the maximum of 100
          range/to: is greater than the maximum of 24
          near/lat: is less than the minimum of -90
        hint: nothing was sent; to see what the API says to it, add `--no-validate`
    "#);
    let run = call(&place, broken.into_iter().chain(["--format", "json"]));
    let document: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(document["error"]["faults"][1]["pointer"], "", "{run}");
    assert_eq!(document["error"]["faults"].as_array().map(Vec::len), Some(4), "{run}");

    let body = r#"{"room":"red-1","day":"mon","guest":{"name":""},"slots":[9],"payment":{"card":"1"}}"#;
    let run = call(&place, ["book", "--body", body, "--dry-run"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
    assert!(run.stderr.contains("  body/guest/name: is shorter than 1 character"), "{run}");

    // The API's own checks can be tried: types, lists of what is allowed, what is required.
    let sent = dry(&place, ["book", "day=sun", "slots=nine", "guest.name:=5", "--no-validate"]);
    assert_eq!(sent["body"], json!({"day": "sun", "slots": ["nine"], "guest": {"name": 5}}));
    let sent = dry(&place, broken[..7].iter().copied().chain(["--no-validate"]));
    assert!(sent["url"].as_str().is_some_and(|url| url.contains("limit=500")), "{sent}");
    // What the document does not know has no place to go to, and a path has no gaps.
    for arguments in [&["book", "colour=red"][..], &["cancel"]] {
        let run = call(&place, arguments.iter().copied().chain(["--no-validate", "--dry-run"]));
        assert_eq!(run.status, Some(2), "{run}");
    }
}

#[test]
fn what_is_missing_can_be_made_up_again_and_again() {
    let place = rooms();
    let made =
        |seed: &str| dry(&place, ["book", "guest.name=Ada", "--generate", "--seed", seed])["body"].clone();
    let body = made("7");
    assert_eq!(body, made("7"));
    assert_ne!(body, made("8"));
    assert_eq!((&body["guest"]["name"], &body["room"]), (&json!("Ada"), &json!("red-1")));
    assert_eq!(body["id"], Value::Null, "it is read-only");
    assert!(body["pin"].is_string(), "it is write-only");
    let run = call(&place, ["findSlots", "--generate", "--dry-run"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("`--seed "), "{run}");
}

#[test]
fn a_dry_run_shows_the_request_and_needs_no_session() {
    let place = Place::new();
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    let run = place.run(["call", "createItems", "date=2026-01-15", "text=Dentist", "--dry-run"]);
    insta::with_settings!({filters => vec![(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "[UUID]")]}, {
        assert_snapshot!(run);
    });
}

#[test]
fn c09_an_answer_is_held_to_its_schema() {
    let place = rooms();
    let url = api("200 OK", "application/json", br#"{"slots": [{"start": "canary"}, {}], "next": 3}"#);
    let arguments = ["findSlots", "room=red-1", "days=mon", "range.from=8", "range.to=10", "--server", &url];
    let run = call(&place, arguments);
    insta::with_settings!({filters => vec![(r"127\.0\.0\.1:\d+", "[ADDRESS]"), (DURATION, "[TIME]")]}, {
        assert_snapshot!(run);
    });
    let run = call(&place, arguments.into_iter().chain(["--format", "json"]));
    let document: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let codes: Vec<_> =
        document["findings"].as_array().expect("findings").iter().map(|own| &own["code"]).collect();
    assert_eq!(codes, [&json!("GA611"); 5]);
    assert!(!run.stderr.contains("canary") && !run.stdout.contains("sid="), "{run}");
}

#[test]
fn a_call_is_an_http_archive_on_request() {
    let place = rooms();
    let url = api("200 OK", "application/json", br#"{"slots": []}"#);
    let arguments = ["findSlots", "room=red-1", "days=mon", "range.from=8", "range.to=10", "--server", &url];
    let run = call(&place, arguments.into_iter().chain(["--format", "har"]));
    assert_eq!(run.status, Some(0), "{run}");
    let document: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let entries = document["log"]["entries"].as_array().expect("entries");
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0]["response"]["status"], 200);
    assert!(!run.stdout.contains("sid=canary"), "{run}");
    assert_eq!(call(&place, arguments.into_iter().chain(["--format", "har", "--dry-run"])).status, Some(2));
}

#[test]
fn c13_an_answer_goes_to_a_file_whole_or_not_at_all() {
    let place = rooms();
    let url = api("200 OK", "application/json", br#"{"slots": []}"#);
    let arguments = |file| {
        ["findSlots", "room=red-1", "days=mon", "range.from=8", "range.to=10", "--server", &url, "-o", file]
            .map(str::to_owned)
    };
    place.write("answer.json", "old");
    let run = call(&place, arguments("answer.json").iter().map(String::as_str));
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""), "{run}");
    assert_eq!(place.read("answer.json"), r#"{"slots": []}"#);
    place.write("folder/kept", "");
    let run = call(&place, arguments("folder").iter().map(String::as_str));
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
    assert!(run.stderr.contains("the call was made"), "{run}");
    let left: Vec<_> =
        std::fs::read_dir(place.path()).expect("a folder").flatten().map(|own| own.file_name()).collect();
    assert_eq!(left.len(), 3, "nothing half-written stays: {left:?}");
}

#[test]
fn c07_bytes_go_to_a_pipe_and_into_a_file_as_they_came() {
    const BYTES: &[u8] = b"\xef\xbb\xbf\x89PNG\r\n\x1b[2J\0\xff\n\n";
    let place = rooms();
    let url = api("200 OK", "image/png", BYTES);
    let arguments =
        ["call", "findSlots", "--generate", "--schema", "rooms.yaml", "--no-auth", "--server", &url];
    let output = place.command(arguments).output().expect("the program");
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), BYTES));
    let run = place.run(arguments.into_iter().chain(["-o", "answer.png"]));
    assert_eq!((run.status, run.stdout.as_str()), (Some(1), ""), "{run}");
    assert!(run.stderr.contains("error[GA605]: the answer is not text (image/png)"), "{run}");
    assert_eq!(std::fs::read(place.path().join("answer.png")).expect("the file"), BYTES);
}

#[test]
fn c07_a_bomb_and_a_long_answer_are_what_chatgpt_would_not_take() {
    let place = rooms();
    // A hundred megabytes of zeroes, packed.
    let bomb: &'static [u8] = Vec::leak(packed_zeroes(100 * 1024 * 1024));
    let (url, _) = api_with("200 OK", "content-type: application/json\r\ncontent-encoding: gzip\r\n", bomb);
    let run = call(&place, ["findSlots", "--generate", "--server", &url]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(1), ""), "{run}");
    assert!(run.stderr.contains("is larger than 8388608 bytes") && run.stderr.contains("GA602"), "{run}");
    let long: &'static [u8] = Vec::leak(format!("\"{}\"", "x".repeat(99_998)).into_bytes());
    let run = call(&place, ["findSlots", "--generate", "--server", &api("200 OK", "application/json", long)]);
    assert_eq!(run.status, Some(1));
    assert!(run.stderr.contains("error[GA602]: the answer has 100000 characters"), "{}", run.stderr);
}

/// Returns a gzip file (RFC 1952) of nothing but zeroes: a block of them is told once and repeated.
fn packed_zeroes(count: usize) -> Vec<u8> {
    let mut program = std::process::Command::new("gzip");
    program.args(["-c", "-9"]).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = program.spawn().expect("gzip");
    let mut input = child.stdin.take().expect("its input");
    let writer = thread::spawn(move || {
        let block = vec![0; 1024 * 1024];
        (0..count / block.len()).for_each(|_| input.write_all(&block).expect("its input"));
    });
    let output = child.wait_with_output().expect("gzip");
    writer.join().expect("a writer");
    output.stdout
}

#[test]
fn c01_no_redirect_is_followed_wherever_it_leads() {
    let place = rooms();
    let (elsewhere, reached) = api_with("200 OK", "content-type: application/json\r\n", b"{\"slots\":[]}");
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        for location in [&*elsewhere, "/rooms/elsewhere", "https://evil.example/"] {
            let (url, called) = api_with(status, &format!("location: {location}\r\n"), b"");
            let mut command = place.command([
                "call",
                "findSlots",
                "--generate",
                "--schema",
                "rooms.yaml",
                "--server",
                &url,
            ]);
            command.env("GPTAUTH_ACCESS_TOKEN", "canary");
            let run = place.finish(command);
            assert_eq!((run.status, run.stdout.as_str()), (Some(1), ""), "{run}");
            let told =
                format!("warning[GA606]: the API sends the caller to `{location}`; it was not followed");
            assert!(run.stderr.contains(&told) && run.stderr.contains(&status[..3]), "{run}");
            assert_eq!(called.load(Ordering::SeqCst), 1, "{status}");
        }
    }
    assert_eq!(reached.load(Ordering::SeqCst), 0, "the token stays with the action");
}

#[test]
fn c06_a_call_that_is_to_wait_is_not_repeated_and_says_how_long() {
    let place = rooms();
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        for operation in ["findSlots", "book"] {
            let (url, called) = api_with(status, "retry-after: 120\r\n", b"");
            let run = call(&place, [operation, "--generate", "--yes", "--server", &url]);
            assert_eq!(run.status, Some(1), "{run}");
            assert!(run.stderr.contains("Retry-After 120. It was not tried again"), "{run}");
            assert_eq!(called.load(Ordering::SeqCst), 1, "{status} {operation}");
        }
    }
}

#[test]
fn c05_the_scope_that_a_challenge_names_is_the_next_step() {
    let place = rooms();
    for (status, challenge, ends, next) in [
        (
            "403 Forbidden",
            "Bearer error=\"insufficient_scope\", scope=\"rooms:read rooms:write\"",
            3,
            "add `rooms:read rooms:write` to `scope`",
        ),
        (
            "401 Unauthorized",
            "Negotiate, Basic realm=\"a, b\", bearer error=\"invalid_token\", error_description=\"it \\\"expired\\\"\"",
            3,
            "invalid_token: it \"expired\"",
        ),
        ("401 Unauthorized", "Basic realm=\"Bearer error=x\"", 3, "may not have seen it"),
        ("403 Forbidden", "Bearer", 1, ""),
    ] {
        let (url, _) = api_with(status, &format!("www-authenticate: {challenge}\r\n"), b"");
        let mut command =
            place.command(["call", "findSlots", "--generate", "--schema", "rooms.yaml", "--server", &url]);
        command.env("GPTAUTH_ACCESS_TOKEN", "canary");
        let run = place.finish(command);
        assert_eq!(run.status, Some(ends), "{run}");
        assert!(run.stderr.contains(next), "{run}");
    }
}

#[test]
#[cfg(unix)]
fn c13_a_full_disk_leaves_the_file_as_it_was() {
    let place = rooms();
    let url = api("200 OK", "application/json", br#"{"slots": []}"#);
    place.write("answer.json", "old");
    let mut command = std::process::Command::new("sh");
    // No file may grow, which is what a full disk looks like to whoever writes.
    command.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_gptauth")]);
    command.args(["call", "findSlots", "--generate", "--schema", "rooms.yaml", "--no-auth"]);
    command.args(["--server", &url, "-o", "answer.json"]).current_dir(place.path());
    command.env_clear().env("HOME", place.home()).env("PATH", std::env::var_os("PATH").expect("a PATH"));
    let run = place.seen(command.output().expect("a shell"));
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
    assert!(run.stderr.contains("`answer.json` was not written; the call was made"), "{run}");
    assert_eq!(place.read("answer.json"), "old");
    let left = std::fs::read_dir(place.path()).expect("a folder").count();
    assert_eq!(left, 2, "the document and the file, and nothing half-written");
}

#[test]
fn c14_a_reader_who_leaves_before_the_end_of_an_answer_is_no_error() {
    let place = rooms();
    let slots = r#"{"start":"2026-01-15T09:00:00Z","end":"2026-01-15T10:00:00Z"}"#;
    let body = format!("{{\"slots\":[{}]}}", vec![slots; 1500].join(","));
    let url = api("200 OK", "application/json", Vec::leak(body.into_bytes()));
    let mut command =
        place.command(["call", "findSlots", "--generate", "--schema", "rooms.yaml", "--no-auth"]);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = command.args(["--server", &url]).stdout(writer).output().expect("the program");
    let run = place.seen(output);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(!run.stderr.contains("error"), "{run}");
}

#[test]
fn one_value_comes_from_standard_input() {
    let place = rooms();
    let run = |arguments: &[&str], input: &str| {
        let common = ["call", "book", "--schema", "rooms.yaml", "--no-auth", "--dry-run", "--format", "json"];
        let mut command = place.command(common.into_iter().chain(arguments.iter().copied()));
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(input.as_bytes()).and_then(|()| file.rewind()).expect("a written file");
        command.stdin(file);
        place.finish(command)
    };
    let body = |run: Run| -> Value {
        assert_eq!(run.status, Some(0), "{run}");
        serde_json::from_str::<Value>(&run.stdout).expect("JSON")["body"].clone()
    };
    assert_eq!(body(run(&["note=@-", "--generate"], "two\nlines"))["note"], "two\nlines");
    assert_eq!(body(run(&["slots:=@-", "--generate"], "[9,10]"))["slots"], json!([9, 10]));
    assert_eq!(body(run(&["--input", "@-", "--generate"], r#"{"day":"tue"}"#))["day"], "tue");
    for twice in [&["note=@-", "room=@-"][..], &["note=@-", "--body", "-"], &["--input", "@-", "day:=@-"]] {
        let run = run(twice, "{}");
        assert_eq!(run.status, Some(2), "{run}");
        assert!(run.stderr.contains("standard input can be only one thing"), "{run}");
    }
}

#[test]
fn c11_a_call_that_changes_something_waits_for_a_yes_in_every_script() {
    let place = rooms();
    for arguments in [&["book", "--generate"][..], &["cancel", "--generate"]] {
        let run = call(&place, arguments.iter().copied());
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
        assert!(run.stderr.contains("nothing was sent") && run.stderr.contains("--yes"), "{run}");
    }
}
