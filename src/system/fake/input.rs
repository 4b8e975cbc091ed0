//! Lines that a test has typed.

use super::World;
use crate::system::{BoxFuture, Input, Typing};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future, io,
    task::Poll,
};

#[derive(Default)]
pub(super) struct Typed {
    lines: RefCell<VecDeque<String>>,
    over: Cell<bool>,
    asked: Cell<bool>,
}

impl World {
    /// Types a line; it waits until somebody reads it.
    pub(crate) fn type_line(&self, line: &str) {
        self.0.typed.lines.borrow_mut().push_back(line.to_owned());
    }

    /// Ends standard input behind what was typed.
    pub(crate) fn end_input(&self) {
        self.0.typed.over.set(true);
    }

    /// Returns whether anybody has asked for a line.
    pub(crate) fn was_asked_for_a_line(&self) -> bool {
        self.0.typed.asked.get()
    }
}

impl Input for World {
    fn line(&self, _typing: Typing, _limit: usize) -> BoxFuture<'_, io::Result<Option<String>>> {
        let typed = &self.0.typed;
        typed.asked.set(true);
        Box::pin(future::poll_fn(move |context| {
            if let Some(line) = typed.lines.borrow_mut().pop_front() {
                return Poll::Ready(Ok(Some(line)));
            }
            if typed.over.get() {
                return Poll::Ready(Ok(None));
            }
            // A test may type at any time.
            context.waker().wake_by_ref();
            Poll::Pending
        }))
    }
}
