//! The time.

use super::BoxFuture;
use jiff::{Timestamp, tz::TimeZone};
use std::time::{Duration, Instant};

/// Tells the time.
pub trait Clock {
    /// Returns the wall-clock time.
    fn now(&self) -> Timestamp;
    /// Returns the time since some fixed point, which never jumps.
    fn elapsed(&self) -> Duration;
    /// Returns the time zone that the user reads times in; UTC where none is set.
    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }
    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// The clock of the machine.
pub(super) struct RealClock {
    start: Instant,
}

impl RealClock {
    pub(super) fn new() -> Self {
        Self { start: Instant::now() }
    }
}

/// Returns the clock of the machine, for whoever measures and has no [`System`](super::System).
pub fn real_clock() -> Box<dyn Clock> {
    Box::new(RealClock::new())
}

impl Clock for RealClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::try_system().unwrap_or(TimeZone::UTC)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        // The timer is made on the first poll, when there is a runtime.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}
