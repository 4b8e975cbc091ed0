//! `--watch`: the same again after every save.

use crate::{
    check_formats::every_severity,
    session::project,
    support::{Answer, InTerminal, Place, login},
};
use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStderr, ChildStdout, Command},
};

/// A command that watches.
struct Watch {
    child: Child,
    stdout: BufReader<ChildStdout>,
    stderr: BufReader<ChildStderr>,
}

impl Watch {
    fn start(place: &Place, command: Command) -> Self {
        let mut child = place.start(command);
        let stdout = BufReader::new(child.stdout.take().expect("stdout"));
        let stderr = BufReader::new(child.stderr.take().expect("stderr"));
        Self { child, stdout, stderr }
    }

    /// Reads on until a line of stderr has `text`.
    fn says(&mut self, text: &str) {
        until(&mut self.stderr, text);
    }

    /// Reads on until a line of stdout has `text`.
    fn shows(&mut self, text: &str) {
        until(&mut self.stdout, text);
    }

    /// Ends it as Ctrl-C does, and returns what it still says.
    fn interrupt(mut self) -> String {
        let killed = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(killed.expect("kill").success());
        assert_eq!(self.child.wait().expect("an end").code(), Some(130));
        let mut rest = String::new();
        self.stderr.read_to_string(&mut rest).expect("UTF-8");
        rest
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn until(lines: &mut impl BufRead, text: &str) {
    let mut seen = String::new();
    while !seen.lines().last().unwrap_or_default().contains(text) {
        assert_ne!(lines.read_line(&mut seen).expect("UTF-8"), 0, "ended before {text:?}: {seen}");
    }
}

#[test]
fn a_watch_checks_on_save_and_ends_with_130() {
    let place = every_severity();
    let mut watch = Watch::start(&place, place.command(["check", "--watch", "--format", "concise"]));
    watch.shows("GA403");
    watch.says("Watching openapi.yaml and gptauth.toml");

    let document = place.read("openapi.yaml");
    place.save(
        "openapi.yaml",
        &document.replace("    post:\n", "    post:\n      operationId: createItems\n"),
    );
    watch.says("── saved at ");
    watch.says("1 error, ");

    place.save("openapi.yaml", "a: b: c\n");
    watch.says("error: openapi.yaml:1:5");

    std::fs::remove_file(place.path().join("openapi.yaml")).expect("a file");
    place.save("openapi.yaml", &document);
    watch.says("2 errors, ");

    assert_eq!(watch.interrupt(), "");
}

/// Returns a project with the agenda's document beside it, signed in.
fn signed_in() -> (Place, crate::support::Servers) {
    let (place, servers) = project();
    let alice = Answer::SignIn { username: "alice", password: "alice-demo-password" };
    assert_eq!(login(&place, &servers, &[], alice).run.status, Some(0));
    (place, servers)
}

#[test]
fn a_watch_tests_on_save_whatever_was_wrong_before() {
    let (place, _servers) = signed_in();
    let mut watch = Watch::start(&place, place.command(["test", "--watch"]));
    watch.shows("8 passed, 3 not called in ");
    watch.says("Watching openapi.yaml and gptauth.toml");

    let document = place.read("openapi.yaml");
    place.save("openapi.yaml", &document.replace("'200'", "'203'").replace("\"200\"", "'203'"));
    watch.says("── saved at ");
    watch.shows("GA609");

    place.save("openapi.yaml", "a: b: c\n");
    watch.says("error: openapi.yaml:1:5");

    let settings = place.read("gptauth.toml");
    place.save("openapi.yaml", &document);
    place.save("gptauth.toml", &settings.replace("[oauth]", "[oauht]"));
    watch.says("oauht");

    place.save("gptauth.toml", &settings);
    watch.shows("8 passed, 3 not called in ");
    watch.says("──");
    watch.interrupt();
}

#[test]
fn a_watched_test_ends_with_ctrl_c_in_a_terminal() {
    let (place, _servers) = signed_in();
    let mut terminal = InTerminal::start(&place, &place.command(["test", "--watch", "--plan"]));
    terminal.wait_for("Watching openapi.yaml and gptauth.toml; Ctrl-C ends.");
    let document = place.read("openapi.yaml");
    place.save("openapi.yaml", &document.replace("operationId: listItems", "operationId: listAll"));
    terminal.wait_for("── saved at ");
    terminal.type_text("\u{3}");
    let run = terminal.end();
    assert_eq!(run.status, Some(130), "{run}");
    assert!(run.stdout.contains("listItems") && run.stdout.contains("listAll"), "{run}");
}

#[test]
fn what_has_one_document_to_write_is_not_watched() {
    let (place, _servers) = project();
    for format in ["json", "junit", "tap", "github", "markdown"] {
        let run = place.run(["test", "--watch", "--format", format]);
        assert_eq!(run.status, Some(2), "{run}");
        assert!(run.stderr.contains("no single document"), "{run}");
    }
    let run = place.run(["test", "--watch", "--schema", "none.yaml"]);
    assert_eq!(run.status, Some(2), "{run}");
}
