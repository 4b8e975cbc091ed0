//! Signals that come while a test runs.

use super::{Seen, Stop, table::Table};
use crate::system::EndSignal;
use futures_util::{Stream, StreamExt as _};
use std::{future, pin::Pin};
use tokio::sync::watch;

/// The signals of a test: the first ends it, the second ends the cleaning up.
pub(super) struct Interruption<S> {
    signals: Pin<Box<S>>,
    hurry: watch::Sender<bool>,
}

impl<S: Stream<Item = EndSignal>> Interruption<S> {
    pub(super) fn new(signals: S) -> Self {
        Self { signals: Box::pin(signals), hurry: watch::Sender::new(false) }
    }

    /// Returns what tells whoever waits for a better time that there is none.
    pub(super) fn hurry(&self) -> watch::Receiver<bool> {
        self.hurry.subscribe()
    }

    /// Waits for the next signal.
    pub(super) async fn next(&mut self) -> EndSignal {
        match self.signals.next().await {
            Some(signal) => {
                self.hurry.send_replace(true);
                signal
            }
            None => future::pending().await,
        }
    }

    /// Does work that the first signal does not end: it is told, and the test stops behind the work.
    /// Nothing where the second signal ended it.
    pub(super) async fn outlast<T>(
        &mut self,
        work: impl Future<Output = T>,
        table: &mut Table<'_>,
    ) -> Option<T> {
        let mut work = std::pin::pin!(work);
        loop {
            let signal = tokio::select! {
                biased;
                signal = self.next() => signal,
                done = &mut work => return Some(done),
            };
            if matches!(table.stop, Some(Stop::Interrupted(_))) {
                return None;
            }
            table.stop = Some(Stop::Interrupted(signal));
            (table.seen)(Seen::CleaningUp(signal));
        }
    }
}
