use super::*;
use std::{
    io::{Read, Write},
    net::TcpStream as Client,
    thread,
};

/// Serves on a fresh port while `client` runs on a thread of its own; the path `/stop` ends it. Returns
/// what the client returned and the requests that reached the responder.
fn with_server<T: Send + 'static>(
    host: LoopbackHost,
    client: impl FnOnce(u16) -> T + Send + 'static,
) -> (T, Vec<Request<Vec<u8>>>) {
    let port = RealLoopback.bind(host, 0).unwrap();
    let number = port.port();
    let mut seen = Vec::new();
    let client = thread::spawn(move || {
        let result = client(number);
        // However the client fared, the server must still be there to be stopped.
        let last = exchange(number, b"GET /stop HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(last.starts_with("HTTP/1.1 200"), "{last}");
        result
    });
    let respond = |request: Request<Vec<u8>>| {
        let flow = if request.uri().path() == "/stop" { Flow::Stop } else { Flow::Continue };
        let answer = format!("{} {}", request.method(), request.uri());
        seen.push(request);
        (Response::new(answer.into_bytes()), flow)
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(port.serve(Box::new(respond))).unwrap();
    let result = client.join().unwrap();
    seen.pop();
    (result, seen)
}

fn connect(port: u16) -> Client {
    let client = Client::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    client.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    client
}

/// Sends `bytes`, says that no more will come, and returns all that comes back.
fn exchange(port: u16, bytes: &[u8]) -> String {
    let mut client = connect(port);
    // The server may have closed before it has read everything.
    let _ = client.write_all(bytes);
    let _ = client.shutdown(std::net::Shutdown::Write);
    rest(client)
}

fn rest(mut client: Client) -> String {
    let mut answer = Vec::new();
    let _ = client.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_request_reaches_the_responder_as_it_was_sent() {
    let (answer, seen) = with_server(LoopbackHost::V4, |port| {
        exchange(
            port,
            b"POST /a/../b?x=%20&x=2 HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 3\r\n\r\nabc",
        )
    });
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].uri(), "/a/../b?x=%20&x=2");
    assert_eq!(seen[0].headers()["host"], "evil.example");
    assert_eq!(seen[0].body(), b"abc");
}

#[test]
fn l14_junk_and_a_tls_hello_do_not_end_the_wait() {
    let (answers, seen) = with_server(LoopbackHost::V4, |port| {
        let hello = [&[0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc][..], &[7; 512]].concat();
        [&b"\0\xff\xfe junk\r\n\r\n"[..], &hello, b"GET / HTTP/9.9\r\n\r\n", b"\r\n", b""]
            .map(|bytes| exchange(port, bytes))
    });
    assert!(
        answers.iter().all(|answer| answer.is_empty() || answer.starts_with("HTTP/1.1 400")),
        "{answers:?}"
    );
    assert!(seen.is_empty());
}

#[test]
fn l14_a_head_of_a_megabyte_is_refused() {
    let (answer, seen) = with_server(LoopbackHost::V4, |port| {
        let head = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "a".repeat(1024 * 1024));
        exchange(port, head.as_bytes())
    });
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    assert!(seen.is_empty());
}

#[test]
fn a_head_just_over_the_limit_is_told_so() {
    let (answer, seen) = with_server(LoopbackHost::V4, |port| {
        let head = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "a".repeat(MAX_HEAD));
        exchange(port, head.as_bytes())
    });
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    assert!(seen.is_empty());
}

