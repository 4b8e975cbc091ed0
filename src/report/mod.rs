//! Outcomes into bytes: one file a subject, no decisions and no terminal.

pub mod demo;
pub mod escape;
pub mod exchange;
pub mod mask;
pub mod styles;
