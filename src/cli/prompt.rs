//! Questions in a terminal, each a line to type.
//!
//! The library's one-key questions and menus hide the cursor, and an interruption leaves it hidden;
//! a typed line does not.

use super::failure::{ExitStatus, Failure};
use dialoguer::{Input, Password};
use std::io;

/// Asks for a text, with a default where there is one, until `check` has no complaint.
///
/// # Errors
///
/// Ctrl-C, or a terminal that went away.
pub(super) fn text(
    prompt: &str,
    default: Option<&str>,
    check: impl Fn(&str) -> Result<(), String>,
) -> Result<String, Failure> {
    let mut input = Input::new().with_prompt(prompt).validate_with(|text: &String| check(text));
    input = match default {
        Some(default) => input.default(default.to_owned()),
        None => input.allow_empty(true),
    };
    input.interact_text().map_err(unanswered)
}

/// Asks for a secret, which is not shown while it is typed.
///
/// # Errors
///
/// Ctrl-C, or a terminal that went away.
pub(super) fn secret(prompt: &str) -> Result<String, Failure> {
    Password::new().with_prompt(prompt).interact().map_err(unanswered)
}

/// Asks a question for yes or no; an empty line is `default`.
///
/// # Errors
///
/// Ctrl-C, or a terminal that went away.
pub(super) fn yes(question: &str, default: bool) -> Result<bool, Failure> {
    let choice = if default { "[Y/n]" } else { "[y/N]" };
    let answer = text(&format!("{question} {choice}"), None, |_| Ok(()))?;
    Ok(match answer.trim().to_lowercase().as_str() {
        "" => default,
        answer => matches!(answer, "y" | "yes"),
    })
}

/// A question that was broken off is an interruption, not an error of the program.
fn unanswered(error: dialoguer::Error) -> Failure {
    let dialoguer::Error::IO(error) = error;
    match error.kind() {
        io::ErrorKind::Interrupted => Failure::interrupted(),
        _ => Failure::new(ExitStatus::Usage, error).hinted("answer with flags; `--help` lists them"),
    }
}
