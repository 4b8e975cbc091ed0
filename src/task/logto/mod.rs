//! Logto through its Management API: connect, plan, apply.

pub mod access;
pub mod apply;
pub mod client;
pub mod connect;
pub mod domain;
pub mod logs;
pub mod plan;
mod state;

#[cfg(test)]
mod tests;
