//! A scripted world for the tests of tasks: no socket, no file, no waiting.
//!
//! A [`World`] is a handle that both the test and the [`System`] made from it hold, so a test scripts
//! it before the task runs and asks it afterwards what happened:
//!
//! ```ignore
//! let world = World::new();
//! world.set_file("/project/gptauth.toml", "…");
//! world.answer(|request| match request.uri().path() {
//!     "/token" => Ok(Response::new(br#"{"access_token":"…"}"#.to_vec())),
//!     _ => not_found(),
//! });
//! world.on_open(|world, url| world.follow(&format!("http://127.0.0.1:40000/callback?state={}", state(url))));
//! let outcome = run(task::login(&world.system(), &project, …));
//! assert_eq!(world.requests().len(), 2);
//! assert_eq!(world.secret(&key), Some(…));
//! ```
//!
//! - **HTTP** goes to the closure given to [`World::answer`], except requests to a port that the task
//!   itself has bound: those reach its responder.
//! - **Time** stands still at [`World::now`] until somebody sleeps; a sleep moves the clock instead of
//!   waiting, but only after everything else that is ready has had its turn, so that a wait with a
//!   time limit ends by what it waits for if the script provides it, and by the limit otherwise.
//! - **Randomness** counts: the first bytes drawn are 0, 1, 2, …
//! - **Ports** are handed out from 40000 upwards.
//! - Nothing is in any folder, store or variable that the test did not put there; the current folder
//!   is `/project`.

mod clock;
mod files;
mod input;
pub(crate) mod logto;
mod loopback;
mod records;
mod tests;
mod tokens;

use super::{BoxFuture, Browser, Environment, HttpClient, HttpError, Names, Random, StoreKey, System};
use http::{Request, Response, header};
use jiff::{SignedDuration, Timestamp};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap, HashSet},
    io,
    net::IpAddr,
    path::PathBuf,
    rc::Rc,
    time::Duration,
};
use url::Url;

type Answer = Box<dyn FnMut(&Request<Vec<u8>>) -> Result<Response<Vec<u8>>, HttpError>>;
type OnOpen = Box<dyn FnMut(&World, &Url) -> io::Result<()>>;
type OnSleep = Box<dyn FnMut(&World)>;

/// A handle on a scripted world; clones are handles on the same one.
#[derive(Clone)]
pub(crate) struct World(Rc<State>);

struct State {
    answer: RefCell<Answer>,
    requests: RefCell<Vec<Request<Vec<u8>>>>,
    on_open: RefCell<Option<OnOpen>>,
    opened: RefCell<Vec<Url>>,
    time: clock::Time,
    on_sleep: RefCell<Option<OnSleep>>,
    drawn: Cell<u8>,
    variables: RefCell<HashMap<String, String>>,
    hosts: RefCell<HashMap<String, IpAddr>>,
    ports: loopback::Ports,
    typed: input::Typed,
    files: RefCell<BTreeMap<PathBuf, Vec<u8>>>,
    stdin: RefCell<Vec<u8>>,
    read_only: Cell<bool>,
    records: records::Kept,
    secrets: RefCell<HashMap<StoreKey, String>>,
    locked: RefCell<HashSet<StoreKey>>,
    unsettled: RefCell<HashSet<StoreKey>>,
    broken_store: Cell<bool>,
}

/// Runs a task's future to its end.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

impl World {
    /// Returns an empty world at 2026-01-01T00:00:00Z in which nobody answers.
    pub(crate) fn new() -> Self {
        Self(Rc::new(State {
            answer: RefCell::new(Box::new(|request| Err(nobody_answers(request)))),
            requests: RefCell::default(),
            on_open: RefCell::new(None),
            opened: RefCell::default(),
            time: clock::Time::starting("2026-01-01T00:00:00Z".parse().unwrap()),
            on_sleep: RefCell::new(None),
            drawn: Cell::new(0),
            variables: RefCell::default(),
            hosts: RefCell::default(),
            ports: loopback::Ports::default(),
            typed: input::Typed::default(),
            files: RefCell::default(),
            stdin: RefCell::default(),
            read_only: Cell::new(false),
            records: records::Kept::default(),
            secrets: RefCell::default(),
            locked: RefCell::default(),
            unsettled: RefCell::default(),
            broken_store: Cell::new(false),
        }))
    }

    /// Returns the system that a task takes for the real one.
    pub(crate) fn system(&self) -> System {
        System {
            http: Rc::new(self.clone()),
            names: Rc::new(self.clone()),
            clock: Rc::new(self.clone()),
            random: Rc::new(self.clone()),
            browser: Rc::new(self.clone()),
            loopback: Rc::new(self.clone()),
            input: Rc::new(self.clone()),
            files: Rc::new(self.clone()),
            records: Rc::new(self.clone()),
            stores: Rc::new(self.clone()),
            environment: Rc::new(self.clone()),
        }
    }

