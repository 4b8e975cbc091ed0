//! The smoke test: one form of it a file, and what they all ask.

mod github;
mod json;
mod junit;
mod markdown;
mod plan;
mod tap;
mod text;

pub use github::Github;
pub use json::Json;
pub use junit::Junit;
pub use markdown::Markdown;
pub use plan::{plan_json, plan_text};
pub use tap::Tap;
pub use text::{Text, closing, name_width, not_called, step};

use super::{
    call::{status, time},
    escape,
};
use crate::{
    diagnostic::Diagnostic,
    invoke::{kinds, outcome::CallOutcome},
    scenario::{SkipReason, Verdict},
    task::{
        call::CallError,
        test::{Ending, Leftover, Retry, RetryReason, StepOutcome, Stop, TestOutcome},
    },
};
use http::{StatusCode, header};
use std::{
    error::Error as _,
    io::{self, BufRead, Write},
};

/// A form of the report. Its rows are written while the test runs and set aside; what stands around them
/// is known at the end only. So no more than a row is ever in memory.
pub trait Form {
    /// Writes the row of a step; the steps come in the order of the plan. `stop` is why one was not
    /// reached.
    ///
    /// # Errors
    ///
    /// Where `out` cannot be written.
    fn row(&mut self, step: &StepOutcome, stop: Option<&Stop>, out: &mut dyn Write) -> io::Result<()>;

    /// Writes the whole report around its rows.
    ///
    /// # Errors
    ///
    /// Where `rows` cannot be read, or `out` cannot be written.
    fn report(
        &mut self,
        outcome: &TestOutcome,
        rows: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> io::Result<()>;
}

/// Why a step failed.
struct Reason {
    code: Option<&'static str>,
    name: Option<&'static str>,
    message: String,
    help: Option<String>,
}

impl Reason {
    fn of(finding: &Diagnostic) -> Self {
        Self {
            code: Some(finding.kind.code),
            name: Some(finding.kind.name),
            message: finding.message.clone(),
            help: finding.help.clone(),
        }
    }
}

fn reasons(step: &StepOutcome) -> Vec<Reason> {
    match &step.ending {
        Ending::Starved(_)
        | Ending::NotReached
        | Ending::Answered(_, Verdict::Passed | Verdict::Noted(_)) => Vec::new(),
        Ending::Answered(_, Verdict::Failed(findings)) => findings.iter().map(Reason::of).collect(),
        Ending::Answered(outcome, Verdict::ErrorStatus(code)) => vec![Reason {
            code: None,
            name: None,
            message: format!("the API answered {}{}{}", status(*code), asked_to_wait(outcome), said(outcome)),
            help: match *code {
                StatusCode::UNAUTHORIZED if step.check.is_by_other() => Some(
                    "sign the other account in again, and look at how the API validates tokens".to_owned(),
                ),
                StatusCode::UNAUTHORIZED => Some(
                    "sign in again with `gptauth login`, and look at how the API validates tokens".to_owned(),
                ),
                StatusCode::TOO_MANY_REQUESTS => {
                    Some("call it less often at a time: `--jobs 1`, or again later: `--retries 2`".to_owned())
                }
                _ => None,
            },
        }],
        Ending::Unanswered(error) => {
            let slow = matches!(error, CallError::TooSlow { .. }).then_some(&kinds::ANSWER_TOO_SLOW);
            vec![Reason {
                code: slow.map(|kind| kind.code),
                name: slow.map(|kind| kind.name),
                message: with_causes(error),
                help: None,
            }]
        }
    }
}

/// Returns what there is to say of a step that passed: notes, and that it passed at another try.
fn remarks(step: &StepOutcome) -> Vec<Reason> {
    let retried = retried(step).map(|message| Reason { code: None, name: None, message, help: None });
    retried.into_iter().chain(step.notes().iter().map(Reason::of)).collect()
}

/// Returns why a step took more than one try.
fn retried(step: &StepOutcome) -> Option<String> {
    let waited = |own: &Retry| format!("{}, waited {}", retry_words(own), time(own.waited));
    let why: Vec<_> = step.retries.iter().map(waited).collect();
    match why.as_slice() {
        [] => None,
        [only] => Some(format!("at the second try; the first: {only}")),
        several => Some(format!("at try {}; before: {}", several.len() + 1, several.join("; "))),
    }
}

fn retry_words(retry: &Retry) -> String {
    match &retry.reason {
        RetryReason::Status(status) => format!("{}", status.as_u16()),
        RetryReason::Lost(why) => why.clone(),
    }
}

/// Returns what becomes of a step, as one word.
fn word(step: &StepOutcome) -> &'static str {
    match &step.ending {
        _ if step.passed() => "passed",
        Ending::Answered(..) | Ending::Unanswered(_) => "failed",
        Ending::Starved(_) | Ending::NotReached => "not_run",
    }
}

