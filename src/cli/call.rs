//! `gptauth call`.

mod advice;
mod ask;

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{
    invoke::{
        bind::{self, Arguments, BindError, BoundCall},
        outcome::{Authorization, CallOutcome},
        server::Server,
        signature::Signature,
    },
    report::{self, call::Reader},
    system::System,
    task::{
        action::{self, Action, Selection, TokenSource},
        call::{self, Credentials},
    },
};
use std::path::{Path, PathBuf};

/// The largest body that is read from a file or standard input, in bytes.
const MAX_BODY_BYTES: usize = 8 * 1024 * 1024;

/// Call one operation as ChatGPT would
///
/// Sends the headers, the limits and the token that ChatGPT would send, with the arguments given
/// here. The body of the answer goes to stdout, as it came where that is no terminal; everything said
/// about it goes to stderr. Without OPERATION, the operations are listed.
///
/// The document decides where an argument goes: into the path, the query, or a property at the top of
/// the JSON body. Numbers and `true`/`false` are what the schema says they are; lists and objects are
/// JSON, and a list can also be given item by item.
///
/// The token goes only to the servers of the project's own document, to the project's `server`, and
/// to a `--server` typed here.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth call
  gptauth call getItemById id=42
  gptauth call createItems date=2026-01-15 text='Dentist' --yes
  gptauth call createItems --body @item.json
  gptauth call listItems --no-auth")]
pub struct Args {
    /// Operation to call, by its operationId
    #[arg(value_name = "OPERATION")]
    operation: Option<String>,

    /// Arguments by name; `path:NAME`, `query:NAME`, `body:NAME` where a name stands twice
    #[arg(value_name = "NAME=VALUE")]
    arguments: Vec<String>,

    /// The whole JSON body: as text, from a file, or from standard input
    #[arg(long, value_name = "JSON|@FILE|-")]
    body: Option<String>,

    /// Send no token, as an anonymous caller would
    #[arg(long)]
    no_auth: bool,

    /// OpenAPI document in place of the project's; `-` is standard input
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,

    /// Server in place of the project's or the document's; the token is sent there
    #[arg(long, value_name = "URL")]
    server: Option<String>,

    /// Allow a call that may change something without being asked
    #[arg(long, short)]
    yes: bool,

    /// Show the status and headers of the answer before its body
    #[arg(long, short)]
    include: bool,

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
    let action = action::open(system, args.selection(global))?;
    let Some(name) = &args.operation else { return list(&action, args.format, terminal) };
    let signature = action.operation(name)?;
    let bound = bound(args, signature, system, terminal)?;
    let server = action.server().map_err(Failure::from)?;
    consent(args, signature, &bound, &server, terminal)?;
    let mut tokens = action.tokens(system, &global.token_store);
    let token_goes = !args.no_auth && !signature.public && sends_token(&tokens);
    if token_goes && action.is_foreign(&server) && action.admits_token(&server).is_ok() {
        terminal.warning(foreign_server(&server));
    }
    let credentials = if args.no_auth { Credentials::Withheld } else { Credentials::Own };
    let work = call::call(system, &action, &mut tokens, (signature, &bound), credentials);
    let outcome = runtime::block_on(work).map_err(|failure| failure.after_sending(&bound.method))?;
    if let Some(doubt) = tokens.doubt() {
        terminal.warning(report::session::doubt(doubt));
    }
    show(&outcome, args, terminal)?;
    Ok(status(&outcome))
}

impl Args {
    fn selection<'a>(&'a self, global: &'a GlobalOptions) -> Selection<'a> {
        Selection {
            project: global.project.as_deref(),
            environment: global.env.as_deref(),
            account: global.account.as_deref(),
            schema: self.schema.as_deref(),
            server: self.server.as_deref(),
        }
    }
}

fn list(action: &Action, format: Format, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    let styles = terminal.data_styles();
    match format {
        Format::Json => writeln!(terminal.data(), "{:#}", report::operations::document(&action.signatures))?,
        Format::Text => report::operations::list(&action.signatures, styles, terminal.data())?,
    }
    terminal.flush()?;
    if format == Format::Text {
        match action.signatures.first() {
            Some(_) => terminal.hint("call one with `gptauth call OPERATION name=value`"),
            None => terminal.warning(format_args!("`{}` has no operations", action.document.display())),
        }
    }
    Ok(ExitStatus::Success)
}

