//! `gptauth test` of more operations than anybody keeps in memory: whole reports, and nothing beside them.

use crate::support::Place;
use serde_json::Value;
use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::Command,
    sync::mpsc,
    thread,
    time::Duration,
};

/// Each is called twice; the rows of their JSON report alone are more than is kept in memory.
const OPERATIONS: usize = 360;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A call to this operation is held back for ever, where it is wanted.
const HELD: &str = "/read350";

/// Starts an API that only reads, and returns its port; and what tells of the call that is held back.
fn api(holds: bool) -> (u16, mpsc::Receiver<()>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (tell, held) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let tell = tell.clone();
            thread::spawn(move || serve(&stream, holds.then_some(&tell)));
        }
    });
    (port, held)
}

fn serve(mut stream: &TcpStream, tell: Option<&mpsc::Sender<()>>) {
    stream.set_nodelay(true).expect("a socket option");
    let mut lines = BufReader::new(stream).lines();
    while let Some(Ok(first)) = lines.next() {
        if lines.by_ref().map_while(Result::ok).all(|line| !line.is_empty()) {
            return;
        }
        if let Some(tell) = tell.filter(|_| first.split(' ').nth(1) == Some(HELD)) {
            let _ = tell.send(());
            continue;
        }
        let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// Returns a test of all of them that writes four reports, and the folder for its temporary files.
fn test(place: &Place, port: u16) -> (Command, PathBuf) {
    let mut document =
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\nservers: [{url: https://api.example.com}]\npaths:\n"
            .to_owned();
    for at in 0..OPERATIONS {
        let answers = "responses: {'200': {description: ok}}";
        writeln!(document, "  /read{at}: {{get: {{operationId: read{at}, {answers}}}}}").expect("a line");
    }
    place.write("many.yaml", &document);
    place.write("gptauth.toml", &format!("schema = \"many.yaml\"\nserver = \"http://127.0.0.1:{port}\"\n"));
    let reports =
        ["--report=json=r.json", "--report=junit=r.xml", "--report=tap=r.tap", "--report=text=r.txt"];
    let mut command = place.command(["test"].into_iter().chain(reports));
    let folder = place.root().join("temporary");
    fs::create_dir(&folder).expect("a folder");
    command.env("TMPDIR", &folder);
    (command, folder)
}

fn names(folder: PathBuf) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Makes sure that the reports are whole, and that they are all there is.
fn assert_whole(place: &Place, taken: usize) {
    let report: Value = serde_json::from_str(&place.read("r.json")).expect("a whole report");
    let steps = report["steps"].as_array().expect("steps");
    assert_eq!((steps.len(), &report["passed"]), (2 * OPERATIONS, &taken.into()));
    for (at, step) in steps.iter().enumerate() {
        assert_eq!(step["operation"], format!("read{}", at / 2), "in the order of the plan");
    }
    let junit = place.read("r.xml");
    assert_eq!(junit.matches("<testcase ").count(), 2 * OPERATIONS + usize::from(taken < 2 * OPERATIONS));
    assert!(junit.ends_with("</testsuites>\n"));
    assert!(
        place.read("r.tap").contains(&format!("\nok {} - read359 answers the same again", 2 * OPERATIONS))
    );
    assert_eq!(place.read("r.txt").lines().filter(|line| line.starts_with('✓')).count(), taken);
    assert_eq!(names(place.path()), ["gptauth.toml", "many.yaml", "r.json", "r.tap", "r.txt", "r.xml"]);
}

#[test]
fn reports_of_many_calls_are_whole_and_leave_nothing_behind() {
    let (place, (port, _)) = (Place::new(), api(false));
    let (command, temporary) = test(&place, port);
    let run = place.finish(command);
    assert_eq!(run.status, Some(0), "{run}");
    assert_whole(&place, 2 * OPERATIONS);
    assert_eq!(names(temporary), [""; 0]);
}

#[test]
fn where_there_is_no_room_for_temporary_files_the_reports_are_whole_all_the_same() {
    let (place, (port, _)) = (Place::new(), api(false));
    let (mut command, _) = test(&place, port);
    command.env("TMPDIR", "/nowhere");
    let run = place.finish(command);
    assert_eq!(run.status, Some(0), "{run}");
    assert_whole(&place, 2 * OPERATIONS);
}

#[test]
fn a_signal_leaves_whole_reports_of_many_calls_and_a_crash_leaves_nothing() {
    for (signal, status) in [("INT", Some(130)), ("KILL", None)] {
        let (place, (port, held)) = (Place::new(), api(true));
        let (mut command, temporary) = test(&place, port);
        // With one job the calls come in the order of the plan.
        command.args(["--jobs", "1", "--format", "json"]);
        let child = place.start(command);
        held.recv_timeout(PATIENCE).expect("a call that is held back");
        let process = child.id().to_string();
        assert_eq!(names(temporary.clone()), [""; 0], "what is set aside has no name");
        #[cfg(target_os = "linux")]
        assert_eq!(unnamed(&process, &temporary), [0o600; 2], "the rows of the two JSON reports");
        assert!(Command::new("kill").args(["-s", signal, &process]).status().expect("kill").success());
        let run = place.seen(child.wait_with_output().expect("its end"));
        assert_eq!(run.status, status, "{run}");
        match status {
            Some(_) => assert_whole(&place, 2 * 350),
            None => assert_eq!(names(place.path()), ["gptauth.toml", "many.yaml"]),
        }
        assert_eq!(names(temporary), [""; 0]);
    }
}

/// Returns the modes of the files that a process has open, and that had their place in a folder.
#[cfg(target_os = "linux")]
fn unnamed(process: &str, folder: &std::path::Path) -> Vec<u32> {
    use std::os::unix::fs::PermissionsExt;
    let files = fs::read_dir(format!("/proc/{process}/fd")).expect("its files");
    let files = files.map(|own| own.expect("a file").path());
    let own = files.filter(|own| fs::read_link(own).is_ok_and(|target| target.starts_with(folder)));
    own.map(|own| fs::metadata(own).expect("a file").permissions().mode() & 0o777).collect()
}
