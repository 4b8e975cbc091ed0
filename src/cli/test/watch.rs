//! `gptauth test --watch`: the same test after every save.

use super::{Args, TestFormat, test_action};
use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        options::GlobalOptions,
        terminal::Terminal,
        watch::{self, Watched},
    },
    openapi::ParseError,
    source::Source,
    system::System,
    task::{
        action::{self, Action, ActionError, Selection},
        document::DocumentError,
    },
};

/// Tests, and tests again whenever the document or the project file has changed, until Ctrl-C.
pub(super) fn run(
    args: &Args,
    selection: Selection<'_>,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    if args.format != TestFormat::Text {
        return Err(Failure::usage("`--watch` has no single document to write").hinted(
            "watch with `--format text`; `--report FORMAT=FILE` writes the others after each round",
        ));
    }
    watch::until_interrupted(&mut Testing { args, selection, global, system }, system, terminal)
}

struct Testing<'a> {
    args: &'a Args,
    selection: Selection<'a>,
    global: &'a GlobalOptions,
    system: &'a System,
}

impl Watched for Testing<'_> {
    type Read = Action;
    type Error = ActionError;

    fn read(&self) -> Result<Action, ActionError> {
        action::open(self.system, self.selection)
    }

    fn sources<'a>(&self, action: &'a Action) -> Vec<&'a Source> {
        let document = action.openapi.files().filter_map(|file| action.openapi.text(file));
        document.chain(action.project.as_ref().map(|project| &project.source)).collect()
    }

    fn fault<'a>(&self, error: &'a ActionError) -> Option<&'a ParseError> {
        match error {
            ActionError::Document(DocumentError::Parse(fault)) => Some(fault),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
        test_action((self.args, self.selection), &action, self.global, self.system, terminal)
    }
}
