//! `gptauth test --workflow`: the workflows of an Arazzo description.

use super::{Args, TestFormat, reports, run::ENDING};
use crate::{
    arazzo::UNDONE_BY,
    cli::{
        call::foreign_server,
        failure::{ExitStatus, Failure},
        options::{Format, GlobalOptions},
        runtime,
        terminal::Terminal,
    },
    report::{self, styles::Styles},
    scenario::Plan,
    system::System,
    task::{
        action::{Action, Selection, TokenSource},
        workflow::{self, Given, Scenario, Seen, Stop, Taken, WorkflowOutcome},
    },
};
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The largest value of an input that is read from a file, in bytes.
const MAX_INPUT: usize = 1024 * 1024;

/// The flags that are about workflows.
#[derive(Debug, clap::Args)]
pub(super) struct WorkflowArgs {
    /// Run the workflows of this Arazzo 1.0 description instead
    ///
    /// Each step calls one operation, as ChatGPT would, and passes when its `successCriteria` are met
    /// and the answer is what the OpenAPI document promises; without criteria the document decides.
    /// Values travel by runtime expressions, and `onSuccess` and `onFailure` say how it goes on. Headers
    /// and cookies are left out: an action sends none of its own. `--write` is needed where a step may
    /// change something; `x-gptauth-undone-by: STEP` on such a step names the one that takes back what it
    /// made, which is done however the workflow ends, Ctrl-C included.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["watch", "other_account", "jobs", "retries", "seed"],
        help_heading = "Workflows"
    )]
    pub(super) workflow: Option<PathBuf>,

    /// Run this workflow, and those that it depends on; may be repeated
    ///
    /// By default all are run that no other one runs.
    #[arg(long, value_name = "ID", requires = "workflow", help_heading = "Workflows")]
    workflow_id: Vec<String>,

    /// Give a workflow an input: NAME=VALUE, NAME:=JSON or NAME=@FILE; may be repeated
    ///
    /// Never a secret: the command line is seen by other programs. The access token is sent by itself.
    #[arg(long, value_name = "NAME=VALUE", requires = "workflow", help_heading = "Workflows")]
    workflow_input: Vec<String>,

    /// Write what would be called into FILE, as an Arazzo description to be edited, and send nothing
    ///
    /// Reads become workflows with the values that they take from each other, and with `--write` each
    /// round that creates and removes becomes one too. `--workflow FILE` runs it.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["workflow", "watch", "report", "plan", "other_account", "jobs", "retries"],
        help_heading = "Workflows"
    )]
    pub(super) record: Option<PathBuf>,

    /// Write over the FILE of `--record`
    #[arg(long, requires = "record", help_heading = "Workflows")]
    force: bool,
}

/// Runs the workflows, or shows what they would do.
pub(super) fn run(
    args: &Args,
    file: &Path,
    selection: Selection<'_>,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let scenario = workflow::open(system, selection, file)?;
    let chosen = scenario.chosen(&args.workflow.workflow_id)?;
    for own in scenario.left_out() {
        terminal.warning(format_args!(
            "{} is left out: an action sends no headers and cookies of its own",
            report::escape::line(&own)
        ));
    }
    if args.plan {
        return show_plan(&scenario, &chosen, args.format, terminal);
    }
    if !args.write {
        scenario.only_reads(&chosen)?;
    }
    let given = inputs(&args.workflow.workflow_input, system)?;
    let mut tokens: Vec<_> =
        scenario.sources.iter().map(|own| own.action.tokens(system, &global.token_store)).collect();
    warn_of_foreign_servers(&scenario, &tokens, terminal)?;

    let steps = scenario.plan(&chosen);
    let width = report::test::name_width(steps.iter().map(|own| own.step.id.as_str()));
    let is_text = args.format == TestFormat::Text;
    let mut written = Ok(());
    let mut before = String::new();
    let mut seen = |seen: Seen<'_>| match seen {
        Seen::Step(taken) if is_text && written.is_ok() => {
            written = write_step(taken, &mut before, width, terminal);
        }
        Seen::Step(_) => {}
        Seen::CleaningUp(_) => terminal.warning(ENDING),
    };
    let outcome = runtime::block_on_signals(|signals| {
        workflow::run(system, &scenario, &tokens, (&chosen, &given), signals, &mut seen)
    })?;
    // The files are for those who do not look at the terminal, which may be gone.
    let kept = reports::write_each(&args.report, system, |format, out| {
        form(format, &outcome, Styles::default(), out)
    });
    written?;
    if let Some(doubt) = tokens.iter_mut().find_map(TokenSource::doubt) {
        terminal.warning(report::session::doubt(doubt));
    }
    if outcome.steps.is_empty()
        && outcome.leftovers.is_empty()
        && let Some(stop) = outcome.stop
    {
        kept?;
        return Err(ended(stop));
    }
    if is_text {
        for line in report::workflow::closing(&outcome, terminal.data_styles()) {
            writeln!(terminal.data(), "{line}")?;
        }
    } else {
        form(args.format, &outcome, terminal.data_styles(), terminal.data())?;
    }
    terminal.flush()?;
    kept?;
    Ok(status(outcome, terminal))
}

