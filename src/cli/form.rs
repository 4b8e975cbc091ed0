//! `gptauth form`.

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{report, system::System, task};

/// Show what to type into the GPT editor, and what to register at the provider
///
/// Endpoints that gptauth.toml does not name are asked for at the issuer; otherwise nothing is sent.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth form
  gptauth --env staging form --format json")]
pub struct Args {
    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: Format,
}

/// Runs the command.
///
/// # Errors
///
/// Where there is no project, or the provider does not tell its endpoints.
pub fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let project = task::project::open(system, global.project.as_deref(), global.env.as_deref())?;
    let form = runtime::block_on(task::form::form(system, &project))?;
    if let Some(url) = &form.discovered_at {
        terminal.status(format_args!("endpoints as announced at {url}"));
    }
    let styles = terminal.data_styles();
    match args.format {
        Format::Text => report::form::text(&form, styles, terminal.data())?,
        Format::Json => report::form::json(&form, terminal.data())?,
    }
    terminal.flush()?;
    Ok(ExitStatus::Success)
}
