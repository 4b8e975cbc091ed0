//! The asynchronous runtime, started only by commands that need the network.

use super::failure::Failure;

/// Runs `work` to its end, or until Ctrl-C.
///
/// # Errors
///
/// What `work` fails with, or the interruption.
pub(super) fn block_on<T, E>(work: impl Future<Output = Result<T, E>>) -> Result<T, Failure>
where
    Failure: From<E>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        tokio::select! {
            biased;
            interrupted = tokio::signal::ctrl_c() => {
                interrupted?;
                Err(Failure::interrupted())
            }
            done = work => Ok(done?),
        }
    })
}
