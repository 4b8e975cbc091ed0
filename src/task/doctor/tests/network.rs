//! What is wrong with the way to the provider or to the API: one fault, exactly one finding.

use super::*;
use crate::system::PeerCertificate;
use jiff::SignedDuration;

const PROVIDER: &str = "id.example.com";
const API: &str = "api.example.com";

fn found(stage: Stage) -> Vec<&'static str> {
    codes(&examined(&stage.world()))
}

/// Loses what is sent to a host.
fn lost(host: &'static str, error: fn(String) -> HttpError) -> Stage {
    Stage::new()
        .loss(move |request| (request.uri().host() == Some(host)).then(|| error(format!("https://{host}"))))
}

/// Shows a certificate that ends after `left`, at one host.
fn certified(host: &'static str, left: SignedDuration) -> Stage {
    Stage::new().front(move |request, mut answer| {
        if request.uri().host() == Some(host) {
            // The world begins at this time.
            let now: jiff::Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
            answer.extensions_mut().insert(PeerCertificate { until: now + left });
        }
        answer
    })
}

fn tls(origin: String) -> HttpError {
    HttpError::Tls { origin, source: "the server's certificate is self-signed".into() }
}

fn unresolved(_: String) -> HttpError {
    HttpError::Resolve { host: "nowhere".to_owned(), source: "no such host".into() }
}

fn refused(origin: String) -> HttpError {
    HttpError::Connect { origin, source: "connection refused".into() }
}

fn broken(origin: String) -> HttpError {
    HttpError::Broken { origin, source: "reset by peer".into() }
}

fn late(origin: String) -> HttpError {
    HttpError::Timeout { origin, limit: Duration::from_secs(10) }
}

fn endless(origin: String) -> HttpError {
    HttpError::TooLarge { origin, limit: 1024 * 1024 }
}

#[test]
fn an_exchange_without_an_answer_is_one_finding_by_the_step_at_which_it_ended() {
    for (error, provider, api) in [
        (tls as fn(String) -> HttpError, "provider-tls-untrusted", "api-tls-untrusted"),
        (unresolved, "provider-unreachable", "api-unreachable"),
        (refused, "provider-unreachable", "api-unreachable"),
        (broken, "provider-unreachable", "api-unreachable"),
        (late, "provider-unreachable", "api-unreachable"),
        (endless, "provider-unreachable", "api-unreachable"),
    ] {
        assert_eq!(found(lost(PROVIDER, error)), [provider]);
        assert_eq!(found(lost(API, error)), [api]);
    }
}

#[test]
fn the_reason_of_a_refused_handshake_is_named() {
    for host in [PROVIDER, API] {
        let outcome = examined(&lost(host, tls).world());
        let (_, finding) =
            outcome.findings().find(|(_, own)| own.diagnostic.severity == Severity::Error).unwrap();
        let message = &finding.diagnostic.message;
        assert!(message.contains("the server's certificate is self-signed"), "{message}");
    }
}

#[test]
fn a_certificate_that_ends_soon_is_a_warning_and_another_one_is_counted() {
    let days = |days: i64| SignedDuration::from_hours(24 * days + 1);
    for (host, name) in [(PROVIDER, "provider-certificate-ends"), (API, "api-certificate-ends")] {
        assert_eq!(found(certified(host, days(0))), [name]);
        assert_eq!(found(certified(host, days(13))), [name]);
        let outcome = examined(&certified(host, days(14)).world());
        assert_eq!(codes(&outcome), [""; 0]);
        let says = |own: &ProbeOutcome| {
            matches!(&own.verdict, Verdict::Judged(judgement)
                if judgement.seen.starts_with("public address, trusted TLS ≥ 1.2, 14 days"))
        };
        assert_eq!(outcome.probes.iter().filter(|own| says(own)).count(), 1);
    }
}

