//! Ports on the loopback interface, and the small HTTP server behind each of them.
//!
//! Anyone on this machine, and any web page in its browser, can knock here. So nothing that a client
//! does ends the wait, and nothing that it leaves undone keeps another one from being answered.

use super::BoxFuture;
use http::{HeaderValue, Request, Response, StatusCode, header::CONNECTION};
use http_body_util::{BodyExt, Either, Full, Limited};
use hyper::{
    body::{Body, Bytes, Frame, Incoming, SizeHint},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    collections::VecDeque,
    future, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
    task::{AbortHandle, JoinSet},
};

/// The loopback host to listen on. There is no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoopbackHost {
    /// `127.0.0.1`.
    V4,
    /// `[::1]`.
    V6,
    /// `localhost`: both of them, on one port.
    Localhost,
}

impl LoopbackHost {
    /// Returns the host as it stands in a URL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V4 => "127.0.0.1",
            Self::V6 => "[::1]",
            Self::Localhost => "localhost",
        }
    }
}

/// Listens on the loopback interface, and on no other.
pub trait Loopback {
    /// Binds `host` at `port`; port 0 takes a free one. The port is held from here on, so nothing
    /// can slip in between.
    ///
    /// # Errors
    ///
    /// Where the port is taken or the address family is not there.
    fn bind(&self, host: LoopbackHost, port: u16) -> io::Result<Box<dyn BoundPort>>;
}

/// A port that is ours.
pub trait BoundPort {
    /// Returns its number.
    fn port(&self) -> u16;
    /// Answers requests until `respond` says stop. Heads over 16 kB, slow clients and a flood of
    /// idle connections do not keep others from being answered.
    ///
    /// # Errors
    ///
    /// Where the socket itself fails; a broken connection is not an error.
    fn serve<'a>(self: Box<Self>, respond: Responder<'a>) -> BoxFuture<'a, io::Result<()>>;
}

/// Answers one request that came in on a bound port.
pub type Responder<'a> = Box<dyn FnMut(Request<Vec<u8>>) -> (Response<Vec<u8>>, Flow) + 'a>;

/// Whether a bound port goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Waits for the next request.
    Continue,
    /// Sends this answer whole, then closes the port.
    Stop,
}

/// How an answer travels, where a demonstration wants it otherwise than whole and at once. It stands
/// among the extensions of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Not at all; the connection stays open.
    Never,
    /// Not at all; the connection is closed.
    Closed,
    /// Up to the middle of its body; then the connection is closed.
    Cut,
    /// After this time.
    Late(Duration),
}

/// The largest request head that is read, in bytes.
const MAX_HEAD: usize = 16 * 1024;
/// The largest request body that is read, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// How many connections are held at once.
const MAX_CONNECTIONS: usize = 64;
/// How long a client may take for its head, and again for its body.
const READ_TIME: Duration = Duration::from_secs(5);
/// How long the last answer may take to be sent.
const LAST_ANSWER_TIME: Duration = Duration::from_secs(5);

/// The loopback interface of this machine.
pub(super) struct RealLoopback;

impl Loopback for RealLoopback {
    fn bind(&self, host: LoopbackHost, port: u16) -> io::Result<Box<dyn BoundPort>> {
        let listeners = match host {
            LoopbackHost::V4 => vec![listen(IpAddr::V4(Ipv4Addr::LOCALHOST), port)?],
            LoopbackHost::V6 => vec![listen(IpAddr::V6(Ipv6Addr::LOCALHOST), port)?],
            LoopbackHost::Localhost => listen_on_both(port, listen)?,
        };
        let port = match listeners.first() {
            Some(listener) => listener.local_addr()?.port(),
            None => port,
        };
        Ok(Box::new(RealPort { listeners, port }))
    }
}

