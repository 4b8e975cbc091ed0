//! `gptauth token`.

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{report, system::System, task};

/// Print the access token, for scripts
///
/// The token alone goes to stdout, refreshed first where it has expired. Anyone who has it can call
/// the API as the signed-in user.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  curl -H \"Authorization: Bearer $(gptauth token)\" https://api.example.com/me")]
pub struct Args {
    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: Format,
}

/// Runs the command.
///
/// # Errors
///
/// Where nobody is signed in.
pub fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let project = global.open_project(system)?;
    let store = task::kept::open(system, &global.token_store, &project)?;
    let access = runtime::block_on(task::session::access(system, &*store, &project))?;
    if let Some(doubt) = &access.doubt {
        terminal.warning(report::session::doubt(doubt));
    }
    if terminal.data_is_terminal() {
        terminal.warning("this is a secret, and it stays in the terminal's history");
    }
    match args.format {
        Format::Text => report::session::token_text(&access, terminal.data())?,
        Format::Json => report::session::token_json(&access, terminal.data())?,
    }
    terminal.flush()?;
    Ok(ExitStatus::Success)
}
