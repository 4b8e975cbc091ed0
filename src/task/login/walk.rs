//! The way through the steps: tells of each, and remembers the exchange that a failed one had.

use super::{Event, FailedLogin, LoginError, Step, Taken, Turn};
use crate::{
    oauth::outlook::Outlook,
    system::{BoxFuture, Clock, HttpClient, HttpError, System},
};
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use std::{cell::RefCell, fmt, rc::Rc, time::Duration};

/// Where a sign-in is on its way.
pub(super) struct Walk<'a> {
    clock: Rc<dyn Clock>,
    witness: Rc<Witness>,
    on: &'a mut dyn FnMut(Event),
    now: Option<(Step, Duration)>,
    taken: Vec<Taken>,
    /// What the platform that is imitated makes of the step, told once it is over.
    outlook: Option<Outlook>,
}

impl<'a> Walk<'a> {
    /// Returns the beginning of the way, and the system to walk it with.
    pub(super) fn through(system: &System, on: &'a mut dyn FnMut(Event)) -> (System, Self) {
        let witness = Rc::new(Witness { inner: Rc::clone(&system.http), last: RefCell::default() });
        let seen = System { http: Rc::clone(&witness) as Rc<dyn HttpClient>, ..system.clone() };
        (
            seen,
            Self {
                clock: Rc::clone(&system.clock),
                witness,
                on,
                now: None,
                taken: Vec::new(),
                outlook: None,
            },
        )
    }

    /// Begins a step.
    pub(super) fn begin(&mut self, step: Step) {
        self.witness.last.take();
        self.now = Some((step, self.clock.elapsed()));
        self.tell(Event::Began(step));
    }

    /// Ends the step that has begun, well.
    pub(super) fn done(&mut self) {
        self.end(Turn::Done);
    }

    /// Ends the step that has begun, without what it was to bring.
    pub(super) fn missed(&mut self) {
        self.end(Turn::Missed);
    }

    /// Keeps what the platform that is imitated makes of the step, until the step is told.
    pub(super) fn judged(&mut self, outlook: Outlook) {
        self.outlook = Some(outlook);
    }

    fn end(&mut self, turn: Turn) -> Option<Taken> {
        let (step, started) = self.now.take()?;
        let taken = Taken { step, turn, took: self.clock.elapsed().saturating_sub(started) };
        self.taken.push(taken);
        self.tell(Event::Ended(taken));
        if let Some(outlook) = self.outlook.take() {
            self.tell(Event::Outlook(outlook));
        }
        Some(taken)
    }

    /// Passes over a step that has nothing to do.
    pub(super) fn skip(&mut self, step: Step) {
        let taken = Taken { step, turn: Turn::Skipped, took: Duration::ZERO };
        self.taken.push(taken);
        self.tell(Event::Ended(taken));
    }

    /// Tells of something on the way.
    pub(super) fn tell(&mut self, event: Event) {
        (self.on)(event);
    }

    /// Returns the steps of a way that led to its end.
    pub(super) fn taken(self) -> Vec<Taken> {
        self.taken
    }

    /// Returns where and why the way ended too early.
    pub(super) fn ended(mut self, error: LoginError) -> FailedLogin {
        let at = self.end(Turn::Failed);
        let exchange = at.and_then(|_| self.witness.last.take()).filter(|_| error.is_about_an_answer());
        FailedLogin { error: Box::new(error), at, steps: self.taken, exchange: exchange.map(Box::new) }
    }
}

/// The last HTTP exchange of a step.
pub struct Exchange {
    /// The method.
    pub method: Method,
    /// Where the request went, without the query.
    pub endpoint: String,
    /// The status; `None` where no answer came.
    pub status: Option<StatusCode>,
    /// The headers of the answer. They may hold secrets.
    pub headers: HeaderMap,
    /// The body of the answer. It may hold secrets.
    pub body: Vec<u8>,
}

impl Exchange {
    fn of(request: &Request<Vec<u8>>) -> Self {
        let uri = request.uri();
        let endpoint = uri.to_string();
        Self {
            method: request.method().clone(),
            endpoint: endpoint.split('?').next().unwrap_or_default().to_owned(),
            status: None,
            headers: HeaderMap::new(),
            body: Vec::new(),
        }
    }

    /// Returns the `Content-Type` of the answer.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(header::CONTENT_TYPE)?.to_str().ok()
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exchange({} {}, {:?}, {} bytes)", self.method, self.endpoint, self.status, self.body.len())
    }
}

/// An HTTP client that remembers what was answered last.
struct Witness {
    inner: Rc<dyn HttpClient>,
    last: RefCell<Option<Exchange>>,
}

impl HttpClient for Witness {
    fn send(&self, request: Request<Vec<u8>>) -> BoxFuture<'_, Result<Response<Vec<u8>>, HttpError>> {
        Box::pin(async move {
            let mut exchange = Exchange::of(&request);
            let answer = self.inner.send(request).await;
            if let Ok(response) = &answer {
                exchange.status = Some(response.status());
                exchange.headers = response.headers().clone();
                exchange.body = response.body().clone();
            }
            self.last.replace(Some(exchange));
            answer
        })
    }
}