#[test]
fn a_body_over_the_limit_is_refused() {
    let (answer, seen) = with_server(LoopbackHost::V4, |port| {
        exchange(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
    });
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(seen.is_empty());
}

#[test]
fn l14_two_hundred_idle_connections_do_not_starve_the_real_one() {
    let (took, seen) = with_server(LoopbackHost::V4, |port| {
        let idle: Vec<Client> = (0..200).map(|_| connect(port)).collect();
        let mut half = connect(port);
        half.write_all(b"GET /slow HTTP/1.1\r\nHo").unwrap();
        let before = std::time::Instant::now();
        let answer = exchange(port, b"GET /callback HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(answer.ends_with("GET /callback"), "{answer}");
        drop(idle);
        before.elapsed()
    });
    assert!(took < READ_TIME, "it waited for the idle ones to be given up: {took:?}");
    assert_eq!(seen.len(), 1);
}

#[test]
fn l10_a_head_request_gets_no_body() {
    let (answer, seen) =
        with_server(LoopbackHost::V4, |port| exchange(port, b"HEAD /callback HTTP/1.1\r\nHost: x\r\n\r\n"));
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    assert_eq!(seen[0].method(), http::Method::HEAD);
}

#[test]
fn l11_http_1_0_and_a_missing_host_are_for_the_responder_to_judge() {
    let (answer, seen) = with_server(LoopbackHost::V4, |port| exchange(port, b"GET /old HTTP/1.0\r\n\r\n"));
    assert!(answer.starts_with("HTTP/1.0 200") && answer.ends_with("GET /old"), "{answer}");
    assert_eq!(seen[0].version(), http::Version::HTTP_10);
    assert!(!seen[0].headers().contains_key("host"));
}

#[test]
fn one_connection_can_ask_twice() {
    let (answer, seen) = with_server(LoopbackHost::V4, |port| {
        exchange(port, b"GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n")
    });
    assert_eq!(answer.matches("HTTP/1.1 200").count(), 2, "{answer}");
    assert_eq!(seen.len(), 2);
}

#[test]
fn the_last_answer_is_sent_whole_and_then_the_port_is_closed() {
    let port = RealLoopback.bind(LoopbackHost::V4, 0).unwrap();
    let number = port.port();
    let client = thread::spawn(move || exchange(number, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    let large = vec![b'x'; 3_000_000];
    let respond = |_| (Response::new(large.clone()), Flow::Stop);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(port.serve(Box::new(respond))).unwrap();
    let answer = client.join().unwrap();
    assert!(answer.contains("connection: close"), "{}", &answer[..200]);
    assert_eq!(answer.split_once("\r\n\r\n").unwrap().1.len(), large.len());
    assert!(Client::connect((Ipv4Addr::LOCALHOST, number)).is_err());
}

#[test]
fn l16_a_wait_that_is_given_up_closes_the_port() {
    let port = RealLoopback.bind(LoopbackHost::V4, 0).unwrap();
    let number = port.port();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let respond = |_| (Response::new(Vec::new()), Flow::Stop);
    let given_up =
        runtime.block_on(async { tokio::time::timeout(Duration::ZERO, port.serve(Box::new(respond))).await });
    assert!(given_up.is_err());
    assert!(Client::connect((Ipv4Addr::LOCALHOST, number)).is_err());
}

#[test]
fn l17_a_busy_port_is_an_error_before_anything_else_happens() {
    let held = RealLoopback.bind(LoopbackHost::V4, 0).unwrap();
    for host in [LoopbackHost::V4, LoopbackHost::Localhost] {
        let refused = RealLoopback.bind(host, held.port()).map(|_| ()).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AddrInUse);
    }
}

#[test]
fn l18_localhost_answers_on_every_family_that_is_there() {
    let v6 = std::net::TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok();
    let (answers, seen) = with_server(LoopbackHost::Localhost, move |port| {
        let over_v6 = v6.then(|| {
            let mut client = Client::connect((Ipv6Addr::LOCALHOST, port)).unwrap();
            client.write_all(b"GET /v6 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
            rest(client)
        });
        (exchange(port, b"GET /v4 HTTP/1.1\r\nHost: x\r\n\r\n"), over_v6)
    });
    assert!(answers.0.ends_with("GET /v4"));
    assert!(answers.1.is_none_or(|answer| answer.ends_with("GET /v6")));
    assert_eq!(seen.len(), 1 + usize::from(v6));
}

#[test]
fn l18_localhost_is_content_with_the_family_that_is_there_and_fails_where_none_is() {
    let only = |there: fn(&IpAddr) -> bool| {
        listen_on_both(0, move |address, port| match there(&address) {
            true => listen(address, port),
            false => Err(io::ErrorKind::AddrNotAvailable.into()),
        })
    };
    let families = |listeners: Vec<std::net::TcpListener>| {
        listeners.iter().map(|own| own.local_addr().unwrap().is_ipv6()).collect::<Vec<_>>()
    };
    assert_eq!(families(only(IpAddr::is_ipv4).unwrap()), [false]);
    if listen(IpAddr::V6(Ipv6Addr::LOCALHOST), 0).is_ok() {
        assert_eq!(families(only(IpAddr::is_ipv6).unwrap()), [true]);
        assert_eq!(families(only(|_| true).unwrap()), [false, true]);
    }
    assert_eq!(only(|_| false).unwrap_err().kind(), io::ErrorKind::AddrNotAvailable);
}
