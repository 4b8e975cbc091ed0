//! Signals that come while workflows run.

use crate::system::EndSignal;
use futures_util::{FutureExt as _, Stream, StreamExt as _};
use std::{future, pin::Pin};

/// The signals of a run: the first ends it, the second ends the cleaning up.
pub(super) struct Signals<S> {
    stream: Pin<Box<S>>,
    first: Option<EndSignal>,
    is_over: bool,
}

impl<S: Stream<Item = EndSignal>> Signals<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream: Box::pin(stream), first: None, is_over: false }
    }

    /// Returns the signal that ends the run, if one has come.
    pub(super) fn first(&mut self) -> Option<EndSignal> {
        if self.first.is_none() {
            self.first = self.stream.next().now_or_never().flatten();
        }
        self.first
    }

    /// Returns whether a second one came: nothing more is waited for.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Does work that the first signal ends.
    pub(super) async fn cut<T>(&mut self, work: impl Future<Output = T>) -> Result<T, EndSignal> {
        if let Some(first) = self.first {
            return Err(first);
        }
        tokio::select! {
            biased;
            signal = next(&mut self.stream) => {
                self.first = Some(signal);
                Err(signal)
            }
            done = work => Ok(done),
        }
    }

    /// Does work that the first signal does not end: it is `told`. The signal where a second one ended
    /// it.
    pub(super) async fn outlast<T>(
        &mut self,
        work: impl Future<Output = T>,
        mut told: impl FnMut(EndSignal),
    ) -> Result<T, EndSignal> {
        let mut work = std::pin::pin!(work);
        loop {
            let signal = tokio::select! {
                biased;
                signal = next(&mut self.stream) => signal,
                done = &mut work => return Ok(done),
            };
            if let Some(first) = self.first {
                self.is_over = true;
                return Err(first);
            }
            self.first = Some(signal);
            told(signal);
        }
    }
}

async fn next(stream: &mut (impl Stream<Item = EndSignal> + Unpin)) -> EndSignal {
    match stream.next().await {
        Some(signal) => signal,
        None => future::pending().await,
    }
}
