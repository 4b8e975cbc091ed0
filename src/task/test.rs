//! The smoke test: every safe operation, and the proof that a token is asked for.
//!
//! Reads run side by side where none waits for another's answer; what writes runs one call after the
//! other, and is removed however the test ends. A step that ended is handed on at once and kept no more,
//! so that memory does not grow with the number of calls.

mod interruption;
mod memory;
mod reads;
mod send;
mod table;
mod tally;
mod users;
mod write;

pub use send::{Retry, RetryReason};
pub use tally::Tally;
pub use users::{OtherUser, User, other_user};
pub use write::Leftover;

use super::{
    action::{Action, ActionError, TokenSource},
    call::CallError,
};
use crate::{
    diagnostic::Diagnostic,
    invoke::outcome::CallOutcome,
    nearest::nearest,
    oauth::values::AccessToken,
    scenario::{self, Check, Missing, Plan, Skipped, Verdict},
    system::{EndSignal, System},
};
use futures_util::Stream;
use interruption::Interruption;
use memory::Memory;
use send::Sender;
use std::{num::NonZeroUsize, time::Duration};
use table::Table;
use url::Url;

/// How a test is run: one call after the other, none twice, unless more is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many reads run side by side.
    pub jobs: NonZeroUsize,
    /// How often a call that may be repeated is, where it fails for now.
    pub retries: u32,
    /// What sample data, forged token and conversations are made from.
    pub seed: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { jobs: NonZeroUsize::MIN, retries: 0, seed: 1 }
    }
}

/// What the smoke test saw, but for the steps: those were told of one by one.
#[derive(Debug)]
pub struct TestOutcome {
    /// The server that was called.
    pub server: Url,
    /// How the steps ended.
    pub tally: Tally,
    /// The operations that were not called.
    pub skipped: Vec<Skipped>,
    /// Whether it was tried that a token is asked for.
    pub enforcement: bool,
    /// What the sample data was made from.
    pub seed: u64,
    /// The name of the other account, where there was one.
    pub other: Option<String>,
    /// From the first request to the last answer.
    pub duration: Duration,
    /// What was created and could not be removed.
    pub leftovers: Vec<Leftover>,
    /// Why the last steps were not taken.
    pub stop: Option<Stop>,
}

/// How one step went.
#[derive(Debug)]
pub struct StepOutcome {
    /// The operation.
    pub operation: String,
    /// What it had to show.
    pub check: Check,
    /// How it ended.
    pub ending: Ending,
    /// The tries before the one that it ended with.
    pub retries: Vec<Retry>,
}

/// How a step ended.
#[derive(Debug)]
pub enum Ending {
    /// An answer came.
    Answered(Box<CallOutcome>, Verdict),
    /// No answer came.
    Unanswered(CallError),
    /// It was not taken: an earlier answer did not give what it needs.
    Starved(Missing),
    /// It was not taken: the test was stopped before.
    NotReached,
}

/// Why a test ended before its last step.
#[derive(Debug)]
pub enum Stop {
    /// By Ctrl-C or another signal.
    Interrupted(EndSignal),
    /// Nobody answers at the server.
    Unreached,
    /// No call can be made: there is no token, perhaps.
    Failed(CallError),
}

/// Why nothing was tested.
#[derive(Debug, thiserror::Error)]
pub enum TestError {
    /// No operation can be called without making something up.
    #[error("no operation of `{document}` can be tested: none can be called without making something up")]
    NothingToTest {
        /// The document.
        document: String,
        /// The operations that it has.
        skipped: Vec<Skipped>,
    },
    /// There is no server to call.
    #[error(transparent)]
    Call(#[from] CallError),
    /// There is no project.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// The project calls an operation shared that there is not.
    #[error("`[test]` `shared` of the project names `{name}`, which the document does not have")]
    UnknownShared {
        /// The name.
        name: String,
        /// Names that are close to it, the closest first.
        nearest: Vec<String>,
    },
    /// There are no users.
    #[error("the project has no `[oauth]`, so there is no other account")]
    NoOther,
    /// There are not two of them.
    #[error("the other account is the same user")]
    SameUser,
}

/// What is told while a test runs.
#[derive(Debug)]
pub enum Seen<'a> {
    /// A step of the plan, and why the test ends, once it does. Every step is told, in the order of the
    /// plan: as soon as it has ended and so has every one before it, or when the test is over.
    Step(StepOutcome, Option<&'a Stop>),
    /// A signal came, and a call that writes is still waited for, or removed.
    CleaningUp(EndSignal),
}

impl StepOutcome {
    /// Returns whether the step went as it must.
    pub fn passed(&self) -> bool {
        matches!(self.ending, Ending::Answered(_, Verdict::Passed | Verdict::Noted(_)))
    }

    /// Returns what there is to say about a step that passed.
    pub fn notes(&self) -> &[Diagnostic] {
        match &self.ending {
            Ending::Answered(_, Verdict::Noted(notes)) => notes,
            _ => &[],
        }
    }

