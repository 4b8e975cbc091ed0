use super::*;
use http::Method;
use std::error::Error as _;
use std::{
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    thread::{self, JoinHandle},
};

mod tls;

/// 100,000 times the letter a.
const GZIPPED: &str = "\
    1f8b0800000000000203edc13101000000c2a0aceb5fc21a1e4001000000000000000000000000000000000000000000\
    000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
    000000000000000000000000000000000000000000000000000000af0687fae21ba0860100";

/// Answers one connection with these bytes and returns what it was sent.
fn server(answer: impl Into<Vec<u8>>) -> (String, JoinHandle<String>) {
    serve(|mut stream, answer| stream.write_all(&answer), answer.into())
}

fn serve(
    respond: impl FnOnce(TcpStream, Vec<u8>) -> io::Result<()> + Send + 'static,
    answer: Vec<u8>,
) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let thread = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        while !complete(&request) {
            match stream.read(&mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(length) => request.extend_from_slice(&buffer[..length]),
            }
        }
        // The client may have gone as soon as it had seen enough.
        let _ = respond(stream, answer);
        String::from_utf8_lossy(&request).into_owned()
    });
    (url, thread)
}

fn complete(request: &[u8]) -> bool {
    // A TLS greeting is all that comes before an answer.
    if request.starts_with(&[0x16]) {
        return true;
    }
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    length.is_none_or(|length| body.len() >= length.parse().unwrap())
}

fn send(request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, HttpError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(RealHttp::default().send(request))
}

fn get(url: &str, limits: Limits) -> Result<Response<Vec<u8>>, HttpError> {
    let mut request = Request::get(url).body(Vec::new()).unwrap();
    request.extensions_mut().insert(limits);
    send(request)
}

fn small() -> Limits {
    Limits { time: Duration::from_secs(5), bytes: 1000 }
}

#[test]
fn a_request_is_sent_as_it_was_built() {
    let (url, server) = server("HTTP/1.1 201 Created\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 2\r\n\r\nok");
    let request = Request::builder()
        .method(Method::PUT)
        .uri(format!("{url}/a?b=%20c&d=e+f"))
        .header("X-Own", "value")
        .body(b"body".to_vec())
        .unwrap();
    let answer = send(request).unwrap();
    assert_eq!((answer.status().as_u16(), answer.body().as_slice()), (201, &b"ok"[..]));
    assert_eq!(answer.headers().get_all("x-a").iter().count(), 2);
    let sent = server.join().unwrap();
    assert!(sent.starts_with("PUT /a?b=%20c&d=e+f HTTP/1.1\r\n") && sent.ends_with("\r\n\r\nbody"), "{sent}");
    let mut names: Vec<_> = sent.lines().filter_map(|line| Some(line.split_once(": ")?.0)).collect();
    names.sort_unstable();
    let expected = ["accept", "accept-encoding", "content-length", "host", "user-agent", "x-own"];
    assert_eq!(names, expected, "{sent}");
    assert!(sent.contains(concat!("user-agent: gptauth/", env!("CARGO_PKG_VERSION"), "\r\n")));
}

#[test]
fn a_user_agent_of_the_request_stands() {
    let (url, server) = server("HTTP/1.1 204 No Content\r\n\r\n");
    send(Request::get(url).header("user-agent", "other").body(Vec::new()).unwrap()).unwrap();
    let sent = server.join().unwrap();
    assert!(sent.contains("user-agent: other\r\n") && !sent.contains("gptauth"), "{sent}");
}

#[test]
fn t10_a_redirect_is_an_answer_like_any_other() {
    for status in [301, 302, 303, 307, 308] {
        let answer = format!("HTTP/1.1 {status} X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
        let (url, server) = server(answer);
        let answer = send(Request::post(url).body(b"secret".to_vec()).unwrap()).unwrap();
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(answer.headers()["location"], "/elsewhere");
        server.join().unwrap();
    }
}

#[test]
fn d03_the_limit_counts_what_comes_out_of_the_compression() {
    let bytes = |hex: &str| -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    };
    for (limit, fits) in [(100_000, true), (99_999, false)] {
        let packed = bytes(GZIPPED);
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", packed.len());
        let (url, server) = server([head.into_bytes(), packed].concat());
        match get(&url, Limits { bytes: limit, ..small() }) {
            Ok(answer) => assert!(fits && answer.body().len() == 100_000),
            Err(error) => {
                assert!(!fits && matches!(error, HttpError::TooLarge { limit: 99_999, .. }), "{error}")
            }
        }
        server.join().unwrap();
    }
}

#[test]
fn d03_an_announced_and_an_endless_body_are_both_given_up() {
    let (url, announced) = server("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\nx");
    assert!(matches!(get(&url, small()), Err(HttpError::TooLarge { .. })));
    announced.join().unwrap();
    let endless = |mut stream: TcpStream, head: Vec<u8>| {
        stream.write_all(&head)?;
        loop {
            stream.write_all(b"5\r\nxxxxx\r\n")?;
        }
    };
    let (url, endless) = serve(endless, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec());
    assert!(matches!(get(&url, small()), Err(HttpError::TooLarge { .. })));
    endless.join().unwrap();
}