/// Returns why a step was not taken.
fn not_run(step: &StepOutcome, stop: Option<&Stop>) -> Option<String> {
    match &step.ending {
        Ending::Starved(missing) => Some(missing.to_string()),
        Ending::NotReached => Some(stop.map_or_else(|| "the test was stopped".to_owned(), stop_words)),
        Ending::Answered(..) | Ending::Unanswered(_) => None,
    }
}

/// Returns why the test was stopped.
fn stop_words(stop: &Stop) -> String {
    match stop {
        Stop::Interrupted(_) => "the test was interrupted".to_owned(),
        Stop::Unreached => "nobody answers at the server".to_owned(),
        Stop::Failed(error) => with_causes(error),
    }
}

fn stop_name(stop: &Stop) -> &'static str {
    match stop {
        Stop::Interrupted(_) => "interrupted",
        Stop::Unreached => "unreached",
        Stop::Failed(_) => "failed",
    }
}

/// Returns what was left behind, and why.
pub(super) fn leftover_words(own: &Leftover) -> String {
    let path = own.path.as_ref().map(|path| format!(" at {path}")).unwrap_or_default();
    format!("left behind by `{}`{path}: {}", own.operation, own.why)
}

/// Returns an error and what stands behind it, in one line.
pub(super) fn with_causes(error: &CallError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        next = cause.source();
    }
    text
}

/// Returns how long an API wants to be left alone, in its own words.
fn asked_to_wait(outcome: &CallOutcome) -> String {
    let asked = outcome.headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    match asked {
        Some(seconds) if seconds.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!(", and asks to wait {} s", escape::excerpt(seconds, 20))
        }
        Some(date) => format!(", and asks to wait until {}", escape::excerpt(date, 40)),
        None => String::new(),
    }
}

/// Returns the beginning of what an error answer says.
fn said(outcome: &CallOutcome) -> String {
    let challenge = outcome.challenge.as_ref();
    let challenged = challenge.and_then(|own| own.description.clone().or_else(|| own.error.clone()));
    let text = challenged.unwrap_or_else(|| String::from_utf8_lossy(&outcome.body).trim().to_owned());
    if text.is_empty() { String::new() } else { format!(": {}", escape::excerpt(&text, 120)) }
}

fn skip_name(reason: &SkipReason) -> &'static str {
    match reason {
        SkipReason::Changes => "changes",
        SkipReason::NothingUndoesIt => "nothing-undoes-it",
        SkipReason::NeedsArguments(_) => "needs-arguments",
        SkipReason::Uncallable(_) => "uncallable",
    }
}

/// Returns why an operation is not called.
pub fn skip_words(reason: &SkipReason) -> String {
    match reason {
        SkipReason::Changes => "it may change something".to_owned(),
        SkipReason::NothingUndoesIt => "no operation would undo what it changes".to_owned(),
        SkipReason::NeedsArguments(names) => format!("it needs {}", names.join(", ")),
        SkipReason::Uncallable(why) => why.clone(),
    }
}

#[cfg(test)]
mod tests;
