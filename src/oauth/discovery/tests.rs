use super::*;
use serde_json::json;

fn addresses_of(issuer: &str) -> Result<[String; 2], DiscoveryError> {
    addresses(&Issuer::new(issuer)).map(|urls| urls.map(String::from))
}

fn judged(issuer: &str, metadata: Value) -> Result<Metadata, DiscoveryError> {
    let address = Url::parse("https://id.example.com/.well-known/openid-configuration").unwrap();
    judge(&Issuer::new(issuer), &address, &answer(200, &metadata.to_string()))
}

fn answer(status: u16, body: &str) -> Response<Vec<u8>> {
    Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap()
}

#[test]
fn d14_an_issuer_behind_a_path_has_both_shapes() {
    assert_eq!(
        addresses_of("https://id.example.com/realms/x").unwrap(),
        [
            "https://id.example.com/realms/x/.well-known/openid-configuration",
            "https://id.example.com/.well-known/oauth-authorization-server/realms/x",
        ]
    );
}

#[test]
fn a_trailing_slash_of_the_issuer_is_not_doubled() {
    assert_eq!(
        addresses_of("https://id.example.com/").unwrap(),
        [
            "https://id.example.com/.well-known/openid-configuration",
            "https://id.example.com/.well-known/oauth-authorization-server",
        ]
    );
}

#[test]
fn an_issuer_over_plain_http_is_refused_except_on_loopback() {
    assert!(addresses_of("http://id.example.com").is_err());
    assert!(addresses_of("http://localhost.evil.example").is_err());
    assert!(addresses_of("http://127.0.0.1:3001/oidc").is_ok());
    assert!(addresses_of("http://[::1]:3001/oidc").is_ok());
    assert!(addresses_of("http://localhost:3001/oidc").is_ok());
}

#[test]
fn an_issuer_with_query_fragment_user_or_no_scheme_is_refused() {
    for issuer in
        ["id.example.com", "https://a/?x", "https://a/#x", "https://u:p@a/", "file:///etc/passwd", ""]
    {
        assert!(matches!(addresses_of(issuer), Err(DiscoveryError::Issuer { .. })), "{issuer}");
    }
}

#[test]
fn d01_an_issuer_that_differs_in_anything_is_refused() {
    for found in [
        "https://id.example.com/",
        "https://ID.example.com",
        "https://id.example.com:443",
        "https://evil.example",
        "",
    ] {
        let error = judged("https://id.example.com", json!({ "issuer": found })).unwrap_err();
        assert!(matches!(error, DiscoveryError::IssuerMismatch { .. }), "{found}");
    }
    assert!(judged("https://id.example.com", json!({})).is_err());
}

#[test]
fn d03_what_is_not_a_json_object_is_refused() {
    let issuer = Issuer::new("https://id.example.com");
    let address = addresses(&issuer).unwrap()[0].clone();
    for response in
        [answer(200, "<html>"), answer(200, "[]"), answer(200, ""), answer(404, "{}"), answer(500, "{}")]
    {
        assert!(matches!(judge(&issuer, &address, &response), Err(DiscoveryError::Unusable { .. })));
    }
    let redirect =
        Response::builder().status(302).header("location", "https://evil.example").body(vec![]).unwrap();
    assert!(matches!(
        judge(&issuer, &address, &redirect),
        Err(DiscoveryError::Unusable { answer: UnusableAnswer::Redirect { .. }, .. })
    ));
}

#[test]
fn d04_l20_an_endpoint_that_is_no_safe_url_is_refused() {
    for endpoint in [
        json!("javascript:alert(1)"),
        json!("file:///etc/passwd"),
        json!("a:$(calc.exe)?"),
        json!("--flag"),
        json!("/oidc/auth"),
        json!("http://id.example.com/auth"),
        json!("https://u:p@id.example.com/auth"),
        json!("https://id.example.com/auth#x"),
        json!(7),
    ] {
        let metadata = json!({ "issuer": "https://id.example.com", "authorization_endpoint": endpoint });
        let error = judged("https://id.example.com", metadata).unwrap_err();
        assert!(matches!(error, DiscoveryError::Member { name: "authorization_endpoint", .. }), "{endpoint}");
    }
}

#[test]
fn d04_an_endpoint_on_another_host_is_noted() {
    let metadata = judged(
        "https://id.example.com",
        json!({ "issuer": "https://id.example.com", "jwks_uri": "https://keys.example.net/jwks" }),
    )
    .unwrap();
    assert_eq!(
        metadata.notes,
        [Note::EndpointElsewhere { name: "jwks_uri", host: "keys.example.net".to_owned() }]
    );
}

#[test]
fn d05_absent_members_are_absent_and_not_guessed() {
    let metadata = judged("https://id.example.com", json!({ "issuer": "https://id.example.com" })).unwrap();
    assert_eq!(metadata.token_endpoint, None);
    assert_eq!(metadata.code_challenge_methods, None);
    assert!(!metadata.sends_iss);
}

#[test]
fn d02_absence_is_told_from_failure() {
    assert!(is_absent(&answer(404, "")));
    assert!(!is_absent(&answer(200, "<html>")));
    assert!(!is_absent(&answer(500, "")));
}

#[test]
fn the_request_asks_for_json() {
    let request = request(&Url::parse("https://id.example.com/x").unwrap());
    assert_eq!(
        (request.method().as_str(), request.uri().to_string().as_str()),
        ("GET", "https://id.example.com/x")
    );
    assert_eq!(request.headers()["accept"], "application/json");
}
