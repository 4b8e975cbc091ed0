//! An unforgiving provider in this process: every refresh rotates, a second use ends the grant.

use super::canary;
use gptauth::{
    demo::{
        self,
        provider::{ClientKind, Provider},
    },
    oauth::values::ClientSecret,
    system::System,
};
use http::{Request, Response};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

/// What the token endpoint was asked for refreshes, and answered.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) granted: usize,
    pub(crate) refused: usize,
}

/// The provider, and the thread that it runs on.
pub(crate) struct UnforgivingProvider {
    address: SocketAddr,
    redirect_uri: String,
    tally: Arc<Mutex<Tally>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl UnforgivingProvider {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address");
        let redirect_uri = format!("http://127.0.0.1:{}/callback", super::free_port());
        let (tally, stop) = (Arc::default(), Arc::new(AtomicBool::new(false)));
        let server = Server {
            issuer: issuer(address),
            redirect_uri: redirect_uri.clone(),
            tally: Arc::clone(&tally),
            stop: Arc::clone(&stop),
        };
        let thread = std::thread::spawn(move || server.serve(&listener));
        Self { address, redirect_uri, tally, stop, thread: Some(thread) }
    }

    /// Returns a project file for it, with the client that has no secret.
    pub(crate) fn project(&self) -> String {
        format!(
            "[oauth]\nissuer = \"{}\"\nclient_id = \"{}\"\ntoken_endpoint_auth_method = \"none\"\n\
             scope = \"openid offline_access\"\nloopback_redirect_uri = \"{}\"\n",
            issuer(self.address),
            demo::NATIVE_CLIENT_ID,
            self.redirect_uri
        )
    }

    /// Returns what has happened since the last time somebody asked.
    pub(crate) fn take_tally(&self) -> Tally {
        std::mem::take(&mut self.tally.lock().expect("the tally"))
    }
}

impl Drop for UnforgivingProvider {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // One more visitor, for whom nobody is at home.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn issuer(address: SocketAddr) -> String {
    format!("http://{address}/oidc")
}

struct Server {
    issuer: String,
    redirect_uri: String,
    tally: Arc<Mutex<Tally>>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// Answers one connection after another: a provider decides about refreshes in some order.
    fn serve(&self, listener: &TcpListener) {
        let system = System::real();
        let mut settings = demo::settings(&self.issuer, ClientSecret::new("of nobody here"));
        settings.lifetimes.rotation_grace = Duration::ZERO;
        for client in &mut settings.clients {
            client.redirect_uris.push(self.redirect_uri.clone());
            client.always_issue_refresh_token = true;
            // Without a secret, and with a refresh token all the same: it rotates each time.
            client.kind = ClientKind::Spa;
        }
        let key = system.random.p384_key().expect("a key");
        let entropy = system.random.source().expect("entropy");
        let mut provider = Provider::new(settings, &key, entropy).expect("a provider");
        for stream in listener.incoming() {
            if self.stop.load(Ordering::SeqCst) {
                return;
            }
            let Ok(stream) = stream else { continue };
            // A visitor that was killed is no reason to stop.
            let Some(request) = read(&stream) else { continue };
            canary::know_form(request.body());
            let response = provider.respond(&request, system.clock.now());
            self.count(&request, &response);
            let _ = write(&stream, &response);
        }
    }

    fn count(&self, request: &Request<Vec<u8>>, response: &Response<Vec<u8>>) {
        if String::from_utf8_lossy(request.body()).contains("grant_type=refresh_token") {
            let mut tally = self.tally.lock().expect("the tally");
            match response.status().is_success() {
                true => tally.granted += 1,
                false => tally.refused += 1,
            }
        }
    }
}

/// Reads one request to its end; nothing where its sender goes away before.
pub(crate) fn read(stream: &TcpStream) -> Option<Request<Vec<u8>>> {
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut words = lines.first()?.split(' ');
    let mut request = Request::builder().method(words.next()?).uri(words.next()?);
    let mut length = 0;
    for (name, value) in lines.iter().skip(1).filter_map(|line| line.split_once(": ")) {
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().ok()?;
        }
        request = request.header(name, value);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    request.body(body).ok()
}

pub(super) fn write(mut stream: &TcpStream, response: &Response<Vec<u8>>) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {}\r\nConnection: close\r\n", response.status());
    for (name, value) in response.headers() {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap_or_default()));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", response.body().len()));
    stream.write_all(head.as_bytes())?;
    stream.write_all(response.body())
}
