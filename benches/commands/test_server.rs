//! An API that keeps its connections open: the agenda's five operations, and as many others as are
//! asked for that only read. Each wants the token, and answers after a latency.

use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

pub(crate) const ACCESS_TOKEN: &str = "access-token-of-the-benchmark";

/// A server on threads of this process, a thread a connection.
pub(crate) struct Api {
    origin: String,
    latency: Duration,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    items: Mutex<BTreeMap<String, Value>>,
    made: AtomicUsize,
    requests: AtomicUsize,
}

impl Api {
    /// Starts the server, with one item. It lives as long as the process.
    pub(crate) fn start(latency: Duration) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let origin = format!("http://{}", listener.local_addr()?);
        let state = Arc::new(State::default());
        state.create(&json!({"date": "2026-11-24", "text": "Buy milk"}));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                // A client that went away is the client's business.
                thread::spawn(move || state.serve(&stream, latency));
            }
        });
        Ok(Self { origin, latency, state })
    }

    /// The URL that the paths of the operations begin with.
    pub(crate) fn url(&self) -> String {
        format!("{}/api", self.origin)
    }

    /// A project for this server.
    pub(crate) fn project_file(&self) -> String {
        let (origin, url) = (&self.origin, self.url());
        format!(
            "schema = \"openapi.json\"\n\
             server = \"{url}\"\n\
             [oauth]\n\
             authorization_endpoint = \"{origin}/auth\"\n\
             token_endpoint = \"{origin}/token\"\n\
             client_id = \"benchmark\"\n\
             scope = \"agenda\"\n"
        )
    }

    /// Returns how many requests came since this was last asked.
    pub(crate) fn requests(&self) -> usize {
        self.state.requests.swap(0, Ordering::Relaxed)
    }

    /// Returns the least time in which so many requests can be answered, so many at a time.
    pub(crate) fn least(&self, requests: usize, at_a_time: usize) -> Duration {
        self.latency.mul_f64(requests.div_ceil(at_a_time) as f64)
    }
}

impl State {
    fn serve(&self, stream: &TcpStream, latency: Duration) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream);
        while let Some(request) = Request::read(&mut reader)? {
            self.requests.fetch_add(1, Ordering::Relaxed);
            if !latency.is_zero() {
                thread::sleep(latency);
            }
            let (status, body) = self.answer(&request);
            let body = body.map_or_else(String::new, |body| body.to_string());
            let answer = format!(
                "HTTP/1.1 {status} \r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            let mut stream = stream;
            stream.write_all(answer.as_bytes())?;
        }
        Ok(())
    }

    fn answer(&self, request: &Request) -> (u16, Option<Value>) {
        if !request.has_token {
            return (401, Some(json!({"message": "Unauthorized"})));
        }
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        let path = request.path.strip_prefix("/api").unwrap_or_default();
        let id = path.strip_prefix("/items/").unwrap_or_default();
        match (request.method.as_str(), path) {
            ("GET", "/items") => (200, Some(items.values().cloned().collect())),
            ("POST", "/items") => {
                drop(items);
                (201, Some(self.create(&request.body)))
            }
            ("GET", path) if path.starts_with("/read") => (200, Some(json!({"path": path}))),
            ("DELETE", _) if items.remove(id).is_some() => (204, None),
            ("GET" | "PATCH", _) => match items.get_mut(id) {
                Some(item) => {
                    for (name, value) in request.body.as_object().into_iter().flatten() {
                        item[name] = value.clone();
                    }
                    (200, Some(item.clone()))
                }
                None => (404, Some(json!({"message": "Not Found"}))),
            },
            _ => (404, Some(json!({"message": "Not Found"}))),
        }
    }

    fn create(&self, content: &Value) -> Value {
        let id = self.made.fetch_add(1, Ordering::Relaxed).to_string();
        let item = json!({"id": id, "date": content["date"], "text": content["text"]});
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items.insert(id, item.clone());
        item
    }
}

struct Request {
    method: String,
    path: String,
    has_token: bool,
    body: Value,
}

impl Request {
    /// Reads the next request; nothing where the client has closed the connection.
    fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut words = line.split_whitespace().map(str::to_owned);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (mut has_token, mut length) = (false, 0);
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 || line == "\r\n" {
                break;
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap_or(0);
            } else if name.eq_ignore_ascii_case("authorization") {
                has_token = value.trim().strip_prefix("Bearer ") == Some(ACCESS_TOKEN);
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let body = serde_json::from_slice(&body).unwrap_or_default();
        Ok(Some(Self { method, path, has_token, body }))
    }
}

/// A document of so many operations that only read.
pub(crate) fn document(operations: usize) -> String {
    let paths: serde_json::Map<_, _> = (0..operations)
        .map(|number| {
            let schema = json!({"type": "object", "required": ["path"], "properties": {"path": {"type": "string"}}});
            let answer = json!({"description": "The path.", "content": {"application/json": {"schema": schema}}});
            let operation = json!({
                "operationId": format!("read{number}"),
                "summary": "Read one of many",
                "responses": {"200": answer, "401": {"description": "No token, or one that is no longer valid."}},
            });
            (format!("/read{number}"), json!({"get": operation}))
        })
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Many", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com/api"}],
        "paths": paths,
    })
    .to_string()
}
