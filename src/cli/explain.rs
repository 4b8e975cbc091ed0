//! `gptauth explain`.

use super::{
    failure::{ExitStatus, Failure},
    options::GlobalOptions,
    terminal::Terminal,
};
use crate::{catalog, report, system::System};

/// Explain a finding: what is checked, why, and what to do instead
///
/// Takes a code, a name, or the red line that the GPT editor prints; quotes and numbers in it make no
/// difference. Without one, lists all findings.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  gptauth explain GA401
  gptauth explain root-domain-mismatch
  gptauth explain \"object schema missing properties\"")]
pub struct Args {
    /// Code or name of the finding, such as GA401, or what the GPT editor says
    #[arg(value_name = "CODE|TEXT")]
    pub asked: Vec<String>,
}

/// Runs the command.
///
/// # Errors
///
/// Where there is no such finding.
pub fn run(
    args: &Args,
    _global: &GlobalOptions,
    _system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let styles = terminal.data_styles();
    let kinds = match args.asked.as_slice() {
        [] => catalog::kinds(),
        asked => catalog::look_up(&asked.join(" "))?,
    };
    if let [kind] = *kinds {
        report::explain::page(kind, styles, terminal.data())?;
    } else {
        report::explain::list(kinds.iter().copied(), styles, terminal.data())?;
    }
    terminal.flush()?;
    if let (false, [first, _, ..]) = (args.asked.is_empty(), &*kinds) {
        terminal.hint(format_args!("`gptauth explain {}` tells more about one of them", first.code));
    }
    Ok(ExitStatus::Success)
}
