//! The flags that commands share.

use super::failure::Failure;
use crate::{
    project::Project,
    report::escape,
    system::{StoreChoice, System},
    task,
};
use clap::ValueEnum;
use std::path::PathBuf;

/// Flags of every command.
#[derive(Debug, Clone, clap::Args)]
pub struct GlobalOptions {
    /// Project file; by default the gptauth.toml here or in a folder above
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "GPTAUTH_PROJECT",
        help_heading = "Global options"
    )]
    pub project: Option<PathBuf>,

    /// Named environment of the project file
    #[arg(long, global = true, value_name = "NAME", env = "GPTAUTH_ENV", help_heading = "Global options")]
    pub env: Option<String>,

    /// Your own name for an account, to have several users signed in side by side
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        env = "GPTAUTH_ACCOUNT",
        value_parser = account_name,
        help_heading = "Global options"
    )]
    pub account: Option<String>,

    /// Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER
    #[arg(
        long,
        global = true,
        value_name = "STORE",
        env = "GPTAUTH_TOKEN_STORE",
        default_value = "auto",
        value_parser = store_choice,
        help_heading = "Global options"
    )]
    pub token_store: StoreChoice,

    /// Certificates to trust beside the system's, PEM; for a provider or API of your own
    ///
    /// On Linux SSL_CERT_FILE, where it is set, stands in place of the system's. Certificates are
    /// always checked.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "GPTAUTH_CA_FILE",
        help_heading = "Global options"
    )]
    pub ca_file: Option<PathBuf>,

    /// When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Global options")]
    pub color: ColorChoice,

    /// Say only what was asked for, and errors
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub quiet: bool,

    /// Show every HTTP exchange on stderr, with secrets masked
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub verbose: bool,

    /// Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global options")]
    pub trace: Option<PathBuf>,
}

impl GlobalOptions {
    /// Returns the project that was named, or the nearest one, with the account that is worked with.
    ///
    /// # Errors
    ///
    /// Where there is none, or it cannot be used.
    pub(super) fn open_project(&self, system: &System) -> Result<Project, Failure> {
        let mut project = task::project::open(system, self.project.as_deref(), self.env.as_deref())?;
        project.account.clone_from(&self.account);
        Ok(project)
    }

    /// Makes sure that `--all` is not given together with what would choose one of all.
    ///
    /// # Errors
    ///
    /// Where it is.
    pub(super) fn refuse_selection_with_all(&self) -> Result<(), Failure> {
        let flag = if self.env.is_some() { "--env" } else { "--account" };
        match self.env.as_ref().or(self.account.as_ref()) {
            None => Ok(()),
            Some(_) => Err(Failure::usage(format!(
                "`--all` means every environment and account: leave `{flag}` out"
            ))),
        }
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// In a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The form of the answer on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON document with a `schema` number.
    Json,
}

/// The form of a call on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum CallFormat {
    /// For people: the body, laid out in a terminal, as it came in a pipe.
    #[default]
    Text,
    /// One JSON document with a `schema` number.
    Json,
    /// An HTTP Archive of all that was sent and answered, secrets masked.
    Har,
}

impl CallFormat {
    /// Returns the form of an error that left nothing to show.
    pub fn on_failure(self) -> Format {
        if self == Self::Text { Format::Text } else { Format::Json }
    }
}

/// The form of a check on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum CheckFormat {
    /// For people: each finding with its line, the operations, one closing line.
    #[default]
    Text,
    /// One line a finding: `file:line:column: error[CODE] message`.
    Concise,
    /// One JSON document with a `schema` number.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of a GitHub Actions workflow.
    Github,
    /// A JUnit report with a case per operation.
    Junit,
    /// Tables for a job summary or a comment.
    Markdown,
}

impl CheckFormat {
    /// Returns the form of an error that left nothing to report.
    pub fn on_failure(self) -> Format {
        if self == Self::Json { Format::Json } else { Format::Text }
    }
}

/// The longest name of an account, in characters.
const LONGEST_ACCOUNT: usize = 64;

/// Takes a name as [`account_name`] does, or none for the account without one.
pub(super) fn account_name_or_none(text: &str) -> Result<String, String> {
    if text.is_empty() { Ok(String::new()) } else { account_name(text) }
}

/// Takes any name that can be shown on one line: it never becomes a file name.
pub(super) fn account_name(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("a name cannot be empty; leave `--account` out for the account without one".to_owned());
    }
    if escape::line(text) != text || text.trim() != text {
        return Err("a name cannot have control characters, or spaces around it".to_owned());
    }
    if text.chars().count() > LONGEST_ACCOUNT {
        return Err(format!("a name has at most {LONGEST_ACCOUNT} characters"));
    }
    Ok(text.to_owned())
}

fn store_choice(text: &str) -> Result<StoreChoice, String> {
    match text.split_once(':') {
        None if text == "auto" => Ok(StoreChoice::Auto),
        None if text == "keyring" => Ok(StoreChoice::Keyring),
        None if text == "file" => Ok(StoreChoice::Files(None)),
        Some(("file", folder)) if !folder.is_empty() => Ok(StoreChoice::Files(Some(PathBuf::from(folder)))),
        _ => Err("expected `auto`, `keyring`, `file` or `file:FOLDER`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r13_a_name_of_an_account_is_shown_and_never_steers_anything() {
        for name in ["bob", "../../x", "con", "a/b", "Åsa Öberg", "👍", &"x".repeat(64)] {
            assert_eq!(account_name(name).as_deref(), Ok(name));
        }
        for name in ["", " ", " bob", "a\0b", "a\nb", "a\u{1b}[31m", "a\u{202e}b", &"x".repeat(65)] {
            assert!(account_name(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_store_is_named_in_four_ways() {
        assert_eq!(store_choice("auto"), Ok(StoreChoice::Auto));
        assert_eq!(store_choice("keyring"), Ok(StoreChoice::Keyring));
        assert_eq!(store_choice("file"), Ok(StoreChoice::Files(None)));
        assert_eq!(store_choice("file:a:b"), Ok(StoreChoice::Files(Some(PathBuf::from("a:b")))));
        assert!(store_choice("file:").is_err());
        assert!(store_choice("keychain").is_err());
    }
}
