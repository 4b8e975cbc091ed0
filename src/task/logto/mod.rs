//! Logto through its Management API: connect, plan, apply.

pub mod access;
pub mod apply;
pub mod callback;
pub mod client;
pub mod connect;
pub mod domain;
pub mod logs;
pub mod plan;
pub mod redirects;
mod state;
pub mod temporary_redirect;

#[cfg(test)]
mod tests;
