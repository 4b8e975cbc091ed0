//! `gptauth refresh`.

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{
    report::{self, escape},
    system::System,
    task,
};

/// Exchange the stored refresh token for new tokens now
///
/// Commands that need the access token refresh it by themselves; this shows that it works, and how
/// the provider treats the refresh token.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: Format,
}

/// Runs the command.
///
/// # Errors
///
/// Where there are no new tokens; the old ones are then still kept, unless the provider refused them.
pub fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let project = global.open_project(system)?;
    let store = task::kept::open(system, &global.token_store, &project)?;
    terminal.remark(report::session::store(store.place()));
    let outcome = runtime::block_on(task::refresh::refresh(system, &*store, &project))?;
    for note in &outcome.notes {
        terminal.warning(escape::line(&note.to_string()));
    }
    let (now, zone) = (system.clock.now(), system.clock.zone());
    terminal.status(report::session::refreshed(&outcome, now, &zone));
    if args.format == Format::Json {
        report::session::refresh_json(&outcome, store.place(), terminal.data())?;
        terminal.flush()?;
    }
    Ok(ExitStatus::Success)
}
