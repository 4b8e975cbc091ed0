//! `gptauth check --watch`: the same check after every save.

use super::{Args, check, fault, show};
use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        options::{CheckFormat, GlobalOptions},
        terminal::Terminal,
        watch::{self, Watched},
    },
    diagnostic::File,
    openapi::ParseError,
    report::check::Selection,
    source::Source,
    system::System,
    task::{
        check::{CheckError, CheckOutcome},
        document,
    },
};
use std::path::Path;

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
    if !matches!(args.format, CheckFormat::Text | CheckFormat::Concise) {
        return Err(Failure::usage("`--watch` has no single document to write")
            .hinted("watch with `--format text` or `--format concise`"));
    }
    watch::until_interrupted(&mut Checking { args, selection, global, system }, system, terminal)
}

struct Checking<'a> {
    args: &'a Args,
    selection: &'a Selection,
    global: &'a GlobalOptions,
    system: &'a System,
}

impl Watched for Checking<'_> {
    type Read = CheckOutcome;
    type Error = CheckError;

    fn read(&self) -> Result<CheckOutcome, CheckError> {
        check(self.args, self.global, self.system)
    }

    fn sources<'a>(&self, outcome: &'a CheckOutcome) -> Vec<&'a Source> {
        let files = outcome.document.files().chain([File::Project]);
        files.filter_map(|file| outcome.text(file)).collect()
    }

    fn fault<'a>(&self, error: &'a CheckError) -> Option<&'a ParseError> {
        fault(error)
    }

    fn act(&mut self, outcome: CheckOutcome, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
        show(&outcome, self.args, self.selection, self.system, terminal)
    }
}
