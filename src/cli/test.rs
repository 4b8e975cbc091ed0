//! `gptauth test`.

use super::{
    call::foreign_server,
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{
    report,
    system::System,
    task::{
        action::{self, Selection, TokenSource},
        test::{self, StepOutcome, TestOutcome},
    },
};
use std::path::PathBuf;

/// Call every safe operation, and prove that a token is asked for
///
/// Calls every GET operation that needs no argument, as ChatGPT would, and one of them also without a
/// token and with a forged one: both must be refused with 401, the one status that makes ChatGPT sign
/// the user in. Nothing is changed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// OpenAPI document in place of the project's
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,

    /// Server in place of the project's or the document's; the token is sent there
    #[arg(long, value_name = "URL")]
    server: Option<String>,

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
    let selection = Selection {
        project: global.project.as_deref(),
        environment: global.env.as_deref(),
        account: global.account.as_deref(),
        schema: args.schema.as_deref(),
        server: args.server.as_deref(),
    };
    let action = action::open(system, selection)?;
    let mut tokens = action.tokens(system, &global.token_store);
    let plan = test::plan(&action, &tokens)?;
    let server = action.server().map_err(Failure::from)?;
    let token_goes = !matches!(tokens, TokenSource::NotNeeded | TokenSource::Nowhere);
    if token_goes && action.is_foreign(&server) && action.admits_token(&server).is_ok() {
        terminal.warning(foreign_server(&server));
    }
    let names = action.signatures.iter().map(|own| own.name.as_str());
    let width = report::test::name_width(names);
    let text = args.format == Format::Text;
    let signs_in = !matches!(tokens, TokenSource::NotNeeded);

    let mut written = Ok(());
    let mut seen = |step: &StepOutcome| {
        if text && written.is_ok() {
            written = write_step(step, width, terminal);
        }
    };
    let outcome = runtime::block_on(test::run(system, &action, &mut tokens, plan, &mut seen))?;
    written?;
    if let Some(doubt) = tokens.doubt() {
        terminal.warning(report::session::doubt(doubt));
    }
    match args.format {
        Format::Text => finish(&outcome, width, signs_in, terminal)?,
        Format::Json => writeln!(terminal.data(), "{:#}", report::test::document(&outcome))?,
    }
    terminal.flush()?;
    Ok(status(&outcome))
}

fn write_step(step: &StepOutcome, width: usize, terminal: &mut Terminal) -> std::io::Result<()> {
    let styles = terminal.data_styles();
    for line in report::test::step(step, width, styles) {
        writeln!(terminal.data(), "{line}")?;
    }
    // Each row is shown when its answer is there: a slow API is seen to be slow.
    terminal.flush()
}

fn finish(
    outcome: &TestOutcome,
    width: usize,
    signs_in: bool,
    terminal: &mut Terminal,
) -> std::io::Result<()> {
    let styles = terminal.data_styles();
    for own in &outcome.skipped {
        writeln!(terminal.data(), "{}", report::test::skipped(&own.operation, &own.reason, width, styles))?;
    }
    writeln!(terminal.data(), "\n{}", report::test::summary(outcome, styles))?;
    terminal.flush()?;
    if outcome.steps.iter().all(StepOutcome::is_unreached) {
        terminal.hint("is the API running? name another server with `--server URL`");
    }
    if !outcome.enforcement {
        terminal.warning(if signs_in {
            "it was not tried whether a token is asked for: no tested operation needs one"
        } else {
            "it was not tried whether a token is asked for: the project has no `[oauth]`"
        });
    }
    Ok(())
}

fn status(outcome: &TestOutcome) -> ExitStatus {
    let failed = |step: &&StepOutcome| !step.passed();
    match outcome.steps.iter().filter(failed).all(StepOutcome::is_unreached) {
        _ if outcome.passed() == outcome.steps.len() => ExitStatus::Success,
        true => ExitStatus::Network,
        false => ExitStatus::Findings,
    }
}
