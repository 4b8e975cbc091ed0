//! What the project says about the findings of `check`, as types.

use crate::diagnostic::Severity;
use std::ops::Range;

/// The table `[check]`: how loud rules are, what is accepted, and what needs a user.
///
/// The names of rules are as typed: what rules there are is not known here.
#[derive(Debug, Clone, Default)]
pub struct CheckSettings {
    /// How loud rules are, in the order of the file.
    pub levels: Vec<RuleLevel>,
    /// The findings that are accepted, in the order of the file.
    pub acceptances: Vec<Acceptance>,
    /// The operations that must be called with a token, by `operationId`.
    pub require_user: Vec<Named>,
}

/// A text of the project file with its place.
#[derive(Debug, Clone)]
pub struct Named {
    /// The text.
    pub name: String,
    /// The bytes that it stands at.
    pub span: Range<usize>,
}

/// How loud a rule is in this project.
#[derive(Debug, Clone)]
pub struct RuleLevel {
    /// The name or code of the rule.
    pub rule: Named,
    /// How loud.
    pub level: Level,
}

/// How loud a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Counted, not shown.
    Off,
    /// Shown with this severity.
    At(Severity),
}

/// A finding that the project lives with.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// The name or code of the rule.
    pub rule: Named,
    /// Where: an `operationId`, or a JSON Pointer (RFC 6901); everywhere where there is none.
    pub at: Option<String>,
    /// Why, in the words of whoever accepted it.
    pub reason: String,
    /// The bytes to point at.
    pub span: Range<usize>,
}

impl Level {
    /// Returns the level of that word: `error`, `warning`, `note`, `off`.
    pub fn from_word(word: &str) -> Option<Self> {
        let severities = [Severity::Error, Severity::Warning, Severity::Note];
        match severities.into_iter().find(|severity| severity.word() == word) {
            Some(severity) => Some(Self::At(severity)),
            None => (word == "off").then_some(Self::Off),
        }
    }
}
