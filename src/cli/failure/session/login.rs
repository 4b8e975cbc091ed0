//! What to do about a sign-in that could not listen, or that nobody came back from.

use crate::{
    cli::failure::{ExitStatus, Failure},
    task::login::{LoginError, PortOwner, TakenPorts},
};
use std::io;

/// Returns what to do where no port is to be had.
pub(super) fn cannot_listen(taken: &TakenPorts, source: &io::Error) -> String {
    let port = taken.ports.last().copied().unwrap_or_default();
    let elsewhere = "try another one, registered at the provider too: `gptauth login --listen PORT`";
    match (taken.owner, source.kind()) {
        (Some(PortOwner::Gptauth), _) => {
            format!("another `gptauth login` waits at port {port}: finish it or end it there, or {elsewhere}")
        }
        (Some(PortOwner::Other), _) => {
            format!("see who holds it (`{}`) and end that, or {elsewhere}", who_holds(port))
        }
        (None, io::ErrorKind::AddrNotAvailable | io::ErrorKind::Unsupported) => {
            let (family, other) = match taken.host {
                "[::1]" => ("IPv6", "127.0.0.1"),
                "localhost" => {
                    return "this machine has no loopback address, neither IPv4 nor IPv6; bring the interface `lo` up, or sign in without a port: `gptauth login --device`".to_owned();
                }
                _ => ("IPv4", "[::1]"),
            };
            format!(
                "this machine has no {family} loopback address; `gptauth login --redirect-uri http://{other}/callback`"
            )
        }
        (None, io::ErrorKind::PermissionDenied) => {
            format!("ports below 1024 are not for everybody; {elsewhere}")
        }
        (None, _) => elsewhere.to_owned(),
    }
}

/// Returns the command that names the program behind a port.
fn who_holds(port: u16) -> String {
    if cfg!(target_os = "linux") {
        format!("ss -ltnp sport = :{port}")
    } else if cfg!(windows) {
        format!("netstat -ano | findstr :{port}")
    } else {
        format!("lsof -nP -iTCP:{port} -sTCP:LISTEN")
    }
}

pub(super) fn timed_out(redirect_uri: &str, fixed_port: bool, error: LoginError) -> Failure {
    let failure = Failure::new(ExitStatus::SignIn, error).hinted(format!(
        "did the provider complain about the redirect URI? register exactly this one: {redirect_uri}"
    ));
    let failure = if fixed_port {
        failure
    } else {
        failure.hinted("the port is another one each time; set `loopback_redirect_uri` in gptauth.toml for a provider that wants a fixed one")
    };
    failure.hinted("more time: `gptauth login --timeout 600`; over SSH: `--no-browser` and a forwarded port")
}
