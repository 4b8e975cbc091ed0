//! One try of a step.

use super::{Runner, state::State};
use crate::{
    arazzo::{Step, kinds},
    diagnostic::Diagnostic,
    invoke::{outcome::CallOutcome, signature::Signature},
    oauth::answer::retry_after,
    scenario::{self, Before, Check, Verdict},
    system::EndSignal,
    task::{
        call::CallError,
        workflow::{
            Bound, Ending, Seen, Source, Stop, Taken,
            attempt::{self, Attempt, Evaluated, Exchange},
        },
    },
};
use futures_util::{FutureExt as _, Stream};
use http::header::RETRY_AFTER;
use serde_json::{Map, Value};
use std::time::Duration;

/// How one try of a step went.
#[derive(Default)]
pub(super) struct Try {
    pub(super) succeeded: bool,
    /// What the operation was called with.
    pub(super) called: Option<Evaluated>,
    pub(super) answer: Option<Box<CallOutcome>>,
    pub(super) exchange: Option<Exchange>,
    /// What is wrong, whether or not the step succeeded.
    pub(super) faults: Vec<Diagnostic>,
    pub(super) unanswered: Option<CallError>,
    /// How long the API asks to wait.
    pub(super) asked_wait: Option<Duration>,
    /// What the workflow gave that the step ran.
    pub(super) given: Option<Map<String, Value>>,
}

impl<S: Stream<Item = EndSignal>> Runner<'_, '_, S> {
    /// Tries a step, and takes note of what it gave, made and took back.
    pub(super) async fn take(
        &mut self,
        workflow: usize,
        at: usize,
        state: &mut State<'_>,
        depth: usize,
    ) -> Result<Try, Stop> {
        let first = self.steps.len();
        let (taken, stop) = match self.try_once(workflow, at, state, depth).await {
            Ok(taken) => (taken, None),
            // What a workflow has made by then is known by what it would have given.
            Err(stop) => (Try { given: self.cut_short.take(), ..Try::default() }, Some(stop)),
        };
        state.keep(self.around(), self.step_at(workflow, at), &taken);
        if self.note((workflow, at), state, &taken) {
            // The steps of a workflow are taken back with it.
            self.steps[first..].iter_mut().for_each(|own| own.may_stay = false);
        }
        stop.map_or(Ok(taken), Err)
    }

    async fn try_once(
        &mut self,
        workflow: usize,
        at: usize,
        state: &State<'_>,
        depth: usize,
    ) -> Result<Try, Stop> {
        let step = self.step_at(workflow, at);
        let target = match self.scenario.targets[workflow][at] {
            Bound::Workflow(other) => return self.run_workflow(workflow, step, other, state, depth).await,
            Bound::Operation { source, operation } => (source, operation),
        };
        let called = match attempt::evaluate(step, &state.context(self.around(), None, None)) {
            Ok(called) => called,
            Err(why) => return Ok(Try::unsent(why)),
        };
        match self.call(target, step, state, called).await {
            Ok(taken) => taken.map_err(Stop::Failed),
            Err(signal) => {
                self.cut_off((workflow, at));
                Err(Stop::Interrupted(signal))
            }
        }
    }

    /// Calls the operation of a step and judges the answer. The signal where one ended the call: the
    /// first does so with a call that only reads.
    pub(super) async fn call(
        &mut self,
        (source, operation): (usize, usize),
        step: &Step,
        state: &State<'_>,
        called: Evaluated,
    ) -> Result<Result<Try, CallError>, EndSignal> {
        let (source, tokens) = (&self.scenario.sources[source], &self.tokens[source]);
        let signature = &source.action.signatures[operation];
        // Workflows run each other: what waits for an answer is kept small.
        let call = attempt::attempt(self.system, (source, tokens), signature, &called).boxed_local();
        // A call that writes is waited for: what it made would not be known of.
        let attempt = if signature.method.is_safe() {
            self.signals.cut(call).await?
        } else {
            let (seen, is_announced) = (&mut self.seen, &mut self.is_announced);
            let told = |signal| {
                *is_announced = true;
                seen(Seen::CleaningUp(signal));
            };
            self.signals.outlast(call, told).await?
        };
        let mut taken = match attempt {
            Ok(Attempt::Answered(outcome, exchange)) => {
                self.judged(step, state, (source, signature), (outcome, *exchange))
            }
            Ok(Attempt::Unanswered(error)) => Try { unanswered: Some(error), ..Try::default() },
            Ok(Attempt::Unsent(why)) => return Ok(Ok(Try::unsent(why))),
            Err(error) => return Ok(Err(error)),
        };
        taken.called = Some(called);
        Ok(Ok(taken))
    }

