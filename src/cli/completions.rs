//! `gptauth completions`.

use super::{
    Cli,
    failure::{ExitStatus, Failure},
    options::GlobalOptions,
    terminal::Terminal,
};
use crate::system::System;
use clap::CommandFactory;
use clap_complete::Shell;

/// Print the completion script of a shell
///
/// Example: gptauth completions bash > ~/.local/share/bash-completion/completions/gptauth
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Shell to complete in
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command.
///
/// # Errors
///
/// Where stdout is closed or full.
pub fn run(
    args: &Args,
    _global: &GlobalOptions,
    _system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    terminal.data().write_all(&script(args.shell))?;
    terminal.flush()?;
    Ok(ExitStatus::Success)
}

/// Returns the completion script of `shell`.
pub fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "gptauth", &mut script);
    script
}
