//! Ports that are only names for a queue of requests.

use super::World;
use crate::system::{BoundPort, BoxFuture, Flow, Loopback, LoopbackHost, Responder};
use http::{Request, Response};
use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet},
    io,
};
use tokio::sync::{mpsc, oneshot};

struct Knock {
    request: Request<Vec<u8>>,
    answer: oneshot::Sender<Response<Vec<u8>>>,
}

#[derive(Default)]
pub(super) struct Ports {
    given: Cell<u16>,
    open: RefCell<HashMap<u16, mpsc::UnboundedSender<Knock>>>,
    taken: RefCell<HashSet<u16>>,
    answers: RefCell<Vec<Response<Vec<u8>>>>,
}

impl World {
    /// Lets another program hold a port.
    pub(crate) fn take_port(&self, port: u16) {
        self.0.ports.taken.borrow_mut().insert(port);
    }

    /// Returns whether the task holds the port, served or not.
    pub(crate) fn is_listening(&self, port: u16) -> bool {
        self.0.ports.open.borrow().contains_key(&port)
    }

    /// Returns the answers that the task's responders gave, in order.
    pub(crate) fn answers(&self) -> Vec<Response<Vec<u8>>> {
        self.0.ports.answers.borrow().clone()
    }

    /// Requests `url` as a browser does: the port in it is asked for path and query, with its `Host`.
    /// The answer will be among [`World::answers`] once the port is served.
    ///
    /// # Errors
    ///
    /// Where the task does not hold that port.
    pub(crate) fn follow(&self, url: &str) -> io::Result<()> {
        let uri: http::Uri = url.parse().unwrap();
        let authority = uri.authority().unwrap();
        let request = Request::get(uri.path_and_query().unwrap().as_str())
            .header(http::header::HOST, authority.as_str())
            .body(Vec::new())
            .unwrap();
        self.queue(authority.port_u16().unwrap_or(80), request)
    }

    /// Puts a request into the queue of a port, exactly as it is.
    ///
    /// # Errors
    ///
    /// Where the task does not hold that port.
    pub(crate) fn queue(&self, port: u16, request: Request<Vec<u8>>) -> io::Result<()> {
        self.send_to(port, request).map(|_| ())
    }

    /// Puts a request into the queue of a port and waits for its answer.
    pub(super) async fn knock(&self, port: u16, request: Request<Vec<u8>>) -> io::Result<Response<Vec<u8>>> {
        self.send_to(port, request)?.await.map_err(io::Error::other)
    }

    fn send_to(
        &self,
        port: u16,
        request: Request<Vec<u8>>,
    ) -> io::Result<oneshot::Receiver<Response<Vec<u8>>>> {
        let refused = || io::Error::from(io::ErrorKind::ConnectionRefused);
        let (answer, answered) = oneshot::channel();
        let open = self.0.ports.open.borrow();
        let port = open.get(&port).ok_or_else(refused)?;
        port.send(Knock { request, answer }).map_err(|_| refused())?;
        Ok(answered)
    }
}

impl Loopback for World {
    fn bind(&self, _host: LoopbackHost, port: u16) -> io::Result<Box<dyn BoundPort>> {
        let ports = &self.0.ports;
        let port = if port == 0 {
            ports.given.set(ports.given.get() + 1);
            39_999 + ports.given.get()
        } else {
            port
        };
        if ports.taken.borrow().contains(&port) || self.is_listening(port) {
            return Err(io::ErrorKind::AddrInUse.into());
        }
        let (sender, knocks) = mpsc::unbounded_channel();
        ports.open.borrow_mut().insert(port, sender);
        Ok(Box::new(FakePort { world: self.clone(), port, knocks }))
    }
}

struct FakePort {
    world: World,
    port: u16,
    knocks: mpsc::UnboundedReceiver<Knock>,
}

impl Drop for FakePort {
    fn drop(&mut self) {
        self.world.0.ports.open.borrow_mut().remove(&self.port);
    }
}

impl BoundPort for FakePort {
    fn port(&self) -> u16 {
        self.port
    }

    fn serve<'a>(mut self: Box<Self>, mut respond: Responder<'a>) -> BoxFuture<'a, io::Result<()>> {
        Box::pin(async move {
            while let Some(Knock { request, answer }) = self.knocks.recv().await {
                let (response, flow) = respond(request);
                self.world.0.ports.answers.borrow_mut().push(response.clone());
                // Whoever asked by `follow` looks among the answers.
                let _ = answer.send(response);
                if flow == Flow::Stop {
                    break;
                }
            }
            Ok(())
        })
    }
}
