//! `call` as its user meets it: arguments, what is sent, what comes back.

use crate::support::{DURATION, Place, Run, read_request};
use insta::assert_snapshot;
use serde_json::{Value, json};
use std::{io::Write, net::TcpListener, thread};

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
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            // To its end: who hangs up with something unread takes back the answer as well.
            if read_request(&stream).is_none() {
                continue;
            }
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nset-cookie: sid=canary\r\nconnection: close\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("an answer");
        }
    });
    format!("http://{address}")
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
fn c07_bytes_go_to_a_pipe_as_they_came() {
    let place = rooms();
    let url = api("204 No Content", "application/octet-stream", b"");
    let run = call(&place, ["cancel", "--generate", "--yes", "--server", &url]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""), "{run}");
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
