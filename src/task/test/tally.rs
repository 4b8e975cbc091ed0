//! How the steps of a test ended, counted.

use super::{Ending, StepOutcome};

/// How many steps ended in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// They went as they must.
    pub passed: usize,
    /// Of those that passed: not at the first try.
    pub retried: usize,
    /// They were taken and did not go as they must.
    pub failed: usize,
    /// Of those that failed: nothing came back at all.
    pub unreached: usize,
    /// They were not taken: an earlier answer did not give what they need.
    pub starved: usize,
    /// They were not taken: the test was stopped before.
    pub not_reached: usize,
}

impl Tally {
    /// Counts a step.
    pub fn count(&mut self, step: &StepOutcome) {
        match &step.ending {
            _ if step.passed() => {
                self.passed += 1;
                self.retried += usize::from(!step.retries.is_empty());
            }
            Ending::Answered(..) | Ending::Unanswered(_) => {
                self.failed += 1;
                self.unreached += usize::from(step.is_unreached());
            }
            Ending::Starved(_) => self.starved += 1,
            Ending::NotReached => self.not_reached += 1,
        }
    }

    /// Returns how many steps there are.
    pub fn steps(&self) -> usize {
        self.passed + self.failed + self.not_taken()
    }

    /// Returns how many steps were not taken, for whatever reason.
    pub fn not_taken(&self) -> usize {
        self.starved + self.not_reached
    }
}
