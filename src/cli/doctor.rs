//! `gptauth doctor`.

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{
    diagnostic::Severity,
    report,
    system::System,
    task::{
        action::Selection,
        doctor::{self, DoctorOutcome, Progress},
    },
};
use clap::ValueEnum;

/// Find out what is wrong with the provider and the API, without signing in
///
/// Probes the provider's metadata, endpoints and client registration, and the API, with requests that
/// change nothing: authorization requests with prompt=none, token requests with a code that cannot
/// exist, and GET operations without a token that is any good. Each finding says what was sent, what
/// came back, what it means for ChatGPT, and what to do, in the words of the provider.
///
/// No code is sent twice, nothing is revoked, nothing is written to the API, and the client secret goes
/// to the token endpoint's origin alone. The README lists every request.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth doctor
  gptauth doctor --only provider --only redirect-uri
  gptauth doctor --signed-in
  gptauth doctor --why
  gptauth doctor --format github")]
pub struct Args {
    /// Run only the probe or group of this name; may be repeated
    ///
    /// Groups are discovery, provider, client and api; the README lists the probes.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,

    /// Probe also what the tokens of `gptauth login` are good for, and tell what expires when
    #[arg(long)]
    signed_in: bool,

    /// Ask Logto's audit log what the last failed exchanges really were, in place of the probes
    ///
    /// Needs what `gptauth logto connect` keeps, or an M2M application with the role "Logto Management
    /// API access" in GPTAUTH_LOGTO_APP_ID and GPTAUTH_LOGTO_APP_SECRET. Behind a custom domain,
    /// `tenant` in `[logto]` or GPTAUTH_LOGTO_RESOURCE (TENANT.logto.app/api, with https) names the
    /// API. Text and JSON only.
    #[arg(long, conflicts_with_all = ["only", "signed_in"])]
    why: bool,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: DoctorFormat,
}

/// The form of the answer on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DoctorFormat {
    /// For people: a row a probe, each finding with its exchange.
    #[default]
    Text,
    /// One JSON document with a `schema` number.
    Json,
    /// A JUnit report with a case per probe.
    Junit,
    /// Annotations of a GitHub Actions workflow.
    Github,
    /// Tables for a job summary or a comment.
    Markdown,
}

impl DoctorFormat {
    /// Returns the form of an error that left nothing to report.
    pub fn on_failure(self) -> Format {
        if self == Self::Json { Format::Json } else { Format::Text }
    }
}

/// Runs the command.
///
/// # Errors
///
/// Where the command could not do its work. What the probes find is no error.
pub fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    if args.why {
        return why(args, global, system, terminal);
    }
    let probes = doctor::select(&args.only, args.signed_in)?;
    let selection = Selection {
        project: global.project.as_deref(),
        environment: global.env.as_deref(),
        ..Selection::default()
    };
    let setup = doctor::open(system, selection, &global.token_store)?;
    let setup = match args.signed_in {
        true => runtime::block_on(doctor::with_tokens(system, &global.token_store, setup))?,
        false => setup,
    };
    let mut seen = |progress: Progress| {
        terminal
            .progress(format_args!("{} of {} probes: {}", progress.count, progress.all, progress.ended.name))
    };
    let outcome = runtime::block_on(doctor::doctor(system, &setup, &probes, &mut seen));
    terminal.end_progress();
    let outcome = outcome?;
    show(&outcome, args.format, system, terminal)?;
    Ok(status(&outcome))
}

fn why(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    if !matches!(args.format, DoctorFormat::Text | DoctorFormat::Json) {
        return Err(Failure::usage("`--why` answers in text or JSON"));
    }
    let project = crate::task::project::open(system, global.project.as_deref(), global.env.as_deref())?;
    let entries = runtime::block_on(doctor::why::why(system, &global.token_store, &project))?;
    let styles = terminal.data_styles();
    match args.format {
        DoctorFormat::Json => writeln!(terminal.data(), "{:#}", report::doctor::why_json(&entries))?,
        _ => report::doctor::why_text(&entries, &system.clock.zone(), styles, terminal.data())?,
    }
    terminal.flush()?;
    let failed = entries.first().is_some_and(|own| own.failure.is_some());
    Ok(if failed { ExitStatus::Findings } else { ExitStatus::Success })
}

fn show(
    outcome: &DoctorOutcome,
    format: DoctorFormat,
    system: &System,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let styles = terminal.data_styles();
    let out = terminal.data();
    match format {
        DoctorFormat::Text => report::doctor::text(outcome, system.clock.now(), styles, out),
        DoctorFormat::Json => report::doctor::json(outcome, out),
        DoctorFormat::Junit => report::doctor::junit(outcome, out),
        DoctorFormat::Github => report::doctor::github(outcome, out),
        DoctorFormat::Markdown => report::doctor::markdown(outcome, out),
    }?;
    terminal.flush()?;
    if format == DoctorFormat::Github {
        terminal.remark(report::doctor::closing(outcome));
    }
    let mut loud = outcome.findings().map(|(_, finding)| &finding.diagnostic);
    let first = loud.find(|own| own.severity != Severity::Note);
    if let (DoctorFormat::Text, Some(first)) = (format, first) {
        terminal.hint(format_args!("`gptauth explain {}` tells more about a finding", first.kind.code));
    }
    Ok(())
}

fn status(outcome: &DoctorOutcome) -> ExitStatus {
    let failed = outcome.findings().any(|(_, own)| own.diagnostic.severity == Severity::Error);
    match failed {
        _ if outcome.is_unreached() => ExitStatus::Network,
        true => ExitStatus::Findings,
        false => ExitStatus::Success,
    }
}
