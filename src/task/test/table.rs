//! The steps of a test as they end, in whatever order, told in that of the plan.

use super::{Ending, Retry, Seen, StepOutcome, Stop, Tally};
use crate::{invoke::signature::Signature, scenario::Plan, task::call::CallError};
use std::collections::BTreeMap;

/// After how many calls in a row that nobody answered the rest is left.
const MAX_UNREACHED: usize = 3;

/// How far a step may be ahead of the first one that has not ended: what ended in between is kept until
/// it can be told.
pub(super) const MAX_AHEAD: usize = 1024;

/// How the test stands. A step that was told is kept no more.
pub(super) struct Table<'a> {
    plan: &'a Plan,
    signatures: &'a [Signature],
    /// How many steps were told.
    told: usize,
    /// Those that ended behind one that has not, by their places.
    ahead: BTreeMap<usize, StepOutcome>,
    tally: Tally,
    /// How many of those that were told, and come last, nobody answered.
    unreached: usize,
    pub(super) stop: Option<Stop>,
    pub(super) seen: &'a mut dyn FnMut(Seen<'_>),
}

impl<'a> Table<'a> {
    pub(super) fn of(plan: &'a Plan, signatures: &'a [Signature], seen: &'a mut dyn FnMut(Seen<'_>)) -> Self {
        Self {
            plan,
            signatures,
            told: 0,
            ahead: BTreeMap::new(),
            tally: Tally::default(),
            unreached: 0,
            stop: None,
            seen,
        }
    }

    /// Returns whether a step has ended.
    pub(super) fn is_over(&self, at: usize) -> bool {
        at < self.told || self.ahead.contains_key(&at)
    }

    /// Returns the place behind the last step that may be taken now.
    pub(super) fn end_of_reach(&self) -> usize {
        self.plan.steps.len().min(self.told + MAX_AHEAD)
    }

    /// Takes in how a step ended.
    pub(super) fn put(&mut self, at: usize, taken: Result<(Ending, Vec<Retry>), CallError>) {
        match taken {
            Ok((ending, retries)) => {
                let step = self.step(at, ending, retries);
                self.ahead.insert(at, step);
            }
            // The first reason is the one to be told.
            Err(error) => {
                self.stop.get_or_insert(Stop::Failed(error));
            }
        }
        while let Some(step) = self.ahead.remove(&self.told) {
            self.unreached = match step.is_unreached() {
                true => self.unreached + 1,
                false if step.answer().is_some() => 0,
                false => self.unreached,
            };
            self.tell(step);
            if self.unreached == MAX_UNREACHED {
                self.stop.get_or_insert(Stop::Unreached);
            }
        }
    }

    /// Tells of the steps that are left: what ended behind a step that did not, and what was not reached.
    pub(super) fn finish(mut self) -> (Tally, Option<Stop>) {
        while self.told < self.plan.steps.len() {
            let ended = self.ahead.remove(&self.told);
            let step = ended.unwrap_or_else(|| self.step(self.told, Ending::NotReached, Vec::new()));
            self.tell(step);
        }
        (self.tally, self.stop)
    }

    fn step(&self, at: usize, ending: Ending, retries: Vec<Retry>) -> StepOutcome {
        let planned = &self.plan.steps[at];
        let operation = self.signatures[planned.operation].name.clone();
        StepOutcome { operation, check: planned.check, ending, retries }
    }

    fn tell(&mut self, step: StepOutcome) {
        self.told += 1;
        self.tally.count(&step);
        (self.seen)(Seen::Step(step, self.stop.as_ref()));
    }
}
