//! Time that passes only when everybody waits for it.

use super::World;
use crate::system::{BoxFuture, Clock};
use jiff::{SignedDuration, Timestamp};
use std::{
    cell::{Cell, RefCell},
    future,
    task::Poll,
    time::Duration,
};

/// How often a sleeper lets everybody else go first.
const PATIENCE: usize = 64;

pub(super) struct Time {
    start: Cell<Timestamp>,
    elapsed: Cell<Duration>,
    wakes: RefCell<Vec<Duration>>,
}

impl Time {
    pub(super) fn starting(start: Timestamp) -> Self {
        Self { start: Cell::new(start), elapsed: Cell::default(), wakes: RefCell::default() }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.start.get() + self.elapsed.get()
    }

    /// Moves the wall clock, as somebody who sets it does; the time that passes knows nothing of it.
    pub(super) fn jump(&self, by: SignedDuration) {
        self.start.set(self.start.get() + by);
    }

    pub(super) fn advance(&self, duration: Duration) {
        self.elapsed.set(self.elapsed.get() + duration);
    }
}

/// A sleeper's place among those that sleep, given up when it wakes or is dropped.
struct Alarm<'a> {
    time: &'a Time,
    at: Duration,
}

impl<'a> Alarm<'a> {
    fn set(time: &'a Time, duration: Duration) -> Self {
        let at = time.elapsed.get() + duration;
        time.wakes.borrow_mut().push(at);
        Self { time, at }
    }

    fn is_first(&self) -> bool {
        self.time.wakes.borrow().iter().all(|other| *other >= self.at)
    }
}

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        let mut wakes = self.time.wakes.borrow_mut();
        let own = wakes.iter().position(|at| *at == self.at);
        wakes.remove(own.unwrap());
    }
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        self.0.time.now()
    }

    fn elapsed(&self) -> Duration {
        self.0.time.elapsed.get()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let alarm = Alarm::set(&self.0.time, duration);
            let mut polls = 0;
            future::poll_fn(|context| {
                polls += 1;
                if self.0.time.elapsed.get() >= alarm.at {
                    return Poll::Ready(());
                }
                if polls > PATIENCE && alarm.is_first() {
                    self.0.time.elapsed.set(alarm.at);
                    return Poll::Ready(());
                }
                context.waker().wake_by_ref();
                Poll::Pending
            })
            .await;
            drop(alarm);
            let on_sleep = self.0.on_sleep.take();
            if let Some(mut on_sleep) = on_sleep {
                on_sleep(self);
                self.0.on_sleep.borrow_mut().get_or_insert(on_sleep);
            }
        })
    }
}
