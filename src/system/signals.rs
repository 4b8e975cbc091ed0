//! The signals that end a command.

use std::io;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// A signal that ends a command which gives back what it holds: the terminal, its port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndSignal {
    /// The terminal is gone: SIGHUP.
    HangUp,
    /// Ctrl-C: SIGINT.
    Interrupt,
    /// Somebody wants the process to end: SIGTERM.
    Terminate,
}

/// Waits for the first of them. A hang-up that the process was started to ignore, as by `nohup`, is
/// none.
///
/// # Errors
///
/// Where signals cannot be waited for.
pub async fn end_signal() -> io::Result<EndSignal> {
    Ok(EndSignals::listen()?.next().await)
}

/// The signals from now on, none of which is missed while nobody waits.
#[cfg(unix)]
pub struct EndSignals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Option<Signal>,
}

#[cfg(unix)]
impl EndSignals {
    /// Begins to listen.
    ///
    /// # Errors
    ///
    /// Where signals cannot be waited for.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: if hang_up_is_ours() { Some(signal(SignalKind::hangup())?) } else { None },
        })
    }

    /// Waits for the next one.
    pub async fn next(&mut self) -> EndSignal {
        let hung_up = async {
            match &mut self.hang_up {
                Some(hang_up) => hang_up.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            Some(()) = self.interrupt.recv() => EndSignal::Interrupt,
            Some(()) = self.terminate.recv() => EndSignal::Terminate,
            Some(()) = hung_up => EndSignal::HangUp,
            else => std::future::pending().await,
        }
    }
}

/// The signals from now on: every Ctrl-C.
#[cfg(not(unix))]
pub struct EndSignals;

#[cfg(not(unix))]
impl EndSignals {
    /// Begins to listen.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for the next one.
    pub async fn next(&mut self) -> EndSignal {
        match tokio::signal::ctrl_c().await {
            Ok(()) => EndSignal::Interrupt,
            Err(_) => std::future::pending().await,
        }
    }
}

/// Returns whether a hang-up may be handled. Only Linux tells which signals were ignored from the
/// start; elsewhere a hang-up ends the process by itself, or is ignored, as the system has it.
///
/// It is asked once: as soon as there is a handler, the signal counts as ignored no more.
#[cfg(unix)]
fn hang_up_is_ours() -> bool {
    static OURS: std::sync::OnceLock<bool> = std::sync::OnceLock::new();
    *OURS.get_or_init(|| {
        std::fs::read_to_string("/proc/self/status").is_ok_and(|status| !ignores_hang_up(&status))
    })
}

/// Reads the mask of ignored signals, of which SIGHUP is the first. A mask that cannot be read counts
/// as ignoring it.
#[cfg(unix)]
fn ignores_hang_up(status: &str) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_none_or(|mask| mask & 1 == 1)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_hang_up_that_was_ignored_from_the_start_stays_ignored() {
        assert!(!ignores_hang_up("Name:\tx\nSigIgn:\t0000000000001000\n"));
        assert!(ignores_hang_up("SigIgn:\t0000000000001001\n"));
        assert!(ignores_hang_up("SigCgt:\t0000000000000000\n"));
        assert!(ignores_hang_up("SigIgn:\tx\n"));
    }
}
