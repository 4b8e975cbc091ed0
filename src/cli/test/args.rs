//! What `gptauth test` is told.

use super::{
    reports::{self, ReportFile},
    workflow,
};
use crate::{
    cli::options::{Format, account_name_or_none},
    task::test::Pace,
};
use clap::ValueEnum;
use std::{num::NonZeroUsize, path::PathBuf};

/// Call every safe operation, and prove that a token is asked for
///
/// Calls every GET and HEAD operation as ChatGPT would, twice, and each that needs a token also without
/// one and with a forged one: both must be refused with 401, the one status that makes ChatGPT sign the
/// user in. Answers are held to the document: status, content type, schema, and to the limits of ChatGPT.
///
/// Nothing is changed, and no argument is made up: the `id` of getItemById is taken from what listItems
/// answered. `--plan` shows what would be called. With `--write`, what POST creates and DELETE removes
/// is created, read, updated, read, deleted, and must then be gone; it is removed however the test ends:
/// Ctrl-C ends the test and cleans up, and once more ends that as well.
///
/// Exit statuses: 0 all passed, 1 a step failed, 2 there is nothing to test, 3 no sign-in, 5 nobody
/// answers at the server.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth test --plan
  gptauth test --watch
  gptauth test --record agenda.arazzo.yaml --write
  gptauth test --workflow agenda.arazzo.yaml --write
  gptauth test --other-account bob
  gptauth test --report junit=test.xml --report markdown=\"$GITHUB_STEP_SUMMARY\"")]
pub struct Args {
    /// OpenAPI document in place of the project's
    #[arg(long, value_name = "FILE")]
    pub(super) schema: Option<PathBuf>,

    /// Server in place of the project's or the document's; the token is sent there
    #[arg(long, value_name = "URL")]
    pub(super) server: Option<String>,

    /// Show what would be called, in which order, and send nothing; text and JSON only
    #[arg(long, conflicts_with = "report")]
    pub(super) plan: bool,

    /// Also create, update and delete, with sample data that says "gptauth test" where it can
    ///
    /// Only what an operation of the document removes again is created. What could not be removed is
    /// listed, and makes the test fail.
    #[arg(long)]
    pub(super) write: bool,

    /// Test again whenever the document or the project file is saved, until Ctrl-C
    #[arg(long)]
    pub(super) watch: bool,

    /// Also call as a second user, whom `gptauth login --account NAME` has signed in
    ///
    /// Without NAME the second user is the one of the account without a name, and the first the one of
    /// `--account`.
    ///
    /// What the first user's lists name must be refused to the second, with 404 or 403, and must not be
    /// in the second one's lists; with `--write` the second user must not be able to read, update or
    /// delete what the first one has created. GPTAUTH_OTHER_ACCESS_TOKEN or GPTAUTH_OTHER_REFRESH_TOKEN
    /// stand in for the sign-in, also without this option. Operations that show everybody the same are
    /// named in gptauth.toml: `[test]`, `shared = ["listProducts"]`.
    #[arg(
        long,
        value_name = "NAME",
        num_args = 0..=1,
        default_missing_value = "",
        value_parser = account_name_or_none
    )]
    pub(super) other_account: Option<String>,

    /// How many reads run side by side, 1 to 64
    ///
    /// What needs a value of another answer waits for that; what writes runs one call after the other.
    /// Reports and rows are in the order of the plan.
    #[arg(long, value_name = "NUMBER", default_value = "4", value_parser = jobs)]
    pub(super) jobs: NonZeroUsize,

    /// How often a call that failed for now is repeated: no connection, a broken one, 429, 502, 503, 504
    ///
    /// GET, HEAD, PUT and DELETE only, for they do the same twice as once; POST and PATCH never. Waits as
    /// long as `Retry-After` says, 30 seconds at most, or 1, 2, 4 and then 8 seconds. What passes at
    /// another try is marked in every report: it may fail tomorrow.
    #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=10))]
    pub(super) retries: u32,

    /// What sample data, forged token and conversation are made from: the same seed, the same requests
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(super) seed: u64,

    #[command(flatten)]
    pub(super) workflow: workflow::WorkflowArgs,

    /// Write a report into a file as well, `junit=FILE` for one; may be repeated
    ///
    /// The file is written however the test ends, Ctrl-C included, and is whole or not there.
    #[arg(long, value_name = "FORMAT=FILE", value_parser = reports::parse)]
    pub(super) report: Vec<ReportFile>,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: TestFormat,
}

impl Args {
    pub(super) fn pace(&self) -> Pace {
        Pace { jobs: self.jobs, retries: self.retries, seed: self.seed }
    }
}

/// The most reads that run side by side.
const MAX_JOBS: usize = 64;

fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    let number = text.parse().ok().filter(|number: &NonZeroUsize| number.get() <= MAX_JOBS);
    number.ok_or_else(|| format!("expected a number from 1 to {MAX_JOBS}"))
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TestFormat {
    /// For people: a row a step, as it ends.
    #[default]
    Text,
    /// One JSON document with a `schema` number.
    Json,
    /// A JUnit report with a case per step.
    Junit,
    /// The Test Anything Protocol, version 13.
    Tap,
    /// Annotations of a GitHub Actions workflow.
    Github,
    /// A table for a job summary or a comment.
    Markdown,
}

impl TestFormat {
    /// Returns the form of an error that left nothing to report.
    pub fn on_failure(self) -> Format {
        if self == Self::Json { Format::Json } else { Format::Text }
    }
}
