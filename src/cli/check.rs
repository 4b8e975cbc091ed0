//! `gptauth check`.

mod fix;
mod watch;

use super::{
    failure::{ExitStatus, Failure},
    options::{CheckFormat, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{
    catalog,
    diagnostic::{Kind, Severity},
    lint,
    openapi::ParseError,
    report::{
        self,
        check::{Root, Selection, View},
    },
    system::System,
    task::{
        self,
        check::{CheckError, CheckOutcome},
        document::{self, DocumentError},
        project::OpenError,
    },
};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// Check the document and the OAuth settings as the GPT editor would, offline
///
/// Says what the GPT editor would refuse, drop or complain about, where that stands in the document,
/// how it is known, and what to do. Lists the operations as the editor would list them.
///
/// Files that the document refers to are read below the folder of the project. Nothing is sent
/// anywhere, unless SCHEMA is an address or --allow-remote-refs is given; no token ever is.
///
/// The table `[check]` in gptauth.toml changes how severe a rule is and accepts findings with a
/// reason; the README has an example.
///
/// Ends with status 1 if an error is shown; warnings and notes alone end with 0.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  gptauth check                  the document and settings of the project
  gptauth check openapi.yaml     a document on its own
  gptauth check - < openapi.json
  gptauth check https://api.example.com/openapi.json
  gptauth check --severity error --format concise
  gptauth check --rule GA204 --rule root-domain-mismatch
  gptauth check --fix --diff     what would be mended, as a diff
  gptauth check --fix            mend it, and check again
  gptauth check --watch          again on every save, until Ctrl-C
  gptauth check --format sarif > gptauth.sarif
  gptauth check --format markdown >> \"$GITHUB_STEP_SUMMARY\"")]
pub struct Args {
    /// OpenAPI document, YAML or JSON: a file, an https address, or `-` for standard input [default: the
    /// project's]
    #[arg(value_name = "SCHEMA")]
    pub schema: Option<PathBuf>,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: CheckFormat,

    /// Show only findings at least this severe
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = Lowest::Note)]
    severity: Lowest,

    /// Show only findings of this rule, by name or code; may be repeated
    #[arg(long = "rule", value_name = "NAME|CODE")]
    rules: Vec<String>,

    /// Check again whenever the document or the project file is saved, until Ctrl-C
    #[arg(long)]
    watch: bool,

    /// Fetch what `$ref` leads to on the network, over https and from public addresses only
    #[arg(long, conflicts_with = "watch")]
    allow_remote_refs: bool,

    #[command(flatten)]
    fix: fix::FixArgs,
}

/// The least severe finding that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Lowest {
    /// What ChatGPT refuses or fails at.
    Error,
    /// And what it may refuse, or does worse with.
    Warning,
    /// And advice.
    Note,
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
    let selection = selection(args)?;
    if args.watch {
        return watch::run(args, &selection, global, system, terminal);
    }
    let address = args.schema.as_deref().is_some_and(|schema| document::address(schema).is_some());
    let seen = if address || args.allow_remote_refs {
        runtime::block_on(async { Ok::<_, Failure>(check_online(args, global, system).await) })?
    } else {
        check(args, global, system)
    };
    match seen {
        Ok(outcome) if args.fix.fix => fix::run(outcome, args, &selection, system, terminal),
        Ok(outcome) => show(&outcome, args, &selection, system, terminal),
        Err(error) => {
            annotate(&error, args, system, terminal)?;
            Err(error.into())
        }
    }
}

fn check(args: &Args, global: &GlobalOptions, system: &System) -> Result<CheckOutcome, CheckError> {
    let project = global.project.as_deref();
    task::check::check(system, args.schema.as_deref(), project, global.env.as_deref())
}

async fn check_online(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
) -> Result<CheckOutcome, CheckError> {
    let (schema, project) = (args.schema.as_deref(), global.project.as_deref());
    let environment = global.env.as_deref();
    task::check::check_online(system, schema, project, environment, args.allow_remote_refs).await
}

/// Returns which findings are wanted.
fn selection(args: &Args) -> Result<Selection, Failure> {
    let lowest = match args.severity {
        Lowest::Error => Severity::Error,
        Lowest::Warning => Severity::Warning,
        Lowest::Note => Severity::Note,
    };
    let only = args.rules.iter().map(|rule| kind(rule)).collect::<Result<_, _>>()?;
    Ok(Selection { lowest, only })
}

/// Returns the kind of a rule. What only a live call can find would select nothing, and look green.
fn kind(rule: &str) -> Result<&'static Kind, Failure> {
    let kind = catalog::find(rule)?;
    if lint::kinds().any(|own| own.code == kind.code) {
        return Ok(kind);
    }
    Err(Failure::usage(format!("{} `{}` is no rule of `gptauth check`", kind.code, kind.name))
        .hinted("it is found by `gptauth doctor`, `gptauth call` and `gptauth test`"))
}

/// Writes what was seen, in the form that was asked for.
fn show(
    outcome: &CheckOutcome,
    args: &Args,
    selection: &Selection,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let view = View::new(outcome, selection.clone());
    let styles = terminal.data_styles();
    let out = terminal.data();
    match args.format {
        CheckFormat::Text => report::check::text(&view, styles, out),
        CheckFormat::Concise => report::check::concise(&view, styles, out),
        CheckFormat::Json => report::check::json(&view, out),
        CheckFormat::Sarif => report::check::sarif(&view, &root(system)?, out),
        CheckFormat::Github => report::check::github(&view, &root(system)?, out),
        CheckFormat::Junit => report::check::junit(&view, &root(system)?, out),
        CheckFormat::Markdown => report::check::markdown(&view, &root(system)?, out),
    }?;
    terminal.flush()?;
    match (args.format, view.first()) {
        (CheckFormat::Text, Some(first)) => {
            match view.fixable() {
                0 => {}
                1 => terminal.hint("`gptauth check --fix` mends one of them; `--fix --diff` shows how"),
                count => {
                    terminal.hint(format_args!(
                        "`gptauth check --fix` mends {count} of them; `--fix --diff` shows how"
                    ));
                }
            }
            terminal.hint(format_args!("`gptauth explain {}` tells more about a finding", first.kind.code));
        }
        (CheckFormat::Concise | CheckFormat::Github, _) => {
            view.closing().lines().for_each(|line| terminal.remark(line))
        }
        _ => {}
    }
    let failed = view.count(Severity::Error) > 0;
    Ok(if failed { ExitStatus::Findings } else { ExitStatus::Success })
}

/// Puts the fault of a text that is no document beside its line, where annotations are wanted; in
/// every other form the words on stderr are all there is.
fn annotate(
    error: &CheckError,
    args: &Args,
    system: &System,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    if let (CheckFormat::Github, Some(fault)) = (args.format, fault(error)) {
        report::check::unreadable(fault, &root(system)?, terminal.data())?;
        terminal.flush()?;
    }
    Ok(())
}

/// Returns the fault of a text that is no document.
fn fault(error: &CheckError) -> Option<&ParseError> {
    match error {
        CheckError::Document(DocumentError::Parse(fault))
        | CheckError::ProjectDocument(DocumentError::Parse(fault)) => Some(fault),
        _ => None,
    }
}

/// Returns where reports for other programs name files from: the top of the git checkout, or the
/// current folder outside of one.
fn root(system: &System) -> Result<Root, Failure> {
    let current = system.files.current_dir().map_err(OpenError::CurrentDir)?;
    let is_top = |folder: &&Path| system.files.exists(&folder.join(".git"));
    let top = current.ancestors().find(is_top).unwrap_or(&current).to_owned();
    Ok(Root::new(current, top))
}
