//! Settings come from the environment; the project's own values stand where nothing is set.

use std::env;

/// Returns a setting; the program does not start without it.
pub fn setting(name: &str, default: &str) -> String {
    let value = env::var(name).unwrap_or_default();
    let value = if value.is_empty() {
        default.to_owned()
    } else {
        value
    };
    assert!(!value.is_empty(), "set {name}");
    value
}
