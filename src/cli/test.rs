//! `gptauth test`.

mod reports;

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
        action::{self, Action, Selection, TokenSource},
        test::{self, Ending, StepOutcome, Stop, TestOutcome},
    },
};
use clap::ValueEnum;
use reports::ReportFile;
use std::path::PathBuf;

/// Call every safe operation, and prove that a token is asked for
///
/// Calls every GET operation as ChatGPT would, and each that needs a token also without one and with a
/// forged one: both must be refused with 401, the one status that makes ChatGPT sign the user in.
/// Answers are held to the document: status, content type, schema, and to the limits of ChatGPT.
///
/// Nothing is changed, and no argument is made up: the `id` of getItemById is taken from what listItems
/// answered. `--plan` shows what would be called. With `--write`, what POST creates and DELETE removes
/// is created, read, updated, read, deleted, and must then be gone; it is removed however the test ends.
///
/// Exit statuses: 0 all passed, 1 a step failed, 2 there is nothing to test, 3 no sign-in, 5 nobody
/// answers at the server.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth test --plan
  gptauth test --report junit=gptauth.xml --report markdown=\"$GITHUB_STEP_SUMMARY\"")]
pub struct Args {
    /// OpenAPI document in place of the project's
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,

    /// Server in place of the project's or the document's; the token is sent there
    #[arg(long, value_name = "URL")]
    server: Option<String>,

    /// Show what would be called, in which order, and send nothing; text and JSON only
    #[arg(long, conflicts_with = "report")]
    plan: bool,

    /// Also create, update and delete, with sample data that says "gptauth test" where it can
    ///
    /// Only what an operation of the document removes again is created. What could not be removed is
    /// listed, and makes the test fail.
    #[arg(long)]
    write: bool,

    /// Write a report into a file as well, `junit=FILE` for one; may be repeated
    ///
    /// The file is written however the test ends, Ctrl-C included, and is whole or not there.
    #[arg(long, value_name = "FORMAT=FILE", value_parser = reports::parse)]
    report: Vec<ReportFile>,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: TestFormat,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TestFormat {
    /// For people: a row a step, as it ends.
    #[default]
    Text,
    /// One JSON document with a `schema` number.
    Json,
    /// A JUnit report with a case per step.
    Junit,
    /// The Test Anything Protocol, version 13.
    Tap,
    /// Annotations of a GitHub Actions workflow.
    Github,
    /// A table for a job summary or a comment.
    Markdown,
}

impl TestFormat {
    /// Returns the form of an error that left nothing to report.
    pub fn on_failure(self) -> Format {
        if self == Self::Json { Format::Json } else { Format::Text }
    }
}

/// What the sample data is made from: the same in every run, so that a failure can be repeated.
const SEED: u64 = 1;

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
    let plan = test::plan(&action, &tokens, args.write.then_some(SEED))?;
    if args.plan {
        return show_plan(&plan, &action, args.format, terminal);
    }
    let server = action.server().map_err(Failure::from)?;
    let token_goes = !matches!(tokens, TokenSource::NotNeeded | TokenSource::Nowhere);
    if token_goes && action.is_foreign(&server) && action.admits_token(&server).is_ok() {
        terminal.warning(foreign_server(&server));
    }
    let names = action.signatures.iter().map(|own| own.name.as_str());
    let width = report::test::name_width(names);
    let text = args.format == TestFormat::Text;
    let signs_in = !matches!(tokens, TokenSource::NotNeeded);

    let mut written = Ok(());
    let mut seen = |step: &StepOutcome| {
        if text && written.is_ok() {
            written = write_step(step, width, terminal);
        }
    };
    let outcome = runtime::block_on_interruptible(|interrupted| {
        test::run(system, &action, &mut tokens, plan, interrupted, &mut seen)
    })?;
    // The files are for those who do not look at the terminal, which may be gone.
    let kept = reports::write(&args.report, &outcome, system);
    written?;
    if let Some(doubt) = tokens.doubt() {
        terminal.warning(report::session::doubt(doubt));
    }
    if outcome.steps.iter().all(|step| matches!(step.ending, Ending::NotReached)) {
        kept?;
        return nothing_done(outcome, terminal);
    }
    if text {
        finish(&outcome, width, signs_in, terminal)?;
    } else {
        reports::form(args.format, &outcome, terminal.data_styles(), terminal.data())?;
    }
    terminal.flush()?;
    kept?;
    Ok(status(outcome, terminal))
}

fn show_plan(
    plan: &crate::scenario::Plan,
    action: &Action,
    format: TestFormat,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let styles = terminal.data_styles();
    match format {
        TestFormat::Text => report::test::plan_text(plan, &action.signatures, styles, terminal.data())?,
        TestFormat::Json => {
            writeln!(terminal.data(), "{:#}", report::test::plan_json(plan, &action.signatures))?;
        }
        TestFormat::Junit | TestFormat::Tap | TestFormat::Github | TestFormat::Markdown => {
            return Err(Failure::usage("`--plan` answers in text or JSON"));
        }
    }
    terminal.flush()?;
    Ok(ExitStatus::Success)
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
    for line in report::test::not_called(outcome, width, styles) {
        writeln!(terminal.data(), "{line}")?;
    }
    writeln!(terminal.data(), "\n{}", report::test::closing(outcome, styles))?;
    terminal.flush()?;
    if matches!(outcome.stop, Some(Stop::Unreached)) || outcome.steps.iter().all(StepOutcome::is_unreached) {
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

/// Ends a test that was stopped before its first answer, as the error that stopped it.
fn nothing_done(outcome: TestOutcome, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    match outcome.stop {
        Some(Stop::Failed(error)) => Err(error.into()),
        Some(Stop::Interrupted(signal)) => Err(Failure::ended_by(signal)),
        Some(Stop::Unreached) | None => Ok(status(outcome, terminal)),
    }
}

/// Returns how the program ends, and says on stderr what stopped the test.
fn status(outcome: TestOutcome, terminal: &mut Terminal) -> ExitStatus {
    let mut failed = outcome.steps.iter().filter(|step| step.failed());
    let unreached = outcome.failed() > 0 && failed.all(StepOutcome::is_unreached);
    let found = outcome.failed() > 0 || !outcome.leftovers.is_empty();
    match outcome.stop {
        Some(Stop::Failed(error)) => Failure::from(error).print(Format::Text, terminal),
        Some(Stop::Interrupted(signal)) => Failure::ended_by(signal).print(Format::Text, terminal),
        Some(Stop::Unreached) | None if unreached && outcome.leftovers.is_empty() => ExitStatus::Network,
        Some(Stop::Unreached) | None if found => ExitStatus::Findings,
        Some(Stop::Unreached) | None => ExitStatus::Success,
    }
}
