//! A run of workflows: one form of it a file, and what they all ask.

mod forms;
mod json;
mod plan;
mod text;

pub use forms::{github, junit, markdown, tap};
pub use json::json;
pub use plan::{plan_json, plan_text, recorded};
pub use text::{closing, heading, step, text};

use super::{call::status, escape};
use crate::{
    diagnostic::Diagnostic,
    invoke::kinds,
    task::{
        call::CallError,
        workflow::{Ending, Stop, Taken, WorkflowOutcome},
    },
};

/// How much of an error answer is told, in characters.
const SAID: usize = 120;

/// Why a step failed.
struct Reason {
    code: Option<&'static str>,
    name: Option<&'static str>,
    message: String,
    help: Option<String>,
}

impl From<&Diagnostic> for Reason {
    fn from(own: &Diagnostic) -> Self {
        Self {
            code: Some(own.kind.code),
            name: Some(own.kind.name),
            message: own.message.clone(),
            help: own.help.clone(),
        }
    }
}

fn reasons(taken: &Taken) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = match &taken.ending {
        Ending::Passed | Ending::Foreseen { .. } => return Vec::new(),
        Ending::Failed(findings) => findings.iter().map(Reason::from).collect(),
        Ending::Unanswered(error) => {
            let slow = matches!(error, CallError::TooSlow { .. }).then_some(&kinds::ANSWER_TOO_SLOW);
            vec![Reason {
                code: slow.map(|kind| kind.code),
                name: slow.map(|kind| kind.name),
                message: with_causes(error),
                help: None,
            }]
        }
    };
    let answer = taken.answer.as_ref().filter(|own| !own.status.is_success());
    reasons.extend(answer.map(|own| {
        let body = String::from_utf8_lossy(&own.body);
        let said = match body.trim() {
            "" => String::new(),
            text => format!(": {}", escape::excerpt(text, SAID)),
        };
        Reason {
            code: None,
            name: None,
            message: format!("the API answered {}{said}", status(own.status)),
            help: None,
        }
    }));
    if reasons.is_empty() {
        let message = format!("`{}` did not come to a good end", taken.calls);
        reasons.push(Reason { code: None, name: None, message, help: None });
    }
    reasons
}

/// Returns what was foreseen about a step, in words.
fn foreseen(taken: &Taken) -> Option<String> {
    match &taken.ending {
        Ending::Foreseen { why, then } if why.is_empty() => Some(then.clone()),
        Ending::Foreseen { why, then } => Some(format!("{why}; {then}")),
        Ending::Passed | Ending::Failed(_) | Ending::Unanswered(_) => None,
    }
}

/// Returns what a step was taken for, where that was to clean up.
fn undoing(taken: &Taken) -> Option<String> {
    Some(format!("to clean up: it undoes `{}`", escape::line(taken.undoes.as_ref()?)))
}

/// Returns what became of a step, as one word.
fn word(taken: &Taken) -> &'static str {
    match taken.ending {
        Ending::Passed => "passed",
        Ending::Foreseen { .. } => "foreseen",
        Ending::Failed(_) | Ending::Unanswered(_) => "failed",
    }
}

/// Returns the name of a step among all that were taken.
fn title(taken: &Taken) -> String {
    format!("{}/{}", taken.workflow, taken.step)
}

/// Returns the workflows that were asked for and not run, because one that they need failed.
fn not_run(outcome: &WorkflowOutcome) -> impl Iterator<Item = &str> {
    let has_steps = |name: &str| outcome.steps.iter().any(|own| own.workflow == name);
    outcome
        .workflows
        .iter()
        .filter(move |(name, succeeded)| !succeeded && !has_steps(name))
        .map(|(name, _)| name.as_str())
}

/// Returns why the run was stopped.
fn stop_words(stop: &Stop) -> String {
    match stop {
        Stop::Interrupted(_) => "the test was interrupted".to_owned(),
        Stop::Failed(error) => with_causes(error),
    }
}

fn stop_name(stop: &Stop) -> &'static str {
    match stop {
        Stop::Interrupted(_) => "interrupted",
        Stop::Failed(_) => "failed",
    }
}

use super::test::{leftover_words, with_causes};

#[cfg(test)]
mod tests;
