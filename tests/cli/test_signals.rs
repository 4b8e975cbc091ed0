//! `gptauth test --write` and real signals: what it created is gone, or named.

use crate::support::{PATIENCE, Place, Run};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    sync::{Arc, Mutex, mpsc},
    thread,
};

const DOCUMENT: &str = r#"
openapi: 3.1.0
info: {title: Agenda, version: "1"}
servers: [{url: https://api.example.com}]
paths:
  /items:
    get: {operationId: listItems, responses: {"200": {description: ok}}}
    post:
      operationId: createItems
      requestBody: {required: true, content: {application/json: {schema: &item {type: object, required: [text], properties: {text: {type: string}}}}}}
      responses: {"201": {description: made}}
  /items/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getItemById, responses: {"200": {description: ok}}}
    patch:
      operationId: updateItemById
      requestBody: {required: true, content: {application/json: {schema: *item}}}
      responses: {"200": {description: ok}}
    delete: {operationId: deleteItemById, responses: {"204": {description: gone}}}
"#;

type Items = Arc<Mutex<BTreeMap<String, Value>>>;

/// An API that holds certain calls back until it is told to answer.
struct Api {
    port: u16,
    items: Items,
    held: mpsc::Receiver<String>,
    release: mpsc::Sender<()>,
}

impl Api {
    /// Starts it; calls of these methods with the good token are held back.
    fn holding(methods: &'static [&'static str]) -> Self {
        Self::failing(methods, &[])
    }

    /// Starts it; calls of the methods `fails` are answered by 500.
    fn failing(methods: &'static [&'static str], fails: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let items: Items = Arc::default();
        items.lock().expect("the items").insert("own".to_owned(), json!({"id": "own", "text": "mine"}));
        let (tell, held) = mpsc::channel();
        let (release, released) = mpsc::channel();
        let (kept, released) = (Arc::clone(&items), Arc::new(Mutex::new(released)));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, tell, released) = (Arc::clone(&kept), tell.clone(), Arc::clone(&released));
                thread::spawn(move || serve(&stream, (methods, fails), &kept, &tell, &released));
            }
        });
        Self { port, items, held, release }
    }

    /// Waits until a call is held back, and returns its method.
    fn wait(&self) -> String {
        self.held.recv_timeout(PATIENCE).expect("a call that is held back")
    }

    fn release(&self) {
        self.release.send(()).expect("an API that still runs");
    }

    fn left(&self) -> Vec<String> {
        self.items.lock().expect("the items").keys().cloned().collect()
    }
}

/// Answers the calls of a connection.
fn serve(
    stream: &TcpStream,
    (methods, fails): (&[&str], &[&str]),
    items: &Items,
    tell: &mpsc::Sender<String>,
    released: &Mutex<mpsc::Receiver<()>>,
) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).unwrap_or(0) == 0 {
                return;
            }
        }
        let head_lower = head.to_ascii_lowercase();
        let header = |name: &str| {
            let line = head_lower.lines().find_map(|line| line.strip_prefix(name));
            line.map(|value| value.trim().to_owned()).unwrap_or_default()
        };
        let mut body = vec![0; header("content-length:").parse().unwrap_or(0)];
        if reader.read_exact(&mut body).is_err() {
            return;
        }
        let (method, path) = head.split_once(' ').expect("a request line");
        let path = path.split(' ').next().expect("a path").to_owned();
        let is_good = header("authorization:") == "bearer good-token-of-the-test";
        if is_good && methods.contains(&method) {
            let _ = tell.send(method.to_owned());
            let _ = released.lock().expect("the gate").recv_timeout(PATIENCE);
        }
        let (status, answer) = match is_good {
            false => (401, json!({}).to_string()),
            true if fails.contains(&method) => (500, json!({}).to_string()),
            true => act(method, &path, &body, items),
        };
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            answer.len()
        );
        let mut stream = stream;
        if stream.write_all(format!("{head}{answer}").as_bytes()).is_err() {
            return;
        }
    }
}

fn act(method: &str, path: &str, body: &[u8], items: &Items) -> (u16, String) {
    let mut items = items.lock().expect("the items");
    let sent: Value = serde_json::from_slice(body).unwrap_or_default();
    let id = path.strip_prefix("/items/");
    match (method, id) {
        ("GET", None) => (200, json!(items.values().collect::<Vec<_>>()).to_string()),
        ("POST", None) => {
            let id = format!("new{}", items.len());
            let item = json!({"id": id, "text": sent["text"]});
            items.insert(id, item.clone());
            (201, item.to_string())
        }
        ("DELETE", Some(id)) if items.remove(id).is_some() => (204, String::new()),
        (_, Some(id)) => match items.get_mut(id) {
            None => (404, json!({}).to_string()),
            Some(item) => {
                if method == "PATCH" {
                    item["text"] = sent["text"].clone();
                }
                (200, item.to_string())
            }
        },
        _ => (405, json!({}).to_string()),
    }
}

