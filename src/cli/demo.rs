//! `gptauth demo`.

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{
    demo::{
        address,
        fault::{self, Fault, FaultError, Faults},
    },
    nearest::nearest,
    report::{self, demo::story::Story},
    system::System,
    task::demo::{
        servers::Servers,
        tour::{self, Scene},
    },
};
use clap::Subcommand;
use std::{io, path::PathBuf};
use url::Url;

/// Run the whole job on this machine and tell the story
///
/// Starts the embedded provider and agenda API on loopback, writes a project, checks it, signs a
/// demo user in, calls every operation and runs the smoke test. Needs nothing and leaves nothing.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  gptauth demo
  gptauth demo --keep my-agenda
  gptauth demo serve
  gptauth demo serve --fault token.status=500:1"
)]
pub struct Args {
    #[command(subcommand)]
    command: Option<DemoCommand>,

    /// Keep the project in this folder, which must not hold one yet
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum DemoCommand {
    /// Keep the two servers up, for a browser and a second terminal
    Serve(ServeArgs),
    /// List the faults that `demo serve --fault` can switch on
    Faults(FaultsArgs),
}

#[derive(Debug, clap::Args)]
struct FaultsArgs {
    /// Only those whose name begins so: an area such as `token`, or a whole name
    #[arg(value_name = "NAME")]
    name: Option<String>,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    format: Format,
}

#[derive(Debug, clap::Args)]
struct ServeArgs {
    /// Port of the provider; the API takes the next one. 0 takes two free ones
    #[arg(long, value_name = "PORT", default_value_t = address::DEFAULT_PORT)]
    port: u16,

    /// Register one more redirect URI for the demo's client
    #[arg(long, value_name = "URL")]
    redirect_uri: Vec<Url>,

    /// Let a server go wrong in this way, or in its first COUNT answers only; `gptauth demo faults`
    /// lists the ways
    #[arg(long, value_name = "NAME=VALUE[:COUNT]")]
    fault: Vec<String>,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    format: Format,
}

/// Runs the command.
///
/// # Errors
///
/// Where a step of the tour, or one of the servers, failed.
pub fn run(
    args: &Args,
    _global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    match &args.command {
        Some(DemoCommand::Serve(serve)) => serve_until_interrupted(serve, system, terminal),
        Some(DemoCommand::Faults(faults)) => list_faults(faults, terminal),
        None => take_tour(args, system, terminal),
    }
}

impl Args {
    /// Returns the format that errors are told in.
    pub(super) fn format(&self) -> Format {
        match &self.command {
            Some(DemoCommand::Serve(serve)) => serve.format,
            Some(DemoCommand::Faults(faults)) => faults.format,
            None => Format::Text,
        }
    }
}

fn serve_until_interrupted(
    args: &ServeArgs,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let faults = args.fault.iter().map(|text| text.parse()).collect::<Result<Vec<Fault>, _>>()?;
    let servers = Servers::bind(system, args.port, Faults::from(faults))?;
    for uri in &args.redirect_uri {
        servers.register_redirect_uri(uri)?;
    }
    let styles = terminal.data_styles();
    match args.format {
        Format::Text => report::demo::servers::text(servers.about(), styles, terminal.data())?,
        Format::Json => report::demo::servers::json(servers.about(), terminal.data())?,
    }
    terminal.flush()?;
    let styles = terminal.talk_styles();
    let mut tell = |served| terminal.status(report::demo::servers::served(&served, styles));
    match runtime::block_on(servers.serve(&*system.clock, &mut tell)) {
        Ok(()) => Ok(ExitStatus::Success),
        // What was asked for is on stdout already: no second document follows it.
        Err(failure) if failure.is_interruption() => {
            terminal.status("stopped");
            Ok(failure.status())
        }
        Err(failure) => Err(failure),
    }
}

fn list_faults(args: &FaultsArgs, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    let wanted = args.name.as_deref().unwrap_or_default();
    let begins = |name: &str| {
        name.strip_prefix(wanted)
            .is_some_and(|rest| wanted.is_empty() || rest.is_empty() || rest.starts_with('.'))
    };
    let switches: Vec<_> = fault::catalogue().filter(|switch| begins(switch.name)).collect();
    if switches.is_empty() {
        let names = fault::catalogue().map(|switch| switch.name);
        let nearest = nearest(wanted, names);
        return Err(FaultError::UnknownName { name: wanted.to_owned(), nearest }.into());
    }
    let styles = terminal.data_styles();
    match args.format {
        Format::Text => report::demo::faults::text(&switches, styles, terminal.data())?,
        Format::Json => report::demo::faults::json(&switches, terminal.data())?,
    }
    Ok(ExitStatus::Success)
}

fn take_tour(args: &Args, system: &System, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    let mut story = Story::new(terminal.data_styles());
    tell(terminal, story.opening())?;
    // A reader who went away is noticed at the end; the tour itself goes on to clean up.
    let mut told = Ok(());
    let mut on = |scene: Scene<'_>| {
        let lines = story.scene(&scene);
        if told.is_ok() {
            told = tell(terminal, lines);
        }
    };
    let outcome = runtime::block_on(tour::tour(system, args.keep.as_deref(), &mut on))?;
    told?;
    tell(terminal, story.closing(&outcome))?;
    Ok(ExitStatus::Success)
}

fn tell(terminal: &mut Terminal, lines: Vec<String>) -> io::Result<()> {
    for line in lines {
        writeln!(terminal.data(), "{line}")?;
    }
    terminal.flush()
}
