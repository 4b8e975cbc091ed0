//! The callback listener under fire: whatever knocks before the real answer, the sign-in succeeds.
//!
//! The requests of rows L2 to L14 come in random order before each of `TORTURE_LOGINS` sign-ins, from
//! `TORTURE_SEED` on where one is given; the seed is printed. Listener, client and store are the real
//! ones, in this process; provider and person are the demo's.

use crate::support::{Answer, PATIENCE, Place, Servers, sign_in, wait_until_free};
use gptauth::{
    project::Project,
    source::Source,
    system::{LockAttempt, StoreError, StoreKey, StoreKind, StorePlace, StoreReason, System, TokenStore},
    task::login::{self, Event, LoginOptions, Way},
};
use secrecy::SecretString;
use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::mpsc,
    thread,
    time::{SystemTime, UNIX_EPOCH},
};
use url::Url;

const ALICE: Answer = Answer::SignIn { username: "alice", password: "alice-demo-password" };

/// How many sign-ins there are where nobody says otherwise.
const LOGINS: u64 = 12;

/// How many sign-ins are on their way at once: much of one is waiting.
const LANES: u64 = 4;

/// A request that is not the answer, and the status that it gets; `None` for what gets none that can
/// be relied on.
struct Knock {
    row: &'static str,
    bytes: Vec<u8>,
    status: Option<u16>,
}