    /// Says how requests are answered from now on.
    pub(crate) fn answer(
        &self,
        answer: impl FnMut(&Request<Vec<u8>>) -> Result<Response<Vec<u8>>, HttpError> + 'static,
    ) {
        *self.0.answer.borrow_mut() = Box::new(answer);
    }

    /// Returns every request that was sent, in order, also those to the task's own ports.
    pub(crate) fn requests(&self) -> Vec<Request<Vec<u8>>> {
        self.0.requests.borrow().clone()
    }

    /// Says what happens when a page is opened, which may be [`World::follow`].
    pub(crate) fn on_open(&self, on_open: impl FnMut(&Self, &Url) -> io::Result<()> + 'static) {
        *self.0.on_open.borrow_mut() = Some(Box::new(on_open));
    }

    /// Returns the pages that were opened, in order.
    pub(crate) fn opened(&self) -> Vec<Url> {
        self.0.opened.borrow().clone()
    }

    /// Says what happens in the world each time a sleep has ended: what another process did meanwhile.
    pub(crate) fn on_sleep(&self, on_sleep: impl FnMut(&Self) + 'static) {
        *self.0.on_sleep.borrow_mut() = Some(Box::new(on_sleep));
    }

    /// Sets an environment variable.
    pub(crate) fn set_variable(&self, name: &str, value: &str) {
        self.0.variables.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Says where a host is; every other one is at a public address.
    pub(crate) fn set_host(&self, host: &str, address: &str) {
        self.0.hosts.borrow_mut().insert(host.to_owned(), address.parse().unwrap());
    }

    /// Returns the time.
    pub(crate) fn now(&self) -> Timestamp {
        self.0.time.now()
    }

    /// Sets the wall clock to another time, as somebody does by hand.
    pub(crate) fn jump(&self, by: SignedDuration) {
        self.0.time.jump(by);
    }

    /// Sets the clock forward.
    pub(crate) fn advance(&self, duration: Duration) {
        self.0.time.advance(duration);
    }
}

/// Returns the error of a host where nobody listens.
pub(crate) fn nobody_answers(request: &Request<Vec<u8>>) -> HttpError {
    let uri = request.uri();
    let origin = format!("{}://{}", uri.scheme_str().unwrap_or_default(), uri.authority().unwrap());
    HttpError::Connect { origin, source: Box::new(io::Error::from(io::ErrorKind::ConnectionRefused)) }
}

impl HttpClient for World {
    fn send(&self, mut request: Request<Vec<u8>>) -> BoxFuture<'_, Result<Response<Vec<u8>>, HttpError>> {
        Box::pin(async move {
            let authority = request.uri().authority().map(|authority| authority.as_str().parse().unwrap());
            if let Some(host) = authority {
                request.headers_mut().entry(header::HOST).or_insert(host);
            }
            self.0.requests.borrow_mut().push(request.clone());
            let port = request.uri().port_u16().unwrap_or_default();
            if self.is_listening(port) {
                let gone = nobody_answers(&request);
                return self.knock(port, request).await.map_err(|_| gone);
            }
            (self.0.answer.borrow_mut())(&request)
        })
    }
}

impl Browser for World {
    fn open(&self, url: &Url) -> BoxFuture<'_, io::Result<()>> {
        self.0.opened.borrow_mut().push(url.clone());
        // Taken out while it runs, so that it can use the world as it likes.
        let on_open = self.0.on_open.take();
        let result = on_open.map_or(Ok(()), |mut on_open| {
            let result = on_open(self, url);
            self.0.on_open.borrow_mut().get_or_insert(on_open);
            result
        });
        Box::pin(std::future::ready(result))
    }
}

impl Random for World {
    fn fill(&self, bytes: &mut [u8]) -> io::Result<()> {
        for byte in bytes {
            *byte = self.0.drawn.get();
            self.0.drawn.set(byte.wrapping_add(1));
        }
        Ok(())
    }

    fn p384_key(&self) -> io::Result<Vec<u8>> {
        super::random::RealRandom.p384_key()
    }

    fn source(&self) -> io::Result<super::random::RandomSource> {
        let world = self.clone();
        Ok(Box::new(move |bytes| {
            let _ = world.fill(bytes);
        }))
    }
}

impl Names for World {
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        let found = self.0.hosts.borrow().get(host).copied();
        let public = IpAddr::from([93, 184, 216, 34]);
        Box::pin(std::future::ready(Ok(vec![found.unwrap_or(public)])))
    }
}

impl Environment for World {
    fn variable(&self, name: &str) -> Option<String> {
        self.0.variables.borrow().get(name).filter(|value| !value.is_empty()).cloned()
    }
}
