//! `gptauth man`.

use super::{
    Cli,
    failure::{ExitStatus, Failure},
    options::GlobalOptions,
    terminal::Terminal,
};
use crate::system::System;
use clap::{Command, CommandFactory};
use std::io;

/// Print the manual page
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth man | man -l -
  gptauth man > ~/.local/share/man/man1/gptauth.1")]
pub struct Args {}

/// Runs the command.
///
/// # Errors
///
/// Where stdout is closed or full.
pub fn run(
    _args: &Args,
    _global: &GlobalOptions,
    _system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    terminal.data().write_all(&page()?)?;
    terminal.flush()?;
    Ok(ExitStatus::Success)
}

/// Returns the manual page, with every command in it.
fn page() -> io::Result<Vec<u8>> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands().filter(|own| own.get_name() != "help") {
        section(subcommand, &mut page)?;
    }
    Ok(page)
}

/// Appends what one command does and takes.
fn section(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let man = clap_mangen::Man::new(command.clone());
    page.extend_from_slice(format!(".SH \"GPTAUTH {}\"\n", command.get_name().to_uppercase()).as_bytes());
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)
}
