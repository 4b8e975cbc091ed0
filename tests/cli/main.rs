//! The commands as a user meets them: arguments in; stdout, stderr and exit status out.

mod support;

mod completions;
mod demo;
mod errors;
mod form;
mod init;
mod readme;
mod session;
