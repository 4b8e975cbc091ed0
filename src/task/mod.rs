//! Tasks: effects in order. One file a task.
//!
//! A task is handed the world, does its work, and returns what happened; it prints nothing.

pub mod action;
pub mod backend;
pub mod call;
pub mod check;
pub mod consent;
pub mod credentials;
pub mod demo;
pub mod discover;
pub mod doctor;
pub mod document;
#[cfg(test)]
mod faulty;
pub mod fix;
#[cfg(test)]
mod fixture;
pub mod form;
pub mod id_token;
pub mod init;
pub mod init_from;
pub mod kept;
pub mod login;
pub mod logout;
pub mod logto;
pub mod project;
pub mod refresh;
pub mod rehearse;
pub mod session;
pub mod sessions;
pub mod status;
pub mod test;
pub mod userinfo;
pub mod watch;
pub mod workflow;
