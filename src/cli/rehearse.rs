//! `gptauth rehearse`.

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    prompt, runtime,
    terminal::Terminal,
};
use crate::{
    project::Project,
    report,
    system::{System, TokenStore},
    task::{
        action::{self, Selection},
        kept,
        rehearse::{self, Cost, Scenario, SessionNow, Step},
    },
};
use clap::{ValueEnum, builder::PossibleValue};
use std::io;

/// Live through what a ChatGPT user would: no token, an expired one, a revoked one
///
/// Sends what ChatGPT would send, to your own API and provider, with the tokens of `gptauth login`,
/// and says at each step what its user would see: nothing at all, the card that asks to sign in, or
/// an error with nothing to click. Everything that is said about ChatGPT carries how it is known.
/// Without SCENARIO, the scenarios are listed.
///
/// A rehearsal that uses up a refresh token or ends the session asks first; in a script it needs
/// --yes. Where ChatGPT was connected in the same browser as `gptauth login` with the same client,
/// the two may share one grant (Logto has one per browser session and client): what ends here then
/// ends there. Sign in for rehearsals in a private window.
///
/// Ends with 0 where the user gets along, and with 1 where not.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth rehearse
  gptauth rehearse no-token
  gptauth rehearse expired --yes
  gptauth rehearse refresh-revoked --format json --yes")]
pub struct Args {
    /// What to rehearse
    #[arg(value_name = "SCENARIO")]
    scenario: Option<Scenario>,

    /// Use up what the rehearsal uses up without being asked
    #[arg(long, short)]
    yes: bool,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: Format,
}

impl ValueEnum for Scenario {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.says()))
    }
}

/// Runs the command.
///
/// # Errors
///
/// Where the rehearsal came to no end.
pub fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let Some(scenario) = args.scenario else { return list(args.format, terminal) };
    let selection = Selection {
        project: global.project.as_deref(),
        environment: global.env.as_deref(),
        account: global.account.as_deref(),
        ..Selection::default()
    };
    let action = action::open(system, selection)?;
    let Some(project) = &action.project else {
        return Err(Failure::usage("there is no project to rehearse with"));
    };
    let store = kept::open(system, &global.token_store, project)?;
    let cost = rehearse::stake(&*store, project, scenario)?;
    consent(args, scenario, cost, project, &*store, system, terminal)?;

    let text = args.format == Format::Text;
    let (mut number, mut written) = (0, Ok(()));
    let mut seen = |step: &Step| {
        number += 1;
        if text && written.is_ok() {
            written = write_step(number, step, terminal);
        }
    };
    let work = rehearse::rehearse(system, &action, project, &*store, scenario, &mut seen);
    let rehearsal = runtime::block_on(work)?;
    written?;
    match args.format {
        Format::Text => {
            let styles = terminal.data_styles();
            write!(terminal.data(), "{}", report::rehearse::end(&rehearsal, styles))?;
        }
        Format::Json => writeln!(terminal.data(), "{:#}", report::rehearse::document(&rehearsal))?,
    }
    terminal.flush()?;
    match rehearsal.session {
        SessionNow::Untouched => {}
        SessionNow::Renewed => terminal.remark("The session here was renewed, as by `gptauth refresh`."),
        SessionNow::Ended => terminal.hint("the session here has ended; sign in again: `gptauth login`"),
    }
    Ok(if rehearsal.verdict.gets_along() { ExitStatus::Success } else { ExitStatus::Findings })
}

fn list(format: Format, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    let styles = terminal.data_styles();
    match format {
        Format::Text => write!(terminal.data(), "{}", report::rehearse::scenarios(styles))?,
        Format::Json => writeln!(terminal.data(), "{:#}", report::rehearse::scenarios_document())?,
    }
    terminal.flush()?;
    if format == Format::Text {
        terminal.hint("rehearse one: `gptauth rehearse no-token`");
    }
    Ok(ExitStatus::Success)
}

fn write_step(number: usize, step: &Step, terminal: &mut Terminal) -> io::Result<()> {
    let styles = terminal.data_styles();
    write!(terminal.data(), "{}", report::rehearse::step(number, step, styles))?;
    terminal.flush()
}

/// Asks before anything is used up.
fn consent(
    args: &Args,
    scenario: Scenario,
    cost: Cost,
    project: &Project,
    store: &dyn TokenStore,
    system: &System,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let does = match cost {
        Cost::Nothing => return Ok(()),
        Cost::RefreshToken => "uses the stored refresh token; what comes back for it is kept",
        Cost::PerhapsTheGrant => {
            "sends the stored refresh token twice at once; a provider that takes that for theft ends the grant"
        }
        Cost::TheGrant => "revokes the stored refresh token, and with it the grant",
    };
    if args.yes {
        return Ok(());
    }
    let name = scenario.name();
    if !terminal.interactive() {
        return Err(Failure::usage(format!("`rehearse {name}` {does}"))
            .hinted("nothing was sent; if that is wanted, say `--yes`"));
    }
    terminal.warning(format_args!("`rehearse {name}` {does}."));
    if cost != Cost::RefreshToken {
        let client = project.oauth.as_ref().map(|own| report::escape::excerpt(own.client_id.as_str(), 40));
        terminal.remark(format_args!(
            "You {} have to sign in here again. A GPT that was connected in the same browser with client {} may lose its session as well: Logto has one grant per browser session and client. Tokens are kept in {}.",
            if cost == Cost::TheGrant { "will" } else { "may" },
            client.unwrap_or_default(),
            store.place(),
        ));
    }
    match prompt::yes("Rehearse it?", false, system, terminal)? {
        true => Ok(()),
        false => Err(Failure::usage("not rehearsed; nothing was sent")),
    }
}
