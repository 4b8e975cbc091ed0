//! The environment of the process.

/// Reads the environment of the process.
pub trait Environment {
    /// Returns a variable; `None` where it is not set, empty or not UTF-8.
    fn variable(&self, name: &str) -> Option<String>;
}

/// Reads a variable of the process, for the decisions that come before there is a [`System`](super::System).
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
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
