//! A whole login: the program in one hand, the browser in the other.

use super::{Answer, Place, Run, Servers, sign_in};
use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStderr, Command, Stdio},
};
use url::Url;

/// What a login showed: the run, the authorization URL, and the page that the browser ends at.
pub(crate) struct Login {
    pub(crate) run: Run,
    pub(crate) url: Url,
    pub(crate) page: String,
}

/// Runs a login to its end; the person behind the printed URL does as `answer` says.
pub(crate) fn login(place: &Place, servers: &Servers, arguments: &[&str], answer: Answer) -> Login {
    let mut command = place.command(["login", "--no-browser"]);
    command.args(arguments).env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
    follow(place, command, answer)
}

/// Runs a command that prints an authorization URL; the person behind it does as `answer` says.
pub(crate) fn follow(place: &Place, command: Command, answer: Answer) -> Login {
    let waiting = begin_with(place, command);
    let page = sign_in(waiting.url.as_str(), answer).body;
    let url = waiting.url.clone();
    Login { run: waiting.end(), url, page }
}

/// A login that waits for its answer.
pub(crate) struct Waiting<'a> {
    pub(crate) child: Child,
    pub(crate) url: Url,
    place: &'a Place,
    stderr: BufReader<ChildStderr>,
    seen: String,
}

/// Starts a login and reads until it shows the page to open.
pub(crate) fn begin<'a>(
    place: &'a Place,
    servers: &Servers,
    arguments: &[&str],
    stdin: Stdio,
) -> Waiting<'a> {
    let mut command = place.command(["login", "--no-browser"]);
    command.args(arguments).env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret")).stdin(stdin);
    begin_with(place, command)
}

/// Starts a command that was prepared, and reads until it shows the page to open.
pub(crate) fn begin_with(place: &Place, command: Command) -> Waiting<'_> {
    let mut child = place.start(command);
    let mut stderr = BufReader::new(child.stderr.take().expect("its stderr"));
    let mut seen = String::new();
    let url = loop {
        let mut line = String::new();
        assert_ne!(stderr.read_line(&mut line).expect("a line"), 0, "no URL in:\n{seen}");
        seen.push_str(&line);
        if let Some(at) = line.find("http://").filter(|_| line.contains("response_type=code")) {
            break line[at..].trim().to_owned();
        }
    };
    #[cfg(target_os = "linux")]
    super::canary::assert_no_secret_in_argv(child.id());
    let url = Url::parse(&url).expect("a URL");
    Waiting { child, url, place, stderr, seen }
}

impl Waiting<'_> {
    /// Reads on until it says these words.
    pub(crate) fn read_until(&mut self, words: &str) {
        while !self.seen.contains(words) {
            let read = self.stderr.read_line(&mut self.seen).expect("a line");
            assert_ne!(read, 0, "no {words:?} in:\n{}", self.seen);
        }
    }

    /// Writes a line to its standard input.
    pub(crate) fn type_line(&mut self, line: &str) {
        let stdin = self.child.stdin.as_mut().expect("its stdin");
        writeln!(stdin, "{line}").expect("a written line");
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Run {
        drop(self.child.stdin.take());
        self.stderr.read_to_string(&mut self.seen).expect("the rest");
        let mut output = self.child.wait_with_output().expect("its end");
        output.stderr = self.seen.into_bytes();
        self.place.seen(output)
    }
}