/// A test that writes, under way.
struct Test {
    place: Place,
    child: Child,
    stderr: mpsc::Receiver<String>,
    said: String,
}

impl Test {
    fn start(api: &Api) -> Self {
        let place = Self::place(api);
        Self::run(place, &["test", "--write"])
    }

    /// Starts what `test --record` has written of its round.
    fn start_recorded(api: &Api) -> Self {
        let place = Self::place(api);
        let run = place.run(["test", "--write", "--record", "round.yaml"]);
        assert_eq!(run.status, Some(0), "{run}");
        Self::run(place, &["test", "--write", "--workflow", "round.yaml"])
    }

    fn place(api: &Api) -> Place {
        let place = Place::new();
        place.write("openapi.yaml", DOCUMENT);
        place.write(
            "gptauth.toml",
            &format!(
                "server = \"http://127.0.0.1:{}\"\n[oauth]\nissuer = \"https://id.example.com\"\n\
                 client_id = \"agenda\"\nscope = \"openid\"\ntoken_endpoint_auth_method = \"none\"\n",
                api.port
            ),
        );
        place
    }

    fn run(place: Place, arguments: &[&str]) -> Self {
        let reports = ["--report", "json=r.json", "--report", "junit=r.xml"];
        let mut command = place.command(arguments.iter().chain(&reports).copied());
        command.env("GPTAUTH_ACCESS_TOKEN", "good-token-of-the-test");
        let mut child = place.start(command);
        let stderr = BufReader::new(child.stderr.take().expect("its stderr"));
        let (tell, said) = mpsc::channel();
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        Self { place, child, stderr: said, said: String::new() }
    }

    fn signal(&self, name: &str) {
        let process = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &process]).status().expect("kill").success());
    }

    /// Waits until it says these words on stderr.
    fn says(&mut self, words: &str) {
        while !self.said.contains(words) {
            let line = self.stderr.recv_timeout(PATIENCE);
            self.said.push_str(&line.unwrap_or_else(|_| panic!("no {words:?} in:\n{}", self.said)));
            self.said.push('\n');
        }
    }

    /// Waits for its end.
    fn end(mut self) -> (Run, Value, String) {
        let mut stdout = Vec::new();
        self.child.stdout.take().expect("its stdout").read_to_end(&mut stdout).expect("the rest");
        let status = self.child.wait().expect("its end");
        self.said.extend(self.stderr.iter().map(|line| line + "\n"));
        let output = std::process::Output { status, stdout, stderr: self.said.into_bytes() };
        let run = self.place.seen(output);
        let report = serde_json::from_str(&self.place.read("r.json")).expect("a whole report");
        (run, report, self.place.read("r.xml"))
    }
}

/// Returns a test that was sent a signal while its update waits for its answer.
fn interrupted(api: &Api, signal: &str) -> Test {
    let mut test = Test::start(api);
    assert_eq!(api.wait(), "PATCH");
    test.signal(signal);
    test.says("what the test created is removed");
    test
}

#[test]
fn e07_c12_a_signal_ends_a_test_that_writes_and_what_it_created_is_gone() {
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        let api = Api::holding(&["PATCH"]);
        let test = interrupted(&api, signal);
        api.release();
        let (run, report, junit) = test.end();
        assert_eq!(api.left(), ["own"], "{run}");
        assert_eq!(run.status, Some(status), "{run}");
        assert_eq!((&report["stopped"]["reason"], &report["leftovers"]), (&"interrupted".into(), &json!([])));
        let steps = report["steps"].as_array().expect("steps");
        assert_eq!(steps.len(), 20, "every step of the plan is in the report");
        let outcome = |check: &str| {
            let step = steps.iter().rfind(|step| step["check"] == check).expect("a step");
            step["outcome"].as_str().expect("an outcome").to_owned()
        };
        assert_eq!((outcome("updates"), outcome("deletes")), ("passed".to_owned(), "not_run".to_owned()));
        assert!(junit.contains("comes to its end") && junit.trim_end().ends_with("</testsuites>"), "{junit}");
    }
}

#[test]
fn c12_a_second_signal_ends_the_wait_and_names_what_is_left() {
    let api = Api::holding(&["PATCH"]);
    let test = interrupted(&api, "INT");
    test.signal("INT");
    let (run, report, junit) = test.end();
    assert_eq!(run.status, Some(130), "{run}");
    assert_eq!(api.left(), ["new1", "own"]);
    assert_eq!(report["leftovers"][0]["path"], "/items/new1");
    assert!(run.stdout.contains("left behind by `createItems` at /items/new1"), "{run}");
    assert!(junit.contains("leaves nothing behind"), "{junit}");
}

