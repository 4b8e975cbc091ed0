//! Outcomes into bytes: one file a subject, no decisions and no terminal.

pub mod backend;
pub mod call;
mod call_body;
pub mod call_curl;
pub mod call_request;
pub mod check;
pub mod demo;
pub mod diagnostics;
pub mod doctor;
pub mod escape;
pub mod exchange;
pub mod explain;
pub mod fix;
pub mod form;
pub mod har;
pub mod login;
pub mod logto;
pub mod mask;
pub mod operations;
pub mod outlook;
pub mod qr;
pub mod rehearse;
pub mod session;
pub mod session_all;
pub mod styles;
pub mod test;
pub mod workflow;
