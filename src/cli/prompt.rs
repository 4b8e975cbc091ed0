//! Questions in a terminal, each a line to type.
//!
//! They are read through the runtime, so that a signal finds nobody blocked and the terminal is given
//! back as it was.

use super::{
    failure::{ExitStatus, Failure},
    runtime,
    terminal::Terminal,
};
use crate::system::{System, Typing};
use std::fmt;

/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Asks for a text, with a default where there is one, until `check` has no complaint.
///
/// # Errors
///
/// A signal, or a terminal that went away.
pub(super) fn text(
    question: &str,
    default: Option<&str>,
    check: impl Fn(&str) -> Result<(), String>,
    system: &System,
    terminal: &mut Terminal,
) -> Result<String, Failure> {
    let offered = default.map(|default| format!(" [{default}]")).unwrap_or_default();
    loop {
        let line = line(format_args!("{question}{offered}:"), Typing::Shown, system, terminal)?;
        let text = if line.is_empty() { default.unwrap_or_default().to_owned() } else { line };
        match check(&text) {
            Ok(()) => return Ok(text),
            Err(complaint) => terminal.error(complaint),
        }
    }
}

/// Asks for a secret, which is not shown while it is typed, until there is one.
///
/// # Errors
///
/// A signal, or a terminal that went away.
#[cfg(unix)]
pub(super) fn secret(question: &str, system: &System, terminal: &mut Terminal) -> Result<String, Failure> {
    loop {
        let secret = line(format_args!("{question}:"), Typing::Hidden, system, terminal);
        // The end of the line was typed, and not shown either.
        terminal.say("");
        match secret {
            Ok(secret) if secret.is_empty() => {}
            other => return other,
        }
    }
}

/// Asks for a secret, which is not shown while it is typed, until there is one.
///
/// # Errors
///
/// A console that went away.
#[cfg(not(unix))]
pub(super) fn secret(question: &str, _system: &System, _terminal: &mut Terminal) -> Result<String, Failure> {
    let dialoguer::Error::IO(error) = match dialoguer::Password::new().with_prompt(question).interact() {
        Ok(secret) => return Ok(secret),
        Err(error) => error,
    };
    Err(unanswered(error))
}

/// Asks a question for yes or no; an empty line is `default`.
///
/// # Errors
///
/// A signal, or a terminal that went away.
pub(super) fn yes(
    question: &str,
    default: bool,
    system: &System,
    terminal: &mut Terminal,
) -> Result<bool, Failure> {
    let choice = if default { "[Y/n]" } else { "[y/N]" };
    let answer = line(format_args!("{question} {choice}"), Typing::Shown, system, terminal)?;
    Ok(match answer.trim().to_lowercase().as_str() {
        "" => default,
        answer => matches!(answer, "y" | "yes"),
    })
}

fn line(
    question: fmt::Arguments<'_>,
    typing: Typing,
    system: &System,
    terminal: &mut Terminal,
) -> Result<String, Failure> {
    let answer = runtime::block_on(async {
        // Asked once signals are taken over: whoever reads the question may answer it with Ctrl-C.
        terminal.ask(question);
        match system.input.line(typing, LONGEST_ANSWER).await {
            Ok(Some(line)) => Ok(line),
            Ok(None) => Err(unanswered("the input ended")),
            Err(error) => Err(unanswered(error)),
        }
    });
    if answer.is_err() && matches!(typing, Typing::Shown) {
        // Nobody ended the line of the question.
        terminal.say("");
    }
    answer
}

fn unanswered(why: impl fmt::Display) -> Failure {
    Failure::new(ExitStatus::Usage, format!("the question was not answered: {why}"))
        .hinted("answer with flags; `--help` lists them")
}
