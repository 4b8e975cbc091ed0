//! `gptauth call`.

mod advice;
mod arguments;
mod ask;
pub mod complete;

use super::{
    failure::{ExitStatus, Failure},
    options::{CallFormat, Format, GlobalOptions},
    runtime,
    terminal::Terminal,
    trace,
};
use crate::{
    invoke::{
        bind::{self, BindError, BoundCall},
        depth,
        outcome::{Authorization, CallOutcome},
        server::Server,
        signature::Signature,
    },
    report::{self, call::Reader, styles::Styles},
    system::System,
    task::{
        action::{self, Action, Selection, TokenSource},
        call::{self, Credentials},
        consent::{self, Consent},
    },
};
use std::{io, path::PathBuf};

/// Call one operation as ChatGPT would
///
/// Sends the headers, the limits and the token that ChatGPT would send, with the arguments given
/// here. The body of the answer goes to stdout, as it came where that is no terminal; everything said
/// about it goes to stderr. Without OPERATION, the operations are listed.
///
/// The document decides where an argument goes: into the path, the query, or a property at the top of
/// the JSON body. `name=value` is of the type that the schema says, `name:=JSON` is JSON as it stands,
/// `name=@FILE` and `name:=@FILE` are the same from a file, `@-` from standard input. Lists and objects
/// are JSON; a list can also be given item by item, and a place inside of an object by points:
/// `address.city=Graz`. What is missing is asked for in a terminal, or made up with `--generate`. What
/// breaks its schema is not sent, unless with `--no-validate`.
///
/// The answer is held to ChatGPT's limits and to its schema in the document; what is wrong with it is a
/// finding, and the exit status 1.
///
/// The token goes only to the servers of the project's own document, to the project's `server`, and
/// to a `--server` typed here.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth call
  gptauth call getItemById id=42
  gptauth call createItems date=2026-01-15 text='Dentist' --yes
  gptauth call createItems --input '{\"date\":\"2026-01-15\",\"text\":\"Dentist\"}'
  gptauth call createItems text='Dentist' --generate --dry-run
  gptauth call updateItemById id=42 guest.address.city=Graz tags:='[\"a\"]'
  gptauth call listItems --curl
  gptauth call listItems -o items.json
  gptauth call listItems --no-auth")]
pub struct Args {
    /// Operation to call, by its operationId
    #[arg(value_name = "OPERATION")]
    operation: Option<String>,

    /// Arguments by name; `path:NAME`, `query:NAME`, `body:NAME` where a name stands twice
    #[arg(value_name = "NAME=VALUE")]
    arguments: Vec<String>,

    /// Arguments as one JSON object, as the model sends them
    #[arg(long, value_name = "JSON|@FILE|-")]
    input: Option<String>,

    /// The whole JSON body: as text, from a file, or from standard input
    #[arg(long, value_name = "JSON|@FILE|-")]
    body: Option<String>,

    /// Make up what is missing: required parameters, and the whole body, from examples, defaults and
    /// the schema
    #[arg(long, conflicts_with = "body")]
    generate: bool,

    /// Repeat what `--generate` made up; it prints its seed
    #[arg(long, value_name = "NUMBER", requires = "generate")]
    seed: Option<u32>,

    /// Send what breaks the document's schema all the same, to see what the API says to it
    #[arg(long)]
    no_validate: bool,

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

    /// Write the answer to a file in place of stdout, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Show the request, and send nothing
    #[arg(long, conflicts_with_all = ["output", "include"])]
    dry_run: bool,

    /// Print the call as a `curl` command, and send nothing; set TOKEN in the shell first
    ///
    /// It means the same in sh, bash, zsh, fish and PowerShell, there from 7.3 on: older ones take the
    /// quotes of the JSON away (about_Parsing), and Windows PowerShell has another command of the name.
    #[arg(long, conflicts_with_all = ["output", "include", "dry_run", "format"])]
    curl: bool,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: CallFormat,
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
    let Some(name) = &args.operation else { return list(&action, args.format.on_failure(), terminal) };
    let signature = action.operation(name)?;
    let bound = bound(args, &action, signature, system, terminal)?;
    let server = action.server().map_err(Failure::from)?;
    let mut tokens = action.tokens(system, &global.token_store);
    let token_goes = !args.no_auth && !signature.public && sends_token(&tokens);
    if args.dry_run || args.curl {
        let request = call::prepare(system, &action, (signature, &bound), token_goes)?;
        return unsent(args, signature, &request, token_goes, terminal);
    }
    agreed(args, (&action, signature, &bound), &server, system, terminal)?;
    if token_goes && action.is_foreign(&server) && action.admits_token(&server).is_ok() {
        terminal.warning(foreign_server(&server));
    }
    let credentials = if args.no_auth { Credentials::Withheld } else { Credentials::Own };
    let (recorded, archive) = match args.format {
        CallFormat::Har => {
            let (recorded, archive) = trace::archive(system.clone());
            (recorded, Some(archive))
        }
        _ => (system.clone(), None),
    };
    let work = call::call(&recorded, &action, &tokens, (signature, &bound), credentials);
    let outcome = runtime::block_on(work).map_err(|failure| failure.after_sending(&bound.method))?;
    if let Some(doubt) = tokens.doubt() {
        terminal.warning(report::session::doubt(doubt));
    }
    let archive = archive.map(|archive| archive.borrow().document());
    show(&outcome, archive.as_deref(), args, system, terminal)?;
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
    action: &Action,
    signature: &Signature,
    system: &System,
    terminal: &mut Terminal,
) -> Result<BoundCall, Failure> {
    let mut arguments = arguments::read(args, action, signature, system)?;
    if args.generate
        && let Some(operation) = action.described(signature)
    {
        let seed = arguments::seed(args, system)?;
        call::generate(&operation, signature, &mut arguments, seed.into())?;
        terminal.status(format_args!("made up what was missing; `--seed {seed}` makes it up again"));
    }
    let bound = loop {
        match bind::bind(signature, &arguments) {
            Err(BindError::Missing { missing, .. })
                if terminal.interactive() && args.format == CallFormat::Text =>
            {
                for own in &missing {
                    let fault = |value: &_| {
                        let operation = action.described(signature)?;
                        depth::fault(&operation, signature, (own.place, &own.name), value)
                    };
                    let value = ask::argument(own, fault, system, terminal)?;
                    arguments.named.push((format!("{}:{}", own.place.word(), own.name), value));
                }
            }
            Err(BindError::NoBodyGiven { kind, .. })
                if terminal.interactive() && args.format == CallFormat::Text =>
            {
                let fault = |value: &_| depth::body_fault(&action.described(signature)?, value);
                arguments.body = Some(ask::body(kind, fault, system, terminal)?);
            }
            other => break other?,
        }
    };
    if let (false, Some(operation)) = (args.no_validate, action.described(signature)) {
        for own in depth::judge(&operation, signature, &bound)? {
            let what = own.parameter.map_or("the body".to_owned(), |name| format!("`{name}`"));
            terminal.warning(report::escape::line(&format!("{what} is not checked: {}", own.reason)));
        }
    }
    Ok(bound)
}

