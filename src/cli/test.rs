//! `gptauth test`.

mod args;
mod plan;
mod reports;
mod run;
mod watch;

pub use args::{Args, TestFormat};

use super::{
    failure::{ExitStatus, Failure},
    options::GlobalOptions,
    terminal::Terminal,
};
use crate::{
    system::System,
    task::{
        action::{self, Action, Selection},
        test,
    },
};

/// What the sample data is made from: the same in every run, so that a failure can be repeated.
const SEED: u64 = 1;

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
    if args.watch {
        return watch::run(args, selection, global, system, terminal);
    }
    test_action(args, &action::open(system, selection)?, global, system, terminal)
}

/// Tests an action, or shows how it would be.
fn test_action(
    args: &Args,
    action: &Action,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let mut tokens = action.tokens(system, &global.token_store);
    let plan = test::plan(action, &tokens, args.write.then_some(SEED))?;
    if args.plan {
        return plan::show(&plan, action, args.format, terminal);
    }
    run::run(args, system, action, &mut tokens, plan, terminal)
}