#[test]
fn t12_silence_before_the_head_and_within_the_body_ends_at_the_limit() {
    for head in ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"] {
        let hang = |mut stream: TcpStream, head: Vec<u8>| {
            stream.write_all(&head)?;
            // Until the client hangs up.
            stream.read(&mut [0; 1]).map(|_| ())
        };
        let (url, server) = serve(hang, head.into());
        let limits = Limits { time: Duration::from_millis(100), ..small() };
        let error = get(&url, limits).unwrap_err();
        assert!(matches!(error, HttpError::Timeout { .. }), "{error}");
        server.join().unwrap();
    }
}

#[test]
fn t12_a_connection_that_breaks_off_is_not_one_that_never_was() {
    for half in ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "no HTTP at all\r\n\r\n"] {
        let (url, server) = server(half);
        let error = get(&url, small()).unwrap_err();
        assert!(matches!(error, HttpError::Broken { .. }), "{half}: {error}");
        server.join().unwrap();
    }
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    let error = get(&format!("http://{free}/?code=canary"), small()).unwrap_err();
    let HttpError::Connect { origin, source } = error else { panic!("{error}") };
    assert_eq!(origin, format!("http://{free}"));
    assert_eq!(source.downcast_ref::<io::Error>().unwrap().kind(), io::ErrorKind::ConnectionRefused);
}

/// Answers with the status that the path names, and with the number of the connection.
fn counts_connections() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            thread::spawn(move || answer_with(number, stream.unwrap()));
        }
    });
    url
}

fn answer_with(number: usize, mut stream: TcpStream) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        let request = String::from_utf8_lossy(&buffer[..length]).into_owned();
        let status = request.split(['/', ' ']).nth(2).unwrap();
        write!(stream, "HTTP/1.1 {status} Said\r\nContent-Length: 1\r\n\r\n{number}").unwrap();
    }
}

#[test]
fn a_connection_that_brought_a_failure_of_the_server_is_not_used_again() {
    let url = counts_connections();
    let client = RealHttp::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let connection = async |status: u16| {
        let request = Request::get(format!("{url}/{status}")).body(Vec::new()).unwrap();
        let answer = client.send(request).await.unwrap();
        assert_eq!(answer.status(), status);
        answer.into_body()
    };
    runtime.block_on(async {
        assert_eq!(connection(404).await, b"0");
        assert_eq!(connection(500).await, b"0", "a refusal is no failure");
        assert_eq!(connection(200).await, b"1");
        assert_eq!(connection(200).await, b"1");
    });
}

#[test]
fn t14_a_name_that_does_not_resolve_is_named() {
    // A label of more than 63 characters is refused without asking anybody.
    let host = format!("{}.example", "a".repeat(64));
    let error = get(&format!("http://{host}/?code=canary"), small()).unwrap_err();
    let HttpError::Resolve { host: named, source } = error else { panic!("{error}") };
    assert_eq!(named, host);
    assert!(!source.to_string().contains("canary"));
}

#[test]
fn t13_a_server_without_tls_is_a_failed_handshake() {
    let (url, server) = server("HTTP/1.1 400 Bad Request\r\n\r\n");
    let error = get(&url.replace("http:", "https:"), small()).unwrap_err();
    assert!(matches!(error, HttpError::Tls { .. }), "{error:?}");
    // Where the machine has no root certificates, nothing was sent and the server still waits.
    let _ = TcpStream::connect(url.trim_start_matches("http://"));
    server.join().unwrap_or_default();
}

#[test]
fn what_is_not_http_is_not_sent() {
    for url in ["ftp://127.0.0.1/", "/relative", "127.0.0.1:80"] {
        let error = get(url, small()).unwrap_err();
        assert!(matches!(error, HttpError::Unsendable { .. }), "{url}: {error}");
    }
}

#[test]
fn c15_this_machine_is_reached_without_a_proxy() {
    let road = |url: &str| Road::of(&url.parse().unwrap());
    for url in [
        "http://127.0.0.1/",
        "http://127.9.9.9:1/",
        "http://[::1]:80/",
        "http://LocalHost/",
        "http://a.localhost./",
    ] {
        assert_eq!(road(url), Road::Loopback, "{url}");
    }
    assert_eq!(road("https://localhost/"), Road::LoopbackTls);
    for url in ["http://127.0.0.1.example/", "http://localhost.evil/", "https://op.example/", "http://[::2]/"]
    {
        assert_eq!(road(url), Road::Outside, "{url}");
    }
}

#[test]
fn t13_a_refused_certificate_says_why() {
    use rustls::{CertificateError, Error};
    let words = |error: CertificateError| {
        let failed = HttpError::tls("https://op.example", Error::InvalidCertificate(error));
        failed.source().unwrap().to_string()
    };
    assert!(words(CertificateError::Expired).contains("expired"));
    assert!(words(CertificateError::NotValidForName).contains("another name"));
    assert!(words(CertificateError::UnknownIssuer).contains("self-signed"));
}

#[test]
fn s16_nothing_is_sent_where_only_public_addresses_may_be_reached() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    for host in ["127.0.0.1", "[::1]", "localhost", "[::ffff:127.0.0.1]"] {
        let mut request = Request::get(format!("http://{host}:{port}/x")).body(Vec::new()).unwrap();
        request.extensions_mut().insert(PublicOnly);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let error = runtime.block_on(RealHttp::default().send(request)).unwrap_err();
        assert!(
            matches!(&error, HttpError::Unsendable { reason } if reason == NOT_PUBLIC),
            "{host}: {error:?}"
        );
    }
    assert_eq!(listener.accept().unwrap_err().kind(), io::ErrorKind::WouldBlock);
}
