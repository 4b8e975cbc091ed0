//! `gptauth logto`.

mod apply;
mod callback;
mod connect;
mod domain;
pub(super) mod leftover;
mod logs;
mod plan;

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    terminal::Terminal,
};
use crate::system::System;
use clap::Subcommand;
use serde_json::Value;

pub(super) use apply::tell;

/// Set Logto up through its Management API: plan first, apply, read back
///
/// Everything that the tutorial has a person click in Logto's console. It needs a machine-to-machine
/// application with the role "Logto Management API access"; `gptauth logto connect` asks for its
/// credentials once and keeps them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth logto connect
  gptauth logto plan
  gptauth logto apply")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Connect(connect::Args),
    Plan(plan::Args),
    Apply(apply::Args),
    Callback(callback::Args),
    Domain(domain::Args),
    Logs(logs::Args),
}

impl Args {
    /// Returns the format that the command was asked to answer in.
    pub fn format(&self) -> Format {
        match &self.command {
            Command::Connect(args) => args.format,
            Command::Callback(args) => args.format,
            Command::Domain(args) => args.format(),
            Command::Logs(args) => args.format,
            Command::Plan(args) => args.format,
            Command::Apply(args) => args.format,
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// Where the command could not do its work.
pub fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    match &args.command {
        Command::Connect(args) => connect::run(args, global, system, terminal),
        Command::Callback(args) => callback::run(args, global, system, terminal),
        Command::Domain(args) => domain::run(args, global, system, terminal),
        Command::Logs(args) => logs::run(args, global, system, terminal),
        Command::Plan(args) => plan::run(args, global, system, terminal),
        Command::Apply(args) => apply::run(args, global, system, terminal),
    }
}

/// Returns a document whose notes name commands for the project and environment that are worked with.
fn with_typeable_notes(mut document: Value, terminal: &Terminal) -> Value {
    for note in document["notes"].as_array_mut().into_iter().flatten() {
        if let Some(text) = note.as_str() {
            *note = terminal.typeable(text).into();
        }
    }
    document
}