#[test]
fn c12_a_second_signal_ends_the_cleaning_up_and_names_what_is_left() {
    let api = Api::holding(&["PATCH", "DELETE"]);
    let test = interrupted(&api, "INT");
    api.release();
    assert_eq!(api.wait(), "DELETE");
    test.signal("TERM");
    let (run, report, _) = test.end();
    assert_eq!(run.status, Some(130), "the first signal is the one that ended it: {run}");
    assert_eq!(report["leftovers"][0]["path"], "/items/new1");
    assert_eq!(report["leftovers"][0]["why"], "the cleaning up was ended before it was removed");
}

#[test]
fn c12_a_create_whose_answer_is_missed_may_have_been_executed_and_is_said_so() {
    let api = Api::holding(&["POST"]);
    let mut test = Test::start(&api);
    assert_eq!(api.wait(), "POST");
    test.signal("INT");
    test.says("what the test created is removed");
    test.signal("INT");
    let (run, report, _) = test.end();
    assert_eq!(run.status, Some(130), "{run}");
    assert_eq!(report["leftovers"][0]["operation"], "createItems");
    assert!(run.stdout.contains("it may have been created"), "{run}");
}

#[test]
fn e07_a_signal_while_it_reads_ends_it_at_once() {
    let api = Api::holding(&["GET"]);
    let test = Test::start(&api);
    assert_eq!(api.wait(), "GET");
    test.signal("TERM");
    let (run, report, _) = test.end();
    assert_eq!((run.status, api.left()), (Some(143), vec!["own".to_owned()]), "{run}");
    let steps = report["steps"].as_array().expect("steps");
    assert_eq!(steps.len(), 20, "every step of the plan is in the report");
    // A refusal beside the call that hangs may have come already.
    let hanging = steps.iter().filter(|step| step["check"] == "answers");
    assert!(
        hanging.clone().count() > 0 && hanging.into_iter().all(|step| step["outcome"] == "not_run"),
        "{run}"
    );
}

#[test]
fn c12_a_signal_ends_a_recorded_round_and_what_it_created_is_gone() {
    for held in [&["PATCH"][..], &["POST"]] {
        let api = Api::holding(held);
        let mut test = Test::start_recorded(&api);
        api.wait();
        test.signal("INT");
        test.says("what the test created is removed");
        api.release();
        let (run, report, junit) = test.end();
        assert_eq!((run.status, api.left()), (Some(130), vec!["own".to_owned()]), "{run}");
        assert_eq!((&report["stopped"]["reason"], &report["leftovers"]), (&"interrupted".into(), &json!([])));
        let last = report["steps"].as_array().and_then(|steps| steps.last()).expect("a step");
        assert_eq!((&last["operation"], &last["undoes"]), (&"deleteItemById".into(), &"create".into()));
        assert!(junit.contains("comes to its end"), "{junit}");
        assert!(!run.stderr.contains("may still be there"), "{run}");
    }
}

#[test]
fn c12_a_second_signal_ends_a_recorded_round_and_names_what_is_left() {
    let api = Api::holding(&["DELETE"]);
    let mut test = Test::start_recorded(&api);
    assert_eq!(api.wait(), "DELETE");
    test.signal("INT");
    test.says("what the test created is removed");
    test.signal("INT");
    let (run, report, _) = test.end();
    assert_eq!(run.status, Some(130), "{run}");
    assert_eq!(report["leftovers"][0]["path"], "/items/new1");
    assert!(run.stdout.contains("left behind by `createItems` at /items/new1"), "{run}");
}

#[test]
fn c12_what_a_recorded_round_cannot_remove_is_listed() {
    let api = Api::failing(&[], &["DELETE"]);
    let (run, report, junit) = Test::start_recorded(&api).end();
    assert_eq!((run.status, api.left().len()), (Some(1), 2), "{run}");
    assert_eq!(report["leftovers"][0]["why"], "`deleteItemById` answered 500");
    assert!(run.stdout.contains("! left behind by `createItems` at /items/new1"), "{run}");
    assert!(junit.contains("createItems leaves nothing behind"), "{junit}");
}

#[test]
fn c12_a_recorded_round_that_fails_in_the_middle_leaves_nothing() {
    let api = Api::failing(&[], &["PATCH"]);
    let (run, report, _) = Test::start_recorded(&api).end();
    assert_eq!((run.status, api.left()), (Some(1), vec!["own".to_owned()]), "{run}");
    assert_eq!(report["leftovers"], json!([]), "{run}");
}
