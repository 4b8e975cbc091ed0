//! Workflows, step after step.

mod state;

use super::{
    Bound, Ending, Scenario, Stop, Taken, WorkflowError, WorkflowOutcome, addresses,
    attempt::{self, Attempt, Exchange},
    inputs::{self, Given},
};
use crate::{
    arazzo::{Destination, Ran, Step, Workflow, kinds},
    diagnostic::{Diagnostic, Kind},
    invoke::outcome::CallOutcome,
    oauth::answer::retry_after,
    scenario::{self, Before, Check, Verdict},
    system::{EndSignal, System},
    task::{action::TokenSource, call::CallError},
};
use futures_util::{FutureExt as _, Stream, StreamExt as _, future::LocalBoxFuture};
use http::header::RETRY_AFTER;
use serde_json::{Map, Value};
use state::{Around, Decision, State};
use std::{collections::BTreeMap, pin::Pin, time::Duration};

/// How many steps are taken at most: `goto` can lead in circles.
const MAX_STEPS: usize = 1_000;

/// How deep workflows may run each other.
const MAX_DEPTH: usize = 16;

/// How long `retry-after` is waited for at most.
const MAX_WAIT: Duration = Duration::from_secs(3600);

/// Runs the chosen workflows; `seen` is told of every step as it ends. The first of the `signals` ends
/// the run; a call that writes is waited for before.
///
/// # Errors
///
/// Where the inputs do not fit, or there is no server. Whatever comes later is an outcome.
pub async fn run(
    system: &System,
    scenario: &Scenario,
    tokens: &[TokenSource<'_>],
    (chosen, given): (&[usize], &[(String, Given)]),
    signals: impl Stream<Item = EndSignal>,
    seen: &mut dyn FnMut(&Taken),
) -> Result<WorkflowOutcome, WorkflowError> {
    let workflows = &scenario.description.workflows;
    let wanted: Vec<_> = chosen.iter().map(|at| &workflows[*at]).collect();
    let inputs = inputs::of_all(&wanted, given)?;
    let server = scenario.server()?;
    let start = system.clock.elapsed();
    let mut runner = Runner {
        system,
        scenario,
        tokens,
        sources: addresses(&scenario.description.sources),
        signals: Box::pin(signals),
        ran: BTreeMap::new(),
        steps: Vec::new(),
        taken: 0,
        seen,
    };
    let mut outcome = WorkflowOutcome {
        server,
        steps: Vec::new(),
        workflows: Vec::new(),
        outputs: Vec::new(),
        duration: Duration::ZERO,
        stop: None,
    };
    for (at, inputs) in chosen.iter().zip(inputs) {
        let workflow = &workflows[*at];
        let before = workflow.depends_on.iter().map(|own| &workflows[*own].id);
        let is_ready =
            before.clone().all(|own| outcome.workflows.iter().any(|(id, ended)| id == own && *ended));
        if !is_ready {
            outcome.workflows.push((workflow.id.clone(), false));
            continue;
        }
        match runner.workflow(*at, inputs, 0).await {
            Ok(end) => {
                outcome.workflows.push((workflow.id.clone(), end.succeeded));
                outcome.outputs.push((workflow.id.clone(), Value::Object(end.outputs)));
            }
            Err(stop) => {
                outcome.stop = Some(stop);
                break;
            }
        }
    }
    outcome.steps = runner.steps;
    outcome.duration = system.clock.elapsed().saturating_sub(start);
    Ok(outcome)
}

/// How a workflow ended.
struct End {
    succeeded: bool,
    outputs: Map<String, Value>,
    /// The last call of it, for the criteria of the step that ran it.
    last: Option<Exchange>,
}

/// How one try of a step went.
#[derive(Default)]
struct Try {
    succeeded: bool,
    answer: Option<Box<CallOutcome>>,
    exchange: Option<Exchange>,
    /// What is wrong, whether or not the step succeeded.
    faults: Vec<Diagnostic>,
    unanswered: Option<CallError>,
    /// How long the API asks to wait.
    asked_wait: Option<Duration>,
    /// What the workflow gave that the step ran.
    given: Option<Map<String, Value>>,
}

/// Where a workflow goes on.
enum Next {
    Step(usize),
    Workflow(usize),
    End { succeeded: bool },
    Again { after: Duration, first: Option<Destination> },
}

struct Runner<'a, 't, S> {
    system: &'a System,
    scenario: &'a Scenario,
    tokens: &'a [TokenSource<'t>],
    sources: Vec<(String, String)>,
    signals: Pin<Box<S>>,
    ran: BTreeMap<String, Ran>,
    steps: Vec<Taken>,
    /// How many steps were taken, those included that ran a workflow.
    taken: usize,
    seen: &'a mut dyn FnMut(&Taken),
}

