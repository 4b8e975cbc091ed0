//! `gptauth doctor` at servers with certificates of every kind.

use crate::support::{Place, Run};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::{
    ServerConfig, ServerConnection, Stream,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::Arc,
    thread,
};

/// What every request is answered.
const ANSWER: &[u8] =
    b"HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Bearer\r\ncontent-type: application/json\r\n\
content-length: 2\r\nconnection: close\r\n\r\n{}";

/// An authority that a project may trust, and a server that it certified.
struct Surgery {
    place: Place,
    port: u16,
}

impl Surgery {
    /// Opens a server for `name` whose certificate ends `days` from now.
    fn open(name: &str, days: i64) -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).expect("parameters");
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().expect("a key");
        let authority = CertifiedIssuer::self_signed(parameters, key).expect("an authority");
        let mut parameters = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
        let until = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * days);
        let until = until.to_zoned(jiff::tz::TimeZone::UTC).date();
        let part = |own: i8| u8::try_from(own).expect("a part of a date");
        parameters.not_after = date_time_ymd(until.year().into(), part(until.month()), part(until.day()));
        let key = KeyPair::generate().expect("a key");
        let certificate = parameters.signed_by(&key, &authority).expect("a certificate");
        let port = serve(certificate.der().clone(), &key);

        let place = Place::new();
        place.write("ca.pem", &authority.pem());
        place.write("openapi.yaml", include_str!("../../templates/agenda.yaml"));
        let project = format!(
            "schema = \"openapi.yaml\"\nserver = \"https://localhost:{port}/api\"\n[oauth]\n\
             issuer = \"https://localhost:{port}/oidc\"\nclient_id = \"agenda\"\n"
        );
        place.write("gptauth.toml", &project);
        Self { place, port }
    }

    fn run(&self, only: &str, trusting: bool) -> Run {
        let mut arguments = vec!["doctor", "--only", only];
        if trusting {
            arguments.extend(["--ca-file", "ca.pem"]);
        }
        self.place.run(arguments)
    }

    /// Asserts what a run says, whose lines may be broken anywhere.
    fn says(&self, run: &Run, expected: &[&str]) {
        let text = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in expected {
            assert!(text.contains(words), "`{words}` at port {}: {run}", self.port);
        }
    }
}

/// Serves until the process ends; returns the port.
fn serve(certificate: CertificateDer<'static>, key: &KeyPair) -> u16 {
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate with its key");
    let config = Arc::new(config);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            thread::spawn(move || answer(config, socket));
        }
    });
    port
}

fn answer(config: Arc<ServerConfig>, mut socket: TcpStream) {
    let mut connection = ServerConnection::new(config).expect("a connection");
    let mut stream = Stream::new(&mut connection, &mut socket);
    let mut buffer = [0; 8192];
    // A client that does not believe the certificate hangs up here.
    if stream.read(&mut buffer).is_ok_and(|length| length > 0) {
        let _ = stream.write_all(ANSWER);
        stream.conn.send_close_notify();
        let _ = stream.flush();
    }
}

#[test]
fn a_trusted_certificate_with_time_left_is_fine() {
    let surgery = Surgery::open("localhost", 90);
    let run = surgery.run("api", true);
    assert_eq!(run.status, Some(0), "{run}");
    surgery.says(&run, &["✓ api-network"]);
}

#[test]
fn an_untrusted_certificate_is_named_for_the_api_and_for_the_provider() {
    let surgery = Surgery::open("localhost", 90);
    let reason = "from an authority that this machine does not trust";
    let run = surgery.run("api-network", false);
    assert_eq!(run.status, Some(5), "{run}");
    surgery.says(&run, &["error[GA653]", reason, "serve the whole chain"]);
    let run = surgery.run("discovery", false);
    assert_eq!(run.status, Some(5), "{run}");
    surgery.says(&run, &["error[GA503]", reason]);
}

#[test]
fn a_certificate_that_ends_soon_is_a_warning_with_its_days() {
    let surgery = Surgery::open("localhost", 6);
    let run = surgery.run("api-network", true);
    assert_eq!(run.status, Some(0), "{run}");
    surgery.says(&run, &["warning[GA654]", "ends in 5 days", "certificate until"]);
}

#[test]
fn an_expired_certificate_is_named_with_its_date() {
    let surgery = Surgery::open("localhost", -2);
    surgery
        .says(&surgery.run("api-network", true), &["error[GA653]", "the server's certificate expired on 20"]);
}

#[test]
fn a_certificate_for_another_name_is_named_with_that_name() {
    let surgery = Surgery::open("other.example.com", 90);
    surgery
        .says(&surgery.run("api-network", true), &["error[GA653]", "for another name, `other.example.com`"]);
}
