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
    task::{
        self,
        kept::REFRESH_TOKEN_VARIABLE,
        refresh::{Keeping, Rotation},
        session::AccessDoubt,
    },
};

/// Exchange the stored refresh token for new tokens now
///
/// Commands that need the access token refresh it by themselves; this shows that it works, and how
/// the provider treats the refresh token. With GPTAUTH_REFRESH_TOKEN that one is exchanged, and nothing
/// is kept.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth refresh
  gptauth --account ci refresh --show-tokens --format json")]
pub struct Args {
    /// Put the new tokens into the JSON document too, even where the store does not take them
    #[arg(long)]
    show_tokens: bool,

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
    if args.show_tokens && args.format == Format::Text {
        return Err(Failure::usage("`--show-tokens` needs `--format json`"));
    }
    let project = global.open_project(system)?;
    let store = task::kept::open(system, &global.token_store, &project)?;
    if system.environment.variable(REFRESH_TOKEN_VARIABLE).is_none() {
        terminal.remark(report::session::store(store.place()));
    }
    let outcome = runtime::block_on(task::refresh::refresh(system, &*store, &project))?;
    for note in &outcome.notes {
        terminal.warning(escape::line(&note.to_string()));
    }
    match &outcome.kept {
        Keeping::NotOurs if outcome.rotation == Rotation::Rotated && !args.show_tokens => {
            terminal.warning(report::session::doubt(&AccessDoubt::EnvironmentTokenSpent));
            terminal.hint(
                "`gptauth refresh --show-tokens --format json` prints the new one, for a script that keeps it",
            );
        }
        Keeping::Kept | Keeping::NotOurs | Keeping::Failed(_) => {}
    }
    let (now, zone) = (system.clock.now(), system.clock.zone());
    let said = report::session::refreshed(&outcome, now, &zone);
    if args.format == Format::Json && (args.show_tokens || !matches!(outcome.kept, Keeping::Failed(_))) {
        report::session::refresh_json(&outcome, store.place(), args.show_tokens, terminal.data())?;
        terminal.flush()?;
    }
    match outcome.kept {
        Keeping::Kept | Keeping::NotOurs => {
            terminal.status(said);
            Ok(ExitStatus::Success)
        }
        // The tokens were asked for and are out: no second document follows them.
        Keeping::Failed(error) if args.show_tokens => {
            terminal
                .warning(format_args!("the new tokens are not kept: {}", escape::line(&error.to_string())));
            Ok(ExitStatus::Store)
        }
        Keeping::Failed(error) => Err(Failure::unkept(error)),
    }
}
