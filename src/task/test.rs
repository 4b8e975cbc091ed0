//! The smoke test: every safe operation, and the proof that a token is asked for.

mod write;

pub use write::Leftover;

use super::{
    action::{Action, TokenSource},
    call::{self, CallError, Credentials},
};
use crate::{
    invoke::outcome::CallOutcome,
    oauth::values::AccessToken,
    scenario::{self, Check, Known, Missing, Plan, Skipped, Step, Verdict},
    system::{EndSignal, System},
};
use base64::Engine as _;
use futures_util::FutureExt as _;
use std::{pin::pin, time::Duration};
use url::Url;

/// After how many calls in a row that nobody answered the rest is left.
const MAX_UNREACHED: usize = 3;

/// What the smoke test saw.
#[derive(Debug)]
pub struct TestOutcome {
    /// The server that was called.
    pub server: Url,
    /// The steps, in order; complete even where the test was stopped.
    pub steps: Vec<StepOutcome>,
    /// The operations that were not called.
    pub skipped: Vec<Skipped>,
    /// Whether it was tried that a token is asked for.
    pub enforcement: bool,
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
    #[error("no operation of `{document}` can be tested: no GET operation without unknown arguments")]
    NothingToTest {
        /// The document.
        document: String,
        /// The operations that it has.
        skipped: Vec<Skipped>,
    },
    /// There is no server to call, or no random bytes.
    #[error(transparent)]
    Call(#[from] CallError),
}

impl StepOutcome {
    /// Returns whether the step went as it must.
    pub fn passed(&self) -> bool {
        matches!(self.ending, Ending::Answered(_, Verdict::Passed))
    }

    /// Returns whether the step was taken and did not go as it must.
    pub fn failed(&self) -> bool {
        !self.passed() && matches!(self.ending, Ending::Answered(..) | Ending::Unanswered(_))
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

impl TestOutcome {
    /// Returns how many steps went as they must.
    pub fn passed(&self) -> usize {
        self.steps.iter().filter(|step| step.passed()).count()
    }

    /// Returns how many steps were taken and did not go as they must.
    pub fn failed(&self) -> usize {
        self.steps.iter().filter(|step| step.failed()).count()
    }
}

/// Plans the smoke test of an action; with a seed for what is sent, also what writes.
///
/// # Errors
///
/// [`TestError::NothingToTest`].
pub fn plan(action: &Action, tokens: &TokenSource<'_>, write: Option<u64>) -> Result<Plan, TestError> {
    let signs_in = !matches!(tokens, TokenSource::NotNeeded);
    let mut plan = scenario::plan(&action.signatures, signs_in);
    if let Some(seed) = write {
        let arguments = |operation| write::arguments(action, operation, seed);
        scenario::add_rounds(&mut plan, &action.signatures, signs_in, &arguments);
    }
    if plan.steps.is_empty() {
        return Err(TestError::NothingToTest {
            document: action.document.display().to_string(),
            skipped: plan.skipped,
        });
    }
    Ok(plan)
}

/// Runs the plan; `seen` is told of every step as it ends. When `interrupted` ends, so does the test.
///
/// # Errors
///
/// Where there is no server. Whatever comes later, a missing token or a server that does not answer,
/// is an outcome: what was seen until then is worth a report.
pub async fn run(
    system: &System,
    action: &Action,
    tokens: &mut TokenSource<'_>,
    plan: Plan,
    interrupted: impl Future<Output = EndSignal>,
    seen: &mut dyn FnMut(&StepOutcome),
) -> Result<TestOutcome, TestError> {
    let server = action.server().map_err(CallError::from)?;
    let forged = forged_token(system)?;
    let start = system.clock.elapsed();
    let mut interrupted = pin!(interrupted);
    let mut known = Known::default();
    let mut made = write::Made::default();
    let mut steps: Vec<StepOutcome> = Vec::new();
    let mut stop = None;
    let mut unreached = 0;
    for step in &plan.steps {
        let operation = action.signatures[step.operation].name.clone();
        let not_reached = StepOutcome { operation, check: step.check, ending: Ending::NotReached };
        if stop.is_some() {
            steps.push(not_reached);
            continue;
        }
        let work = async {
            match step.round {
                Some(_) => made.take(system, action, tokens, step, &forged, &known).await,
                None => take(system, action, tokens, step, &forged, &mut known).await,
            }
        };
        let taken = tokio::select! {
            biased;
            signal = &mut interrupted, if step.round.is_none() => Err(Stop::Interrupted(signal)),
            taken = work => taken.map_err(Stop::Failed),
        };
        let outcome = match taken {
            Ok(ending) => StepOutcome { ending, ..not_reached },
            Err(why) => {
                stop = Some(why);
                not_reached
            }
        };
        if stop.is_none() {
            seen(&outcome);
            unreached = match outcome.is_unreached() {
                true => unreached + 1,
                false if outcome.answer().is_some() => 0,
                false => unreached,
            };
            stop = (unreached == MAX_UNREACHED).then_some(Stop::Unreached);
            // A call that writes is waited for: an answer that is missed names what must be removed.
            if step.round.is_some()
                && let Some(signal) = interrupted.as_mut().now_or_never()
            {
                stop = Some(Stop::Interrupted(signal));
            }
        }
        steps.push(outcome);
    }
    let leftovers = made.clean_up(system, action, tokens, &forged).await;
    Ok(TestOutcome {
        server: server.url,
        steps,
        skipped: plan.skipped,
        enforcement: plan.enforcement,
        duration: system.clock.elapsed().saturating_sub(start),
        leftovers,
        stop,
    })
}

async fn take(
    system: &System,
    action: &Action,
    tokens: &mut TokenSource<'_>,
    step: &Step,
    forged: &AccessToken,
    known: &mut Known,
) -> Result<Ending, CallError> {
    let ending = send(system, action, tokens, step, forged, known).await?;
    if let Ending::Answered(outcome, _) = &ending
        && step.check == Check::Answers
        && outcome.status.is_success()
    {
        known.learn(&action.signatures[step.operation], &outcome.body);
    }
    Ok(ending)
}

/// Sends the call of a step and judges what comes back.
async fn send(
    system: &System,
    action: &Action,
    tokens: &mut TokenSource<'_>,
    step: &Step,
    forged: &AccessToken,
    known: &Known,
) -> Result<Ending, CallError> {
    let signature = &action.signatures[step.operation];
    let bound = match known.bind(step, signature) {
        Ok(bound) => bound,
        Err(missing) => return Ok(Ending::Starved(missing)),
    };
    let credentials = match step.check {
        Check::Answers | Check::Creates | Check::Updates | Check::Deletes | Check::IsGone => Credentials::Own,
        Check::RefusesMissingToken => Credentials::Withheld,
        Check::RefusesForgedToken => Credentials::Forged(forged),
    };
    match call::call(system, action, tokens, (signature, &bound), credentials).await {
        Ok(outcome) => {
            let verdict = scenario::judge(step.check, signature, &outcome, &action.target.call);
            Ok(Ending::Answered(Box::new(outcome), verdict))
        }
        Err(error @ (CallError::Http(_) | CallError::TooSlow { .. })) => Ok(Ending::Unanswered(error)),
        Err(error) => Err(error),
    }
}

/// Returns a token of the right characters that nobody issued.
pub(super) fn forged_token(system: &System) -> Result<AccessToken, CallError> {
    let mut bytes = [0; 32];
    system.random.fill(&mut bytes)?;
    Ok(AccessToken::new(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)))
}

#[cfg(test)]
mod tests;