/// Shows the request that is not sent.
fn unsent(
    args: &Args,
    signature: &Signature,
    request: &http::Request<Vec<u8>>,
    carries_token: bool,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let styles = terminal.data_styles();
    match args.format {
        _ if args.curl => {
            writeln!(terminal.data(), "{}", report::call_curl::command(request, carries_token))?
        }
        CallFormat::Har => {
            return Err(Failure::usage("an HTTP Archive holds answers, and nothing is sent")
                .hinted("show the request with `--format json`"));
        }
        CallFormat::Json => {
            let document = report::call_request::document(&signature.name, request, carries_token);
            writeln!(terminal.data(), "{document:#}")?;
        }
        CallFormat::Text => report::call_request::write(request, carries_token, styles, terminal.data())?,
    }
    terminal.flush()?;
    if args.curl && carries_token {
        terminal.hint("set the token first: `TOKEN=$(gptauth token)`; in fish `set TOKEN (gptauth token)`, in PowerShell `$TOKEN = gptauth token`");
    }
    terminal.status("nothing was sent");
    Ok(ExitStatus::Success)
}

/// Lets the user confirm a call that may change something, as ChatGPT does.
fn agreed(
    args: &Args,
    (action, signature, bound): (&Action, &Signature, &BoundCall),
    server: &Server,
    system: &System,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let consent = consent::of(action, signature);
    if args.yes || consent == Consent::NotAsked {
        return Ok(());
    }
    let hash = consent::operation_hash(action, signature, &server.origin());
    if consent == Consent::Once && consent::is_allowed(system, &hash) {
        return Ok(());
    }
    // A runner may have a terminal and still nobody in front of it.
    let in_ci = system.environment.variable("CI").is_some_and(|value| !value.is_empty() && value != "false");
    if !terminal.interactive() || in_ci {
        return Err(Failure::usage(format!(
            "`{}` may change something, and nobody can be asked; nothing was sent",
            signature.name
        ))
        .hinted("allow it with `--yes`"));
    }
    match ask::consent(bound, consent, server, system, terminal)? {
        ask::Answer::Allow => Ok(()),
        ask::Answer::AlwaysAllow => {
            if let Err(error) = consent::remember(system, &hash) {
                terminal.warning(format_args!("this was not remembered: {error}"));
            }
            Ok(())
        }
        ask::Answer::Decline => Err(Failure::usage("not allowed; nothing was sent")),
    }
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

fn show(
    outcome: &CallOutcome,
    archive: Option<&str>,
    args: &Args,
    system: &System,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let styles = terminal.talk_styles();
    terminal.status(report::call::request_line(outcome, styles));
    terminal.status(report::call::status_line(outcome, styles));
    match &args.output {
        Some(path) => {
            let mut content = Vec::new();
            write(outcome, archive, args, (Reader::Program, Styles::default()), &mut content)?;
            system.files.replace(path, &content).map_err(|error| {
                Failure::new(ExitStatus::Usage, error)
                    .hinted(format!("`{}` was not written; the call was made", path.display()))
            })?;
            terminal.status(format_args!("wrote {} bytes to `{}`", content.len(), path.display()));
        }
        None => {
            let reader = if terminal.data_is_terminal() { Reader::Person } else { Reader::Program };
            let styles = terminal.data_styles();
            write(outcome, archive, args, (reader, styles), terminal.data())?;
            terminal.flush()?;
        }
    }
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
            terminal.say_folded(line);
        }
    }
    if let Some(advice) = advice::advice(outcome) {
        terminal.hint(report::escape::line(&advice));
    }
    Ok(())
}

fn write(
    outcome: &CallOutcome,
    archive: Option<&str>,
    args: &Args,
    (reader, styles): (Reader, Styles),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match (args.format, archive) {
        (CallFormat::Har, Some(archive)) => out.write_all(archive.as_bytes()),
        (CallFormat::Text, _) => report::call::answer(outcome, args.include, reader, styles, out),
        _ => writeln!(out, "{:#}", report::call::document(outcome)),
    }
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
