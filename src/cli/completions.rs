//! `gptauth completions`.

use super::{
    failure::{ExitStatus, Failure},
    options::GlobalOptions,
    terminal::Terminal,
};
use crate::system::System;

/// completions
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
///
/// Where the command could not do its work.
pub fn run(
    _args: &Args,
    _global: &GlobalOptions,
    _system: &System,
    _terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    Err(Failure::usage("not built yet"))
}
