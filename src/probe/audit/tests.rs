//! The log as Logto writes it, in our own words, and as a real one wrote it.

use super::*;
use crate::{
    oauth::values::{ClientAuthMethod, ClientSecret},
    probe::tests::recorded,
};
use serde_json::json;

fn response(status: u16, body: &Value) -> Response<Vec<u8>> {
    Response::builder().status(status).body(body.to_string().into_bytes()).unwrap()
}

fn failed(error: Value) -> Value {
    json!([{
        "key": "ExchangeTokenBy.AuthorizationCode", "createdAt": 1_795_323_955_455_i64,
        "payload": {
            "result": "Error", "error": error.to_string(), "userAgent": "x", "tokenTypes": [],
            "params": { "code": "canary-code", "code_verifier": "canary-verifier", "client_secret": "******",
                        "redirect_uri": "https://chatgpt.com/aip/g-1/oauth/callback" },
        },
    }])
}

fn read(body: &Value) -> Vec<Entry> {
    entries(&response(200, body), &AccessToken::new("canary-token")).unwrap()
}

#[test]
fn every_reason_has_its_remedy() {
    for (detail, _) in DETAILS {
        let entry = read(&failed(json!({ "error": "invalid_grant", "error_detail": detail }))).remove(0);
        let failure = entry.failure.unwrap();
        assert_eq!((failure.error.as_str(), failure.detail.as_str()), ("invalid_grant", detail));
        assert!(!failure.help.contains("Audit logs"), "{detail}");
    }
}

#[test]
fn pkce_is_read_from_the_cause() {
    let stack = "InvalidGrant: code_verifier does not match code_challenge\n    at file";
    let entry = read(&failed(json!({ "error": "invalid_grant", "cause": { "stack": stack } }))).remove(0);
    assert!(entry.failure.unwrap().detail.contains("code_verifier does not match"));
}

#[test]
fn codes_verifiers_and_secrets_are_never_read() {
    let entries =
        read(&failed(json!({ "error": "invalid_grant", "error_detail": "invalid secret provided" })));
    assert!(!format!("{entries:?}").contains("canary"));
    assert_eq!(
        entries[0].parameters,
        [("redirect_uri", "https://chatgpt.com/aip/g-1/oauth/callback".to_owned())]
    );
}

#[test]
fn an_application_without_the_role_is_told_so() {
    let token = |body: Value| super::token(&response(200, &body));
    assert!(matches!(token(json!({ "access_token": "x" })), Err(AuditError::NoRole)));
    assert!(matches!(token(json!({ "error": "invalid_target" })), Err(AuditError::Refused(_))));
    assert_eq!(token(json!({ "access_token": "x", "scope": "all" })).unwrap().expose(), "x");
    let forbidden = response(403, &json!({ "code": "auth.forbidden" }));
    assert!(matches!(entries(&forbidden, &AccessToken::new("x")), Err(AuditError::NoRole)));
}

#[test]
fn what_is_no_log_is_none() {
    for (status, body) in
        [(200, json!({})), (200, json!("x")), (404, json!([])), (302, json!([])), (500, json!([]))]
    {
        let read = entries(&response(status, &body), &AccessToken::new("x"));
        assert!(matches!(read, Err(AuditError::Unusable(_))), "{status} {body}");
    }
    assert!(read(&json!([1, {}, { "key": "x" }])).is_empty());
}

#[test]
fn the_tenant_is_known_by_its_host_or_named() {
    let resource = |issuer: &str, named: Option<&str>| tenant(issuer, named).map(|own| own.resource);
    assert_eq!(resource("https://t.logto.app/oidc", None).unwrap(), "https://t.logto.app/api");
    assert_eq!(resource("http://127.0.0.1:3001/oidc", None).unwrap(), "https://default.logto.app/api");
    assert!(matches!(resource("https://auth.example.com/oidc", None), Err(AuditError::UnknownTenant { .. })));
    let named = tenant("https://auth.example.com/oidc", Some("https://t.logto.app/api")).unwrap();
    assert_eq!(named.logs.as_str(), "https://auth.example.com/api/logs");
    for issuer in
        ["https://auth.example.com", "https://t.logto.app/oidc/", "http://t.logto.app/oidc", "x/oidc"]
    {
        assert!(matches!(resource(issuer, None), Err(AuditError::NotLogto { .. })), "{issuer}");
    }
}

#[test]
fn the_requests_are_those_of_the_management_api() {
    let tenant = tenant("https://t.logto.app/oidc", None).unwrap();
    let secret = Some(ClientSecret::new("s3cret"));
    let client = Client::new(ClientId::new("m2m"), ClientAuthMethod::ClientSecretBasic, secret).unwrap();
    let request = token_request(&tenant, &client);
    assert_eq!(
        request.body(),
        b"grant_type=client_credentials&resource=https%3A%2F%2Ft.logto.app%2Fapi&scope=all"
    );
    let log = log_request(&tenant, &AccessToken::new("at"), KEYS[0], &ClientId::new("a&b")).unwrap();
    assert_eq!(
        log.uri(),
        "https://t.logto.app/api/logs?logKey=ExchangeTokenBy.AuthorizationCode&applicationId=a%26b&page=1&page_size=5"
    );
    assert_eq!(log.method(), "GET");
}

#[test]
fn the_log_of_a_real_logto_is_read() {
    let Some(exchange) = recorded("mgmt-47-log-errors") else { return };
    let good = entries(exchange.answered.response().unwrap(), &AccessToken::new("x")).unwrap();
    assert!(good.iter().any(|own| own.failure.is_none() && own.tokens.contains(&"RefreshToken".to_owned())));
}
