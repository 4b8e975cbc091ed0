//! The log as Logto writes it, in our own words, and as a real one wrote it.

use super::*;
use crate::probe::tests::recorded;
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
    entries(&response(200, body)).unwrap()
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
fn what_is_no_log_is_none() {
    for (status, body) in
        [(200, json!({})), (200, json!("x")), (404, json!([])), (302, json!([])), (500, json!([]))]
    {
        let read = entries(&response(status, &body));
        assert!(read.is_err(), "{status} {body}");
    }
    assert!(read(&json!([1, {}, { "key": "x" }])).is_empty());
}

#[test]
fn the_request_is_that_of_the_management_api() {
    let tenant = Tenant::new(&"https://t.logto.app".parse().unwrap(), None, None).unwrap();
    let log = request(&tenant, KEYS[0], &ClientId::new("a&b"));
    assert_eq!(
        log.uri(),
        "https://t.logto.app/api/logs?logKey=ExchangeTokenBy.AuthorizationCode&applicationId=a%26b&page=1&page_size=5"
    );
    assert_eq!(log.method(), "GET");
}

#[test]
fn the_log_of_a_real_logto_is_read() {
    let Some(exchange) = recorded("mgmt-47-log-errors") else { return };
    let good = entries(exchange.answered.response().unwrap()).unwrap();
    assert!(good.iter().any(|own| own.failure.is_none() && own.tokens.contains(&"RefreshToken".to_owned())));
}
