//! Outcomes into bytes: one file a subject, no decisions and no terminal.

pub mod escape;
pub mod styles;
