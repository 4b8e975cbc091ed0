//! Servers with certificates of every kind, on loopback, and who is believed.

use super::{super::roots, *};
use crate::system::fake::World;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::{
    ServerConfig, ServerConnection, Stream,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use std::path::Path;

/// An authority that no machine trusts by itself.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut parameters = CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    parameters.distinguished_name.push(DnType::CommonName, "Authority of a test");
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
}

/// A server's certificate with its key, by that authority and with these changes.
fn certified(
    authority: &CertifiedIssuer<'static, KeyPair>,
    name: &str,
    change: impl FnOnce(&mut CertificateParams),
) -> (CertificateDer<'static>, KeyPair) {
    let mut parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
    change(&mut parameters);
    let key = KeyPair::generate().unwrap();
    (parameters.signed_by(&key, authority).unwrap().der().clone(), key)
}

/// Serves one connection with this certificate; returns the address.
fn serve_tls((certificate, key): (CertificateDer<'static>, KeyPair)) -> String {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = Stream::new(&mut connection, &mut socket);
        let mut buffer = [0; 4096];
        // A client that believes nothing hangs up here.
        if stream.read(&mut buffer).is_ok_and(|length| length > 0) {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").unwrap();
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    format!("https://localhost:{port}/")
}

fn client(pem: Option<&str>) -> RealHttp {
    let Some(pem) = pem else { return RealHttp::default() };
    let world = World::new();
    world.set_file("/ca.pem", pem);
    RealHttp::trusting(roots::read(&*world.system().files, Path::new("/ca.pem")).unwrap())
}

fn ask(client: &RealHttp, url: &str) -> Result<Response<Vec<u8>>, HttpError> {
    let mut request = Request::get(url).body(Vec::new()).unwrap();
    request.extensions_mut().insert(Limits { time: Duration::from_secs(10), bytes: 1000 });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(client.send(request))
}

/// Returns the reason that is shown.
fn refused(client: &RealHttp, url: &str) -> String {
    match ask(client, url).unwrap_err() {
        error @ HttpError::Tls { .. } => error.source().unwrap().to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn t13_an_authority_that_was_named_is_trusted_and_only_then() {
    let authority = authority();
    let server = || serve_tls(certified(&authority, "localhost", |_| {}));
    assert_eq!(ask(&client(Some(&authority.pem())), &server()).unwrap().body(), b"hi");
    let reason = refused(&client(None), &server());
    assert!(reason.ends_with("from an authority that this machine does not trust"), "{reason}");
}

#[test]
fn t13_another_authority_of_the_same_name_is_not_trusted() {
    let (named, other) = (authority(), authority());
    let url = serve_tls(certified(&other, "localhost", |_| {}));
    let reason = refused(&client(Some(&named.pem())), &url);
    assert_ne!(reason, "the TLS handshake failed");
}

#[test]
fn t13_an_expired_certificate_is_refused_with_its_date() {
    let authority = authority();
    let url = serve_tls(certified(&authority, "localhost", |parameters| {
        parameters.not_before = date_time_ymd(2020, 1, 1);
        parameters.not_after = date_time_ymd(2021, 3, 4);
    }));
    let reason = refused(&client(Some(&authority.pem())), &url);
    assert_eq!(reason, "the server's certificate expired on 2021-03-04");
}

#[test]
fn t13_a_certificate_of_the_future_asks_about_the_clock() {
    let authority = authority();
    let url = serve_tls(certified(&authority, "localhost", |parameters| {
        parameters.not_before = date_time_ymd(4000, 1, 1);
    }));
    let reason = refused(&client(Some(&authority.pem())), &url);
    assert_eq!(reason, "the server's certificate is not valid yet; is the clock right?");
}

#[test]
fn t13_a_certificate_for_another_name_is_refused_and_the_name_said() {
    let authority = authority();
    let url = serve_tls(certified(&authority, "other.example.com", |_| {}));
    let reason = refused(&client(Some(&authority.pem())), &url);
    assert_eq!(reason, "the server's certificate is for another name, `other.example.com`");
}

#[test]
fn t13_a_self_signed_certificate_is_refused_unless_it_was_named() {
    let certified = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let pem = certified.cert.pem();
    let served =
        || (certified.cert.der().clone(), KeyPair::try_from(certified.signing_key.serialize_der()).unwrap());
    let reason = refused(&client(None), &serve_tls(served()));
    assert!(reason.starts_with("the server's certificate is self-signed"), "{reason}");
    assert_eq!(ask(&client(Some(&pem)), &serve_tls(served())).unwrap().body(), b"hi");
}

#[test]
fn t13_an_old_server_is_told_apart_from_a_wrong_certificate() {
    // A fatal alert `protocol_version` in the manner of TLS 1.0 (RFC 5246 §7.2).
    let alert = [0x15, 3, 1, 0, 2, 2, 70];
    let (url, _) = server(alert);
    let reason = refused(&client(None), &url.replace("http:", "https:"));
    assert_eq!(reason, "the server speaks no TLS 1.2 or 1.3");
}

#[test]
fn t13_a_file_without_usable_certificates_is_refused() {
    let world = World::new();
    let read = |content: &str| {
        world.set_file("/ca.pem", content);
        roots::read(&*world.system().files, Path::new("/ca.pem")).unwrap_err()
    };
    let key = KeyPair::generate().unwrap().serialize_pem();
    for content in ["", "canary", &key] {
        assert!(matches!(read(content), TrustError::None { .. }), "{content}");
    }
    let good = authority().pem();
    let damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let broken = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    for damage in [damaged, broken] {
        let error = read(&format!("{good}{damage}"));
        assert!(matches!(error, TrustError::Unusable { number: 2, .. }), "{error}");
    }
    let missing = roots::read(&*world.system().files, Path::new("/nowhere.pem")).unwrap_err();
    assert!(matches!(missing, TrustError::Read(_)));
}
