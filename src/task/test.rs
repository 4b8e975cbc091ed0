//! The smoke test: every safe operation, and the proof that a token is asked for.

use super::{
    action::{Action, TokenSource},
    call::{self, CallError, Credentials},
};
use crate::{
    invoke::outcome::CallOutcome,
    oauth::values::AccessToken,
    scenario::{self, Check, Plan, Skipped, Step, Verdict},
    system::System,
};
use base64::Engine as _;
use std::time::Duration;
use url::Url;

/// What the smoke test saw.
#[derive(Debug)]
pub struct TestOutcome {
    /// The server that was called.
    pub server: Url,
    /// The steps, in order.
    pub steps: Vec<StepOutcome>,
    /// The operations that were not called.
    pub skipped: Vec<Skipped>,
    /// Whether it was tried that a token is asked for.
    pub enforcement: bool,
    /// From the first request to the last answer.
    pub duration: Duration,
}

/// How one step went.
#[derive(Debug)]
pub struct StepOutcome {
    /// The operation.
    pub operation: String,
    /// What it had to show.
    pub check: Check,
    /// What came back.
    pub answer: Result<(CallOutcome, Verdict), CallError>,
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
    /// The first call already failed for a reason of ours.
    #[error(transparent)]
    Call(#[from] CallError),
}

impl StepOutcome {
    /// Returns whether the step went as it must.
    pub fn passed(&self) -> bool {
        matches!(self.answer, Ok((_, Verdict::Passed)))
    }

    /// Returns whether nothing came back at all.
    pub fn is_unreached(&self) -> bool {
        matches!(self.answer, Err(CallError::Http(_)))
    }
}

impl TestOutcome {
    /// Returns how many steps went as they must.
    pub fn passed(&self) -> usize {
        self.steps.iter().filter(|step| step.passed()).count()
    }
}

/// Plans the smoke test of an action.
///
/// # Errors
///
/// [`TestError::NothingToTest`].
pub fn plan(action: &Action, tokens: &TokenSource<'_>) -> Result<Plan, TestError> {
    let plan = scenario::plan(&action.signatures, !matches!(tokens, TokenSource::NotNeeded));
    if plan.steps.is_empty() {
        return Err(TestError::NothingToTest {
            document: action.document.display().to_string(),
            skipped: plan.skipped,
        });
    }
    Ok(plan)
}

/// Runs the plan; `seen` is told of every step as it ends.
///
/// # Errors
///
/// Where there is no token to test with, or no server. A server that does not answer is an outcome.
pub async fn run(
    system: &System,
    action: &Action,
    tokens: &mut TokenSource<'_>,
    plan: Plan,
    seen: &mut dyn FnMut(&StepOutcome),
) -> Result<TestOutcome, TestError> {
    let server = action.server().map_err(CallError::from)?;
    let forged = forged_token(system)?;
    let start = system.clock.elapsed();
    let mut steps: Vec<StepOutcome> = Vec::new();
    for step in &plan.steps {
        let outcome = take(system, action, tokens, step, &forged).await?;
        seen(&outcome);
        steps.push(outcome);
    }
    Ok(TestOutcome {
        server: server.url,
        steps,
        skipped: plan.skipped,
        enforcement: plan.enforcement,
        duration: system.clock.elapsed().saturating_sub(start),
    })
}

async fn take(
    system: &System,
    action: &Action,
    tokens: &mut TokenSource<'_>,
    step: &Step,
    forged: &AccessToken,
) -> Result<StepOutcome, CallError> {
    let signature = &action.signatures[step.operation];
    let credentials = match step.check {
        Check::Answers => Credentials::Own,
        Check::RefusesMissingToken => Credentials::Withheld,
        Check::RefusesForgedToken => Credentials::Forged(forged),
    };
    let answer = match call::call(system, action, tokens, (signature, &step.call), credentials).await {
        Ok(outcome) => {
            let verdict = scenario::judge(step.check, &outcome, &action.target.call);
            Ok((outcome, verdict))
        }
        Err(error @ (CallError::Http(_) | CallError::TooSlow { .. })) => Err(error),
        Err(error) => return Err(error),
    };
    Ok(StepOutcome { operation: signature.name.clone(), check: step.check, answer })
}

/// Returns a token of the right characters that nobody issued.
pub(super) fn forged_token(system: &System) -> Result<AccessToken, CallError> {
    let mut bytes = [0; 32];
    system.random.fill(&mut bytes)?;
    Ok(AccessToken::new(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)))
}

#[cfg(test)]
mod tests;