/// Binds the arguments; what is missing is asked for where somebody can answer.
fn bound(
    args: &Args,
    signature: &Signature,
    system: &System,
    terminal: &mut Terminal,
) -> Result<BoundCall, Failure> {
    let mut arguments = arguments(args, system)?;
    loop {
        match bind::bind(signature, &arguments) {
            Err(BindError::Missing { missing, .. })
                if terminal.interactive() && args.format == Format::Text =>
            {
                for own in &missing {
                    let value = ask::argument(own)?;
                    arguments.named.push((format!("{}:{}", own.place.word(), own.name), value));
                }
            }
            other => return Ok(other?),
        }
    }
}

fn arguments(args: &Args, system: &System) -> Result<Arguments, Failure> {
    let named = args.arguments.iter().map(|text| match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(Failure::usage(format!("`{text}` is no argument of an operation"))
            .hinted("arguments are NAME=VALUE; a whole body goes to `--body`")),
    });
    let body = match args.body.as_deref() {
        None => None,
        Some("-") if args.schema.as_deref() == Some(Path::new("-")) => {
            return Err(Failure::usage("standard input cannot be both the document and the body")
                .hinted("give one of them as a file: `--body @FILE`"));
        }
        Some("-") => Some(system.files.read_stdin(MAX_BODY_BYTES)?.text().to_owned()),
        Some(text) => Some(match text.strip_prefix('@') {
            Some(path) => system.files.read(path.as_ref(), MAX_BODY_BYTES)?.text().to_owned(),
            None => text.to_owned(),
        }),
    };
    Ok(Arguments { named: named.collect::<Result<_, _>>()?, body })
}

/// Lets the user confirm a call that may change something, as ChatGPT does.
fn consent(
    args: &Args,
    signature: &Signature,
    bound: &BoundCall,
    server: &Server,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    if !signature.consequential || args.yes {
        return Ok(());
    }
    if !terminal.interactive() {
        return Err(Failure::usage(format!(
            "`{}` may change something, and nobody can be asked; nothing was sent",
            signature.name
        ))
        .hinted("allow it with `--yes`"));
    }
    ask::consent(bound, server, terminal)
}

/// Returns the warning that a token leaves the action because the user said so.
pub(super) fn foreign_server(server: &Server) -> String {
    format!(
        "the access token goes to {}, which the action does not name, because of `--server`",
        report::escape::line(&server.origin())
    )
}

fn sends_token(tokens: &TokenSource<'_>) -> bool {
    matches!(tokens, TokenSource::Session { .. } | TokenSource::Given(_))
}

fn show(outcome: &CallOutcome, args: &Args, terminal: &mut Terminal) -> Result<(), Failure> {
    let styles = terminal.talk_styles();
    terminal.status(report::call::request_line(outcome, styles));
    terminal.status(report::call::status_line(outcome, styles));
    if args.format == Format::Json {
        writeln!(terminal.data(), "{:#}", report::call::document(outcome))?;
    } else {
        let reader = if terminal.data_is_terminal() { Reader::Person } else { Reader::Program };
        let styles = terminal.data_styles();
        report::call::answer(outcome, args.include, reader, styles, terminal.data())?;
    }
    terminal.flush()?;
    for name in &outcome.left_out {
        terminal.warning(format_args!(
            "`{}` is required and was left out: ChatGPT sends no header and cookie parameters",
            report::escape::line(name)
        ));
    }
    if let Some(line) = report::call::challenge_line(outcome) {
        terminal.status(line);
    }
    for finding in &outcome.findings {
        for line in report::call::finding(finding, styles) {
            terminal.say(line);
        }
    }
    if let Some(advice) = advice::advice(outcome) {
        terminal.hint(report::escape::line(&advice));
    }
    Ok(())
}

fn status(outcome: &CallOutcome) -> ExitStatus {
    let challenged = outcome.challenge.as_ref().and_then(|challenge| challenge.error.as_deref());
    match (outcome.authorization, outcome.status.as_u16()) {
        (Authorization::Bearer, 401) => ExitStatus::SignIn,
        (Authorization::Bearer, 403) if challenged == Some("insufficient_scope") => ExitStatus::SignIn,
        _ if outcome.is_good() => ExitStatus::Success,
        _ => ExitStatus::Findings,
    }
}
