//! `gptauth call` with somebody in front of it: what is missing is asked for, what may change something
//! waits for a word.

use crate::{
    call::api,
    support::{InTerminal, Place},
};

const NOTES: &str = "openapi: 3.1.0
info: {title: Notes, version: '1'}
servers: [{url: https://notes.example.com}]
paths:
  /notes/{id}:
    put:
      operationId: writeNote
      parameters:
        - {name: id, in: path, required: true, description: The number of the note, schema: {type: integer, minimum: 1}}
        - {name: kind, in: query, required: true, schema: {enum: [memo, task, idea]}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [title, due]
              properties:
                title: {type: string, default: Untitled}
                due: {type: string, format: date}
      responses: {'200': {description: x}}
  /tags:
    put:
      operationId: setTags
      x-openai-isConsequential: false
      parameters: [{name: days, in: query, required: true, schema: {type: array, items: {enum: [mon, tue]}}}]
      requestBody: {required: true, content: {application/json: {schema: {type: array, items: {type: integer}}}}}
      responses: {'200': {description: x}}
  /pings:
    post:
      operationId: ping
      summary: Say that somebody is there
      x-openai-isConsequential: false
      responses: {'200': {description: x}}
";

fn notes() -> Place {
    let place = Place::new();
    place.write("notes.yaml", NOTES);
    place
}

fn call<'a>(server: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["call", "--schema", "notes.yaml", "--no-auth", "--server", server];
    arguments.extend(more);
    arguments
}

#[test]
fn what_is_missing_is_asked_for_until_it_fits() {
    let (place, server) = (notes(), api("200 OK", "application/json", b"{}"));
    let mut terminal = InTerminal::start(&place, &place.command(call(&server, &["writeNote"])));
    for (asked, typed) in [
        ("id (path, integer): The number of the note:", "seven"),
        ("error: `id` must be an integer, not `seven`", "0"),
        ("error: this is less than the minimum of 1", "7"),
        ("   2  task\r\n   3  idea\r\nkind (query):", "4"),
        ("error: type one of them, or its number from 1 to 3", "2"),
        ("title (body, string) [Untitled]:", ""),
        ("due (body, string, date):", "tomorrow"),
        ("error: this is not a \"date\"", "2026-01-15"),
        ("Allow? [y/N]", "y"),
    ] {
        terminal.wait_for(asked);
        terminal.type_text(&format!("{typed}\n"));
    }
    let run = terminal.end();
    assert_eq!(run.status, Some(0), "{run}");
    let card = run.stderr.split_once("ChatGPT asks its user before this call:").expect("a card").1;
    let lines: Vec<_> = card.lines().map(str::trim).take(6).collect();
    let place_of_call = format!("PUT /notes/7  at {}", server.trim_end_matches('/'));
    let sent = ["id: 7", "kind: task", "title: Untitled", "due: 2026-01-15"];
    assert_eq!(lines[1], place_of_call, "{run}");
    assert_eq!(lines[2..], sent, "{run}");
}

#[test]
fn a_list_and_a_body_without_names_are_asked_for_as_they_are() {
    let (place, server) = (notes(), api("200 OK", "application/json", b"{}"));
    let mut terminal = InTerminal::start(&place, &place.command(call(&server, &["setTags"])));
    for (asked, typed) in [
        ("   1  mon\r\n   2  tue\r\ndays (query, array: JSON, or one alone):", "sun"),
        ("error: `/0` of it is not one of \"mon\" or \"tue\"", "2"),
        ("body (JSON array):", "[1,"),
        ("error: this is not JSON: column 3", "[1,\"x\"]"),
        ("error: `/1` of it is not of type \"integer\"", "[1,2]"),
        ("  days: [\"tue\"]\r\n  body: [1,2]\r\nAllow (y)", "y"),
    ] {
        terminal.wait_for(asked);
        terminal.type_text(&format!("{typed}\n"));
    }
    let run = terminal.end();
    assert_eq!(run.status, Some(0), "{run}");
}

#[test]
fn a_question_that_nobody_answers_ends_its_line() {
    let place = notes();
    for (typed, status, said) in [
        ("\u{3}", 130, "id (path, integer): The number of the note: ^C\r\nerror: interrupted"),
        ("\u{4}", 2, "The number of the note: \r\nerror: the question was not answered: the input ended"),
    ] {
        let mut terminal =
            InTerminal::start(&place, &place.command(call("http://127.0.0.1:9", &["writeNote"])));
        terminal.wait_for("The number of the note:");
        terminal.type_text(typed);
        let run = terminal.end();
        assert_eq!(run.status, Some(status), "{run}");
        assert!(run.stderr.replace('\n', "\r\n").replace("\r\r", "\r").contains(said), "{run}");
    }
}

#[test]
fn x06_a_terminal_is_coloured_only_where_it_wants_to_be() {
    let (place, server) = (notes(), api("200 OK", "application/json", b"{}"));
    for (no_color, term, coloured) in [("0", "xterm", true), ("1", "xterm", false), ("0", "dumb", false)] {
        let mut command = place.command(call(&server, &["ping", "--yes"]));
        command.env("NO_COLOR", no_color).env("TERM", term);
        let run = InTerminal::start(&place, &command).end();
        assert_eq!(run.status, Some(0), "{run}");
        assert_eq!(run.stderr.contains('\u{1b}'), coloured, "{no_color} {term} {run}");
    }
}

#[test]
fn c11_a_declined_call_is_not_sent() {
    let place = notes();
    // Nobody listens there: a request would be another error.
    let server = "http://127.0.0.1:9";
    let every = ["writeNote", "id=1", "kind=memo", "title=x", "due=2026-01-15"];
    for (arguments, asked, typed) in [
        (&every[..], "Allow? [y/N]", "n\n"),
        (&every[..], "Allow? [y/N]", "\n"),
        (&["ping"][..], "Allow (y), always allow (a) or decline (N):", "\n"),
    ] {
        let mut terminal = InTerminal::start(&place, &place.command(call(server, arguments)));
        terminal.wait_for(asked);
        terminal.type_text(typed);
        let run = terminal.end();
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run}");
        assert!(run.stderr.contains("not allowed; nothing was sent"), "{run}");
    }
    // "Always allow" is not among the answers where ChatGPT asks every time.
    let mut terminal = InTerminal::start(&place, &place.command(call(server, &every)));
    assert!(!terminal.wait_for("Allow? [y/N]").contains("lways"));
    terminal.type_text("\u{3}");
    assert_eq!(terminal.end().status, Some(130));
}

#[test]
fn c11_always_allow_is_remembered_until_the_operation_changes() {
    let (place, server) = (notes(), api("200 OK", "application/json", b"{}"));
    let mut terminal = InTerminal::start(&place, &place.command(call(&server, &["ping"])));
    terminal.wait_for("Allow (y), always allow (a) or decline (N):");
    terminal.type_text("perhaps\n");
    terminal.wait_for("error: type y, a or n");
    terminal.type_text("a\n");
    assert_eq!(terminal.end().status, Some(0));
    // Nobody is asked now, and nobody could be.
    let run = place.run(call(&server, &["ping"]));
    assert_eq!(run.status, Some(0), "{run}");
    place.write("notes.yaml", &NOTES.replace("Say that somebody", "Tell everybody that somebody"));
    let run = place.run(call(&server, &["ping"]));
    assert_eq!(run.status, Some(2), "{run}");
    assert!(run.stderr.contains("nobody can be asked"), "{run}");
}

#[test]
fn c11_a_runner_with_a_terminal_is_not_asked() {
    let place = notes();
    let mut command = place.command(call("http://127.0.0.1:9", &["ping"]));
    command.env("CI", "true");
    let run = InTerminal::start(&place, &command).end();
    assert_eq!(run.status, Some(2), "{run}");
    assert!(run.stderr.contains("--yes"), "{run}");
}
