//! `gptauth check`.

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    terminal::Terminal,
};
use crate::{diagnostic::Severity, report, system::System, task};
use std::path::PathBuf;

/// Check the document and the OAuth settings as the GPT editor would, offline
///
/// Says what the GPT editor would refuse, drop or complain about, where that stands in the document,
/// how it is known, and what to do. Lists the operations as the editor would list them. Nothing is
/// sent anywhere.
///
/// Ends with status 1 if there is an error; warnings and notes alone end with 0.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  gptauth check                 the document and the settings of the project
  gptauth check openapi.yaml    a document on its own
  gptauth check - < openapi.json")]
pub struct Args {
    /// OpenAPI document, YAML or JSON; `-` is standard input [default: the project's]
    #[arg(value_name = "SCHEMA")]
    pub schema: Option<PathBuf>,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: Format,
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
    let project = global.project.as_deref();
    let outcome = task::check::check(system, args.schema.as_deref(), project, global.env.as_deref())?;
    match args.format {
        Format::Text => report::check::text(&outcome, terminal.data_styles(), terminal.data())?,
        Format::Json => report::check::json(&outcome, terminal.data())?,
    }
    terminal.flush()?;
    if let (Format::Text, Some(first)) = (args.format, outcome.diagnostics.first()) {
        terminal.hint(format_args!("`gptauth explain {}` tells more about a finding", first.kind.code));
    }
    let failed = outcome.count(Severity::Error) > 0;
    Ok(if failed { ExitStatus::Findings } else { ExitStatus::Success })
}
