//! `gptauth test`.

mod args;
mod plan;
mod reports;
mod run;
mod watch;
mod workflow;

pub use args::{Args, TestFormat};

use super::{
    failure::{ExitStatus, Failure},
    options::GlobalOptions,
    terminal::Terminal,
};
use crate::{
    report,
    system::System,
    task::{
        action::{self, Action, Selection, TokenSource},
        test::{self, Wish},
    },
};

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
    if let Some(file) = &args.workflow.workflow {
        return workflow::run(args, file, selection, global, system, terminal);
    }
    if args.watch {
        return watch::run(args, selection, global, system, terminal);
    }
    test_action((args, selection), &action::open(system, selection)?, global, system, terminal)
}

/// Tests an action, or shows how it would be.
fn test_action(
    (args, selection): (&Args, Selection<'_>),
    action: &Action,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let mut tokens = action.tokens(system, &global.token_store);
    let other = test::other_user(system, selection, args.other_account.as_deref())?;
    let wish = Wish { write: args.write.then_some(args.seed), other_user: other.is_some() };
    let plan = test::plan(action, &tokens, wish)?;
    if let Some(file) = &args.workflow.record {
        return workflow::record(args, file, (action, &plan), system, terminal);
    }
    if args.plan {
        return plan::show(&plan, action, args, terminal);
    }
    let mut other_tokens = other.as_ref().map(|other| other.tokens(&global.token_store));
    let other = other.as_ref().zip(other_tokens.as_ref());
    let other = other.map(|(other, tokens)| (other.name.as_str(), other.with(tokens)));
    let status = run::run((args, plan), system, action, &mut tokens, other, terminal)?;
    if let Some(doubt) = other_tokens.as_mut().and_then(TokenSource::doubt) {
        terminal.warning(report::session::doubt_of_other(doubt));
    }
    Ok(status)
}
