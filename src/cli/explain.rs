//! `gptauth explain`.

use super::{
    failure::{ExitStatus, Failure},
    options::GlobalOptions,
    terminal::Terminal,
};
use crate::{catalog, report, system::System};

/// Explain a finding: what is checked, why, and what to do instead
///
/// Without a code, lists all findings.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  gptauth explain GA401
  gptauth explain root-domain-mismatch")]
pub struct Args {
    /// Code or name of the finding, such as GA401
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
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
    match &args.code {
        Some(code) => report::explain::page(catalog::find(code)?, styles, terminal.data())?,
        None => report::explain::list(catalog::kinds().into_iter(), styles, terminal.data())?,
    }
    terminal.flush()?;
    Ok(ExitStatus::Success)
}
