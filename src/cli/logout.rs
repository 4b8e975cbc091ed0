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
/// asking it. Where the provider has no revocation endpoint the tokens are forgotten, and it is said
/// that they stay good there. The client secret stays where it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth logout
  gptauth --account bob logout
  gptauth logout --all --local")]
pub struct Args {
    /// Sign out of every environment and account of the project
    #[arg(long)]
    all: bool,

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
    if args.all {
        return sign_out_of_all(args, global, system, terminal);
    }
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

fn sign_out_of_all(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    global.refuse_selection_with_all()?;
    let file = global.project.as_deref();
    let work = task::sessions::logout_all(system, &global.token_store, file, args.local);
    let done = runtime::block_on(work)?;
    if args.format == Format::Json {
        report::session_all::logout_json(&done, terminal.data())?;
        terminal.flush()?;
    }
    for own in &done {
        match own.found.outcome {
            Ok(_) => terminal.status(report::session_all::signed_out(own)),
            Err(_) => terminal.warning(report::session_all::signed_out(own)),
        }
    }
    if done.is_empty() {
        terminal.status("nobody is signed in to this project");
        return Ok(ExitStatus::SignIn);
    }
    // What failed first says how it ends; the hint is the same for all.
    match done.into_iter().find_map(|own| own.found.outcome.err()) {
        None => Ok(ExitStatus::Success),
        Some(error) => {
            terminal.hint(
                "what was not signed out is still kept; `gptauth logout --all --local` forgets it here",
            );
            Ok(Failure::from(error).status())
        }
    }
}
