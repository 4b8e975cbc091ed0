//! Logto through its Management API: connect, plan, apply.

pub mod access;
pub mod client;
pub mod connect;
pub mod logs;
