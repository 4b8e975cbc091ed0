//! Tasks: effects in order. One file a task.
//!
//! A task is handed the world, does its work, and returns what happened; it prints nothing.

pub mod demo;
pub mod init;
pub mod project;
