use super::*;
use crate::oauth::values::{ClientAssertion, ClientAuthMethod, ClientId, ClientSecret};
use serde_json::json;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn client(method: ClientAuthMethod) -> Client {
    Client::new(ClientId::new("agenda"), method, Some(ClientSecret::new("hunter2-secret"))).unwrap()
}

fn good() -> Value {
    json!({
        "device_code": "canary-device-code", "user_code": "WDJB-MJHT",
        "verification_uri": "https://id.example.com/device",
        "verification_uri_complete": "https://id.example.com/device?user_code=WDJB-MJHT",
        "expires_in": 1800, "interval": 7,
    })
}

fn answer(status: u16, body: &str) -> Response<Vec<u8>> {
    Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap()
}

fn begun(status: u16, body: &str) -> Result<DeviceAuthorization, DeviceError> {
    judge(&answer(status, body), &client(ClientAuthMethod::ClientSecretPost))
}

/// Begins with the good answer, one member of which is this.
fn with(name: &str, value: Value) -> Result<DeviceAuthorization, DeviceError> {
    let mut members = good();
    members[name] = value;
    begun(200, &members.to_string())
}

fn without(name: &str) -> Result<DeviceAuthorization, DeviceError> {
    let mut members = good();
    members.as_object_mut().unwrap().remove(name);
    begun(200, &members.to_string())
}

fn extra() -> ExtraParameters {
    let mut extra = ExtraParameters::default();
    extra.add("audience", "agenda").unwrap();
    extra.add("resource", "https://api.example.com").unwrap();
    extra
}

fn body(request: &Request<Vec<u8>>) -> &str {
    std::str::from_utf8(request.body()).unwrap()
}

fn polled(device: &mut DeviceAuthorization, status: u16, body: &str) -> Result<Polled, TokenError> {
    let scope = Scope::new("openid");
    let asked = DeviceRequest { scope: &scope, extra: &ExtraParameters::default() };
    device.judge(&answer(status, body), &client(ClientAuthMethod::ClientSecretPost), asked)
}

#[test]
fn the_first_request_is_exactly_this() {
    let endpoint = url("https://id.example.com/oidc/device/auth");
    let scope = Scope::new("openid offline_access");
    let asked = DeviceRequest { scope: &scope, extra: &extra() };
    let post = request(&endpoint, &client(ClientAuthMethod::ClientSecretPost), asked);
    assert_eq!(post.method(), "POST");
    assert_eq!(post.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(
        body(&post),
        "client_id=agenda&client_secret=hunter2-secret&scope=openid+offline_access\
         &audience=agenda&resource=https%3A%2F%2Fapi.example.com"
    );
    // The client is named in the body in any case (§3.1).
    let blank = DeviceRequest { scope: &Scope::default(), extra: &ExtraParameters::default() };
    let basic = request(&endpoint, &client(ClientAuthMethod::ClientSecretBasic), blank);
    assert_eq!(body(&basic), "client_id=agenda");
    assert!(basic.headers().contains_key("authorization"));
    assert_eq!(body(&request(&endpoint, &client(ClientAuthMethod::None), blank)), "client_id=agenda");
}

#[test]
fn a_poll_is_exactly_this() {
    let device = begun(200, &good().to_string()).unwrap();
    let endpoint = url("https://id.example.com/oidc/token");
    let scope = Scope::new("openid");
    let asked = DeviceRequest { scope: &scope, extra: &ExtraParameters::default() };
    let poll = |client: &Client, content_type| device.poll(&endpoint, client, asked, content_type);
    assert_eq!(
        body(&poll(&client(ClientAuthMethod::None), TokenContentType::Form)),
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=agenda\
         &device_code=canary-device-code"
    );
    assert_eq!(
        body(&poll(&client(ClientAuthMethod::ClientSecretBasic), TokenContentType::Json)),
        r#"{"grant_type":"urn:ietf:params:oauth:grant-type:device_code","device_code":"canary-device-code"}"#
    );
    let assertion = Client::with_assertion(ClientId::new("agenda"), ClientAssertion::new("h.p.s"));
    let resource = DeviceRequest { scope: &scope, extra: &extra() };
    let none = client(ClientAuthMethod::None);
    let request = device.poll(&endpoint, &none, resource, TokenContentType::Form);
    assert!(
        body(&request).ends_with("&device_code=canary-device-code&resource=https%3A%2F%2Fapi.example.com")
    );
    assert!(body(&poll(&assertion, TokenContentType::Form)).contains("&client_assertion=h.p.s&device_code="));
}

#[test]
fn what_the_user_needs_is_read_and_the_device_code_does_not_print() {
    let device = begun(200, &good().to_string()).unwrap();
    assert_eq!(device.user_code, "WDJB-MJHT");
    assert_eq!(device.verification_uri.as_str(), "https://id.example.com/device");
    assert!(device.verification_uri_complete.is_some());
    assert_eq!((device.expires_in.as_secs(), device.interval().as_secs()), (1800, 7));
    assert!(!format!("{device:?}").contains("canary"));
}

#[test]
fn little_is_enough() {
    let device = without("verification_uri_complete").unwrap();
    assert!(device.verification_uri_complete.is_none());
    assert_eq!(without("interval").unwrap().interval(), Duration::from_secs(5));
    let mut googles = good();
    googles["verification_url"] = googles["verification_uri"].take();
    googles.as_object_mut().unwrap().remove("verification_uri");
    let device = begun(200, &googles.to_string()).unwrap();
    assert_eq!(device.verification_uri.as_str(), "https://id.example.com/device");
}

#[test]
fn times_are_bounded() {
    for (value, expected) in [(json!(0), 1), (json!("9"), 9), (json!(1e18), 300), (json!(2.5), 2)] {
        assert_eq!(with("interval", value).unwrap().interval().as_secs(), expected);
    }
    for (value, expected) in [(json!(0), 0), (json!("600"), 600), (json!(1e300), 86_400)] {
        assert_eq!(with("expires_in", value).unwrap().expires_in.as_secs(), expected);
    }
    for name in ["interval", "expires_in"] {
        for value in [json!(-1), json!("soon"), json!([5]), json!(true), json!("NaN"), json!("inf")] {
            let error = with(name, value).unwrap_err();
            assert_eq!(error, DeviceError::Member { name, found: "is no number of seconds" });
        }
    }
}

#[test]
fn l20_only_pages_of_the_web_are_shown() {
    for name in ["verification_uri", "verification_uri_complete"] {
        for page in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "a:$(calc.exe)?",
            "--flag",
            "/device",
            "//id.example.com/device",
            "data:text/html,x",
            "https://id.example.com@evil.example/device",
            "https://",
            "",
        ] {
            let error = with(name, json!(page)).unwrap_err();
            assert!(matches!(error, DeviceError::Member { name: own, .. } if own == name), "{page}");
        }
        assert!(matches!(with(name, json!(7)), Err(DeviceError::Member { found: "is no text", .. })));
    }
}

