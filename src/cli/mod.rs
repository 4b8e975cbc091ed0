//! The command line: one file a command, one dispatch line a command.

pub mod backend;
pub mod call;
pub mod check;
pub mod completions;
pub mod demo;
pub mod doctor;
pub mod explain;
pub mod failure;
pub mod form;
pub mod init;
pub mod login;
pub mod logout;
pub mod logto;
pub mod man;
mod masking;
pub mod options;
mod prompt;
pub mod refresh;
pub mod rehearse;
mod remarks;
mod runtime;
pub mod status;
pub mod terminal;
pub mod test;
pub mod token;
mod trace;
mod watch;

use crate::system::{self, NoVariables, System};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, builder::Resettable};
use failure::{ExitStatus, Failure};
use options::GlobalOptions;
use std::{ffi::OsString, process::ExitCode, rc::Rc};
use terminal::Terminal;

/// Set up and test the OAuth of custom-GPT actions
///
/// Checks the OpenAPI document as the GPT editor would, signs in as ChatGPT would, and calls every
/// operation, before anyone opens the editor. Start with `gptauth demo`.
#[derive(Debug, Parser)]
#[command(name = "gptauth", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    global: GlobalOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "parsed once, and never moved in a loop")]
enum Command {
    Demo(demo::Args),
    Init(init::Args),
    Check(check::Args),
    Doctor(doctor::Args),
    Login(login::Args),
    Status(status::Args),
    Token(token::Args),
    Refresh(refresh::Args),
    Logout(logout::Args),
    Call(call::Args),
    #[command(hide = true)]
    CompleteCall(call::complete::Args),
    Test(test::Args),
    Rehearse(rehearse::Args),
    Form(form::Args),
    Logto(logto::Args),
    Backend(backend::Args),
    Explain(explain::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Command {
    fn run(
        &self,
        global: &GlobalOptions,
        system: &System,
        terminal: &mut Terminal,
    ) -> Result<ExitStatus, Failure> {
        match self {
            Self::Demo(args) => demo::run(args, global, system, terminal),
            Self::Init(args) => init::run(args, global, system, terminal),
            Self::Check(args) => check::run(args, global, system, terminal),
            Self::Doctor(args) => doctor::run(args, global, system, terminal),
            Self::Login(args) => login::run(args, global, system, terminal),
            Self::Status(args) => status::run(args, global, system, terminal),
            Self::Token(args) => token::run(args, global, system, terminal),
            Self::Refresh(args) => refresh::run(args, global, system, terminal),
            Self::Logout(args) => logout::run(args, global, system, terminal),
            Self::Call(args) => call::run(args, global, system, terminal),
            Self::CompleteCall(args) => call::complete::run(args, global, system, terminal),
            Self::Test(args) => test::run(args, global, system, terminal),
            Self::Rehearse(args) => rehearse::run(args, global, system, terminal),
            Self::Form(args) => form::run(args, global, system, terminal),
            Self::Logto(args) => logto::run(args, global, system, terminal),
            Self::Backend(args) => backend::run(args, global, system, terminal),
            Self::Explain(args) => explain::run(args, global, system, terminal),
            Self::Completions(args) => completions::run(args, global, system, terminal),
            Self::Man(args) => man::run(args, global, system, terminal),
        }
    }

    /// Returns the format that the command was asked to answer in.
    fn format(&self) -> options::Format {
        match self {
            Self::Demo(args) => args.format(),
            Self::Init(_) | Self::Explain(_) | Self::Completions(_) | Self::Man(_) => options::Format::Text,
            Self::Check(args) => args.format.on_failure(),
            Self::Doctor(args) => args.format.on_failure(),
            Self::Login(args) => args.format,
            Self::Status(args) => args.format,
            Self::Token(args) => args.format,
            Self::Refresh(args) => args.format,
            Self::Logout(args) => args.format,
            Self::Call(args) => args.format.on_failure(),
            Self::CompleteCall(_) => options::Format::Text,
            Self::Test(args) => args.format.on_failure(),
            Self::Rehearse(args) => args.format,
            Self::Form(args) => args.format,
            Self::Logto(args) => args.format(),
            Self::Backend(args) => args.format,
        }
    }
}

/// Returns what a command line says. A variable that is set to nothing is as good as unset: a pipeline
/// sets it so where it has no value for it.
fn parse(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Cli, clap::Error> {
    let command = Cli::command().mut_args(|own| match own.get_env() {
        Some(name) if system::is_set_to_nothing(name) => own.env(Resettable::Reset),
        _ => own,
    });
    Cli::from_arg_matches(&command.try_get_matches_from(arguments)?)
}

/// Runs a command as if it had been typed, with the global flags of the one that does so.
fn run_line(
    line: &str,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let typed = parse(std::iter::once("gptauth").chain(line.split(' ')));
    let cli = typed.map_err(|error| Failure::usage(error.to_string()))?;
    cli.command.run(global, system, terminal)
}

/// Runs the program with these arguments, in the real world.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match parse(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are what was asked for; a broken pipe there ends quietly.
            let _ = error.print();
            return if error.use_stderr() { ExitStatus::Usage.into() } else { ExitStatus::Success.into() };
        }
    };
    let mut terminal = Terminal::real(&cli.global);
    let mut system = System::real();
    if matches!(cli.command, Command::Demo(_)) {
        // A secret or token of the user's own project is not for the demo's provider.
        system.environment = Rc::new(NoVariables);
    }
    if let Some(file) = &cli.global.ca_file
        && let Err(error) = system.trust(file)
    {
        return Failure::from(error).print(cli.command.format(), &mut terminal).into();
    }
    system = remarks::attach(system, &terminal);
    let announcer = masking::Announcer::of_this_job();
    if let Some(announcer) = &announcer {
        system = announcer.attach_http(system);
    }
    if cli.global.verbose {
        system = trace::attach(system, &terminal);
    }
    if let Some(announcer) = &announcer {
        system = announcer.attach(system);
    }
    let recorder = cli.global.trace.as_deref().map(|path| {
        let (recording, recorder) = trace::record(system.clone(), path);
        system = recording;
        recorder
    });
    let status = match cli.command.run(&cli.global, &system, &mut terminal) {
        Ok(status) => status,
        Err(failure) => failure.print(cli.command.format(), &mut terminal),
    };
    // However the command ended: that it failed is why the trace is wanted.
    let written = recorder.map_or(Ok(()), |recorder| recorder.write(&mut terminal));
    match written {
        Ok(()) => status.into(),
        Err(failure) => {
            let unwritten = failure.print(options::Format::Text, &mut terminal);
            if status == ExitStatus::Success { unwritten.into() } else { status.into() }
        }
    }
}

#[cfg(test)]
mod tests;
