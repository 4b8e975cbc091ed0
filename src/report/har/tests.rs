use super::*;

fn exchange() -> (Request<Vec<u8>>, Response<Vec<u8>>) {
    let request = Request::post("https://op.example/token?api_key=canary-query")
        .header("authorization", "Basic YXBwOmNhbmFyeS1iYXNpYw==")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(b"grant_type=authorization_code&code=canary-code&code_verifier=canary-verifier".to_vec())
        .unwrap();
    let body = r#"{"access_token":"canary-access","refresh_token":"canary-refresh","hint":"app:canary-basic sent canary-code, got canary-access"}"#;
    let response = Response::builder()
        .status(200)
        .header("content-type", "application/json")
        .header("set-cookie", "sid=canary-cookie; HttpOnly")
        .body(body.as_bytes().to_vec())
        .unwrap();
    (request, response)
}

fn archive() -> Archive {
    let (request, response) = exchange();
    let started = "2026-01-01T00:00:00Z".parse().unwrap();
    let mut archive = Archive::default();
    archive.add(&request, &Ending::Answered(&response), started, Duration::from_millis(7));
    let refused = std::io::Error::other("no route to canary: token=canary-error");
    archive.add(&request, &Ending::Failed(&refused), started, Duration::ZERO);
    archive.add(&request, &Ending::BrokenOff, started, Duration::ZERO);
    archive
}

/// Holds a value to the members that HAR 1.2 asks for, and to no others.
#[track_caller]
fn has(value: &Value, required: &[&str], optional: &[&str]) {
    let members = value.as_object().unwrap();
    for name in required {
        assert!(members.contains_key(*name), "no {name} in {value:#}");
    }
    for name in members.keys() {
        assert!(required.contains(&name.as_str()) || optional.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn the_document_has_the_shape_of_har_1_2() {
    let document: Value = serde_json::from_str(&archive().document()).unwrap();
    has(&document, &["log"], &[]);
    let log = &document["log"];
    has(log, &["version", "creator", "entries"], &["browser", "pages", "comment"]);
    assert_eq!(log["version"], "1.2");
    has(&log["creator"], &["name", "version"], &["comment"]);
    for entry in log["entries"].as_array().unwrap() {
        let entry_members = ["startedDateTime", "time", "request", "response", "cache", "timings"];
        has(entry, &entry_members, &["pageref", "serverIPAddress", "connection", "comment"]);
        assert!(entry["startedDateTime"].as_str().unwrap().parse::<Timestamp>().is_ok());
        has(&entry["timings"], &["send", "wait", "receive"], &["blocked", "dns", "connect", "ssl"]);
        let message = ["httpVersion", "cookies", "headers", "headersSize", "bodySize"];
        let request = &entry["request"];
        has(request, &[&["method", "url", "queryString"], &message[..]].concat(), &["postData"]);
        has(&request["postData"], &["mimeType", "params", "text"], &[]);
        let response = &entry["response"];
        has(response, &[&["status", "statusText", "content", "redirectURL"], &message[..]].concat(), &[]);
        has(&response["content"], &["size", "mimeType"], &["compression", "text", "encoding"]);
        for pair in [&request["headers"], &request["queryString"], &response["headers"]] {
            pair.as_array().unwrap().iter().for_each(|pair| has(pair, &["name", "value"], &[]));
        }
        for number in [&entry["time"], &request["bodySize"], &response["status"], &response["headersSize"]] {
            assert!(number.is_number());
        }
    }
    assert_eq!(log["entries"][0]["time"], 7.0);
    assert_eq!(log["entries"][1]["response"]["status"], 0);
}

#[test]
fn x3_no_secret_is_in_it_wherever_it_was_echoed() {
    let document = archive().document();
    let found = document.lines().filter(|line| line.contains("canary-")).collect::<Vec<_>>();
    assert!(found.is_empty(), "{found:#?}");
    assert!(document.contains("authorization_code"), "what is no secret stays");
}
