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
    page(&response(200, body), 20).unwrap().entries
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
        let read = page(&response(status, &body), 20);
        assert!(read.is_err(), "{status} {body}");
    }
    assert!(read(&json!([1, {}, { "key": "x" }])).is_empty());
}

#[test]
fn the_request_is_that_of_the_management_api() {
    let tenant = Tenant::new(&"https://t.logto.app".parse().unwrap(), None, None).unwrap();
    let log = request(&tenant, KINDS[1].key, &ClientId::new("a&b"), 2, 5);
    assert_eq!(
        log.uri(),
        "https://t.logto.app/api/logs?logKey=ExchangeTokenBy.AuthorizationCode&applicationId=a%26b&page=2&page_size=5"
    );
    assert_eq!(log.method(), "GET");
}

#[test]
fn a_kind_goes_by_its_name_or_by_logtos_own_key() {
    for kind in KINDS {
        assert_eq!(key_of(kind.name), Some(kind.key));
        assert_eq!(key_of(kind.key), Some(kind.key));
    }
    assert_eq!(key_of("Interaction.SignIn.Submit"), Some("Interaction.SignIn.Submit"));
    for name in ["", "codes", "Webhook.x", "exchangetokenby.x", "TriggerHook.PostSignIn"] {
        assert_eq!(key_of(name), None, "{name}");
    }
}

#[test]
fn a_page_is_full_by_what_was_sent_and_not_by_what_could_be_read() {
    let body = json!([1, 2]);
    assert!(page(&response(200, &body), 2).unwrap().full);
    assert!(!page(&response(200, &body), 3).unwrap().full);
}

#[test]
fn the_callback_url_of_chatgpt_is_shown_whole() {
    let mut log = failed(json!({ "error": "invalid_grant", "error_detail": "redirect_uri mismatch" }));
    let uri = "https://chatgpt.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback";
    log[0]["payload"]["params"]["redirect_uri"] = json!(uri);
    assert_eq!(read(&log)[0].parameters, [("redirect_uri", uri.to_owned())]);
    for uri in [format!("{uri}?code=canary"), format!("{uri}#access_token=canary"), "code=canary".to_owned()]
    {
        log[0]["payload"]["params"]["redirect_uri"] = json!(uri);
        assert!(!format!("{:?}", read(&log)).contains("canary"), "{uri}");
    }
}

#[test]
fn the_log_of_a_real_logto_is_read() {
    let Some(exchange) = recorded("mgmt-47-log-errors") else { return };
    let good = page(exchange.answered.response().unwrap(), 3).unwrap();
    assert!(good.full);
    let refreshed = |own: &Entry| own.failure.is_none() && own.tokens.contains(&"RefreshToken".to_owned());
    assert!(good.entries.iter().any(refreshed));
    assert!(
        good.entries.iter().all(|own| own.words() == "code for tokens" && own.kind() == "AuthorizationCode")
    );
    let Some(exchange) = recorded("mgmt-52-logs-interaction-create") else { return };
    let begun = page(exchange.answered.response().unwrap(), 2).unwrap().entries;
    assert_eq!(begun[0].asked.as_deref(), Some("consent (op_scopes_missing)"));
    assert_eq!((begun[0].user.as_deref(), begun[1].user.as_deref()), (Some("02u2c3zqtyxk"), None));
    assert_eq!(begun[1].words(), "sign-in begun");
}
