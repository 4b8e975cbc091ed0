//! The smoke test: what is called, and what must come back.
//!
//! Only GET operations are called, and no argument is made up. One operation that needs a token is
//! called once more without one and once with one that nobody issued: both must be refused with 401.

use crate::{
    diagnostic::{Diagnostic, Kind},
    invoke::{
        bind::{self, Arguments, BindError, BoundCall},
        kinds,
        outcome::CallOutcome,
        signature::{Place, Signature},
        value_text,
    },
    platform::CallShape,
};
use http::{Method, StatusCode, header::WWW_AUTHENTICATE};

/// What the smoke test will do.
#[derive(Debug)]
pub struct Plan {
    /// What is called, in order.
    pub steps: Vec<Step>,
    /// What is not called, and why.
    pub skipped: Vec<Skipped>,
    /// Whether some step proves that a token is asked for.
    pub enforcement: bool,
}

/// One call and what it must show.
#[derive(Debug)]
pub struct Step {
    /// The place of the operation among the signatures.
    pub operation: usize,
    /// The call.
    pub call: BoundCall,
    /// What it must show.
    pub check: Check,
}

/// What a call must show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Called as ChatGPT would, it answers.
    Answers,
    /// Called without a token, it refuses.
    RefusesMissingToken,
    /// Called with a token that nobody issued, it refuses.
    RefusesForgedToken,
}

/// An operation that is not called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub operation: String,
    /// Why.
    pub reason: SkipReason,
}

/// Why an operation is not called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// It may change something: it is not GET, or asks for consent.
    Changes,
    /// It needs arguments that the document gives no value for.
    NeedsArguments(Vec<String>),
    /// It cannot be called at all.
    Uncallable(String),
}

/// How a step went.
#[derive(Debug)]
pub enum Verdict {
    /// As it must be.
    Passed,
    /// Not so.
    Failed(Vec<Diagnostic>),
    /// The API answered an error.
    ErrorStatus(StatusCode),
}

impl Check {
    /// Returns the stable name, as it stands in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::RefusesMissingToken => "refuses-missing-token",
            Self::RefusesForgedToken => "refuses-forged-token",
        }
    }

    /// Returns the words for it, as they stand in a table.
    pub fn words(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::RefusesMissingToken => "refuses a missing token",
            Self::RefusesForgedToken => "refuses a forged token",
        }
    }
}

/// Plans the smoke test. `signs_in` says whether the action has OAuth at all.
pub fn plan(signatures: &[Signature], signs_in: bool) -> Plan {
    let mut steps = Vec::new();
    let mut skipped = Vec::new();
    for (operation, signature) in signatures.iter().enumerate() {
        match call_of(signature) {
            Ok(call) => steps.push(Step { operation, call, check: Check::Answers }),
            Err(reason) => skipped.push(Skipped { operation: signature.name.clone(), reason }),
        }
    }
    let probed = steps.iter().find(|step| signs_in && !signatures[step.operation].public);
    let probes: Vec<_> = probed
        .into_iter()
        .flat_map(|step| {
            [Check::RefusesMissingToken, Check::RefusesForgedToken].map(|check| Step {
                operation: step.operation,
                call: step.call.clone(),
                check,
            })
        })
        .collect();
    let enforcement = !probes.is_empty();
    steps.extend(probes);
    Plan { steps, skipped, enforcement }
}

fn call_of(signature: &Signature) -> Result<BoundCall, SkipReason> {
    if signature.method != Method::GET || signature.consequential {
        return Err(SkipReason::Changes);
    }
    bind::bind(signature, &defaults(signature)).map_err(|error| match error {
        BindError::Missing { missing, .. } => {
            SkipReason::NeedsArguments(missing.into_iter().map(|own| own.name).collect())
        }
        other => SkipReason::Uncallable(other.to_string()),
    })
}

/// Returns the values that the document itself gives to required query parameters. An example in a
/// path is no such value: the thing that it names rarely exists.
fn defaults(signature: &Signature) -> Arguments {
    let named = signature
        .arguments()
        .filter(|own| own.required && own.place == Place::Query)
        .filter_map(|own| Some((own.name.to_owned(), value_text(own.shape.default.as_ref()?))));
    Arguments { named: named.collect(), ..Arguments::default() }
}

/// Judges a step by what came back.
pub fn judge(check: Check, outcome: &CallOutcome, shape: &CallShape) -> Verdict {
    match check {
        Check::Answers if outcome.is_good() => Verdict::Passed,
        Check::Answers if outcome.faults().next().is_none() => Verdict::ErrorStatus(outcome.status),
        Check::Answers => Verdict::Failed(outcome.faults().cloned().collect()),
        Check::RefusesMissingToken | Check::RefusesForgedToken => refusal(check, outcome, shape),
    }
}

fn refusal(check: Check, outcome: &CallOutcome, shape: &CallShape) -> Verdict {
    let status = outcome.status;
    let expected = shape.sign_in_status.value;
    let what = if check == Check::RefusesMissingToken { "without a token" } else { "with a forged token" };
    let failed = |kind: &'static Kind, message, help: String| {
        Verdict::Failed(vec![Diagnostic { help: Some(help), ..Diagnostic::new(kind, message) }])
    };
    if status.as_u16() == expected {
        Verdict::Passed
    } else if status.is_success() {
        failed(
            &kinds::UNAUTHENTICATED_CALL_ANSWERED,
            format!("`{}` answers {} {what}", outcome.operation, status.as_u16()),
            format!("validate the token of every request and answer {expected}"),
        )
    } else {
        failed(
            &kinds::REFUSAL_NOT_401,
            format!("`{}` answers {} {what}, not {expected}", outcome.operation, status.as_u16()),
            format!("answer {expected}: nothing else makes ChatGPT sign the user in again"),
        )
    }
}

/// Returns whether a refusal names its scheme, as RFC 6750 §3 demands; ChatGPT does not need it.
pub fn has_challenge(outcome: &CallOutcome) -> bool {
    outcome.headers.contains_key(WWW_AUTHENTICATE)
}

#[cfg(test)]
mod tests;
