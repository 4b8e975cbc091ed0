#![doc = include_str!("acceptance_unused.md")]

use crate::diagnostic::{Kind, Outcome, Severity};
use crate::platform::gpt_action::basis;

/// Reported by the settings, after all rules.
pub(in crate::lint) static KIND: Kind = Kind {
    code: "GA390",
    name: "acceptance-unused",
    severity: Severity::Warning,
    outcome: Outcome::Advice,
    says: None,
    basis: basis::PROJECT_FILE,
    page: include_str!("acceptance_unused.md"),
};
