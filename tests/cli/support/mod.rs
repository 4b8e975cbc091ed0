//! A place to run the program in, and a person to sign in with.

mod browser;
pub(crate) mod canary;
mod http;
mod login;
#[expect(dead_code, reason = "a stand-in for more than one test has more than one of them needs")]
pub(crate) mod logto;
mod logto_project;
mod provider;
#[cfg(target_os = "linux")]
mod pty;
mod servers;
pub(crate) mod store;

pub(crate) use browser::{Answer, sign_in, sign_in_elsewhere};
pub(crate) use login::{Login, begin, begin_with, follow, login};
pub(crate) use logto_project::LogtoProject;
pub(crate) use provider::{Tally, UnforgivingProvider, read as read_request};
#[cfg(target_os = "linux")]
pub(crate) use pty::InTerminal;
pub(crate) use servers::{Servers, free_port, is_free, wait_until_free};

use std::{
    fmt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;

/// How long a program may take for its next word. It is there to tell a hang, and no measure of
/// speed: a machine with a lot to do lets a program wait for many seconds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

/// A duration in what a run shows: `7 ms`, and `1.2 s` where the machine has a lot to do.
pub(crate) const DURATION: &str = r"\d+(\.\d+)? m?s\b";

/// A folder of its own, with a home of its own, and nothing of ours in the environment.
pub(crate) struct Place {
    root: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let root = TempDir::new().expect("a temporary folder");
        std::fs::create_dir(root.path().join("home")).expect("a home");
        std::fs::create_dir(root.path().join("work")).expect("a folder to work in");
        Self { root }
    }

    /// All of it.
    pub(crate) fn root(&self) -> PathBuf {
        self.root.path().to_owned()
    }

    /// The folder that commands start in.
    pub(crate) fn path(&self) -> PathBuf {
        self.root.path().join("work")
    }

    /// The home of the user.
    pub(crate) fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    pub(crate) fn write(&self, name: &str, content: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, content).expect("a written file");
    }

    /// Saves a file as editors do: at every moment there is the old text or the new one.
    #[cfg(target_os = "linux")]
    pub(crate) fn save(&self, name: &str, content: &str) {
        let new = format!("{name}.new");
        self.write(&new, content);
        std::fs::rename(self.path().join(new), self.path().join(name)).expect("a saved file");
    }

    /// Writes a program for `sh` at a path of this place.
    ///
    /// Another process does it: a test beside this one that is just starting a program has, until that
    /// runs, a copy of every file that is open here, and what is open for writing cannot be started.
    #[cfg(unix)]
    pub(crate) fn write_program(&self, path: &Path, script: &str) {
        let write = r#"mkdir -p "${1%/*}" && printf '#!/bin/sh\n%s\n' "$2" > "$1" && chmod 755 "$1""#;
        let mut writer = Command::new("sh");
        writer.args(["-c", write, "sh"]).arg(path).arg(script).current_dir(self.path());
        assert!(writer.status().expect("a shell").success(), "{}", path.display());
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).expect("a readable file")
    }

    /// Prepares a run: tokens in files, no proxy, no colour, no keyring.
    pub(crate) fn command<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        self.command_of(Path::new(env!("CARGO_BIN_EXE_gptauth")), arguments)
    }

    /// Prepares a run of another program, in the same surroundings.
    pub(crate) fn command_of<'a>(
        &self,
        program: &Path,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.root.path().join("home"))
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("GPTAUTH_TOKEN_STORE", "file")
            .stdin(Stdio::null());
        command
    }

    /// Runs to the end.
    pub(crate) fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Run {
        self.finish(self.command(arguments))
    }

    pub(crate) fn finish(&self, mut command: Command) -> Run {
        let output = command.output().expect("the program");
        let arguments: Vec<_> = command.get_args().map(|own| own.to_string_lossy().into_owned()).collect();
        canary::assert_clean(self, &arguments, &output);
        self.shown(output)
    }

    /// Starts with both streams caught.
    pub(crate) fn start(&self, mut command: Command) -> Child {
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program")
    }

    /// Returns what a run showed that asked for no secret.
    pub(crate) fn seen(&self, output: std::process::Output) -> Run {
        canary::assert_clean(self, &[], &output);
        self.shown(output)
    }

    fn shown(&self, output: std::process::Output) -> Run {
        let text = |bytes| self.neutral(&String::from_utf8(bytes).expect("UTF-8"));
        Run { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Replaces what differs from run to run.
    fn neutral(&self, text: &str) -> String {
        let root = self.root.path();
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        [real.as_path(), root]
            .iter()
            .fold(text.to_owned(), |text, path: &&Path| text.replace(&*path.to_string_lossy(), "[PLACE]"))
    }
}

/// What a run showed: all that a user can see of it.
#[must_use = "snapshot it, or look at its status"]
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "status: {:?}", self.status.unwrap_or(-1))?;
        writeln!(f, "stdout:\n{}", indented(&self.stdout))?;
        write!(f, "stderr:\n{}", indented(&self.stderr))
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}
