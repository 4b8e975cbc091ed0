//! A strict stand-in of Logto on a socket of this machine.

#[path = "../../../src/system/fake/logto/stand_in/mod.rs"]
mod stand_in;

pub(crate) use stand_in::{Credentials, Fault, StandIn, Troubled};

use super::{canary, provider};
use gptauth::system::System;
use http::Request;
use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// What happens at a Logto just before it answers a request: somebody else's doing.
type Meddler = Box<dyn FnMut(&mut StandIn, &Request<Vec<u8>>) + Send>;

/// A Logto, and the thread that it runs on. A request that nobody measured fails the test.
pub(crate) struct Logto {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

struct State {
    troubled: Troubled,
    meddler: Option<Meddler>,
    requests: Vec<String>,
}

impl Logto {
    /// Starts one that somebody runs himself, tenant `default`.
    pub(crate) fn self_hosted() -> Self {
        // Nobody listens at the admins' port: their tenant is told by its host alone.
        Self::start(|address| StandIn::self_hosted(&format!("http://{address}"), "http://localhost:3002"))
    }

    /// Starts one that is as Logto Cloud is, tenant `acme`.
    pub(crate) fn cloud() -> Self {
        Self::start(|address| StandIn::cloud("acme", &address.to_string()))
    }

    fn start(logto: impl FnOnce(SocketAddr) -> StandIn) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address");
        let troubled = Troubled::new(logto(address));
        let state = Arc::new(Mutex::new(State { troubled, meddler: None, requests: Vec::new() }));
        let stop = Arc::new(AtomicBool::new(false));
        let (own, ended) = (Arc::clone(&state), Arc::clone(&stop));
        let thread = std::thread::spawn(move || serve(&listener, &own, &ended));
        Self { address, state, stop, thread: Some(thread) }
    }

    /// Returns where it is, without a path.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn issuer(&self) -> String {
        format!("{}/oidc", self.origin())
    }

    /// Creates a machine that may use the Management API, unless it lacks the role.
    pub(crate) fn machine(&self, may_manage: bool) -> Credentials {
        let now = System::real().clock.now();
        let credentials = self.look(|logto| logto.put_machine(may_manage, now));
        canary::know(&credentials.secret);
        credentials
    }

    /// Looks at what is there, or changes it as somebody else would.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&mut StandIn) -> T) -> T {
        look(&mut self.state().troubled.logto)
    }

    /// Lets the request with this number, from 0 and from now, meet trouble.
    pub(crate) fn fail_at(&self, number: usize, fault: Fault) {
        self.state().troubled.fail_at(number, fault);
    }

    /// Lets nothing go wrong from now on.
    pub(crate) fn calm(&self) {
        self.state().troubled.calm();
    }

    /// Lets somebody else act just before each request is answered.
    pub(crate) fn meddle(&self, meddler: impl FnMut(&mut StandIn, &Request<Vec<u8>>) + Send + 'static) {
        self.state().meddler = Some(Box::new(meddler));
    }

    /// Returns method and path of the requests since the last time somebody asked.
    pub(crate) fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut self.state().requests)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Logto {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // One more visitor, for whom nobody is at home.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        let state = self.state();
        let unmeasured = state.troubled.logto.unmeasured();
        assert!(unmeasured.is_empty() || std::thread::panicking(), "{unmeasured:#?}");
    }
}

/// Answers one connection after another: a database, too, does one thing before another.
fn serve(listener: &TcpListener, state: &Mutex<State>, stop: &AtomicBool) {
    let clock = System::real().clock;
    for stream in listener.incoming() {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        // A visitor that was killed is no reason to stop.
        let Some(request) = provider::read(&stream) else { continue };
        canary::know_form(request.body());
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.requests.push(format!("{} {}", request.method(), request.uri().path()));
        if let Some(mut meddler) = state.meddler.take() {
            meddler(&mut state.troubled.logto, &request);
            state.meddler = Some(meddler);
        }
        if let Some(answer) = state.troubled.respond(&request, clock.now()) {
            know_answer(answer.body());
            let _ = provider::write(&stream, &answer);
        }
    }
}

/// Remembers the secrets that an answer carries.
fn know_answer(body: &[u8]) {
    let Ok(body) = serde_json::from_slice::<serde_json::Value>(body) else { return };
    let list = body.as_array().map_or_else(|| std::slice::from_ref(&body), Vec::as_slice);
    for member in
        list.iter().flat_map(|own| ["value", "access_token", "refresh_token"].map(|name| &own[name]))
    {
        if let Some(secret) = member.as_str() {
            canary::know(secret);
        }
    }
}

#[test]
fn a_request_that_nobody_measured_fails_its_test() {
    let asked = |path: &str| {
        let logto = Logto::self_hosted();
        let url = url::Url::parse(&format!("{}{path}", logto.origin())).expect("a URL");
        let answer = super::http::send("GET", &url, &[], "");
        let fails = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(logto))).is_err();
        (answer.status, fails)
    };
    assert_eq!(asked("/api/status"), (204, false));
    assert_eq!(asked("/api/applications"), (401, false));
    assert_eq!(asked("/api/nothing-of-logtos"), (401, false));
    assert_eq!(asked("/nothing-of-logtos"), (stand_in::UNMEASURED, true));
}