    /// Returns whether the step was taken and did not go as it must.
    pub fn failed(&self) -> bool {
        !self.passed() && matches!(self.ending, Ending::Answered(..) | Ending::Unanswered(_))
    }

    /// Returns whether the test came to it.
    pub fn was_reached(&self) -> bool {
        !matches!(self.ending, Ending::NotReached)
    }

    /// Returns whether nothing came back at all.
    pub fn is_unreached(&self) -> bool {
        matches!(self.ending, Ending::Unanswered(CallError::Http(_)))
    }

    /// Returns the answer, where one came.
    pub fn answer(&self) -> Option<&CallOutcome> {
        match &self.ending {
            Ending::Answered(outcome, _) => Some(outcome),
            Ending::Unanswered(_) | Ending::Starved(_) | Ending::NotReached => None,
        }
    }
}

/// What a test is run with.
#[derive(Clone, Copy)]
pub struct Setup<'a> {
    /// The action.
    pub action: &'a Action,
    /// The user whose tokens are sent.
    pub first: User<'a>,
    /// A second user, with the name of the account.
    pub other: Option<(&'a str, User<'a>)>,
    /// How it is run.
    pub pace: Pace,
}

/// What is to be tested beside what every test looks at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wish {
    /// What writes, with sample data made from this seed.
    pub write: Option<u64>,
    /// That users do not see each other's items.
    pub other_user: bool,
}

/// Plans the smoke test of an action.
///
/// # Errors
///
/// [`TestError::NothingToTest`].
pub fn plan(action: &Action, tokens: &TokenSource<'_>, wish: Wish) -> Result<Plan, TestError> {
    let signs_in = !matches!(tokens, TokenSource::NotNeeded);
    let mut plan = scenario::plan(&action.signatures, signs_in);
    let shared: Vec<_> = action.shared_operations().collect();
    let known = || action.signatures.iter().map(|own| own.name.as_str());
    if let Some(name) = shared.iter().find(|name| known().all(|own| own != **name)) {
        let nearest = nearest(name, known()).into_iter().map(str::to_owned).collect();
        return Err(TestError::UnknownShared { name: (*name).to_owned(), nearest });
    }
    if wish.other_user {
        scenario::add_other_user(&mut plan, &action.signatures, &shared);
    }
    if let Some(seed) = wish.write {
        let arguments = |operation, check| write::arguments(action, operation, check, seed);
        let other = wish.other_user.then_some(shared.as_slice());
        scenario::add_rounds(&mut plan, &action.signatures, signs_in, other, &arguments);
    }
    if plan.steps.is_empty() {
        return Err(TestError::NothingToTest {
            document: action.document.display().to_string(),
            skipped: plan.skipped,
        });
    }
    Ok(plan)
}

/// Returns a token of the right characters that nobody issued.
pub(super) fn forged_token(system: &System) -> Result<AccessToken, CallError> {
    let mut bytes = [0; 32];
    system.random.fill(&mut bytes)?;
    Ok(send::token_of(bytes))
}

/// Runs the plan; `seen` is told of every step, in the order of the plan. The first of the `signals`
/// ends the test, and what was created is removed; the second ends that as well.
///
/// # Errors
///
/// Where there is no server, or two users cannot be told apart. Whatever comes later, a missing token or
/// a server that does not answer, is an outcome: what was seen until then is worth a report.
pub async fn run(
    setup: Setup<'_>,
    plan: Plan,
    signals: impl Stream<Item = EndSignal>,
    seen: &mut dyn FnMut(Seen<'_>),
) -> Result<TestOutcome, TestError> {
    let Setup { action, first, other, pace } = setup;
    let server = action.server().map_err(CallError::from)?;
    let clock = &first.system.clock;
    let start = clock.elapsed();
    let mut interruption = Interruption::new(signals);
    let sender = Sender::new(action, first, other.map(|(_, user)| user), pace, interruption.hurry());
    let mut table = Table::of(&plan, &action.signatures, seen);
    let mut memory = Memory::of(&plan, &action.signatures);
    if let Some((_, other)) = other {
        let known = tokio::select! {
            biased;
            signal = interruption.next() => Err(users::Apart::Stopped(Stop::Interrupted(signal))),
            known = users::tell_apart(action, first, other) => known,
        };
        match known {
            Ok(()) => {}
            Err(users::Apart::Same) => return Err(TestError::SameUser),
            Err(users::Apart::Stopped(stop)) => table.stop = Some(stop),
        }
    }
    reads::take(&sender, &plan, &mut memory, &mut interruption, &mut table).await;
    let leftovers = write::take(&sender, &plan, &memory, &mut interruption, &mut table).await;
    let (tally, stop) = table.finish();
    Ok(TestOutcome {
        server: server.url,
        tally,
        skipped: plan.skipped,
        enforcement: plan.enforcement,
        seed: pace.seed,
        other: other.map(|(name, _)| name.to_owned()),
        duration: clock.elapsed().saturating_sub(start),
        leftovers,
        stop,
    })
}

#[cfg(test)]
mod tests;