/// Returns every request of rows L2 to L14 that comes before the answer.
fn knocks(port: u16, state: &str, issuer: &str) -> Vec<Knock> {
    let host = format!("127.0.0.1:{port}");
    let request = |method: &str, target: &str, host: &str, more: &str| {
        format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n").into_bytes()
    };
    let get = |target: &str| request("GET", target, &host, "");
    let answer = format!("/callback?code=stolen&state={state}");
    let mut knocks = Vec::new();
    let mut knock = |row, bytes, status| knocks.push(Knock { row, bytes, status });
    knock("L2", get("/callback?code=stolen&state=foreign"), Some(400));
    knock("L3", get("/callback?code=stolen"), Some(400));
    knock("L4", get("/callback?error=access_denied&state=foreign"), Some(400));
    knock("L6", get("/callback?error=x&error_description=%3Cscript%3Ealert(1)%3C/script%3E"), Some(400));
    knock("L7", get(&format!("{answer}&code=another")), Some(400));
    knock("L7", get(&format!("{answer}&state={state}")), Some(400));
    for target in ["/favicon.ico", "/robots.txt", "/", "/callback/../x", "//callback", "/callback/"] {
        knock("L9", get(target), Some(404));
    }
    for method in ["HEAD", "OPTIONS", "POST", "PUT", "DELETE"] {
        knock("L10", request(method, &answer, &host, "Content-Length: 0\r\n"), Some(405));
    }
    for foreign in ["evil.example:80", "localhost", &format!("evil.example:{port}"), ""] {
        knock("L11", request("GET", &answer, foreign, ""), Some(421));
    }
    knock("L11", format!("GET {answer} HTTP/1.1\r\nConnection: close\r\n\r\n").into_bytes(), Some(421));
    knock("L11", format!("GET {answer} HTTP/1.0\r\nHost: {host}\r\n\r\n").into_bytes(), Some(421));
    let cross_site = "Origin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n";
    knock("L12", request("GET", "/callback?code=stolen", &host, cross_site), Some(400));
    let long = format!("X-Long: {}\r\n", "a".repeat(1024 * 1024));
    knock("L14", request("GET", &answer, &host, &long), None);
    let code = "c".repeat(9_000);
    knock("L14", get(&format!("/callback?code={code}&state={state}&iss={issuer}")), Some(400));
    knock("L14", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03not a request".to_vec(), None);
    knock("L14", vec![0; 4_096], None);
    knock("L14", b"GET /callback HTTP/1.1\r\nHost: ".to_vec(), None);
    knock("L14", Vec::new(), None);
    knocks
}

/// Numbers that anybody can draw again (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut next = self.0;
        next = (next ^ (next >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        next = (next ^ (next >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        next ^ (next >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).expect("a limit")).expect("below it")
    }
}

/// Knocks in random order, some of it twice, some of it left open; returns what is left open.
fn torture(url: &Url, numbers: &mut Numbers) -> Vec<TcpStream> {
    let parameter = |name: &str| {
        let found = url.query_pairs().find(|(own, _)| own == name);
        found.expect("an authorization parameter").1.into_owned()
    };
    let redirect = Url::parse(&parameter("redirect_uri")).expect("a redirect URI");
    let port = redirect.port().expect("a port");
    let mut open = Vec::new();
    let issuer = url.join(".").expect("the issuer");
    let all = knocks(port, &parameter("state"), issuer.as_str().trim_end_matches('/'));
    for _ in 0..all.len() + 5 {
        let knock = &all[numbers.below(all.len())];
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        // The listener may hang up in the middle of a megabyte; that is its right.
        let _ = stream.write_all(&knock.bytes);
        match knock.status {
            Some(expected) => {
                let got = status(stream);
                assert_eq!(
                    got,
                    Some(expected),
                    "{}: {:.200?}",
                    knock.row,
                    String::from_utf8_lossy(&knock.bytes)
                );
            }
            None => open.push(stream),
        }
    }
    open
}

fn status(mut stream: TcpStream) -> Option<u16> {
    stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    assert!(!answer.contains("alert(1)") && !answer.contains("stolen"), "reflected: {answer}");
    answer.split(' ').nth(1)?.parse().ok()
}

/// A store that forgets: this is about the way there.
struct Nowhere(StorePlace);

struct NoLock;

impl gptauth::system::StoreLock for NoLock {
    fn is_unsettled(&self) -> bool {
        false
    }

    fn begin(&self) {}

    fn settle(&self) {}
}

impl TokenStore for Nowhere {
    fn place(&self) -> &StorePlace {
        &self.0
    }

    fn load(&self, _: &StoreKey) -> Result<Option<SecretString>, StoreError> {
        Ok(None)
    }

    fn save(&self, _: &StoreKey, _: &SecretString) -> Result<(), StoreError> {
        Ok(())
    }

    fn remove(&self, _: &StoreKey) -> Result<bool, StoreError> {
        Ok(false)
    }

    fn try_lock(&self, _: &StoreKey) -> Result<LockAttempt, StoreError> {
        Ok(LockAttempt::Taken(Box::new(NoLock)))
    }
}

/// Signs alice in; `before` does what it likes between the authorization request and its answer.
/// Returns the page that her browser ends at.
fn signed_in_after<T: Send>(servers: &Servers, before: impl FnOnce(&Url) -> T + Send) -> (String, T) {
    let project =
        Project::parse(Source::new("gptauth.toml", servers.project()), "/", None).expect("a project");
    let store =
        Nowhere(StorePlace { kind: StoreKind::Keyring { name: "nowhere" }, because: StoreReason::Available });
    let secret = gptauth::oauth::values::ClientSecret::new(servers.about("client_secret"));
    let system = System::real();
    wait_until_free(servers.redirect_port());
    thread::scope(|scope| {
        // In here, so that a sign-in that fails leaves nobody waiting.
        let (tell, told) = mpsc::channel::<Url>();
        let person = scope.spawn(move || {
            let url = told.recv().expect("a page to visit");
            let kept = before(&url);
            (sign_in(url.as_str(), ALICE).body, kept)
        });
        let mut on = |event| {
            if let Event::Visit { url, .. } = event {
                tell.send(url).expect("somebody to tell");
            }
        };
        let options = LoginOptions {
            way: Way::ByHand,
            timeout: PATIENCE,
            client_secret: Some(secret),
            ..LoginOptions::default()
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let outcome = runtime.block_on(login::login(&system, &store, &project, options, &mut on));
        assert!(outcome.expect("a sign-in").subject.is_some());
        person.join().expect("the person")
    })
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
fn l02_to_l14_nothing_that_knocks_before_the_answer_keeps_it_out() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970");
    let seed = number("TORTURE_SEED").unwrap_or(now.as_secs());
    let logins = number("TORTURE_LOGINS").unwrap_or(LOGINS);
    // Each lane has servers and a port of its own.
    let lane = |lane: u64| {
        let mut numbers = Numbers(seed.wrapping_add(lane));
        let servers = Servers::start(&Place::new());
        for _ in (lane..logins).step_by(usize::try_from(LANES).expect("a few")) {
            signed_in_after(&servers, |url| torture(url, &mut numbers));
        }
    };
    let survived = thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES).map(|number| scope.spawn(move || lane(number))).collect();
        lanes.into_iter().all(|lane| lane.join().is_ok())
    });
    assert!(survived, "a sign-in of {logins} failed with TORTURE_SEED={seed}");
    let said = format!("{logins} logins of {logins} succeeded under fire, TORTURE_SEED={seed}\n");
    std::io::stdout().write_all(said.as_bytes()).expect("stdout");
}

#[test]
fn l14_two_hundred_idle_connections_do_not_keep_the_answer_out() {
    let servers = Servers::start(&Place::new());
    let (page, idle) = signed_in_after(&servers, |url| {
        let redirect =
            url.query_pairs().find(|(name, _)| name == "redirect_uri").expect("one").1.into_owned();
        let port = Url::parse(&redirect).expect("a URL").port().expect("a port");
        let connect = |_| TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        (0..200).map(connect).collect::<Vec<_>>()
    });
    assert_eq!(idle.len(), 200);
    assert!(page.contains("close this window"), "{page}");
}
