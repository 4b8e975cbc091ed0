//! What the steps of a workflow have made, and how it is taken back.
//!
//! A step says by `x-gptauth-undone-by` which other one takes back what it makes. What that one is
//! called with is kept at once: a workflow that goes in circles makes more than one.

use super::{Runner, state::State, tries::Try};
use crate::{
    arazzo::Expression,
    invoke::bind::bind,
    system::{EndSignal, HttpError},
    task::{
        call::CallError,
        test::Leftover,
        workflow::{
            Bound, Seen,
            attempt::{self, Evaluated},
        },
    },
};
use futures_util::Stream;
use http::{Method, StatusCode};

/// Something that was made and is to be taken back.
pub(super) struct Undo {
    /// The step that made it.
    made_by: usize,
    /// The step that takes it back.
    by: usize,
    /// What that one is called with, where the answer told of it.
    called: Option<Evaluated>,
    presence: Presence,
}

/// What is known of something that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    There,
    /// Its removal was not answered, or by a failure of the server.
    Unsure,
    Removed,
}

/// Something that is still there.
struct Left {
    path: Option<String>,
    why: String,
}

impl<S: Stream<Item = EndSignal>> Runner<'_, '_, S> {
    /// Takes note of what a step has made, and of what it has taken back. Returns whether it made
    /// something that another step takes back.
    pub(super) fn note(
        &mut self,
        (workflow, at): (usize, usize),
        state: &mut State<'_>,
        taken: &Try,
    ) -> bool {
        for undo in state.undos.iter_mut().filter(|undo| undo.by == at) {
            let both = undo.called.as_ref().zip(taken.called.as_ref());
            if both.is_some_and(|(own, called)| own.is(called)) {
                undo.presence = undo.presence.after(taken);
            }
        }
        state.undos.retain(|undo| undo.presence != Presence::Removed);
        let Some(by) = self.step_at(workflow, at).undone_by else { return false };
        if taken.unanswered.as_ref().is_some_and(may_be_done) {
            self.cut_off((workflow, at));
        }
        let is_answered = taken.answer.as_ref().is_some_and(|own| own.status.is_success());
        if !is_answered && taken.given.is_none() {
            return false;
        }
        let called = attempt::evaluate(self.step_at(workflow, by), &state.context(self.around(), None, None));
        // A workflow that failed has perhaps made nothing; what succeeded has.
        let has_made = called.is_ok() || is_answered || taken.succeeded;
        if has_made {
            state.undos.push(Undo { made_by: at, by, called: called.ok(), presence: Presence::There });
        }
        has_made
    }

    /// Takes note of a call whose answer is missed.
    pub(super) fn cut_off(&mut self, (workflow, at): (usize, usize)) {
        if self.step_at(workflow, at).undone_by.is_some() {
            let why = "it may have been created: no answer named it".to_owned();
            self.leftovers.push(Leftover { operation: self.calls(workflow, at), path: None, why });
        }
    }

    /// Takes back what a workflow has left, the last first.
    pub(super) async fn clean_up(&mut self, workflow: usize, state: &mut State<'_>) {
        if let (Some(signal), false) = (self.signals.first(), state.undos.is_empty()) {
            self.announce(signal);
        }
        while let Some(undo) = state.undos.pop() {
            let made_by = undo.made_by;
            if let Err(Left { path, why }) = self.take_back(workflow, undo, state).await {
                self.leftovers.push(Leftover { operation: self.calls(workflow, made_by), path, why });
            }
        }
    }

    async fn take_back(&mut self, workflow: usize, undo: Undo, state: &mut State<'_>) -> Result<(), Left> {
        let step = self.step_at(workflow, undo.by);
        // That one call undoes a step was made sure of when the description was read.
        let Bound::Operation { source, operation } = self.scenario.targets[workflow][undo.by] else {
            return Ok(());
        };
        let context = state.context(self.around(), None, None);
        let called = undo.called.map_or_else(|| attempt::evaluate(step, &context), Ok);
        let called = called.map_err(|why| Left { path: None, why })?;
        let signature = &self.scenario.sources[source].action.signatures[operation];
        let path = bind(signature, &called.arguments).ok().map(|bound| bound.path);
        let left = |why| Left { path, why };
        let ended = "the cleaning up was ended before it was removed";
        if self.signals.is_over() {
            return Err(left(ended.to_owned()));
        }
        let mut taken = match self.call((source, operation), step, state, called).await {
            Ok(Ok(taken)) => taken,
            Ok(Err(error)) => return Err(left(error.to_string())),
            Err(_) => return Err(left(ended.to_owned())),
        };
        let is_removed = undo.presence.after(&taken) == Presence::Removed;
        let why = (!is_removed).then(|| why(&taken, &signature.name));
        if is_removed && taken.answer.as_ref().is_some_and(|own| !own.status.is_success()) {
            // The first try has removed it, and this one finds it gone.
            taken.succeeded = true;
            taken.faults.clear();
        }
        state.has_failed |= !taken.succeeded;
        let made_by = self.step_at(workflow, undo.made_by).id.clone();
        self.tell_try((workflow, undo.by), taken, None, Some(made_by));
        why.map_or(Ok(()), |why| Err(left(why)))
    }

    /// Says once that what was made is taken back.
    pub(super) fn announce(&mut self, signal: EndSignal) {
        if !self.is_announced {
            self.is_announced = true;
            (self.seen)(Seen::CleaningUp(signal));
        }
    }

    /// Returns whether a try changed something that no step says how to take back.
    pub(super) fn may_stay(&self, (workflow, at): (usize, usize), taken: &Try) -> bool {
        let Some(answer) = &taken.answer else { return false };
        let steps = &self.scenario.description.workflows[workflow].steps;
        let step = &steps[at];
        let is_settled = |id: &str| steps.iter().any(|own| own.id == id && own.undone_by.is_some());
        // What is changed of something that is taken back goes with it.
        let is_about_settled = step
            .parameters
            .iter()
            .flat_map(|own| own.value.expressions())
            .any(|own| matches!(own, Expression::Steps { step, .. } if is_settled(step)));
        let is_undo = steps.iter().any(|own| own.undone_by == Some(at));
        let removes = answer.method == Method::DELETE;
        answer.status.is_success()
            && !(answer.method.is_safe() || removes || is_undo || is_about_settled)
            && step.undone_by.is_none()
    }
}

impl Presence {
    /// Returns what is known after a try to take it back.
    fn after(self, taken: &Try) -> Self {
        let Some(answer) = &taken.answer else {
            return if taken.unanswered.is_some() { Self::Unsure } else { self };
        };
        match answer.status {
            status if status.is_success() || taken.succeeded => Self::Removed,
            // What nobody tried to remove is not gone: it may be there for others.
            StatusCode::NOT_FOUND | StatusCode::GONE if self == Self::Unsure => Self::Removed,
            status if status.is_client_error() => self,
            _ => Self::Unsure,
        }
    }
}

/// Returns why something is still there, by what came of taking it back.
fn why(taken: &Try, operation: &str) -> String {
    match (&taken.answer, &taken.unanswered) {
        (Some(answer), _) => format!("`{operation}` answered {}", answer.status.as_u16()),
        (None, Some(error)) => error.to_string(),
        (None, None) => taken.faults.first().map(|own| own.message.clone()).unwrap_or_default(),
    }
}

/// Returns whether a call that was not answered may have been carried out.
fn may_be_done(error: &CallError) -> bool {
    use HttpError::{Connect, Resolve, Tls, Unsendable};
    !matches!(error, CallError::Http(Connect { .. } | Resolve { .. } | Tls { .. } | Unsendable { .. }))
}
