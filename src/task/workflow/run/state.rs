//! What a workflow knows while it runs, and what it decides by that.

use super::{Exchange, MAX_WAIT, Next, Try, undo::Undo};
use crate::{
    arazzo::{Context, Criterion, Destination, FailureThen, Ran, Step, SuccessThen, Workflow, kinds},
    diagnostic::Diagnostic,
};
use serde_json::{Map, Value};
use std::{collections::BTreeMap, ops::Range, time::Duration};

/// What is known outside of a workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) sources: &'a [(String, String)],
    pub(super) ran: &'a BTreeMap<String, Ran>,
}

/// A workflow that is being run.
pub(super) struct State<'w> {
    workflow: &'w Workflow,
    pub(super) inputs: Map<String, Value>,
    steps: BTreeMap<String, Map<String, Value>>,
    pub(super) last: Option<Exchange>,
    /// Whether a step failed that nothing foresaw.
    pub(super) has_failed: bool,
    /// What its steps made and is to be taken back.
    pub(super) undos: Vec<Undo>,
}

/// What follows a step.
pub(super) struct Decision {
    pub(super) next: Next,
    /// What is done about a failure, in words, where the description foresees it.
    pub(super) foreseen: Option<String>,
}

impl<'w> State<'w> {
    pub(super) fn new(workflow: &'w Workflow, inputs: Map<String, Value>) -> Self {
        Self { workflow, inputs, steps: BTreeMap::new(), last: None, has_failed: false, undos: Vec::new() }
    }

    pub(super) fn context<'s>(
        &'s self,
        around: Around<'s>,
        exchange: Option<&'s Exchange>,
        outputs: Option<&'s Map<String, Value>>,
    ) -> Context<'s> {
        Context {
            inputs: Some(&self.inputs),
            optional: &self.workflow.optional,
            outputs,
            steps: Some(&self.steps),
            workflows: Some(around.ran),
            sources: around.sources,
            sent: exchange.map(|own| &own.sent),
            answered: exchange.map(|own| &own.answered),
        }
    }

    fn after<'s>(&'s self, around: Around<'s>, taken: &'s Try) -> Context<'s> {
        self.context(around, taken.exchange.as_ref(), taken.given.as_ref())
    }

    /// Takes in what a step gave that was answered; what has no value is not there. One that failed may
    /// have made what is to be removed.
    pub(super) fn keep(&mut self, around: Around<'_>, step: &Step, taken: &Try) {
        if taken.exchange.is_none() && taken.given.is_none() {
            return;
        }
        let context = self.after(around, taken);
        let own = step.outputs.iter();
        let own: Vec<_> = own
            .filter_map(|(name, value)| Some((name.clone(), context.value(value).ok()?.into_owned())))
            .collect();
        let mut outputs = taken.given.clone().unwrap_or_default();
        outputs.extend(own);
        self.steps.insert(step.id.clone(), outputs);
    }

    /// Returns what the workflow gives, as far as it has a value.
    pub(super) fn outputs(&self, around: Around<'_>) -> Map<String, Value> {
        let context = self.context(around, self.last.as_ref(), None);
        let outputs = self.workflow.outputs.iter();
        outputs
            .filter_map(|(name, value)| Some((name.clone(), context.value(value).ok()?.into_owned())))
            .collect()
    }

    /// Returns a finding for each criterion of a step that is not met, with its place.
    pub(super) fn unmet(
        &self,
        around: Around<'_>,
        step: &Step,
        exchange: Option<&Exchange>,
        outputs: Option<&Map<String, Value>>,
    ) -> Vec<(Diagnostic, Range<usize>)> {
        let context = self.context(around, exchange, outputs);
        let unmet = step.criteria.iter().filter(|own| !own.holds(&context)).map(|own| {
            let message = format!("`{}` is not met: {}", own.text, own.seen(&context));
            (Diagnostic::new(&kinds::CRITERION_NOT_MET, message), own.span.clone())
        });
        unmet.collect()
    }

    pub(super) fn after_success(&self, around: Around<'_>, step: &Step, taken: &Try, at: usize) -> Decision {
        let context = self.after(around, taken);
        let action = step.on_success.iter().find(|own| all_hold(&own.criteria, &context));
        let next = match action.map(|own| &own.then) {
            None => Next::Step(at + 1),
            Some(SuccessThen::End) => Next::End { succeeded: true },
            Some(SuccessThen::Goto(destination)) => goto(*destination),
        };
        Decision { next, foreseen: None }
    }

    /// Decides by the first action that fits. One that names criteria, and a retry, foresee the failure;
    /// one that any failure leads to only clears up behind it.
    pub(super) fn after_failure<'s>(
        &self,
        around: Around<'_>,
        step: &'s Step,
        taken: &Try,
        tries: &mut BTreeMap<&'s str, u32>,
    ) -> Decision {
        let context = self.after(around, taken);
        for action in step.on_failure.iter().filter(|own| all_hold(&own.criteria, &context)) {
            let is_named = !action.criteria.is_empty();
            match &action.then {
                FailureThen::End => return Decision { next: Next::End { succeeded: false }, foreseen: None },
                FailureThen::Goto(destination) => {
                    let words = format!("`{}` goes on with {}", action.name, self.named(*destination));
                    return Decision { next: goto(*destination), foreseen: is_named.then_some(words) };
                }
                FailureThen::Retry { after, limit, first } => {
                    let tried = tries.entry(&action.name).or_default();
                    if *tried >= *limit {
                        continue;
                    }
                    *tried += 1;
                    let after = taken.asked_wait.map_or(*after, |asked| asked.min(MAX_WAIT));
                    let wait =
                        if after.is_zero() { String::new() } else { format!(" in {}", seconds(after)) };
                    let words = format!("`{}` tries it again{wait}, {tried} of {limit}", action.name);
                    return Decision { next: Next::Again { after, first: *first }, foreseen: Some(words) };
                }
            }
        }
        Decision { next: Next::End { succeeded: false }, foreseen: None }
    }

    fn named(&self, destination: Destination) -> String {
        match destination {
            Destination::Step(at) => {
                let step = self.workflow.steps.get(at).map(|own| own.id.as_str());
                format!("`{}`", step.unwrap_or_default())
            }
            Destination::Workflow(_) => "another workflow".to_owned(),
        }
    }
}

fn goto(destination: Destination) -> Next {
    match destination {
        Destination::Step(at) => Next::Step(at),
        Destination::Workflow(at) => Next::Workflow(at),
    }
}

fn all_hold(criteria: &[Criterion], context: &Context<'_>) -> bool {
    criteria.iter().all(|own| own.holds(context))
}

fn seconds(duration: Duration) -> String {
    format!("{} s", duration.as_secs_f64())
}
