//! The test itself, as it is seen while it runs and when it has ended.

use super::{Args, TestFormat, reports::Reports};
use crate::{
    cli::{
        call::foreign_server,
        failure::{ExitStatus, Failure},
        options::Format,
        runtime,
        terminal::Terminal,
    },
    report,
    scenario::Plan,
    system::System,
    task::{
        action::{Action, TokenSource},
        test::{self, Seen, Setup, StepOutcome, Stop, TestOutcome, User},
    },
};

/// What is said when a signal comes while something is to be removed.
pub(super) const ENDING: &str = "ending: the call under way is waited for, then what the test created is removed; \
                                 another Ctrl-C leaves it behind";

/// Runs the test, and writes its reports however it ends.
pub(super) fn run(
    (args, plan): (&Args, Plan),
    system: &System,
    action: &Action,
    tokens: &mut TokenSource<'_>,
    other: Option<(&str, User<'_>)>,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let server = action.server().map_err(Failure::from)?;
    let token_goes = !matches!(tokens, TokenSource::NotNeeded | TokenSource::Nowhere);
    if token_goes && action.is_foreign(&server) && action.admits_token(&server).is_ok() {
        terminal.warning(foreign_server(&server));
    }
    let names = action.signatures.iter().map(|own| own.name.as_str());
    let width = report::test::name_width(names);
    let text = args.format == TestFormat::Text;
    let signs_in = !matches!(tokens, TokenSource::NotNeeded);

    let mut reports = Reports::begin(args, &plan, &action.signatures, system);
    let mut written = Ok(());
    let mut seen = |seen: Seen<'_>| match seen {
        Seen::Step(step, stop) => {
            reports.row(&step, stop);
            if text && written.is_ok() && step.was_reached() {
                written = write_step(&step, width, terminal);
            }
        }
        Seen::CleaningUp(_) => terminal.warning(ENDING),
    };
    let setup = Setup { action, first: User { system, tokens }, other, pace: args.pace() };
    let outcome = runtime::block_on_signals(|signals| test::run(setup, plan, signals, &mut seen))?;
    // The files are for those who do not look at the terminal, which may be gone.
    let kept = reports.write(&outcome, system);
    written?;
    if let Some(doubt) = tokens.doubt() {
        terminal.warning(report::session::doubt(doubt));
    }
    if outcome.tally.not_reached == outcome.tally.steps() {
        kept?;
        return nothing_done(outcome, terminal);
    }
    if text {
        finish(&outcome, width, signs_in, terminal)?;
    } else {
        reports.answer(&outcome, terminal.data())?;
    }
    terminal.flush()?;
    kept?;
    Ok(status(outcome, terminal))
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
    let is_unreached = outcome.tally.unreached == outcome.tally.steps();
    if matches!(outcome.stop, Some(Stop::Unreached)) || is_unreached {
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
    let tally = outcome.tally;
    let unreached = tally.failed > 0 && tally.unreached == tally.failed;
    let found = tally.failed > 0 || !outcome.leftovers.is_empty();
    match outcome.stop {
        Some(Stop::Failed(error)) => Failure::from(error).print(Format::Text, terminal),
        Some(Stop::Interrupted(signal)) => Failure::ended_by(signal).print(Format::Text, terminal),
        Some(Stop::Unreached) | None if unreached && outcome.leftovers.is_empty() => ExitStatus::Network,
        Some(Stop::Unreached) | None if found => ExitStatus::Findings,
        Some(Stop::Unreached) | None => ExitStatus::Success,
    }
}
