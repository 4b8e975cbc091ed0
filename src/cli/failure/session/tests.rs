use super::*;
use crate::{
    oauth::{
        answer::{ErrorResponse, Evidence, UnusableAnswer},
        id_token::IdTokenError,
        token::TokenError,
        values::Issuer,
    },
    system::StoreError,
    task::login::TakenPorts,
};
use http::StatusCode;
use std::{io, time::Duration};

fn unreachable() -> HttpError {
    let source = Box::new(io::Error::from(io::ErrorKind::ConnectionRefused));
    HttpError::Connect { origin: "https://id.example.com".to_owned(), source }
}

fn refusal(error: &str, asks_for_basic: bool) -> ErrorResponse {
    let status = StatusCode::BAD_REQUEST;
    ErrorResponse { status, error: error.to_owned(), description: None, asks_for_basic }
}

fn evidence(status: u16) -> Evidence {
    let status = StatusCode::from_u16(status).unwrap();
    Evidence { status, content_type: None, excerpt: String::new() }
}

fn status(error: impl Into<Failure>) -> ExitStatus {
    let failure = error.into();
    assert!(!failure.hints.is_empty(), "nothing to type next: {}", failure.error);
    failure.status
}

#[test]
fn who_must_sign_in_is_told_so_by_status_3() {
    assert_eq!(status(SessionError::NotSignedIn), ExitStatus::SignIn);
    assert_eq!(
        status(SessionError::RefreshTokenRefused(refusal("invalid_grant", false))),
        ExitStatus::SignIn
    );
    for error in
        ["invalid_grant", "invalid_client", "invalid_scope", "unauthorized_client", "invalid_request", "x"]
    {
        assert_eq!(status(LoginError::Token(TokenError::Refused(refusal(error, false)))), ExitStatus::SignIn);
    }
    for error in ["access_denied", "invalid_scope", "server_error", "login_required", "x"] {
        let refused = AuthorizationError::Refused { error: error.to_owned(), description: None };
        assert_eq!(status(LoginError::Authorization(refused)), ExitStatus::SignIn);
    }
}

#[test]
fn a_provider_that_breaks_the_protocol_is_status_4() {
    assert_eq!(status(LoginError::Authorization(AuthorizationError::CodeAndError)), ExitStatus::Protocol);
    assert_eq!(
        status(LoginError::Token(TokenError::Unusable(UnusableAnswer::NotJson(evidence(200))))),
        ExitStatus::Protocol
    );
    assert_eq!(
        status(LoginError::Token(TokenError::NoAccessToken { found: "is missing" })),
        ExitStatus::Protocol
    );
    assert_eq!(
        status(LoginError::IdToken { error: IdTokenError::BadSignature, ahead: None }),
        ExitStatus::Protocol
    );
    assert_eq!(status(AccountError::Userinfo(UserinfoError::NoSubject)), ExitStatus::Protocol);
}

#[test]
fn a_network_that_fails_is_status_5() {
    assert_eq!(status(SessionError::Http(unreachable())), ExitStatus::Network);
    assert_eq!(status(LoginError::Exchange(unreachable())), ExitStatus::Network);
    assert_eq!(status(LoginError::Discover(DiscoverError::Http(unreachable()))), ExitStatus::Network);
    let unavailable = UnusableAnswer::Unavailable { evidence: evidence(503), retry_after: None };
    assert_eq!(status(SessionError::Token(TokenError::Unusable(unavailable))), ExitStatus::Network);
}

#[test]
fn r15_a_sign_out_that_did_not_happen_names_local() {
    for error in [LogoutError::Discover(DiscoverError::Http(unreachable())), LogoutError::Http(unreachable())]
    {
        let failure = Failure::from(error);
        assert!(
            failure.hints.iter().any(|hint| hint.contains("gptauth logout --local")),
            "{:?}",
            failure.hints
        );
    }
}

#[test]
fn a_store_that_fails_is_status_6() {
    assert_eq!(status(SessionError::Store(StoreError::NoHome)), ExitStatus::Store);
    assert_eq!(status(LoginError::Store(StoreError::NoHome)), ExitStatus::Store);
    let unkept = Failure::unkept(StoreError::NoHome);
    assert_eq!(unkept.status(), ExitStatus::Store);
    assert!(unkept.hints.iter().any(|hint| hint.contains("gptauth login")), "{:?}", unkept.hints);
}

#[test]
fn l26_a_timeout_names_the_redirect_uri_to_register() {
    let redirect_uri: url::Url = "http://127.0.0.1:4711/callback".parse().unwrap();
    let waited = Duration::from_secs(300);
    let hints = |fixed_port| {
        Failure::from(LoginError::TimedOut { waited, redirect_uri: redirect_uri.clone(), fixed_port }).hints
    };
    assert!(hints(true)[0].ends_with("http://127.0.0.1:4711/callback"));
    assert_eq!((hints(true).len(), hints(false).len()), (2, 3));
}

#[test]
fn t02_a_basic_challenge_names_the_other_method() {
    let error = TokenError::Refused(refusal("invalid_client", true));
    assert!(Failure::from(LoginError::Token(error)).hints[0].contains("client_secret_basic"));
}

#[test]
fn d01_a_slash_too_many_is_named() {
    let error = DiscoveryError::IssuerMismatch {
        url: "https://id.example.com/.well-known/openid-configuration".to_owned(),
        expected: Issuer::new("https://id.example.com"),
        found: "https://id.example.com/".to_owned(),
    };
    assert!(Failure::from(DiscoverError::Discovery(error)).hints[0].contains("trailing slash"));
}

#[test]
fn l18_a_machine_without_a_family_is_told_which_and_what_else_to_type() {
    for (host, family, instead) in [
        ("127.0.0.1", "no IPv4 loopback", "http://[::1]/callback"),
        ("[::1]", "no IPv6 loopback", "http://127.0.0.1/callback"),
        ("localhost", "neither IPv4 nor IPv6", "gptauth login --device"),
    ] {
        let taken = TakenPorts { host, ports: vec![4180], owner: None };
        let failure =
            Failure::from(LoginError::Bind { taken, source: io::ErrorKind::AddrNotAvailable.into() });
        assert_eq!(failure.status, ExitStatus::Usage);
        let said = failure.hints.join(" ");
        assert!(said.contains(family) && said.contains(instead), "{said}");
    }
}