/// Writes the plan of a test as workflows.
pub(super) fn record(
    args: &Args,
    file: &Path,
    (action, plan): (&Action, &Plan),
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let recorded = workflow::record(system, action, plan, (file, args.workflow.force))?;
    if args.format == TestFormat::Json {
        let document = report::workflow::recorded(&recorded, file);
        writeln!(terminal.data(), "{document:#}")?;
        terminal.flush()?;
    }
    let styles = terminal.talk_styles();
    let count = |count: usize, what: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {what}{plural}")
    };
    terminal.status(format_args!(
        "{} {}: {}, {}",
        styles.good("wrote"),
        file.display(),
        count(recorded.workflows, "workflow"),
        count(recorded.steps, "step")
    ));
    for own in &recorded.remarks {
        terminal.warning(report::escape::line(own));
    }
    let write = if recorded.writes { " --write" } else { "" };
    let command = terminal.command(&format!("test --workflow {}{write}", file.display()));
    terminal.status(format_args!("next:  edit it, then {}", styles.typed(command)));
    Ok(ExitStatus::Success)
}

fn show_plan(
    scenario: &Scenario,
    chosen: &[usize],
    format: TestFormat,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let plan = scenario.plan(chosen);
    let styles = terminal.data_styles();
    match format {
        TestFormat::Text => report::workflow::plan_text(&plan, styles, terminal.data())?,
        TestFormat::Json => writeln!(terminal.data(), "{:#}", report::workflow::plan_json(&plan))?,
        TestFormat::Junit | TestFormat::Tap | TestFormat::Github | TestFormat::Markdown => {
            return Err(Failure::usage("`--plan` answers in text or JSON"));
        }
    }
    terminal.flush()?;
    Ok(ExitStatus::Success)
}

fn warn_of_foreign_servers(
    scenario: &Scenario,
    tokens: &[TokenSource<'_>],
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    for (source, tokens) in scenario.sources.iter().zip(tokens) {
        let server = source.action.server()?;
        let token_goes = !matches!(tokens, TokenSource::NotNeeded | TokenSource::Nowhere);
        if token_goes && source.action.is_foreign(&server) && source.action.admits_token(&server).is_ok() {
            terminal.warning(foreign_server(&server));
        }
    }
    Ok(())
}

/// Reads the inputs as they are typed.
fn inputs(typed: &[String], system: &System) -> Result<Vec<(String, Given)>, Failure> {
    let read = typed.iter().map(|text| {
        let (name, value) = text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(|| {
            Failure::usage("an input has no name")
                .hinted("inputs are NAME=VALUE or NAME:=JSON: `--workflow-input text=Tea`")
        })?;
        if let Some(name) = name.strip_suffix(':') {
            let value = serde_json::from_str(value).map_err(|error| {
                Failure::usage(format!(
                    "the input `{name}` is not JSON: line {}, column {}",
                    error.line(),
                    error.column()
                ))
                .hinted(format!("a text is `{name}=…`; in JSON it has double quotes"))
            })?;
            return Ok((name.to_owned(), Given::Json(value)));
        }
        let text = match value.strip_prefix('@') {
            Some(path) => system.files.read(path.as_ref(), MAX_INPUT)?.text().to_owned(),
            None => value.to_owned(),
        };
        Ok((name.to_owned(), Given::Text(text)))
    });
    read.collect()
}

fn write_step(taken: &Taken, before: &mut String, width: usize, terminal: &mut Terminal) -> io::Result<()> {
    let styles = terminal.data_styles();
    if *before != taken.workflow {
        before.clone_from(&taken.workflow);
        writeln!(terminal.data(), "{}", report::workflow::heading(&taken.workflow, styles))?;
    }
    for line in report::workflow::step(taken, width, styles) {
        writeln!(terminal.data(), "{line}")?;
    }
    // Each row is shown when its answer is there: a slow API is seen to be slow.
    terminal.flush()
}

fn form(
    format: TestFormat,
    outcome: &WorkflowOutcome,
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        TestFormat::Text => report::workflow::text(outcome, styles, out),
        TestFormat::Json => report::workflow::json(outcome, out),
        TestFormat::Junit => report::workflow::junit(outcome, out),
        TestFormat::Tap => report::workflow::tap(outcome, out),
        TestFormat::Github => report::workflow::github(outcome, out),
        TestFormat::Markdown => report::workflow::markdown(outcome, out),
    }
}

fn ended(stop: Stop) -> Failure {
    match stop {
        Stop::Failed(error) => error.into(),
        Stop::Interrupted(signal) => Failure::ended_by(signal),
    }
}

/// Returns how the program ends, and says on stderr what stopped the run.
fn status(outcome: WorkflowOutcome, terminal: &mut Terminal) -> ExitStatus {
    let mut failed = outcome.steps.iter().filter(|own| own.failed());
    let unreached = outcome.failed() > 0 && failed.all(Taken::is_unreached) && outcome.leftovers.is_empty();
    if unreached {
        terminal.hint("is the API running? name another server with `--server URL`");
    }
    let is_whole = outcome.is_whole() && outcome.leftovers.is_empty();
    let unsettled: Vec<_> = outcome.unsettled().map(|own| format!("`{}`", own.step)).collect();
    let status = match outcome.stop {
        Some(stop) => ended(stop).print(Format::Text, terminal),
        None if unreached => ExitStatus::Network,
        None if is_whole => ExitStatus::Success,
        None => ExitStatus::Findings,
    };
    if !unsettled.is_empty() {
        terminal.hint(format_args!(
            "what {} wrote may still be there: look, and remove it with `gptauth call`; a step says by \
             `{UNDONE_BY}` which one undoes it",
            report::escape::line(&unsettled.join(", "))
        ));
    }
    status
}
