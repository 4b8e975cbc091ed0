//! `gptauth login`.

use super::{
    failure::{ExitStatus, Failure},
    options::GlobalOptions,
    terminal::Terminal,
};
use crate::system::System;

/// login
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: super::options::Format,
}

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