#[test]
fn what_is_missing_or_hostile_is_named() {
    for name in ["device_code", "user_code", "expires_in"] {
        assert_eq!(without(name).unwrap_err(), DeviceError::Member { name, found: "is missing" });
    }
    for (name, value, found) in [
        ("device_code", json!(""), "is empty"),
        ("device_code", json!(7), "is no text"),
        ("user_code", json!(""), "is empty"),
        ("user_code", json!("A\u{1b}[2J"), "has control characters"),
        ("user_code", json!("A\nB"), "has control characters"),
        ("user_code", json!("A".repeat(65)), "is longer than anybody would type"),
    ] {
        assert_eq!(with(name, value).unwrap_err(), DeviceError::Member { name, found });
    }
}

#[test]
fn a_refusal_is_told_apart_from_nonsense() {
    for (status, body) in [
        (400, r#"{"error":"invalid_client"}"#),
        (401, r#"{"error":"invalid_client","error_description":"hunter2-secret"}"#),
        (400, r#"{"error":"unauthorized_client"}"#),
        (200, r#"{"error":"invalid_scope"}"#),
    ] {
        let error = begun(status, body).unwrap_err();
        assert!(matches!(error, DeviceError::Refused(_)), "{body}");
        assert!(!error.to_string().contains("hunter2"));
    }
    for (status, body) in
        [(200, "<html>"), (200, ""), (404, "Not Found"), (302, ""), (503, ""), (429, "{}"), (500, "{}")]
    {
        assert!(matches!(begun(status, body), Err(DeviceError::Unusable(_))), "{status} {body}");
    }
}

#[test]
fn a_poll_waits_as_it_is_told() {
    let mut device = begun(200, &good().to_string()).unwrap();
    let mut waited = |status, body| match polled(&mut device, status, body) {
        Ok(Polled::Waiting(wait)) => wait.as_secs(),
        other => panic!("{other:?}"),
    };
    assert_eq!(waited(400, r#"{"error":"authorization_pending"}"#), 7);
    assert_eq!(waited(400, r#"{"error":"slow_down"}"#), 12);
    // It stays as slow as it was told to be.
    assert_eq!(waited(400, r#"{"error":"authorization_pending"}"#), 12);
    assert_eq!(waited(428, r#"{"error":"authorization_pending"}"#), 12);
    assert_eq!(waited(503, "busy"), 24);
    assert_eq!(waited(429, ""), 48);
    for _ in 0..10 {
        waited(503, "");
    }
    assert_eq!(waited(400, r#"{"error":"slow_down"}"#), 300);
}

#[test]
fn a_poll_ends_with_tokens_or_with_a_refusal() {
    let mut device = begun(200, &good().to_string()).unwrap();
    let tokens = polled(&mut device, 200, r#"{"access_token":"at","token_type":"Bearer","expires_in":60}"#);
    assert!(matches!(tokens, Ok(Polled::Tokens(tokens)) if tokens.access_token.expose() == "at"));
    for error in ["access_denied", "expired_token", "invalid_grant", "invalid_client"] {
        let refused = polled(&mut device, 400, &format!(r#"{{"error":"{error}"}}"#)).unwrap_err();
        assert!(matches!(refused, TokenError::Refused(found) if found.error == error));
    }
    for (status, body) in [(200, "<html>"), (200, "{}"), (404, ""), (302, "")] {
        assert!(polled(&mut device, status, body).is_err(), "{status} {body}");
    }
    let echo = r#"{"error":"invalid_grant","error_description":"canary-device-code is unknown"}"#;
    assert!(!polled(&mut device, 400, echo).unwrap_err().to_string().contains("canary"));
}
