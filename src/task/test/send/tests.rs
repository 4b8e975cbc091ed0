use super::*;
use http::HeaderMap;

fn now() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn bound(method: Method) -> BoundCall {
    BoundCall {
        operation: "x".to_owned(),
        method,
        path: "/x".to_owned(),
        query: None,
        body: None,
        parameters: Vec::new(),
        shown: Vec::new(),
        left_out: Vec::new(),
    }
}

fn lost() -> Result<CallOutcome, CallError> {
    let origin = "https://api.example.com".to_owned();
    Err(CallError::Http(HttpError::Broken { origin, source: "reset".into() }))
}

#[test]
fn c06_what_may_have_been_done_is_never_done_again() {
    for method in [Method::POST, Method::PATCH, Method::OPTIONS] {
        assert!(passing(&lost(), &bound(method), 0, now()).is_none());
    }
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        assert!(passing(&lost(), &bound(method), 0, now()).is_some());
    }
}

#[test]
fn the_rest_grows_and_has_an_end() {
    let rests =
        [0, 1, 2, 3, 4, 40].map(|tries| passing(&lost(), &bound(Method::GET), tries, now()).unwrap().1);
    assert_eq!(rests.map(|rest| rest.as_secs()), [1, 2, 4, 8, 8, 8]);
}

#[test]
fn c06_only_what_is_said_to_pass_is_waited_for_and_not_for_ever() {
    let outcome = |status: u16, after: Option<&str>| {
        let mut headers = HeaderMap::new();
        after.map(|text| headers.insert(RETRY_AFTER, text.parse().unwrap()));
        let call = bound(Method::GET);
        let answer = crate::invoke::outcome::Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: Vec::new(),
            duration: Duration::ZERO,
        };
        let signature = crate::invoke::fixture::reading("x");
        let url = "https://api.example.com/x".parse().unwrap();
        let shape = &crate::platform::gpt_action::TARGET.call;
        let authorization = crate::invoke::outcome::Authorization::Bearer;
        Ok(CallOutcome::new(&signature, &call, url, authorization, answer, shape))
    };
    let rest = |status, after| {
        let passing = passing(&outcome(status, after), &bound(Method::GET), 0, now());
        passing.map(|(_, rest)| rest.as_secs())
    };
    for status in [429, 502, 503, 504] {
        assert_eq!(rest(status, None), Some(1));
        assert_eq!(rest(status, Some("30")), Some(30));
        assert_eq!(rest(status, Some("31")), None, "that is left to the user");
    }
    for status in [200, 400, 401, 403, 404, 500, 501] {
        assert_eq!(rest(status, Some("1")), None);
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert_eq!(digest(1, "a", 0), digest(1, "a", 0));
    assert_ne!(digest(1, "a", 0), digest(2, "a", 0));
    assert_ne!(digest(1, "a", 0), digest(1, "a", 1));
}
