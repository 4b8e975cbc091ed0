//! The smoke test: what is called, and what must come back.
//!
//! Only GET and HEAD operations are called, and no argument is made up: what the document gives no
//! value for is taken from an earlier answer. Each is called twice, and must say the same again. Each
//! that needs a token is called once more without one and once with one that nobody issued: both must
//! be refused with 401. With a second user, what is the first one's must stay so. Asked for, operations
//! that write are called in rounds that leave nothing behind.

mod imprint;
mod judge;
mod known;
mod order;
mod paths;
mod plan;
mod round;
mod written;

pub use imprint::Imprint;
pub use judge::{Before, Verdict, judge};
pub use known::{Feed, Known, Missing, identifiers};
pub use order::order;
pub use plan::{add_other_user, plan};
pub use round::{Round, add_rounds, rounds};
pub use written::Written;

use crate::invoke::bind::Arguments;
use std::rc::Rc;

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
    /// The arguments that are known before anything is called. The checks of an operation share them.
    pub arguments: Rc<Arguments>,
    /// The arguments that earlier answers give.
    pub feeds: Rc<[Feed]>,
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
    /// Called once more, it answers the same.
    AnswersAgain,
    /// Called without a token, it refuses.
    RefusesMissingToken,
    /// Called with a token that nobody issued, it refuses.
    RefusesForgedToken,
    /// Called by another user, it lists nothing of the first one's.
    OmitsOthersItems,
    /// Called by another user for something of the first one's, it refuses.
    RefusesOtherUser,
    /// It makes something new.
    Creates,
    /// It shows what the round has written.
    ReadsBack,
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
            Self::AnswersAgain => "answers-again",
            Self::RefusesMissingToken => "refuses-missing-token",
            Self::RefusesForgedToken => "refuses-forged-token",
            Self::OmitsOthersItems => "omits-others-items",
            Self::RefusesOtherUser => "refuses-other-user",
            Self::Creates => "creates",
            Self::ReadsBack => "reads-back",
            Self::Updates => "updates",
            Self::Deletes => "deletes",
            Self::IsGone => "is-gone",
        }
    }

    /// Returns the words for it, as they stand in a table.
    pub fn words(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::AnswersAgain => "answers the same again",
            Self::RefusesMissingToken => "refuses a missing token",
            Self::RefusesForgedToken => "refuses a forged token",
            Self::OmitsOthersItems => "lists no other's items",
            Self::RefusesOtherUser => "refuses another user",
            Self::Creates => "creates",
            Self::ReadsBack => "reads what was written",
            Self::Updates => "updates",
            Self::Deletes => "deletes",
            Self::IsGone => "finds it gone",
        }
    }

    /// Returns whether the call must be refused for its token.
    pub fn is_refusal(self) -> bool {
        matches!(self, Self::RefusesMissingToken | Self::RefusesForgedToken)
    }

    /// Returns whether the call is another user's.
    pub fn is_by_other(self) -> bool {
        matches!(self, Self::OmitsOthersItems | Self::RefusesOtherUser)
    }

    /// Returns whether the answer is held against what the operation answered before.
    pub fn compares(self) -> bool {
        self == Self::AnswersAgain || self.is_by_other()
    }
}

#[cfg(test)]
mod tests;