#[test]
fn addresses_that_chatgpt_cannot_reach_are_found_behind_a_name_and_in_a_url() {
    for (host, address, name) in
        [(PROVIDER, "10.0.0.1", "provider-not-public"), (API, "192.168.1.20", "api-not-public")]
    {
        let world = Stage::new().world();
        world.set_host(host, address);
        assert_eq!(codes(&examined(&world)), [name]);
    }
    let world = Stage::new().project("https://api.example.com", "https://192.168.1.20").world();
    world.answer(|_| Ok(Response::new(b"{}".to_vec())));
    assert!(codes(&examined(&world)).contains(&"api-not-public"));
}

#[test]
fn a_port_of_its_own_is_found_at_a_public_host() {
    let api = Stage::new().project("https://api.example.com", "https://api.example.com:8443");
    assert_eq!(found(api), ["api-port"]);
    let ported = Stage::new().project(
        "issuer =",
        "authorization_endpoint = \"https://id.example.com:8443/oidc/auth\"\n\
         token_endpoint = \"https://id.example.com:8443/oidc/token\"\nissuer =",
    );
    // The demo's provider is not there, which is found as well.
    assert_eq!(found(ported).iter().filter(|name| **name == "endpoint-port").count(), 1);
}

#[test]
fn an_endpoint_that_moved_is_found_with_its_new_place() {
    let moved = |end: &'static str, status: u16, to: &'static str| {
        Stage::new().front(move |request, own| {
            if !request.uri().path().ends_with(end) {
                return own;
            }
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            let answer = Response::builder().status(status).header("location", format!("{to}{query}"));
            answer.body(Vec::new()).unwrap()
        })
    };
    for (end, to) in [
        ("/auth", "https://www.id.example.com/oidc/auth"),
        ("/auth", "https://id.example.com/oidc/auth/"),
        ("/auth", "http://id.example.com/oidc/auth"),
        ("/token", "https://www.id.example.com/oidc/token"),
        ("/token", "https://id.example.com/oidc/token/"),
        ("/token", "http://id.example.com/oidc/token"),
    ] {
        for status in [301, 302, 307, 308] {
            let outcome = examined(&moved(end, status, to).world());
            assert_eq!(codes(&outcome), ["endpoint-redirects"], "{status} {to}");
            let (_, finding) =
                outcome.findings().find(|(_, own)| own.diagnostic.kind.code == "GA505").unwrap();
            assert!(finding.diagnostic.message.contains(to), "{}", finding.diagnostic.message);
        }
    }
    let api = moved("/items", 301, "https://www.api.example.com/api/items");
    assert!(found(api).contains(&"redirect-answered"));
}

#[test]
fn every_known_page_of_a_tunnel_is_told_with_its_owner() {
    for (owner, header, body) in [
        ("ngrok", None, "<p>ngrok-skip-browser-warning</p>"),
        ("ngrok", Some(("ngrok-error-code", "ERR_NGROK_3200")), "<p>offline</p>"),
        ("localtunnel", None, "<a href=https://loca.lt>friendly reminder</a>"),
        ("Cloudflare", Some(("cf-mitigated", "challenge")), "<title>Just a moment...</title>"),
        ("Vercel", None, "<script src=https://vercel.com/sso-api></script>"),
        ("dev tunnel", None, "<p>tunnels-prod</p>"),
        ("Codespaces", None, "<a href=https://github.dev/pf-signin>sign in</a>"),
        ("a tunnel or a web server", None, "<h1>It works!</h1>"),
    ] {
        let stage = Stage::new().front(move |request, own| {
            if request.uri().host() != Some(API) {
                return own;
            }
            let answer =
                header.into_iter().fold(Response::builder(), |own, (name, value)| own.header(name, value));
            answer.header("content-type", "text/html").body(body.as_bytes().to_vec()).unwrap()
        });
        let outcome = examined(&stage.world());
        let mut pages = outcome.findings().filter(|(_, own)| own.diagnostic.kind.name == "interstitial-page");
        let message =
            &pages.next().unwrap_or_else(|| panic!("{owner}: {:?}", codes(&outcome))).1.diagnostic.message;
        assert!(message.contains(owner), "{message}");
    }
}