    fn judged(
        &self,
        step: &Step,
        state: &State<'_>,
        (source, signature): (&Source, &Signature),
        (outcome, exchange): (Box<CallOutcome>, Exchange),
    ) -> Try {
        let shape = &source.action.target.call;
        let contract = match scenario::judge(Check::Answers, signature, &outcome, Before::default(), shape) {
            Verdict::Failed(faults) => Some(faults),
            Verdict::ErrorStatus(_) => Some(Vec::new()),
            _ => None,
        };
        let unmet = state.unmet(self.around(), step, Some(&exchange), None);
        let (succeeded, faults) = if step.criteria.is_empty() {
            (contract.is_none(), contract.unwrap_or_default())
        } else {
            let faults = outcome.faults().cloned();
            (unmet.is_empty(), self.placed(unmet).into_iter().chain(faults).collect())
        };
        let asked = outcome.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let asked_wait = asked.and_then(|asked| retry_after(asked, self.system.clock.now()));
        let (answer, exchange) = (Some(outcome), Some(exchange));
        Try { succeeded, answer, exchange, faults, asked_wait, ..Try::default() }
    }

    async fn run_workflow(
        &mut self,
        from: usize,
        step: &Step,
        other: usize,
        state: &State<'_>,
        depth: usize,
    ) -> Result<Try, Stop> {
        let mut inputs = Map::new();
        for parameter in &step.parameters {
            let context = state.context(self.around(), None, None);
            match parameter.value.evaluate(&context) {
                Ok(Some(value)) => drop(inputs.insert(parameter.name.clone(), value)),
                Ok(None) => {}
                Err(absent) => return Ok(Try::unsent(absent.to_string())),
            }
        }
        let end = self.enter(from, other, inputs, depth).await?;
        let unmet = state.unmet(self.around(), step, end.last.as_ref(), Some(&end.outputs));
        let succeeded = end.succeeded && unmet.is_empty();
        let faults = self.placed(unmet);
        Ok(Try { succeeded, exchange: end.last, faults, given: Some(end.outputs), ..Try::default() })
    }

    /// Adds to findings about criteria where those stand.
    fn placed(&self, unmet: Vec<(Diagnostic, std::ops::Range<usize>)>) -> Vec<Diagnostic> {
        let description = &self.scenario.description;
        let placed = unmet.into_iter().map(|(finding, span)| {
            let position = description.position(&span);
            let place = format!("{}:{}:{}", description.source().name(), position.line, position.column);
            Diagnostic { help: Some(format!("the criterion is at {place}")), ..finding }
        });
        placed.collect()
    }

    /// Tells of a try: what is done about a failure that was `foreseen`, and the step that it `undoes`.
    pub(super) fn tell_try(
        &mut self,
        (workflow, at): (usize, usize),
        taken: Try,
        foreseen: Option<String>,
        undoes: Option<String>,
    ) {
        // The calls of a workflow have been told one by one.
        let is_told = taken.succeeded && taken.answer.is_none() && taken.faults.is_empty();
        if is_told {
            return;
        }
        let may_stay = self.may_stay((workflow, at), &taken);
        let ending = match (taken.unanswered, taken.succeeded, foreseen) {
            (error, false, Some(then)) => {
                let why = error.map(|error| error.to_string());
                let faults = || taken.faults.first().map(|own| own.message.clone());
                Ending::Foreseen { why: why.or_else(faults).unwrap_or_default(), then }
            }
            (Some(error), ..) => Ending::Unanswered(error),
            (None, true, _) if taken.faults.is_empty() => Ending::Passed,
            (None, ..) => Ending::Failed(taken.faults),
        };
        self.tell(Taken {
            workflow: self.scenario.description.workflows[workflow].id.clone(),
            step: self.step_at(workflow, at).id.clone(),
            calls: self.calls(workflow, at),
            answer: taken.answer,
            ending,
            undoes,
            may_stay,
        });
    }
}

impl Try {
    fn unsent(why: String) -> Self {
        let finding = Diagnostic::new(&kinds::STEP_NOT_CALLED, why);
        Self { faults: vec![finding], ..Self::default() }
    }
}
