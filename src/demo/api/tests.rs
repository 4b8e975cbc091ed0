use super::*;
use http::{
    Method,
    header::{self, ALLOW, WWW_AUTHENTICATE},
};
use serde_json::json;

const TOKEN: &str = "Bearer alice-token";

struct World {
    api: AgendaApi,
    asked: usize,
    userinfo: (u16, &'static str),
}

impl World {
    fn new() -> Self {
        let mut count: u64 = 0;
        let entropy = move |bytes: &mut [u8]| {
            count += 1;
            bytes.copy_from_slice(&count.to_be_bytes()[2..]);
        };
        Self {
            api: AgendaApi::new(Box::new(entropy)),
            asked: 0,
            userinfo: (200, r#"{"sub":"alice","name":"A"}"#),
        }
    }

    fn send(&mut self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let (asked, (status, body)) = (&mut self.asked, self.userinfo);
        let sent = request.headers().get(header::AUTHORIZATION).cloned();
        let mut userinfo = |question: Request<Vec<u8>>| {
            *asked += 1;
            assert_eq!(question.method(), Method::GET);
            assert_eq!(question.headers().get(header::AUTHORIZATION), sent.as_ref());
            Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap()
        };
        let now = "2026-11-22T05:00:00Z".parse().unwrap();
        self.api.respond(&request, now, &mut userinfo)
    }

    fn call(&mut self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut request = Request::builder().method(method).uri(path).header(header::AUTHORIZATION, TOKEN);
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/json; charset=utf-8");
        }
        let answer = self.send(request.body(body.as_bytes().to_vec()).unwrap());
        let body = answer.body();
        let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(body).unwrap() };
        (answer.status().as_u16(), body)
    }
}

