//! The asynchronous runtime, started only by commands that wait for something.

use super::failure::Failure;
use crate::system::{EndSignal, EndSignals, end_signal};
use futures_util::{Stream, stream};
use std::{io, pin::Pin};

/// Runs `work` to its end, or until Ctrl-C, SIGTERM or a hang-up. What `work` holds is then given back.
///
/// # Errors
///
/// What `work` fails with, or the signal.
pub(super) fn block_on<T, E>(work: impl Future<Output = Result<T, E>>) -> Result<T, Failure>
where
    Failure: From<E>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        tokio::select! {
            biased;
            signal = end_signal() => Err(Failure::ended_by(signal?)),
            done = work => Ok(done?),
        }
    })
}

/// Waits again and again, and misses no signal that comes in between.
pub(super) struct Interruptible {
    runtime: tokio::runtime::Runtime,
    signal: Pin<Box<dyn Future<Output = io::Result<EndSignal>>>>,
}

impl Interruptible {
    /// Starts to listen for signals.
    ///
    /// # Errors
    ///
    /// Where there can be no runtime, or a signal came already.
    pub(super) fn new() -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut this = Self { runtime, signal: Box::pin(end_signal()) };
        // Asked for the first time, it takes the signals over.
        this.wait_for(std::future::ready(()))?;
        Ok(this)
    }

    /// Waits for `work`, or until Ctrl-C, SIGTERM or a hang-up.
    ///
    /// # Errors
    ///
    /// The signal, after which there is nothing more to wait for.
    pub(super) fn wait_for<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Failure> {
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                signal = &mut self.signal => Err(Failure::ended_by(signal?)),
                done = work => Ok(done),
            }
        })
    }
}

/// Runs work that is told of every Ctrl-C, SIGTERM and hang-up, and ends by itself.
///
/// # Errors
///
/// What the work fails with.
pub(super) fn block_on_signals<T, E, W>(
    work: impl FnOnce(Pin<Box<dyn Stream<Item = EndSignal>>>) -> W,
) -> Result<T, Failure>
where
    W: Future<Output = Result<T, E>>,
    Failure: From<E>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        // Where no signal can be waited for, none comes.
        let signals: Pin<Box<dyn Stream<Item = EndSignal>>> = match EndSignals::listen() {
            Ok(signals) => Box::pin(stream::unfold(signals, async |mut signals| {
                let signal = signals.next().await;
                Some((signal, signals))
            })),
            Err(_) => Box::pin(stream::pending()),
        };
        Ok(work(signals).await?)
    })
}
