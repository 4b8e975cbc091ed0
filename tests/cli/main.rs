//! The commands as a user meets them: arguments in; stdout, stderr and exit status out.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a test may touch the world, and must stop where it is not as expected"
)]

mod support;

mod accounts;
mod backend;
mod call;
mod call_curl;
mod call_rows;
#[cfg(target_os = "linux")]
mod call_terminal;
mod check_config;
mod check_formats;
#[cfg(unix)]
mod ci;
mod completions;
#[cfg(unix)]
mod crash;
mod demo;
mod doctor;
mod doctor_tls;
mod errors;
mod faults;
mod fix;
mod form;
mod init;
mod init_from;
#[cfg(target_os = "linux")]
mod init_guided;
mod login;
mod logto;
mod logto_callback;
mod logto_concurrency;
mod logto_domain;
mod logto_logs;
mod logto_temporary_redirect;
mod race;
mod readme;
mod rehearse;
mod session;
mod store;
#[cfg(target_os = "linux")]
mod terminal;
mod test;
#[cfg(unix)]
mod test_many;
#[cfg(unix)]
mod test_signals;
mod test_users;
mod torture;
mod tutorial;
#[cfg(target_os = "linux")]
mod watch;
mod workflow;
