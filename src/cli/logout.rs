//! `gptauth logout`.

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{report, system::System, task};

/// Revoke the tokens at the provider, then forget them
///
/// Nothing is forgotten unless the provider has revoked the refresh token; --local forgets without
/// asking it. The client secret stays where it is.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Forget the tokens here without asking the provider; there they stay good
    #[arg(long)]
    local: bool,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: Format,
}

/// Runs the command.
///
/// # Errors
///
/// Where the provider did not revoke; nothing was then forgotten.
pub fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let project = global.open_project(system)?;
    let store = task::kept::open(system, &global.token_store, &project)?;
    terminal.remark(report::session::store(store.place()));
    let outcome = runtime::block_on(task::logout::logout(system, &*store, &project, args.local))?;
    terminal.status(report::session::signed_out(&outcome));
    if args.format == Format::Json {
        report::session::logout_json(&outcome, store.place(), terminal.data())?;
        terminal.flush()?;
    }
    Ok(ExitStatus::Success)
}
