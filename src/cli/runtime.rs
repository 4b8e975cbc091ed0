//! The asynchronous runtime, started only by commands that wait for something.

use super::failure::Failure;
use crate::system::end_signal;

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
