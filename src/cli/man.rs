//! `gptauth man`.

use super::{
    Cli,
    failure::{ExitStatus, Failure},
    options::GlobalOptions,
    terminal::Terminal,
};
use crate::system::System;
use clap::{Command, CommandFactory};
use std::io::{self, Write};

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
    sections(&command, &mut page)?;
    exit_statuses(&mut page)?;
    Ok(page)
}

/// Appends what each command below `command` does and takes.
fn sections(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    for own in command.get_subcommands().filter(|own| own.get_name() != "help" && !own.is_hide_set()) {
        let name = own.get_bin_name().unwrap_or_else(|| own.get_name());
        writeln!(page, ".SH \"{}\"", name.to_uppercase())?;
        // What goes for all commands is told once, at the top.
        let alone = own.clone().mut_args(|arg| if arg.is_global_set() { arg.hide(true) } else { arg });
        let man = clap_mangen::Man::new(alone);
        let mut parts = Vec::new();
        man.render_synopsis_section(&mut parts)?;
        man.render_description_section(&mut parts)?;
        man.render_options_section(&mut parts)?;
        page.extend_from_slice(String::from_utf8_lossy(&parts).replace(".SH ", ".SS ").as_bytes());
        examples(own, page)?;
        sections(own, page)?;
    }
    Ok(())
}

fn examples(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let Some(lines) = text.strip_prefix("Examples:\n") else { return Ok(()) };
    write!(page, ".SS EXAMPLES\n.nf\n{}\n.fi\n", to_the_letter(lines))
}

fn exit_statuses(page: &mut Vec<u8>) -> io::Result<()> {
    writeln!(page, ".SH \"EXIT STATUS\"")?;
    for status in ExitStatus::ALL {
        writeln!(page, ".TP\n{}\n{}", status as u8, to_the_letter(status.meaning()))?;
    }
    Ok(())
}

/// Returns a text that the manual shows as it stands, so that it can be copied into a shell.
fn to_the_letter(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => shown.push_str("\\e"),
            '-' => shown.push_str("\\-"),
            '\'' => shown.push_str("\\(aq"),
            '`' => shown.push_str("\\(ga"),
            '~' => shown.push_str("\\(ti"),
            '^' => shown.push_str("\\(ha"),
            other => shown.push(other),
        }
    }
    shown
}
