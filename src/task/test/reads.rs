//! Reads, side by side where none waits for another's answer.

use super::{Ending, Stop, interruption::Interruption, memory::Memory, send::Sender, table::Table};
use crate::{
    scenario::{self, Before, Plan},
    system::EndSignal,
};
use futures_util::{Stream, StreamExt as _, stream::FuturesUnordered};
use std::collections::{BTreeSet, HashMap};

/// Takes the steps of a plan that belong to no round, and stand before those that do, the earliest first
/// of those that are ready.
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
    let order = scenario::order(&plan.steps, sender.signatures());
    let reads = order.enumerate().take_while(|(at, _)| plan.steps[*at].round.is_none());
    let mut queue = Queue::of(reads);
    let mut running = FuturesUnordered::new();
    while table.stop.is_none() {
        while running.len() < sender.jobs()
            && table.stop.is_none()
            && let Some(at) = queue.next(table)
        {
            let step = &plan.steps[at];
            match memory.needed(step) {
                Ok(needed) => running.push(async move {
                    let before = Before { imprint: needed.imprint.as_deref(), ..Before::default() };
                    (at, sender.send((at, step), &needed.call, before).await)
                }),
                Err(missing) => {
                    table.put(at, Ok((Ending::Starved(missing), Vec::new())));
                    queue.ended(at);
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
                table.put(at, taken.map(|(ending, retries)| (ending.without_content(), retries)));
                queue.ended(at);
            }
        }
    }
}

/// Which of the reads within reach can be taken now, and which later.
struct Queue<I: Iterator> {
    /// The reads that are not within reach yet, each with those that it waits for.
    beyond: std::iter::Peekable<I>,
    ready: BTreeSet<usize>,
    /// For each step that waits, how many others it waits for.
    waits: HashMap<usize, usize>,
    /// For each step that others wait for, which they are.
    frees: HashMap<usize, Vec<usize>>,
}

impl<I: Iterator<Item = (usize, Vec<usize>)>> Queue<I> {
    fn of(reads: I) -> Self {
        let (waits, frees) = (HashMap::new(), HashMap::new());
        Self { beyond: reads.peekable(), ready: BTreeSet::new(), waits, frees }
    }

    /// Returns the next read that waits for nothing, among those that are within reach by now.
    fn next(&mut self, table: &Table<'_>) -> Option<usize> {
        while let Some((at, before)) = self.beyond.next_if(|(at, _)| *at < table.end_of_reach()) {
            let before: Vec<_> = before.into_iter().filter(|before| !table.is_over(*before)).collect();
            if before.is_empty() {
                self.ready.insert(at);
            } else {
                self.waits.insert(at, before.len());
                before.iter().for_each(|before| self.frees.entry(*before).or_default().push(at));
            }
        }
        self.ready.pop_first()
    }

    /// Frees what waited for a step, however that ended.
    fn ended(&mut self, at: usize) {
        for next in self.frees.remove(&at).unwrap_or_default() {
            let Some(left) = self.waits.get_mut(&next) else { continue };
            *left -= 1;
            if *left == 0 {
                self.waits.remove(&next);
                self.ready.insert(next);
            }
        }
    }
}
