//! The smoke test: what is called, and what must come back.
//!
//! Only GET operations are called, and no argument is made up: what the document gives no value for
//! is taken from an earlier answer. Each operation that needs a token is called once more without one
//! and once with one that nobody issued: both must be refused with 401. Asked for, operations that
//! write are called in rounds that leave nothing behind.

mod judge;
mod known;
mod plan;
mod round;

pub use judge::{Verdict, judge};
pub use known::{Feed, Known, Missing};
pub use plan::plan;
pub use round::{Round, add_rounds, rounds};

use crate::invoke::bind::Arguments;

/// What the smoke test will do.
#[derive(Debug)]
pub struct Plan {
    /// What is called, in order.
    pub steps: Vec<Step>,
    /// What is not called, and why.
    pub skipped: Vec<Skipped>,
    /// Whether some step proves that a token is asked for.
    pub enforcement: bool,
}

/// One call and what it must show.
#[derive(Debug, Clone)]
pub struct Step {
    /// The place of the operation among the signatures.
    pub operation: usize,
    /// The arguments that are known before anything is called.
    pub arguments: Arguments,
    /// The arguments that earlier answers give.
    pub feeds: Vec<Feed>,
    /// What it must show.
    pub check: Check,
    /// The round that it is part of.
    pub round: Option<Round>,
}

/// What a call must show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Called as ChatGPT would, it answers.
    Answers,
    /// Called without a token, it refuses.
    RefusesMissingToken,
    /// Called with a token that nobody issued, it refuses.
    RefusesForgedToken,
    /// It makes something new.
    Creates,
    /// It changes what the round made.
    Updates,
    /// It removes what the round made.
    Deletes,
    /// What the round removed is no longer there.
    IsGone,
}

/// An operation that is not called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub operation: String,
    /// Why.
    pub reason: SkipReason,
}

/// Why an operation is not called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// It may change something: it is not GET, or asks for consent.
    Changes,
    /// It changes something, and no operation undoes that.
    NothingUndoesIt,
    /// It needs arguments that neither the document nor another operation gives a value for.
    NeedsArguments(Vec<String>),
    /// It cannot be called at all.
    Uncallable(String),
}

impl Check {
    /// Returns the stable name, as it stands in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::RefusesMissingToken => "refuses-missing-token",
            Self::RefusesForgedToken => "refuses-forged-token",
            Self::Creates => "creates",
            Self::Updates => "updates",
            Self::Deletes => "deletes",
            Self::IsGone => "is-gone",
        }
    }

    /// Returns the words for it, as they stand in a table.
    pub fn words(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::RefusesMissingToken => "refuses a missing token",
            Self::RefusesForgedToken => "refuses a forged token",
            Self::Creates => "creates",
            Self::Updates => "updates",
            Self::Deletes => "deletes",
            Self::IsGone => "finds it gone",
        }
    }

    /// Returns whether the call must be refused.
    pub fn is_refusal(self) -> bool {
        matches!(self, Self::RefusesMissingToken | Self::RefusesForgedToken)
    }
}

#[cfg(test)]
mod tests;
