//! `gptauth check --fix`: mend what has one right answer.

use super::{Args, show};
use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        terminal::Terminal,
    },
    diagnostic::Severity,
    report::{self, check::Selection, escape},
    system::System,
    task::{
        check::CheckOutcome,
        fix::{self, FixOutcome},
    },
};
use std::path::{Path, PathBuf};

/// The flags of mending.
#[derive(Debug, clap::Args)]
pub(super) struct FixArgs {
    /// Mend in place what has one right answer, and check again
    ///
    /// Comments, order and quotes stay. With `-` the mended document is the output. What has no one
    /// right answer, such as a duplicate key, is left.
    #[arg(long, conflicts_with = "watch")]
    pub(super) fix: bool,

    /// Print what would change, as a diff, and write nothing; ends with 1 if there is anything
    #[arg(long, requires = "fix", conflicts_with = "format")]
    diff: bool,

    /// Also rename what no function can be called, and cut long texts at the end of a sentence
    #[arg(long, requires = "fix")]
    unsafe_fixes: bool,
}

/// Mends what was found, and shows what is left.
pub(super) fn run(
    found: CheckOutcome,
    args: &Args,
    selection: &Selection,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let path = path(args, &found);
    let wanted = |diagnostic: &_| selection.shows(diagnostic);
    let outcome = fix::fix(found, args.fix.unsafe_fixes, &wanted);
    if args.fix.diff {
        return diff(&outcome, terminal);
    }
    if path == Path::new("-") {
        return print(&outcome, selection, terminal);
    }
    if outcome.is_changed() {
        fix::write(system, &path, &outcome)?;
    }
    tell(&outcome, "fixed", terminal);
    show(&outcome.check, args, selection, system, terminal)
}

fn diff(outcome: &FixOutcome, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    report::fix::diff(outcome, terminal.data_styles(), terminal.data())?;
    terminal.flush()?;
    tell(outcome, "would fix", terminal);
    if outcome.is_changed() {
        terminal.hint("nothing was written; leave out `--diff` to write it");
        return Ok(ExitStatus::Findings);
    }
    Ok(ExitStatus::Success)
}

/// Prints a document that has no file, mended or not; what is left of its findings is only counted.
fn print(
    outcome: &FixOutcome,
    selection: &Selection,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    terminal.data().write_all(outcome.after().as_bytes())?;
    terminal.flush()?;
    tell(outcome, "fixed", terminal);
    let view = report::check::View::new(&outcome.check, selection.clone());
    terminal.status(view.closing());
    let failed = view.count(Severity::Error) > 0;
    Ok(if failed { ExitStatus::Findings } else { ExitStatus::Success })
}

/// Says what was mended.
fn tell(outcome: &FixOutcome, verb: &str, terminal: &mut Terminal) {
    let fixed = &outcome.check.fixed;
    let name = escape::line(outcome.check.document.source().name()).into_owned();
    let count = match fixed.len() {
        0 => return terminal.status(format_args!("nothing to fix in {name}")),
        1 => "1 fault".to_owned(),
        count => format!("{count} faults"),
    };
    let styles = terminal.talk_styles();
    terminal.status(format_args!("{} {count} in {name}", styles.good(verb)));
    for line in report::fix::lines(fixed, styles) {
        terminal.status(line);
    }
    terminal.status("");
}

/// Returns the path of the document that was checked.
fn path(args: &Args, found: &CheckOutcome) -> PathBuf {
    match (&args.schema, &found.project) {
        (Some(schema), _) => schema.clone(),
        (None, Some(project)) => project.schema_path(),
        // Nothing is checked without either; the name is the path as it was given.
        (None, None) => PathBuf::from(found.document.source().name()),
    }
}
