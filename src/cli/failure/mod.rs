//! How a command ends, and the one place that words an error.

mod backend;
mod call;
mod demo;
mod doctor;
mod document;
mod fix;
mod form;
mod init_from;
mod logto;
mod logto_callback;
mod logto_domain;
mod project;
mod rehearse;
mod session;
mod store;
mod workflow;

use super::{options::Format, terminal::Terminal};
use crate::{report, system::EndSignal};
use serde_json::{Map, Value};
use std::{error::Error, io, process::ExitCode};

/// The exit status of the program. The numbers are documented in the README and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitStatus {
    /// Done, and nothing wrong.
    Success = 0,
    /// Done, and something is wrong: findings, a failed check, an error status of the API.
    Findings = 1,
    /// The command line, the project file or a document cannot be used.
    Usage = 2,
    /// Sign-in is needed, or was refused.
    SignIn = 3,
    /// The provider broke the protocol.
    Protocol = 4,
    /// The network failed.
    Network = 5,
    /// The token store failed.
    Store = 6,
    /// Ended because the terminal went away.
    HungUp = 129,
    /// Interrupted by Ctrl-C.
    Interrupted = 130,
    /// Ended by SIGTERM.
    Terminated = 143,
}

impl ExitStatus {
    /// All of them, by number.
    pub const ALL: [Self; 10] = [
        Self::Success,
        Self::Findings,
        Self::Usage,
        Self::SignIn,
        Self::Protocol,
        Self::Network,
        Self::Store,
        Self::HungUp,
        Self::Interrupted,
        Self::Terminated,
    ];

    /// Returns what it means, in the words of the manual.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Success => "done, and nothing wrong",
            Self::Findings => "findings: a check failed, the API answered an error",
            Self::Usage => "usage: the command line, the project file or a document cannot be used",
            Self::SignIn => "sign-in is needed or was refused",
            Self::Protocol => "the provider broke the protocol",
            Self::Network => "the network failed",
            Self::Store => "the token store failed",
            Self::HungUp => "the terminal went away",
            Self::Interrupted => "interrupted by Ctrl-C",
            Self::Terminated => "ended by SIGTERM",
        }
    }

    /// Returns the word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Findings => "findings",
            Self::Usage => "usage",
            Self::SignIn => "sign-in",
            Self::Protocol => "protocol",
            Self::Network => "network",
            Self::Store => "store",
            Self::HungUp | Self::Interrupted | Self::Terminated => "interrupted",
        }
    }

    /// Returns whether a signal ended the command.
    pub(super) fn is_interruption(self) -> bool {
        match self {
            Self::HungUp | Self::Interrupted | Self::Terminated => true,
            Self::Success
            | Self::Findings
            | Self::Usage
            | Self::SignIn
            | Self::Protocol
            | Self::Network
            | Self::Store => false,
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status as u8)
    }
}

/// A command that could not do its work.
#[derive(Debug)]
pub struct Failure {
    status: ExitStatus,
    error: Box<dyn Error>,
    hints: Vec<String>,
    excerpt: Option<String>,
    details: Map<String, Value>,
    quiet: bool,
}

impl Failure {
    /// Returns the failure that ends the program with `status` because of `error`.
    pub fn new(status: ExitStatus, error: impl Into<Box<dyn Error>>) -> Self {
        Self {
            status,
            error: error.into(),
            hints: Vec::new(),
            excerpt: None,
            details: Map::new(),
            quiet: false,
        }
    }

    /// Returns the failure of a command line that cannot be followed.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Usage, message.into())
    }

    /// Returns how the program ends.
    pub(super) fn status(&self) -> ExitStatus {
        self.status
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds the line of a text that the error is about, for people; it must be safe to show.
    #[must_use]
    pub(super) fn showing(mut self, excerpt: String) -> Self {
        self.excerpt = Some(excerpt);
        self
    }

    /// Adds a member to the error, for programs.
    #[must_use]
    pub(super) fn detailed(mut self, name: &str, value: Value) -> Self {
        self.details.insert(name.to_owned(), value);
        self
    }

    /// Returns the end of a command by a signal.
    pub fn ended_by(signal: EndSignal) -> Self {
        match signal {
            EndSignal::HangUp => Self::new(ExitStatus::HungUp, "the terminal went away"),
            EndSignal::Interrupt => Self::new(ExitStatus::Interrupted, "interrupted"),
            EndSignal::Terminate => Self::new(ExitStatus::Terminated, "asked to end by SIGTERM"),
        }
    }

    /// Returns whether a signal ended the command.
    pub(super) fn is_interruption(&self) -> bool {
        self.status.is_interruption()
    }

    /// Says what went wrong and returns how the program ends.
    pub(super) fn print(self, format: Format, terminal: &mut Terminal) -> ExitStatus {
        if self.quiet {
            return self.status;
        }
        let causes = causes(&*self.error);
        if format == Format::Json {
            let mut document = serde_json::json!({
                "schema": 1,
                "error": {
                    "status": self.status as u8,
                    "class": self.status.word(),
                    "message": self.error.to_string(),
                    "causes": causes,
                    "hints": self.hints.iter().map(|hint| terminal.typeable(hint)).collect::<Vec<_>>(),
                },
            });
            if let Some(error) = document["error"].as_object_mut() {
                error.extend(self.details);
            }
            let written = writeln!(terminal.data(), "{document:#}").and_then(|()| terminal.flush());
            if written.is_err() {
                return self.status;
            }
        }
        terminal.error(report::escape::block(&self.error.to_string()));
        if let Some(excerpt) = &self.excerpt {
            terminal.say(excerpt);
        }
        for cause in causes {
            terminal.say(format_args!("  because: {}", report::escape::block(&cause)));
        }
        for hint in &self.hints {
            terminal.hint(hint);
        }
        self.status
    }
}

/// Returns what stands behind `error`, the nearest first, without repetition.
fn causes(error: &dyn Error) -> Vec<String> {
    let mut said = error.to_string();
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !said.contains(&text) {
            causes.push(text.clone());
            said = text;
        }
        next = cause.source();
    }
    causes
}

impl From<io::Error> for Failure {
    /// Only writing the answer raises a bare I/O error here; a reader who went away is no error.
    fn from(error: io::Error) -> Self {
        let gone = error.kind() == io::ErrorKind::BrokenPipe;
        Self {
            quiet: gone,
            ..Self::new(
                if gone { ExitStatus::Success } else { ExitStatus::Usage },
                format!("cannot write the answer: {error}"),
            )
        }
    }
}
