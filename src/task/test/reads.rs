//! Reads, side by side where none waits for another's answer.

use super::{Ending, Stop, Table, interruption::Interruption, memory::Memory, send::Sender};
use crate::{
    scenario::{self, Before, Plan},
    system::EndSignal,
};
use futures_util::{Stream, StreamExt as _, stream::FuturesUnordered};
use std::collections::BTreeSet;

/// Takes the steps of a plan that belong to no round, the earliest first of those that are ready.
///
/// With one job they are taken in the order of the plan. No more calls than jobs are in the air, and
/// none is begun once the test is stopped.
pub(super) async fn take(
    sender: &Sender<'_>,
    plan: &Plan,
    memory: &mut Memory<'_>,
    interruption: &mut Interruption<impl Stream<Item = EndSignal>>,
    table: &mut Table<'_>,
) {
    let mut queue = Queue::of(plan, sender);
    let mut running = FuturesUnordered::new();
    while table.stop.is_none() {
        while running.len() < sender.jobs()
            && table.stop.is_none()
            && let Some(at) = queue.ready.pop_first()
        {
            let step = &plan.steps[at];
            match memory.needed(step) {
                Ok(needed) => running.push(async move {
                    let before = Before { imprint: needed.imprint.as_deref(), ..Before::default() };
                    (at, sender.send((at, step), &needed.call, before).await)
                }),
                Err(missing) => {
                    queue.ended(at);
                    table.put(at, Ok((Ending::Starved(missing), Vec::new())));
                }
            }
        }
        if running.is_empty() {
            break;
        }
        tokio::select! {
            biased;
            signal = interruption.next() => table.stop = Some(Stop::Interrupted(signal)),
            Some((at, taken)) = running.next() => {
                if let Ok((Ending::Answered(outcome, _), _)) = &taken {
                    memory.learn(&plan.steps[at], outcome);
                }
                queue.ended(at);
                table.put(at, taken.map(|(ending, retries)| (ending.without_content(), retries)));
            }
        }
    }
}

/// Which reads can be taken now, and which later.
struct Queue {
    ready: BTreeSet<usize>,
    /// For each step how many others it still waits for.
    waits: Vec<usize>,
    /// For each step those that wait for it.
    frees: Vec<Vec<usize>>,
}

impl Queue {
    fn of(plan: &Plan, sender: &Sender<'_>) -> Self {
        let order = scenario::order(&plan.steps, sender.signatures());
        let mut queue = Self {
            ready: BTreeSet::new(),
            waits: order.iter().map(Vec::len).collect(),
            frees: vec![Vec::new(); plan.steps.len()],
        };
        let places = order.iter().enumerate().filter(|(at, _)| plan.steps[*at].round.is_none());
        for (at, before) in places {
            before.iter().for_each(|before| queue.frees[*before].push(at));
            if before.is_empty() {
                queue.ready.insert(at);
            }
        }
        queue
    }

    /// Frees what waited for a step, however that ended.
    fn ended(&mut self, at: usize) {
        for next in std::mem::take(&mut self.frees[at]) {
            self.waits[next] -= 1;
            if self.waits[next] == 0 {
                self.ready.insert(next);
            }
        }
    }
}
