//! `gptauth demo serve` in the background.

use super::{PATIENCE, Place};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader},
    net::Ipv4Addr,
    process::Child,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
    time::Instant,
};
use tokio::net::TcpSocket;

/// The demo's two servers, stopped when dropped.
pub(crate) struct Servers {
    child: Child,
    about: Value,
    redirect_uri: String,
}

impl Servers {
    /// Starts them at free ports and waits until they say where.
    pub(crate) fn start(place: &Place) -> Self {
        Self::with_faults(place, &[])
    }

    /// Starts them with faults switched on.
    pub(crate) fn with_faults(place: &Place, faults: &[&str]) -> Self {
        let arguments: Vec<_> = faults.iter().flat_map(|fault| ["--fault", fault]).collect();
        Self::with_arguments(place, &arguments)
    }

    /// Starts them with more to say to `demo serve`.
    pub(crate) fn with_arguments(place: &Place, arguments: &[&str]) -> Self {
        let port = free_port();
        let redirect_uri = format!("http://127.0.0.1:{port}/callback");
        let mut command = place.command(["demo", "serve", "--port", "0", "--format", "json", "--quiet"]);
        // The demo's client is a "Traditional web" application: its redirect URIs match exactly.
        command.args(["--redirect-uri", &redirect_uri]);
        command.args(arguments);
        let mut child = place.start(command);
        let stdout = child.stdout.take().expect("its stdout");
        let mut text = String::new();
        for line in BufReader::new(stdout).lines() {
            let line = line.expect("a line");
            text.push_str(&line);
            if line == "}" {
                break;
            }
        }
        let about = serde_json::from_str(&text).expect("what the servers say about themselves");
        let servers = Self { child, about, redirect_uri };
        super::canary::know(servers.about("client_secret"));
        servers
    }

    /// Returns a member of what they say: `issuer`, `server`, `client_id`, `client_secret`.
    pub(crate) fn about(&self, name: &str) -> &str {
        self.about[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.about))
    }

    /// Returns the port of the redirect URI.
    pub(crate) fn redirect_port(&self) -> u16 {
        let uri = url::Url::parse(&self.redirect_uri).expect("a URL");
        uri.port().expect("a port")
    }

    /// Returns a project file for these servers.
    pub(crate) fn project(&self) -> String {
        format!(
            "server = \"{}\"\n[oauth]\nissuer = \"{}\"\nclient_id = \"{}\"\nscope = \"openid offline_access\"\nloopback_redirect_uri = \"{}\"\n",
            self.about("server"),
            self.about("issuer"),
            self.about("client_id"),
            self.redirect_uri,
        )
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until nobody listens at a port any more. A test beside this one that is just starting a program
/// holds, until that runs, a copy of every listener that is open here.
pub(crate) fn wait_until_free(port: u16) {
    let started = Instant::now();
    while !is_free(port) {
        assert!(started.elapsed() < PATIENCE, "who listens at port {port}?");
        std::thread::yield_now();
    }
}

/// Returns whether somebody could listen at a port, without listening there.
pub(crate) fn is_free(port: u16) -> bool {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_reuseaddr(true).expect("a socket option");
    socket.bind((Ipv4Addr::LOCALHOST, port).into()).is_ok()
}

/// Returns a port that nobody else is given while this process runs.
///
/// It comes from below the range that most systems hand out by themselves. On Linux a socket of ours
/// stays bound to it besides, which does not listen: nobody is given the port by chance, and whoever
/// asks for it by its number may listen there.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    static HELD: Mutex<Vec<TcpSocket>> = Mutex::new(Vec::new());
    let first = 20_000 + u16::try_from(std::process::id() % 1_000).expect("below 1000") * 12;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed);
        let socket = TcpSocket::new_v4().expect("a socket");
        if socket.bind((Ipv4Addr::LOCALHOST, port).into()).is_err() {
            continue;
        }
        if cfg!(target_os = "linux") {
            // Not before: somebody else's port, held in the same way, would be taken for free.
            socket.set_reuseaddr(true).expect("a socket option");
            HELD.lock().unwrap_or_else(PoisonError::into_inner).push(socket);
        }
        return port;
    }
}
