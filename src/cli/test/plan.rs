//! What a test would do.

use super::{Args, TestFormat};
use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        terminal::Terminal,
    },
    report,
    scenario::Plan,
    task::action::Action,
};

/// Shows the plan; nothing is sent.
pub(super) fn show(
    plan: &Plan,
    action: &Action,
    args: &Args,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let styles = terminal.data_styles();
    match args.format {
        TestFormat::Text => {
            report::test::plan_text(plan, &action.signatures, args.pace(), styles, terminal.data())?
        }
        TestFormat::Json => {
            report::test::plan_json(plan, &action.signatures, args.pace(), terminal.data())?;
        }
        TestFormat::Junit | TestFormat::Tap | TestFormat::Github | TestFormat::Markdown => {
            return Err(Failure::usage("`--plan` answers in text or JSON"));
        }
    }
    terminal.flush()?;
    Ok(ExitStatus::Success)
}