impl<S: Stream<Item = EndSignal>> Runner<'_, '_, S> {
    fn workflow(
        &mut self,
        at: usize,
        inputs: Map<String, Value>,
        depth: usize,
    ) -> LocalBoxFuture<'_, Result<End, Stop>> {
        async move {
            let workflow = &self.scenario.description.workflows[at];
            let mut state = State::new(workflow, inputs);
            let mut next = Next::Step(0);
            let (succeeded, given) = loop {
                match next {
                    Next::Step(step) if step < workflow.steps.len() => {
                        next = self.step(at, step, &mut state, depth).await?;
                    }
                    Next::Step(_) => break (true, None),
                    Next::End { succeeded } => break (succeeded, None),
                    Next::Workflow(other) => {
                        let end = self.enter(at, other, state.inputs.clone(), depth).await?;
                        state.last = end.last;
                        break (end.succeeded, Some(end.outputs));
                    }
                    // A try of its own is made where the step is taken.
                    Next::Again { .. } => break (false, None),
                }
            };
            let mut outputs = state.outputs(self.around());
            for (name, value) in given.into_iter().flatten() {
                outputs.entry(name).or_insert(value);
            }
            self.ran.insert(workflow.id.clone(), Ran { inputs: state.inputs, outputs: outputs.clone() });
            Ok(End { succeeded: succeeded && !state.has_failed, outputs, last: state.last })
        }
        .boxed_local()
    }

    /// Runs a workflow for another one.
    async fn enter(
        &mut self,
        from: usize,
        at: usize,
        inputs: Map<String, Value>,
        depth: usize,
    ) -> Result<End, Stop> {
        let workflows = &self.scenario.description.workflows;
        let failed = |why: String| (&kinds::WORKFLOW_WITHOUT_END, why);
        let refused = if depth + 1 > MAX_DEPTH {
            Some(failed(format!("workflows run each other more than {MAX_DEPTH} deep")))
        } else {
            inputs::judge(&workflows[at], &inputs)
                .err()
                .map(|error| (&kinds::STEP_NOT_CALLED, error.to_string()))
        };
        let Some((kind, why)) = refused else { return self.workflow(at, inputs, depth + 1).await };
        self.tell(Taken {
            workflow: workflows[from].id.clone(),
            step: workflows[at].id.clone(),
            calls: workflows[at].id.clone(),
            answer: None,
            ending: Ending::Failed(vec![Diagnostic::new(kind, why)]),
        });
        Ok(End { succeeded: false, outputs: Map::new(), last: None })
    }

    /// Takes a step, as often as its retries say, and returns what follows.
    async fn step(
        &mut self,
        workflow: usize,
        at: usize,
        state: &mut State<'_>,
        depth: usize,
    ) -> Result<Next, Stop> {
        let own = &self.scenario.description.workflows[workflow];
        let step = &own.steps[at];
        let mut tries: BTreeMap<&str, u32> = BTreeMap::new();
        loop {
            if let Some(Some(signal)) = self.signals.next().now_or_never() {
                return Err(Stop::Interrupted(signal));
            }
            self.taken += 1;
            if self.taken > MAX_STEPS {
                let why = format!("{MAX_STEPS} steps were taken, and the workflow has not come to an end");
                self.tell(failed(own, step, self.calls(workflow, at), &kinds::WORKFLOW_WITHOUT_END, why));
                return Ok(Next::End { succeeded: false });
            }
            let taken = self.try_once(workflow, at, state, depth).await?;
            state.keep(self.around(), step, &taken);
            let Decision { next, foreseen } = if taken.succeeded {
                state.after_success(self.around(), step, &taken, at)
            } else {
                state.after_failure(self.around(), step, &taken, &mut tries)
            };
            state.has_failed |= !taken.succeeded && foreseen.is_none();
            state.last = taken.exchange.clone().or(state.last.take());
            self.tell_try(own, step, self.calls(workflow, at), taken, foreseen);
            let Next::Again { after, first } = next else { return Ok(next) };
            self.wait(after).await?;
            match first {
                None => {}
                Some(Destination::Step(other)) => {
                    let taken = self.try_once(workflow, other, state, depth).await?;
                    let other_step = &own.steps[other];
                    state.keep(self.around(), other_step, &taken);
                    state.has_failed |= !taken.succeeded;
                    self.tell_try(own, other_step, self.calls(workflow, other), taken, None);
                }
                Some(Destination::Workflow(other)) => {
                    self.enter(workflow, other, state.inputs.clone(), depth).await?;
                }
            }
        }
    }

    fn around(&self) -> Around<'_> {
        Around { sources: &self.sources, ran: &self.ran }
    }

    async fn wait(&mut self, after: Duration) -> Result<(), Stop> {
        tokio::select! {
            biased;
            Some(signal) = self.signals.next() => Err(Stop::Interrupted(signal)),
            () = self.system.clock.sleep(after) => Ok(()),
        }
    }

    async fn try_once(
        &mut self,
        workflow: usize,
        at: usize,
        state: &State<'_>,
        depth: usize,
    ) -> Result<Try, Stop> {
        let step = &self.scenario.description.workflows[workflow].steps[at];
        match self.scenario.targets[workflow][at] {
            Bound::Workflow(other) => self.run_workflow(workflow, step, other, state, depth).await,
            Bound::Operation { source, operation } => {
                let source_of = &self.scenario.sources[source];
                let signature = &source_of.action.signatures[operation];
                // Not `self.around()`: signals are listened to at the same time.
                let around = Around { sources: &self.sources, ran: &self.ran };
                let context = state.context(around, None, None);
                let called = (source_of, &self.tokens[source]);
                let call = attempt::attempt(self.system, called, signature, step, &context);
                // A call that writes is waited for: what it made would not be known of.
                let attempt = if signature.method.is_safe() {
                    tokio::select! {
                        biased;
                        Some(signal) = self.signals.next() => return Err(Stop::Interrupted(signal)),
                        attempt = call => attempt,
                    }
                } else {
                    call.await
                };
                match attempt.map_err(Stop::Failed)? {
                    Attempt::Unsent(why) => Ok(Try::unsent(why)),
                    Attempt::Unanswered(error) => Ok(Try { unanswered: Some(error), ..Try::default() }),
                    Attempt::Answered(outcome, exchange) => {
                        let shape = &source_of.action.target.call;
                        let contract = match scenario::judge(
                            Check::Answers,
                            signature,
                            &outcome,
                            Before::default(),
                            shape,
                        ) {
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
                        let now = self.system.clock.now();
                        let asked_wait = asked.and_then(|asked| retry_after(asked, now));
                        let (answer, exchange) = (Some(outcome), Some(*exchange));
                        Ok(Try { succeeded, answer, exchange, faults, asked_wait, ..Try::default() })
                    }
                }
            }
        }
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

    fn calls(&self, workflow: usize, at: usize) -> String {
        match self.scenario.targets[workflow][at] {
            Bound::Operation { source, operation } => {
                self.scenario.sources[source].action.signatures[operation].name.clone()
            }
            Bound::Workflow(other) => self.scenario.description.workflows[other].id.clone(),
        }
    }

    fn tell_try(
        &mut self,
        workflow: &Workflow,
        step: &Step,
        calls: String,
        taken: Try,
        foreseen: Option<String>,
    ) {
        // The calls of a workflow have been told one by one.
        let is_told = taken.succeeded && taken.answer.is_none() && taken.faults.is_empty();
        if is_told {
            return;
        }
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
        let (workflow, step) = (workflow.id.clone(), step.id.clone());
        self.tell(Taken { workflow, step, calls, answer: taken.answer, ending });
    }

    fn tell(&mut self, taken: Taken) {
        (self.seen)(&taken);
        self.steps.push(taken);
    }
}

fn failed(workflow: &Workflow, step: &Step, calls: String, kind: &'static Kind, why: String) -> Taken {
    let ending = Ending::Failed(vec![Diagnostic::new(kind, why)]);
    Taken { workflow: workflow.id.clone(), step: step.id.clone(), calls, answer: None, ending }
}

impl Try {
    fn unsent(why: String) -> Self {
        let finding = Diagnostic::new(&kinds::STEP_NOT_CALLED, why);
        Self { faults: vec![finding], ..Self::default() }
    }
}
