//! `gptauth logto plan`.

use super::leftover::{self, Removal};
use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        options::{Format, GlobalOptions},
        runtime,
        terminal::Terminal,
    },
    logto::plan::{Asked, Change},
    report,
    system::System,
    task::logto::plan,
};

/// Show what `apply` would do, and change nothing
///
/// Compares what gptauth.toml wants with what is at Logto: the application by its client_id, else by
/// `application` in `[logto]`; its redirect URIs, those of both hosts of ChatGPT and where `login`
/// listens; "Always issue Refresh Token"; the life of refresh tokens; the custom domain. What others
/// set there stays.
///
/// The status is 0 also where something is to be done; with --exit-code it is then 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth logto plan
  gptauth --env staging logto plan --exit-code")]
pub(super) struct Args {
    /// Plan also to remove redirect URIs that gptauth added and gptauth.toml no longer wants
    #[arg(long)]
    prune: bool,

    /// End with status 1 where something is to be done
    #[arg(long)]
    exit_code: bool,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub(super) format: Format,
}

/// Runs the command.
///
/// # Errors
///
/// Where there is no plan.
pub(super) fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let project = global.open_project(system)?;
    let asked = Asked { prune: args.prune, ..Asked::default() };
    let work = plan::plan(system, &global.token_store, &project, asked);
    let planned = runtime::block_on(async { Ok::<_, Failure>(work.await?) })?;
    let styles = terminal.data_styles();
    match args.format {
        Format::Text => report::logto::plan::text(&planned, styles, terminal.data())?,
        Format::Json => {
            let document = super::with_typeable_notes(report::logto::plan::json(&planned), terminal);
            writeln!(terminal.data(), "{document:#}")?;
        }
    }
    terminal.flush()?;
    leftover::look(Removal::Told, &project, global, system, terminal)?;
    for note in &planned.plan.notes {
        terminal.remark(format_args!("note: {}", report::logto::plan::note(note)));
    }
    if planned.plan.is_empty() {
        return Ok(ExitStatus::Success);
    }
    // What is not asked for again is not done.
    let prunes = planned.plan.changes.iter().any(|own| matches!(own, Change::RemoveRedirectUri(_)));
    terminal.hint(if prunes {
        "`gptauth logto apply --prune` does it"
    } else {
        "`gptauth logto apply` does it"
    });
    Ok(if args.exit_code { ExitStatus::Findings } else { ExitStatus::Success })
}
