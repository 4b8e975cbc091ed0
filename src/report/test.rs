//! The smoke test: one form of it a file, and what they all ask.

mod github;
mod json;
mod junit;
mod markdown;
mod plan;
mod tap;
mod text;

pub use github::github;
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use plan::{plan_json, plan_text};
pub use tap::tap;
pub use text::{closing, name_width, not_called, step, text};

use super::{call::status, escape};
use crate::{
    invoke::{kinds, outcome::CallOutcome},
    scenario::{SkipReason, Verdict},
    task::{
        call::CallError,
        test::{Ending, Leftover, StepOutcome, Stop, TestOutcome},
    },
};
use http::StatusCode;
use std::error::Error as _;

/// Why a step failed.
struct Reason {
    code: Option<&'static str>,
    name: Option<&'static str>,
    message: String,
    help: Option<String>,
}

fn reasons(step: &StepOutcome) -> Vec<Reason> {
    match &step.ending {
        Ending::Starved(_) | Ending::NotReached | Ending::Answered(_, Verdict::Passed) => Vec::new(),
        Ending::Answered(_, Verdict::Failed(findings)) => findings
            .iter()
            .map(|own| Reason {
                code: Some(own.kind.code),
                name: Some(own.kind.name),
                message: own.message.clone(),
                help: own.help.clone(),
            })
            .collect(),
        Ending::Answered(outcome, Verdict::ErrorStatus(code)) => vec![Reason {
            code: None,
            name: None,
            message: format!("the API answered {}{}", status(*code), said(outcome)),
            help: (*code == StatusCode::UNAUTHORIZED).then(|| {
                "sign in again with `gptauth login`, and look at how the API validates tokens".to_owned()
            }),
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

/// Returns what becomes of a step, as one word.
fn word(step: &StepOutcome) -> &'static str {
    match &step.ending {
        _ if step.passed() => "passed",
        Ending::Answered(..) | Ending::Unanswered(_) => "failed",
        Ending::Starved(_) | Ending::NotReached => "not_run",
    }
}

/// Returns why a step was not taken.
fn not_run(step: &StepOutcome, outcome: &TestOutcome) -> Option<String> {
    match &step.ending {
        Ending::Starved(missing) => Some(missing.to_string()),
        Ending::NotReached => {
            Some(outcome.stop.as_ref().map_or_else(|| "the test was stopped".to_owned(), stop_words))
        }
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
fn leftover_words(own: &Leftover) -> String {
    let path = own.path.as_ref().map(|path| format!(" at {path}")).unwrap_or_default();
    format!("left behind by `{}`{path}: {}", own.operation, own.why)
}

/// Returns an error and what stands behind it, in one line.
fn with_causes(error: &CallError) -> String {
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

fn skip_words(reason: &SkipReason) -> String {
    match reason {
        SkipReason::Changes => "it may change something".to_owned(),
        SkipReason::NothingUndoesIt => "no operation would undo what it changes".to_owned(),
        SkipReason::NeedsArguments(names) => format!("it needs {}", names.join(", ")),
        SkipReason::Uncallable(why) => why.clone(),
    }
}

#[cfg(test)]
mod tests;
