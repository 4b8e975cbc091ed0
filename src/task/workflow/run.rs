//! Workflows, step after step.

mod signals;
mod state;
mod tries;
mod undo;

use super::{
    Bound, Ending, Scenario, Seen, Stop, Taken, WorkflowError, WorkflowOutcome, addresses,
    attempt::Exchange,
    inputs::{self, Given},
};
use crate::{
    arazzo::{Destination, Ran, Step, Workflow, kinds},
    diagnostic::{Diagnostic, Kind},
    system::{EndSignal, System},
    task::{action::TokenSource, test::Leftover},
};
use futures_util::{FutureExt as _, Stream, future::LocalBoxFuture};
use serde_json::{Map, Value};
use signals::Signals;
use state::{Around, Decision, State};
use std::{collections::BTreeMap, time::Duration};
use tries::Try;

/// How many steps are taken at most: `goto` can lead in circles.
const MAX_STEPS: usize = 1_000;

/// How deep workflows may run each other.
const MAX_DEPTH: usize = 16;

/// How long `retry-after` is waited for at most.
const MAX_WAIT: Duration = Duration::from_secs(3600);

/// Runs the chosen workflows; `seen` is told of every step as it ends. However a workflow ends, what its
/// steps made is taken back where they say how. The first of the `signals` ends the run, behind a call
/// that writes; the second ends the cleaning up.
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
    seen: &mut dyn FnMut(Seen<'_>),
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
        signals: Signals::new(signals),
        ran: BTreeMap::new(),
        steps: Vec::new(),
        leftovers: Vec::new(),
        taken: 0,
        cut_short: None,
        is_announced: false,
        seen,
    };
    let mut outcome = WorkflowOutcome {
        server,
        steps: Vec::new(),
        workflows: Vec::new(),
        outputs: Vec::new(),
        leftovers: Vec::new(),
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
    outcome.leftovers = runner.leftovers;
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
    signals: Signals<S>,
    ran: BTreeMap<String, Ran>,
    steps: Vec<Taken>,
    leftovers: Vec<Leftover>,
    /// How many steps were taken, those included that ran a workflow.
    taken: usize,
    /// What a workflow had given by the time that something ended the run.
    cut_short: Option<Map<String, Value>>,
    /// Whether it was told that what was made is taken back.
    is_announced: bool,
    seen: &'a mut dyn FnMut(Seen<'_>),
}

impl<'a, S: Stream<Item = EndSignal>> Runner<'a, '_, S> {
    fn workflow(
        &mut self,
        at: usize,
        inputs: Map<String, Value>,
        depth: usize,
    ) -> LocalBoxFuture<'_, Result<End, Stop>> {
        async move {
            let workflow = &self.scenario.description.workflows[at];
            let mut state = State::new(workflow, inputs);
            let ended = self.steps(at, &mut state, depth).await;
            self.clean_up(at, &mut state).await;
            // One that came during the last call ends it as well.
            let ended = match self.signals.first() {
                Some(signal) => ended.and(Err(Stop::Interrupted(signal))),
                None => ended,
            };
            let (succeeded, given) = match ended {
                Ok(ended) => ended,
                Err(stop) => {
                    self.cut_short = Some(state.outputs(self.around()));
                    return Err(stop);
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

    /// Takes the steps of a workflow. Returns whether it came to a good end, and what another one gave
    /// that it went on in.
    async fn steps(
        &mut self,
        at: usize,
        state: &mut State<'_>,
        depth: usize,
    ) -> Result<(bool, Option<Map<String, Value>>), Stop> {
        let count = self.scenario.description.workflows[at].steps.len();
        let mut next = Next::Step(0);
        loop {
            match next {
                Next::Step(step) if step < count => next = self.step(at, step, state, depth).await?,
                Next::Step(_) => return Ok((true, None)),
                Next::End { succeeded } => return Ok((succeeded, None)),
                Next::Workflow(other) => {
                    let end = self.enter(at, other, state.inputs.clone(), depth).await?;
                    state.last = end.last;
                    return Ok((end.succeeded, Some(end.outputs)));
                }
                // A try of its own is made where the step is taken.
                Next::Again { .. } => return Ok((false, None)),
            }
        }
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
            undoes: None,
            may_stay: false,
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
            if let Some(signal) = self.signals.first() {
                return Err(Stop::Interrupted(signal));
            }
            self.taken += 1;
            if self.taken > MAX_STEPS {
                let why = format!("{MAX_STEPS} steps were taken, and the workflow has not come to an end");
                self.tell(failed(own, step, self.calls(workflow, at), &kinds::WORKFLOW_WITHOUT_END, why));
                return Ok(Next::End { succeeded: false });
            }
            let taken = self.take(workflow, at, state, depth).await?;
            let Decision { next, foreseen } = if taken.succeeded {
                state.after_success(self.around(), step, &taken, at)
            } else {
                state.after_failure(self.around(), step, &taken, &mut tries)
            };
            state.has_failed |= !taken.succeeded && foreseen.is_none();
            state.last = taken.exchange.clone().or(state.last.take());
            self.tell_try((workflow, at), taken, foreseen, None);
            let Next::Again { after, first } = next else { return Ok(next) };
            self.wait(after).await?;
            match first {
                None => {}
                Some(Destination::Step(other)) => {
                    let taken = self.take(workflow, other, state, depth).await?;
                    state.has_failed |= !taken.succeeded;
                    self.tell_try((workflow, other), taken, None, None);
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
        self.signals.cut(self.system.clock.sleep(after)).await.map_err(Stop::Interrupted)
    }

    fn step_at(&self, workflow: usize, at: usize) -> &'a Step {
        &self.scenario.description.workflows[workflow].steps[at]
    }

    fn calls(&self, workflow: usize, at: usize) -> String {
        match self.scenario.targets[workflow][at] {
            Bound::Operation { source, operation } => {
                self.scenario.sources[source].action.signatures[operation].name.clone()
            }
            Bound::Workflow(other) => self.scenario.description.workflows[other].id.clone(),
        }
    }

    fn tell(&mut self, taken: Taken) {
        (self.seen)(Seen::Step(&taken));
        self.steps.push(taken);
    }
}

fn failed(workflow: &Workflow, step: &Step, calls: String, kind: &'static Kind, why: String) -> Taken {
    Taken {
        workflow: workflow.id.clone(),
        step: step.id.clone(),
        calls,
        answer: None,
        ending: Ending::Failed(vec![Diagnostic::new(kind, why)]),
        undoes: None,
        may_stay: false,
    }
}