#[test]
fn items_are_created_read_changed_and_deleted() {
    let mut world = World::new();
    let (status, created) =
        world.call("POST", "/api/items", r#"{"date":"2026-12-01","text":"Dentist","x":1}"#);
    assert_eq!(status, 201);
    let id = created["id"].as_str().unwrap();
    assert_eq!(created, json!({ "id": id, "date": "2026-12-01", "text": "Dentist" }));
    let path = format!("/api/items/{id}");
    assert_eq!(world.call("GET", &path, ""), (200, created.clone()));
    let (status, changed) = world.call("PATCH", &path, r#"{"text":"Dentist, 9:00","id":"other"}"#);
    assert_eq!(status, 200);
    assert_eq!(changed, json!({ "id": id, "date": "2026-12-01", "text": "Dentist, 9:00" }));
    assert_eq!(world.call("PATCH", &path, "{}"), (200, changed));
    assert_eq!(world.call("DELETE", &path, ""), (204, Value::Null));
    for method in ["GET", "DELETE", "PATCH"] {
        assert_eq!(world.call(method, &path, "{}").0, 404, "{method}");
    }
}

#[test]
fn who_comes_first_finds_two_items_and_only_their_own() {
    let mut world = World::new();
    let (status, items) = world.call("GET", "/api/items", "");
    assert_eq!(status, 200);
    let items = items.as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["date"], "2026-11-23");
    let alices = format!("/api/items/{}", items[0]["id"].as_str().unwrap());
    world.userinfo = (200, r#"{"sub":"bob"}"#);
    assert_eq!(world.call("GET", &alices, "").0, 404);
    assert_eq!(world.call("DELETE", &alices, "").0, 404);
    let (_, items) = world.call("GET", "/api/items", "");
    assert_eq!(items.as_array().unwrap().len(), 2);
    world.userinfo = (200, r#"{"sub":"alice"}"#);
    assert_eq!(world.call("GET", &alices, "").0, 200);
}

#[test]
fn without_a_token_the_answer_names_the_scheme_and_asks_nobody() {
    let mut world = World::new();
    for authorization in [None, Some("Basic eDp5"), Some("Bearer"), Some("Bearer ")] {
        let mut request = Request::get("/api/items");
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let answer = world.send(request.body(Vec::new()).unwrap());
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(answer.headers()[WWW_AUTHENTICATE], r#"Bearer realm="agenda""#);
        assert_eq!(answer.headers()[CACHE_CONTROL], "no-store");
        let body: Value = serde_json::from_slice(answer.body()).unwrap();
        assert_eq!(body["error"], "invalid_token");
    }
    assert_eq!(world.asked, 0);
}

#[test]
fn only_json_with_a_sub_and_status_200_is_a_user() {
    for userinfo in [
        (401, r#"{"error":"invalid_token"}"#),
        (403, r#"{"error":"insufficient_scope"}"#),
        (500, ""),
        (401, r#"{"sub":"alice"}"#),
        (200, "<!doctype html>"),
        (200, "{}"),
        (200, r#"{"sub":""}"#),
        (200, r#"{"sub":7}"#),
        (200, r#"["sub"]"#),
    ] {
        let mut world = World { userinfo, ..World::new() };
        let request = Request::get("/api/items").header(header::AUTHORIZATION, TOKEN);
        let answer = world.send(request.body(Vec::new()).unwrap());
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{userinfo:?}");
        let challenge = answer.headers()[WWW_AUTHENTICATE].to_str().unwrap();
        assert!(
            challenge.starts_with(r#"Bearer realm="agenda", error="invalid_token", error_description=""#)
        );
        assert_eq!(world.asked, 1);
    }
}

#[test]
fn a_bad_body_is_refused_and_changes_nothing() {
    let mut world = World::new();
    let (_, items) = world.call("GET", "/api/items", "");
    let path = format!("/api/items/{}", items[0]["id"].as_str().unwrap());
    for body in
        ["{", "[]", "7", "{}", r#"{"date":"x"}"#, r#"{"date":"x","text":7}"#, r#"{"date":null,"text":"x"}"#]
    {
        let (status, answer) = world.call("POST", "/api/items", body);
        assert_eq!((status, &answer["error"]), (400, &json!("invalid_request")), "{body}");
    }
    for body in ["{", "[]", r#"{"date":"new","text":7}"#] {
        assert_eq!(world.call("PATCH", &path, body).0, 400, "{body}");
    }
    let large = format!(r#"{{"date":"x","text":"{}"}}"#, "y".repeat(64 * 1024));
    assert_eq!(world.call("POST", "/api/items", &large).0, 413);
    for media_type in ["text/plain", "application/x-www-form-urlencoded"] {
        let request = Request::post("/api/items").header(header::AUTHORIZATION, TOKEN);
        let request = request.header(CONTENT_TYPE, media_type).body(b"{}".to_vec()).unwrap();
        assert_eq!(world.send(request).status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    assert_eq!(world.call("GET", "/api/items", "").1, items);
}

#[test]
fn unknown_paths_and_methods_are_told_apart() {
    let mut world = World::new();
    for path in ["/", "/api", "/items", "/api/items/", "/api/items/a/b", "/api/itemsx", "/apiitems"] {
        assert_eq!(world.call("GET", path, "").0, 404, "{path}");
    }
    for (path, allow) in [("/api/items", "GET, POST"), ("/api/items/a", "GET, PATCH, DELETE")] {
        let answer = world.send(Request::put(path).body(Vec::new()).unwrap());
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.headers()[ALLOW], allow);
    }
    assert_eq!(world.call("GET", "/api/items/%2e%2e%2f%ff", "").0, 404);
}

#[test]
fn an_agenda_has_an_end() {
    let mut world = World::new();
    for _ in 0..MAX_ITEMS - 2 {
        assert_eq!(world.call("POST", "/api/items", r#"{"date":"d","text":"t"}"#).0, 201);
    }
    let (status, body) = world.call("POST", "/api/items", r#"{"date":"d","text":"t"}"#);
    assert_eq!((status, &body["error"]), (409, &json!("agenda_full")));
}
