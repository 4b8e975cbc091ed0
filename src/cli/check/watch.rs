//! `gptauth check --watch`: the same check after every save.

use super::{Args, check, fault, show};
use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        options::{CheckFormat, Format, GlobalOptions},
        runtime,
        terminal::Terminal,
    },
    diagnostic::File,
    report::{check::Selection, escape},
    source::Source,
    system::System,
    task::{
        check::{CheckError, CheckOutcome},
        document,
        watch::{Stamps, changed},
    },
};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// Checks, and checks again whenever a file has changed, until Ctrl-C.
pub(super) fn run(
    args: &Args,
    selection: &Selection,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    if args.schema.as_deref() == Some(Path::new("-")) {
        return Err(Failure::usage("standard input cannot be watched")
            .hinted("name a file: `gptauth check openapi.yaml --watch`"));
    }
    if args.schema.as_deref().is_some_and(|schema| document::address(schema).is_some()) {
        return Err(
            Failure::usage("an address cannot be watched").hinted("download the document and watch the file")
        );
    }
    if args.schema.as_deref().is_some_and(|schema| document::address(schema).is_some()) {
        return Err(Failure::usage("an address cannot be watched").hinted("name a file of this machine"));
    }
    if !matches!(args.format, CheckFormat::Text | CheckFormat::Concise) {
        return Err(Failure::usage("`--watch` has no single document to write")
            .hinted("watch with `--format text` or `--format concise`"));
    }
    let mut watch = Watch { args, selection, global, system, terminal, paths: Vec::new(), shown: None };
    match runtime::block_on(watch.until_interrupted()) {
        // Ctrl-C is how a watch ends: nothing went wrong.
        Err(failure) if failure.is_interruption() => Ok(failure.status()),
        ended => ended,
    }
}

struct Watch<'a> {
    args: &'a Args,
    selection: &'a Selection,
    global: &'a GlobalOptions,
    system: &'a System,
    terminal: &'a mut Terminal,
    /// The files that were read last.
    paths: Vec<PathBuf>,
    /// What they held when something was last shown.
    shown: Option<u64>,
}

impl Watch<'_> {
    async fn until_interrupted(&mut self) -> Result<ExitStatus, Failure> {
        let mut stamps = Stamps::default();
        loop {
            self.check()?;
            changed(self.system, &self.paths, &mut stamps).await;
        }
    }

    /// Checks, and shows what was seen unless nothing has changed since it was last shown.
    fn check(&mut self) -> Result<(), Failure> {
        let seen = check(self.args, self.global, self.system);
        let content = content(&seen);
        let first = self.shown.is_none();
        if self.shown.replace(content) == Some(content) {
            return Ok(());
        }
        if !first {
            self.separate();
        }
        match seen {
            Ok(outcome) => {
                self.paths = sources(&outcome).map(|source| PathBuf::from(source.name())).collect();
                show(&outcome, self.args, self.selection, self.system, self.terminal)?;
            }
            Err(error) => {
                match fault(&error) {
                    Some(fault) if first => self.paths = vec![PathBuf::from(fault.text().name())],
                    // What cannot even be found is not worth waiting for.
                    None if first => return Err(error.into()),
                    _ => {}
                }
                Failure::from(error).print(Format::Text, self.terminal);
            }
        }
        if first {
            let names: Vec<_> = self.paths.iter().map(|path| path.display().to_string()).collect();
            let names = escape::line(&names.join(" and ")).into_owned();
            self.terminal.status(format_args!("Watching {names}; Ctrl-C ends."));
        }
        Ok(())
    }

    /// Draws a line between two checks.
    fn separate(&mut self) {
        let now = self.system.clock.now().to_zoned(self.system.clock.zone());
        let title = format!("── saved at {} ", now.strftime("%H:%M:%S"));
        self.terminal.status(format_args!("\n{title:─<80}\n"));
    }
}

/// Returns the texts that were read.
fn sources(outcome: &CheckOutcome) -> impl Iterator<Item = &Source> {
    outcome.document.files().chain([File::Project]).filter_map(|file| outcome.text(file))
}

/// Returns a hash of all that was read.
fn content(seen: &Result<CheckOutcome, CheckError>) -> u64 {
    let mut hasher = DefaultHasher::new();
    match seen {
        Ok(outcome) => sources(outcome).for_each(|source| source.text().hash(&mut hasher)),
        Err(error) => (error.to_string(), fault(error).map(|fault| fault.text().text())).hash(&mut hasher),
    }
    hasher.finish()
}
