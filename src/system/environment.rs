//! The environment of the process.

use std::ffi::OsStr;

/// Reads the environment of the process.
pub trait Environment {
    /// Returns a variable; `None` where it is not set, empty or not UTF-8.
    fn variable(&self, name: &str) -> Option<String>;
}

/// Reads a variable of the process, for the decisions that come before there is a [`System`](super::System).
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns whether a variable of the process is set, and empty.
pub fn is_set_to_nothing(name: &OsStr) -> bool {
    std::env::var_os(name).is_some_and(|value| value.is_empty())
}

/// The environment of this process.
pub(super) struct RealEnvironment;

impl Environment for RealEnvironment {
    fn variable(&self, name: &str) -> Option<String> {
        variable(name)
    }
}

/// An environment in which nothing is set.
pub struct NoVariables;

impl Environment for NoVariables {
    fn variable(&self, _name: &str) -> Option<String> {
        None
    }
}
