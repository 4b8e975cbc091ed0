//! `gptauth status`.

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{
    report,
    system::System,
    task::{
        self,
        kept::ACCESS_TOKEN_VARIABLE,
        session::AccessOrigin,
        sessions::Stored,
        status::{Account, StatusOutcome},
        userinfo::AccountError,
    },
};

/// Show who is signed in and until when
///
/// Asks the provider's Userinfo endpoint with the stored token, which is refreshed first where it has
/// expired. With --offline nobody is asked, and what is stored is shown.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth status
  gptauth status --offline --format json
  gptauth status --all")]
pub struct Args {
    /// Send no request; show what is stored
    #[arg(long)]
    offline: bool,

    /// Show what is stored for every environment and account of the project; sends no request
    #[arg(long)]
    all: bool,

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
    if args.all {
        return show_all(args, global, system, terminal);
    }
    let project = global.open_project(system)?;
    let store = task::kept::open(system, &global.token_store, &project)?;
    terminal.remark(report::session::store(store.place()));
    let outcome = runtime::block_on(task::status::status(system, &*store, &project, args.offline))?;
    if let Some(doubt) = &outcome.doubt {
        terminal.warning(report::session::doubt(doubt));
    }
    let outcome = match (args.format, outcome.account) {
        // On failure stdout has one document as well: the error's.
        (Format::Json, Account::Unknown(error)) => return Err(unknown(error, outcome.origin)),
        (_, account) => StatusOutcome { account, ..outcome },
    };
    match args.format {
        Format::Text => {
            let (zone, styles) = (system.clock.zone(), terminal.data_styles());
            report::session::status_text(&outcome, store.place(), &zone, styles, terminal.data())?;
        }
        Format::Json => report::session::status_json(&outcome, store.place(), terminal.data())?,
    }
    terminal.flush()?;
    match outcome.account {
        Account::Unknown(error) => Err(unknown(error, outcome.origin)),
        Account::NoEndpoint => {
            terminal.hint("the provider has no Userinfo endpoint, so it was not asked");
            Ok(ExitStatus::Success)
        }
        Account::Known(_) | Account::NotAsked => Ok(ExitStatus::Success),
    }
}

fn show_all(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    global.refuse_selection_with_all()?;
    let file = global.project.as_deref();
    let listed = task::sessions::status_all(system, &global.token_store, file)?;
    let (now, zone, styles) = (system.clock.now(), system.clock.zone(), terminal.data_styles());
    match args.format {
        Format::Text => report::session_all::status_text(&listed, now, &zone, styles, terminal.data())?,
        Format::Json => report::session_all::status_json(&listed, now, terminal.data())?,
    }
    terminal.flush()?;
    let unreadable = listed.iter().any(|own| matches!(own.found, Stored::Unreadable(_)));
    let signed_in = listed.iter().any(|own| matches!(own.found, Stored::Tokens { .. }));
    Ok(match (unreadable, signed_in) {
        (true, _) => ExitStatus::Store,
        (false, true) => ExitStatus::Success,
        (false, false) => {
            terminal.hint("sign in: `gptauth login`");
            ExitStatus::SignIn
        }
    })
}

fn unknown(error: AccountError, origin: AccessOrigin) -> Failure {
    let failure = Failure::from(error);
    match origin {
        AccessOrigin::Environment => {
            failure.hinted(format!("{ACCESS_TOKEN_VARIABLE} is set, and goes before what is stored"))
        }
        AccessOrigin::RefreshTokenFromEnvironment | AccessOrigin::Stored | AccessOrigin::Refreshed => failure,
    }
}