fn listen(address: IpAddr, port: u16) -> io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(SocketAddr::new(address, port))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Listens on both families on one port; a machine without one of them is content with the other.
fn listen_on_both(
    port: u16,
    listen: impl Fn(IpAddr, u16) -> io::Result<std::net::TcpListener>,
) -> io::Result<Vec<std::net::TcpListener>> {
    let attempts = if port == 0 { 16 } else { 1 };
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for _ in 0..attempts {
        let v4 = match listen(IpAddr::V4(Ipv4Addr::LOCALHOST), port) {
            Ok(listener) => listener,
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
            Err(_) => return Ok(vec![listen(IpAddr::V6(Ipv6Addr::LOCALHOST), port)?]),
        };
        match listen(IpAddr::V6(Ipv6Addr::LOCALHOST), v4.local_addr()?.port()) {
            Ok(v6) => return Ok(vec![v4, v6]),
            // Somebody else has the free port of one family in the other: another port, then.
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = error,
            Err(_) => return Ok(vec![v4]),
        }
    }
    Err(last)
}

struct RealPort {
    listeners: Vec<std::net::TcpListener>,
    port: u16,
}

impl BoundPort for RealPort {
    fn port(&self) -> u16 {
        self.port
    }

    fn serve<'a>(self: Box<Self>, respond: Responder<'a>) -> BoxFuture<'a, io::Result<()>> {
        Box::pin(serve(self.listeners, respond))
    }
}

/// A request on its way from its connection to the responder, and the way back.
struct Knock {
    request: Request<Vec<u8>>,
    connection: tokio::task::Id,
    answer: oneshot::Sender<Response<Vec<u8>>>,
}

/// Connections run as tasks of their own and hand their requests to this loop, which alone holds the
/// responder. Dropping the future drops them all and closes the port.
async fn serve(listeners: Vec<std::net::TcpListener>, mut respond: Responder<'_>) -> io::Result<()> {
    let listeners =
        listeners.into_iter().map(TcpListener::from_std).collect::<io::Result<Vec<TcpListener>>>()?;
    let (knock, mut knocks) = mpsc::channel(MAX_CONNECTIONS);
    let mut tasks = JoinSet::new();
    let mut open = OpenConnections::default();
    loop {
        tokio::select! {
            // Requests that are there are answered before more connections are let in.
            biased;
            Some(Knock { request, connection, answer }) = knocks.recv() => {
                let (mut response, flow) = respond(request);
                if flow == Flow::Stop {
                    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
                }
                // A client that went away misses its answer; that is its own affair.
                let delivered = answer.send(response).is_ok();
                if flow == Flow::Stop {
                    if delivered {
                        finish(&mut tasks, connection).await;
                    }
                    return Ok(());
                }
            }
            Some(_) = tasks.join_next() => {}
            stream = accept(&listeners) => {
                open.make_room();
                let busy = Arc::new(AtomicBool::new(false));
                let task = tasks.spawn(connection(stream?, knock.clone(), Arc::clone(&busy)));
                open.0.push_back(OpenConnection { task, busy });
            }
        }
    }
}

/// Waits until one connection has sent what it was given.
async fn finish(tasks: &mut JoinSet<()>, connection: tokio::task::Id) {
    let sent = async {
        while let Some(ended) = tasks.join_next_with_id().await {
            let id = ended.map_or_else(|error| error.id(), |(id, ())| id);
            if id == connection {
                break;
            }
        }
    };
    // A client that does not read its answer cannot keep the program from ending.
    let _ = tokio::time::timeout(LAST_ANSWER_TIME, sent).await;
}

