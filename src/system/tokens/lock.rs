//! The lock of an entry: which process holds it, and whether one ended in the middle of an exchange.

use std::{
    cell::Cell,
    fs::File,
    io::{Read, Seek, Write},
};

/// What came of trying to take a lock.
pub enum LockAttempt {
    /// It is ours until the value is dropped or the process ends, however it ends.
    Taken(Box<dyn StoreLock>),
    /// Another process has it.
    Held {
        /// Its process identifier, where it is known.
        by: Option<u32>,
    },
}

/// A lock that is held until it is dropped.
///
/// It notes when a refresh token is on its way: a process that ends between the provider's answer and
/// the write leaves that note behind, and whoever comes next knows why the token is spent.
pub trait StoreLock {
    /// Returns whether an exchange was begun under this lock, by anybody, and never settled.
    fn is_unsettled(&self) -> bool;
    /// Notes that a secret is about to be spent.
    fn begin(&self);
    /// Notes that what came for it is kept, or that nothing will come.
    fn settle(&self);
}

/// The longest note that is read, in bytes.
const LONGEST_NOTE: u64 = 64;

/// What follows the process identifier while an exchange is under way.
const EXCHANGING: &str = "exchanging";

/// A lock of the operating system on a file, which ends with the process.
pub(super) struct HeldLock {
    file: File,
    unsettled: Cell<bool>,
}

impl HeldLock {
    /// Takes over a file that is locked already.
    pub(super) fn new(file: File) -> Self {
        let unsettled = Cell::new(note(&file).ends_with(EXCHANGING));
        let lock = Self { file, unsettled };
        lock.write();
        lock
    }

    /// Says who we are. The lock holds without it, so a full disk is no reason to fail.
    fn write(&self) {
        let state = if self.unsettled.get() { EXCHANGING } else { "" };
        self.replace(&format!("{} {state}", std::process::id()));
    }

    fn replace(&self, note: &str) {
        let mut file = &self.file;
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(note.as_bytes()));
    }
}

impl StoreLock for HeldLock {
    fn is_unsettled(&self) -> bool {
        self.unsettled.get()
    }

    fn begin(&self) {
        self.unsettled.set(true);
        self.write();
    }

    fn settle(&self) {
        self.unsettled.set(false);
        self.write();
    }
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        if !self.unsettled.get() {
            self.replace("");
        }
    }
}

/// Returns the process that holds the lock on a file, by its own note.
pub(super) fn holder(file: &File) -> Option<u32> {
    note(file).split(' ').next()?.parse().ok()
}

fn note(mut file: &File) -> String {
    let mut text = String::new();
    // Where a lock forbids others to read, the note says nothing.
    let _ = file.rewind().and_then(|()| file.take(LONGEST_NOTE).read_to_string(&mut text));
    text
}
