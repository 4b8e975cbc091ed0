//! A whole login: the program in one hand, the browser in the other.

use super::{Answer, Place, Run, Servers, sign_in};
use std::{
    io::{BufRead, BufReader, Read},
    process::Command,
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
    let page = sign_in(&url, answer).body;
    stderr.read_to_string(&mut seen).expect("the rest");
    let mut output = child.wait_with_output().expect("its end");
    output.stderr = seen.into_bytes();
    Login { run: place.seen(output), url: Url::parse(&url).expect("a URL"), page }
}