/// Returns the next connection. What goes wrong with one connection is not the port's fault.
async fn accept(listeners: &[TcpListener]) -> io::Result<TcpStream> {
    let mut failures = 0;
    loop {
        let accepted = future::poll_fn(|context| {
            let mut ready = listeners.iter().map(|listener| listener.poll_accept(context));
            ready.find(std::task::Poll::is_ready).unwrap_or(std::task::Poll::Pending)
        });
        match accepted.await {
            Ok((stream, _)) => return Ok(stream),
            Err(error) if failures == MAX_CONNECTIONS => return Err(error),
            Err(_) => failures += 1,
        }
        // Out of file descriptors, perhaps: connections end meanwhile.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The connections that are open, the longest idle one first.
#[derive(Default)]
struct OpenConnections(VecDeque<OpenConnection>);

struct OpenConnection {
    task: AbortHandle,
    busy: Arc<AtomicBool>,
}

impl OpenConnections {
    /// Forgets what has ended and, at the limit, drops the oldest connection that is not waiting for an
    /// answer of ours.
    fn make_room(&mut self) {
        self.0.retain(|connection| !connection.task.is_finished());
        if self.0.len() < MAX_CONNECTIONS {
            return;
        }
        let idle = self.0.iter().position(|connection| !connection.busy.load(Ordering::Relaxed));
        if let Some(oldest) = self.0.remove(idle.unwrap_or_default()) {
            oldest.task.abort();
        }
    }
}

/// Serves one connection to its end, whatever comes in on it.
async fn connection(stream: TcpStream, knock: mpsc::Sender<Knock>, busy: Arc<AtomicBool>) {
    let service = service_fn(|request: Request<Incoming>| {
        let (knock, busy) = (knock.clone(), Arc::clone(&busy));
        async move {
            let response = match read_body(request).await {
                Ok(request) => {
                    busy.store(true, Ordering::Relaxed);
                    let response = ask(request, &knock).await;
                    busy.store(false, Ordering::Relaxed);
                    response
                }
                Err(status) => refuse(status),
            };
            deliver(response).await
        }
    });
    let _ = stream.set_nodelay(true);
    // Junk is answered 400 by hyper; that and a broken connection end here and nowhere else.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(READ_TIME)
        .max_header_size(MAX_HEAD)
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Sends an answer on its way, or not, as its delivery says.
async fn deliver(response: Response<Vec<u8>>) -> io::Result<Response<Either<Full<Bytes>, Broken>>> {
    let whole = |body| Either::Left(Full::new(Bytes::from(body)));
    match response.extensions().get::<Delivery>().copied() {
        None => {}
        Some(Delivery::Never) => future::pending().await,
        // hyper closes a connection whose service fails.
        Some(Delivery::Closed) => return Err(io::ErrorKind::ConnectionAborted.into()),
        Some(Delivery::Cut) => return Ok(response.map(|body| Either::Right(Broken::halved(body)))),
        Some(Delivery::Late(time)) => tokio::time::sleep(time).await,
    }
    Ok(response.map(whole))
}

/// A body that promises to be whole and breaks off in the middle.
struct Broken {
    length: u64,
    half: Option<Bytes>,
}

impl Broken {
    fn halved(mut body: Vec<u8>) -> Self {
        let length = body.len();
        body.truncate(length / 2);
        Self { length: length as u64, half: Some(body.into()) }
    }
}

impl Body for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let half = self.half.take().map(|half| Ok(Frame::data(half)));
        Poll::Ready(Some(half.unwrap_or_else(|| Err(io::ErrorKind::ConnectionAborted.into()))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

/// Hands a request to the responder and waits for its answer.
async fn ask(request: Request<Vec<u8>>, knock: &mpsc::Sender<Knock>) -> Response<Vec<u8>> {
    let (answer, answered) = oneshot::channel();
    // The task that asks is the one that sends: its end is the end of the answer.
    let sent = knock.send(Knock { request, connection: tokio::task::id(), answer }).await;
    match (sent, answered.await) {
        (Ok(()), Ok(response)) => response,
        _ => refuse(StatusCode::SERVICE_UNAVAILABLE),
    }
}

async fn read_body(request: Request<Incoming>) -> Result<Request<Vec<u8>>, StatusCode> {
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(READ_TIME, Limited::new(body, MAX_BODY).collect()).await {
        Ok(Ok(body)) => Ok(Request::from_parts(parts, body.to_bytes().into())),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

/// Returns an answer that the responder was not asked for, and that ends the connection.
fn refuse(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests;
