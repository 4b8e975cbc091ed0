//! What a run of workflows saw.

use crate::{
    diagnostic::Diagnostic,
    invoke::outcome::CallOutcome,
    system::EndSignal,
    task::{call::CallError, test::Leftover},
};
use std::time::Duration;
use url::Url;

/// What a run of workflows saw.
#[derive(Debug)]
pub struct WorkflowOutcome {
    /// The server of the first source.
    pub server: Url,
    /// Every step that was taken, in order: one that is taken twice is here twice.
    pub steps: Vec<Taken>,
    /// Whether each workflow that was asked for came to its end, by name.
    pub workflows: Vec<(String, bool)>,
    /// What the workflows gave, by name.
    pub outputs: Vec<(String, serde_json::Value)>,
    /// What was made and could not be taken back, where a step says how.
    pub leftovers: Vec<Leftover>,
    /// From the first request to the last answer.
    pub duration: Duration,
    /// Why the last steps were not taken.
    pub stop: Option<Stop>,
}

/// A step that was taken.
#[derive(Debug)]
pub struct Taken {
    /// Its workflow.
    pub workflow: String,
    /// The step.
    pub step: String,
    /// The operation, or the workflow that it ran.
    pub calls: String,
    /// The answer, where one came.
    pub answer: Option<Box<CallOutcome>>,
    /// How it ended.
    pub ending: Ending,
    /// The step that made what it took back, where that was done to clean up.
    pub undoes: Option<String>,
    /// Whether it changed something that no step says how to take back.
    pub may_stay: bool,
}

/// What is told while workflows run.
#[derive(Debug, Clone, Copy)]
pub enum Seen<'a> {
    /// A step has ended.
    Step(&'a Taken),
    /// A signal came, and a call that writes is still waited for, or what was made is taken back.
    CleaningUp(EndSignal),
}

/// How a step ended.
#[derive(Debug)]
pub enum Ending {
    /// As it must.
    Passed,
    /// Not so, as the description foresees: it says what is done then.
    Foreseen {
        /// What was not as it must be.
        why: String,
        /// What is done.
        then: String,
    },
    /// Not so.
    Failed(Vec<Diagnostic>),
    /// No answer came.
    Unanswered(CallError),
}

/// Why a run ended before its last step.
#[derive(Debug)]
pub enum Stop {
    /// By Ctrl-C or another signal.
    Interrupted(EndSignal),
    /// No call can be made: there is no token, perhaps.
    Failed(CallError),
}

impl WorkflowOutcome {
    /// Returns how many steps went as they must.
    pub fn passed(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step.ending, Ending::Passed)).count()
    }

    /// Returns how many steps did not go as they must, and were not foreseen.
    pub fn failed(&self) -> usize {
        self.steps.iter().filter(|step| step.failed()).count()
    }

    /// Returns whether every workflow came to its end, and every step went as it must or as foreseen.
    pub fn is_whole(&self) -> bool {
        self.stop.is_none() && self.failed() == 0 && self.workflows.iter().all(|(_, ended)| *ended)
    }

    /// Returns the steps of workflows that did not come to their end which changed something that no
    /// step says how to take back.
    pub fn unsettled(&self) -> impl Iterator<Item = &Taken> {
        let has_ended = |name: &str| self.workflows.iter().any(|(own, ended)| own == name && *ended);
        let is_whole = self.is_whole();
        self.steps.iter().filter(move |own| own.may_stay && !is_whole && !has_ended(&own.workflow))
    }
}

impl Taken {
    /// Returns whether the step did not go as it must, and that was not foreseen.
    pub fn failed(&self) -> bool {
        matches!(self.ending, Ending::Failed(_) | Ending::Unanswered(_))
    }

    /// Returns whether nothing came back at all.
    pub fn is_unreached(&self) -> bool {
        matches!(self.ending, Ending::Unanswered(CallError::Http(_)))
    }
}
