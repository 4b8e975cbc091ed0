use super::*;
use crate::oauth::authorization::tests::{STATE, pending, provider};

fn request(method: &str, target: &str, host: Option<&str>) -> Request<Vec<u8>> {
    let mut request = Request::builder().method(method).uri(target);
    if let Some(host) = host {
        request = request.header("host", host);
    }
    request.body(Vec::new()).unwrap()
}

fn get(target: &str) -> Request<Vec<u8>> {
    request("GET", target, Some("127.0.0.1:4711"))
}

fn received(request: &Request<Vec<u8>>) -> Reception {
    receive(&pending(&provider()), request)
}

#[track_caller]
fn assert_ignored(request: &Request<Vec<u8>>, status: u16, expected: IgnoredReason) {
    match received(request) {
        Reception::Ignored { response, reason } => {
            assert_eq!((response.status().as_u16(), reason), (status, expected), "{request:?}");
        }
        Reception::Finished { .. } => panic!("{request:?} ended the wait"),
    }
}

#[track_caller]
fn finished(target: &str) -> (Response<Vec<u8>>, Url) {
    match received(&get(target)) {
        Reception::Finished { response, redirect } => (response, redirect),
        Reception::Ignored { reason, .. } => panic!("{target} was ignored: {reason}"),
    }
}

fn text(response: &Response<Vec<u8>>) -> &str {
    std::str::from_utf8(response.body()).unwrap()
}

#[test]
fn l01_the_answer_ends_the_wait_and_the_page_says_so() {
    let (response, redirect) = finished(&format!("/callback?code=abc&state={STATE}"));
    assert_eq!(redirect.as_str(), format!("http://127.0.0.1:4711/callback?code=abc&state={STATE}"));
    assert!(text(&response).contains("The answer has arrived"));
    assert!(text(&response).contains("You can close this window"));
}

#[test]
fn the_page_is_static_and_locked_down() {
    let (response, _) = finished(&format!("/callback?code=abc&state={STATE}"));
    let header = |name: &str| response.headers()[name].to_str().unwrap();
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").starts_with("default-src 'none'; style-src 'unsafe-inline'"));
    assert!(!text(&response).contains("abc") && !text(&response).contains(STATE));
    assert!(!text(&response).contains("{title}") && !text(&response).contains("http"));
}

#[test]
fn l02_a_code_with_a_foreign_state_keeps_waiting() {
    assert_ignored(&get("/callback?code=a&state=foreign"), 400, IgnoredReason::ForeignState);
}

#[test]
fn l03_a_missing_state_keeps_waiting() {
    assert_ignored(&get("/callback?code=a"), 400, IgnoredReason::ForeignState);
    assert_ignored(&get("/callback"), 400, IgnoredReason::ForeignState);
}

#[test]
fn l04_error_with_foreign_state_keeps_waiting() {
    assert_ignored(&get("/callback?error=access_denied&state=foreign"), 400, IgnoredReason::ForeignState);
    assert_ignored(&get("/callback?error=access_denied"), 400, IgnoredReason::ForeignState);
}

#[test]
fn l05_l06_a_refusal_ends_the_wait_and_nothing_is_reflected() {
    let (response, redirect) = finished(&format!(
        "/callback?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E%1b%5B31m&state={STATE}"
    ));
    assert!(text(&response).contains("Sign-in was refused"));
    assert!(!text(&response).contains("script") && !text(&response).contains("access_denied"));
    assert!(matches!(
        pending(&provider()).finish(&redirect),
        Err(AuthorizationError::Refused { error, .. }) if error == "access_denied"
    ));
}

#[test]
fn l07_repeated_parameters_keep_waiting() {
    let code = format!("/callback?code=a&code=b&state={STATE}");
    assert_ignored(&get(&code), 400, IgnoredReason::Malformed);
    let state = format!("/callback?code=a&state={STATE}&state={STATE}");
    assert_ignored(&get(&state), 400, IgnoredReason::ForeignState);
}

#[test]
fn l08_a_code_with_an_error_ends_the_wait_with_a_refusal() {
    let (response, redirect) = finished(&format!("/callback?code=a&error=b&state={STATE}"));
    assert!(text(&response).contains("Sign-in was refused"));
    assert_eq!(pending(&provider()).finish(&redirect).unwrap_err(), AuthorizationError::CodeAndError);
}

#[test]
fn l09_other_paths_keep_waiting() {
    for path in
        ["/favicon.ico", "/robots.txt", "/", "/callback/../x", "/callback/", "/Callback", "/%63allback"]
    {
        assert_ignored(&get(&format!("{path}?code=a&state={STATE}")), 404, IgnoredReason::OtherPath);
    }
    let doubled = Request::builder()
        .uri(
            http::uri::PathAndQuery::from_maybe_shared(format!("//callback?code=a&state={STATE}"))
                .unwrap()
                .to_string(),
        )
        .header("host", "127.0.0.1:4711")
        .body(Vec::new())
        .unwrap();
    assert!(matches!(received(&doubled), Reception::Ignored { .. }));
}

#[test]
fn l10_other_methods_keep_waiting_and_use_nothing_up() {
    for method in ["HEAD", "OPTIONS", "POST", "PUT"] {
        let target = format!("/callback?code=a&state={STATE}");
        assert_ignored(&request(method, &target, Some("127.0.0.1:4711")), 405, IgnoredReason::OtherMethod);
    }
}

#[test]
fn l11_another_host_keeps_waiting() {
    let target = format!("/callback?code=a&state={STATE}");
    for host in
        [None, Some("evil.example:4711"), Some("localhost:4711"), Some("127.0.0.1"), Some("127.0.0.1:80")]
    {
        assert_ignored(&request("GET", &target, host), 421, IgnoredReason::ForeignHost);
    }
    let mut twice = get(&target);
    twice.headers_mut().append("host", HeaderValue::from_static("evil.example"));
    assert_ignored(&twice, 421, IgnoredReason::ForeignHost);
    let mut old = get(&target);
    *old.version_mut() = Version::HTTP_10;
    assert_ignored(&old, 421, IgnoredReason::ForeignHost);
    assert_ignored(&get(&format!("http://evil.example{target}")), 421, IgnoredReason::ForeignHost);
}

#[test]
fn l12_a_cross_site_request_without_state_keeps_waiting() {
    let mut request = get("/callback?error=access_denied");
    request.headers_mut().insert("sec-fetch-site", HeaderValue::from_static("cross-site"));
    request.headers_mut().insert("origin", HeaderValue::from_static("https://evil.example"));
    assert_ignored(&request, 400, IgnoredReason::ForeignState);
}

#[test]
fn l13_a_reload_is_told_that_it_is_over() {
    assert!(text(&already_finished()).contains("Already finished"));
}

#[test]
fn l22_a_foreign_issuer_ends_the_wait_with_a_refusal() {
    let (response, _) = finished(&format!("/callback?code=a&state={STATE}&iss=https%3A%2F%2Fevil.example"));
    assert!(text(&response).contains("Sign-in was refused"));
}

#[test]
fn l23_a_code_over_the_limit_keeps_waiting() {
    let target = format!("/callback?code={}&state={STATE}", "x".repeat(8193));
    assert_ignored(&get(&target), 400, IgnoredReason::Malformed);
}
