//! One call of a test, repeated where that is safe and worth it.

use super::{Ending, Pace, User};
use crate::{
    invoke::{bind::BoundCall, contract, outcome::CallOutcome, request::Conversation, signature::Signature},
    oauth::{answer::retry_after, values::AccessToken},
    scenario::{self, Before, Check, Step, Verdict},
    system::HttpError,
    task::{
        action::Action,
        call::{self, CallError, Credentials},
    },
};
use base64::Engine as _;
use http::{Method, StatusCode, header::RETRY_AFTER};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use tokio::sync::watch;

/// The longest that an API is waited for before a call is repeated.
const LONGEST_REST: Duration = Duration::from_secs(30);

/// How long is waited where the API does not say; twice as long after each further try.
const FIRST_REST: Duration = Duration::from_secs(1);

/// A try that was not the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// Why it was not.
    pub reason: RetryReason,
    /// How long was waited after it.
    pub waited: Duration,
}

/// Why a call was repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetryReason {
    /// The API answered that it cannot do it now.
    Status(StatusCode),
    /// No answer came.
    Lost(String),
}

/// Sends the calls of a test.
pub(super) struct Sender<'a> {
    pub(super) action: &'a Action,
    first: User<'a>,
    other: Option<User<'a>>,
    pace: Pace,
    forged: AccessToken,
    hurry: watch::Receiver<bool>,
}

impl<'a> Sender<'a> {
    pub(super) fn new(
        action: &'a Action,
        first: User<'a>,
        other: Option<User<'a>>,
        pace: Pace,
        hurry: watch::Receiver<bool>,
    ) -> Self {
        let forged = token_of(digest(pace.seed, "a token that nobody issued", 0));
        Self { action, first, other, pace, forged, hurry }
    }

    pub(super) fn jobs(&self) -> usize {
        self.pace.jobs.get()
    }

    pub(super) fn signatures(&self) -> &'a [Signature] {
        &self.action.signatures
    }

    /// Sends the call of a step, which has a place in the plan, and judges what comes back. The answer
    /// still has its content.
    pub(super) async fn send(
        &self,
        (at, step): (usize, &Step),
        bound: &BoundCall,
        before: Before<'_>,
    ) -> Result<(Ending, Vec<Retry>), CallError> {
        let mut retries = Vec::new();
        let came = loop {
            let came = self.call((at, retries.len()), step, bound).await;
            let now = self.first.system.clock.now();
            let Some((reason, rest)) = passing(&came, bound, retries.len(), now) else { break came };
            if retries.len() >= self.pace.retries as usize || !self.rests(rest).await {
                break came;
            }
            retries.push(Retry { reason, waited: rest });
        };
        match came {
            Ok(outcome) => {
                let verdict = self.judge(step, &outcome, before, !retries.is_empty());
                Ok((Ending::Answered(Box::new(outcome), verdict), retries))
            }
            Err(error @ (CallError::Http(_) | CallError::TooSlow { .. })) => {
                Ok((Ending::Unanswered(error), retries))
            }
            Err(error) => Err(error),
        }
    }

    async fn call(
        &self,
        (at, tries): (usize, usize),
        step: &Step,
        bound: &BoundCall,
    ) -> Result<CallOutcome, CallError> {
        let signature = &self.action.signatures[step.operation];
        let credentials = match step.check {
            Check::RefusesMissingToken => Credentials::Withheld,
            Check::RefusesForgedToken => Credentials::Forged(&self.forged),
            Check::Answers
            | Check::AnswersAgain
            | Check::OmitsOthersItems
            | Check::RefusesOtherUser
            | Check::Creates
            | Check::ReadsBack
            | Check::Updates
            | Check::Deletes
            | Check::IsGone => Credentials::Own,
        };
        let user = self.other.filter(|_| step.check.is_by_other()).unwrap_or(self.first);
        let [first, second] = ["conversation", "user"].map(|what| {
            let mut seed = [0; 16];
            seed.copy_from_slice(&digest(self.pace.seed, what, at * 64 + tries)[..16]);
            seed
        });
        let conversation = Some(Conversation { seeds: [first, second] });
        let call = (signature, bound);
        call::call_in(user.system, self.action, user.tokens, call, credentials, conversation).await
    }

    fn judge(&self, step: &Step, outcome: &CallOutcome, before: Before<'_>, is_repeated: bool) -> Verdict {
        let signature = &self.action.signatures[step.operation];
        // A first delete that got lost on the way back may have done its work.
        let is_gone = matches!(outcome.status, StatusCode::NOT_FOUND | StatusCode::GONE);
        if step.check == Check::Deletes && is_repeated && is_gone {
            return Verdict::Passed;
        }
        let operation = self.action.described(signature).filter(|_| step.check == Check::ReadsBack);
        let promised = operation
            .map(|own| contract::promised_members(&own, outcome.status, &outcome.headers))
            .unwrap_or_default();
        let before = Before { promised: &promised, ..before };
        scenario::judge(step.check, signature, outcome, before, &self.action.target.call)
    }

    /// Waits, unless the test is to end: then it returns `false`.
    async fn rests(&self, time: Duration) -> bool {
        let mut hurry = self.hurry.clone();
        tokio::select! {
            biased;
            Ok(_) = hurry.wait_for(|hurry| *hurry) => false,
            () = self.first.system.clock.sleep(time) => true,
        }
    }
}

impl Ending {
    /// Returns the ending without the content of an answer.
    pub(super) fn without_content(self) -> Self {
        match self {
            Self::Answered(outcome, verdict) => Self::Answered(Box::new(outcome.without_content()), verdict),
            other => other,
        }
    }
}

/// Returns why a call may be repeated, and after which time; nothing where it must not be.
///
/// What POST and PATCH have done may be done twice (RFC 9110 §9.2.2). A PUT or DELETE that is repeated
/// leaves what one alone would have left.
fn passing(
    came: &Result<CallOutcome, CallError>,
    bound: &BoundCall,
    tries: usize,
    now: Timestamp,
) -> Option<(RetryReason, Duration)> {
    if !matches!(bound.method, Method::GET | Method::HEAD | Method::PUT | Method::DELETE) {
        return None;
    }
    let own = FIRST_REST * 2_u32.saturating_pow(u32::try_from(tries).unwrap_or(u32::MAX)).min(8);
    match came {
        Ok(outcome) => {
            let status = outcome.status;
            let is_passing = matches!(
                status,
                StatusCode::TOO_MANY_REQUESTS
                    | StatusCode::BAD_GATEWAY
                    | StatusCode::SERVICE_UNAVAILABLE
                    | StatusCode::GATEWAY_TIMEOUT
            );
            let asked =
                outcome.headers.get(RETRY_AFTER).and_then(|value| retry_after(value.to_str().ok()?, now));
            let rest = asked.unwrap_or(own);
            (is_passing && rest <= LONGEST_REST).then_some((RetryReason::Status(status), rest))
        }
        Err(CallError::Http(
            error @ (HttpError::Resolve { .. } | HttpError::Connect { .. } | HttpError::Broken { .. }),
        )) => Some((RetryReason::Lost(error.to_string()), own)),
        Err(_) => None,
    }
}

/// Returns a token of the right characters.
pub(super) fn token_of(bytes: [u8; 32]) -> AccessToken {
    AccessToken::new(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

/// Returns bytes that follow from a seed alone.
fn digest(seed: u64, what: &str, at: usize) -> [u8; 32] {
    Sha256::digest(format!("gptauth test {seed} {what} {at}")).into()
}

#[cfg(test)]
mod tests;
