use super::*;
use crate::{
    logto::request,
    oauth::values::{ClientId, ClientSecret},
    system::fake::{World, run},
    task::{
        fixture::answer as respond,
        logto::access::{Credentials, Origin},
    },
};
use serde_json::json;
use std::{cell::Cell, rc::Rc};

fn access() -> Access {
    Access {
        tenant: Tenant::new(&"https://t.logto.app".parse().unwrap(), None, None).unwrap(),
        credentials: Credentials { id: ClientId::new("m2m"), secret: ClientSecret::new("canary") },
        origin: Origin::Given,
    }
}

fn token(number: u32) -> Response<Vec<u8>> {
    respond(200, &json!({ "access_token": format!("at{number}"), "expires_in": 3600, "scope": "all" }))
}

/// Returns a world that hands out tokens `at1`, `at2`, … and answers the API by `api`.
fn world(api: impl Fn(&str, &Request<Vec<u8>>) -> Response<Vec<u8>> + 'static) -> World {
    let world = World::new();
    let issued = Rc::new(Cell::new(0));
    world.answer(move |request| {
        if request.uri().path() == "/oidc/token" {
            issued.set(issued.get() + 1);
            return Ok(token(issued.get()));
        }
        let bearer = request.headers()["authorization"].to_str().unwrap();
        Ok(api(bearer.strip_prefix("Bearer ").unwrap(), request))
    });
    world
}

fn expired() -> Response<Vec<u8>> {
    respond(401, &json!({ "code": "auth.unauthorized", "data": { "code": "ERR_JWT_EXPIRED" } }))
}

#[test]
fn one_token_serves_until_it_is_nearly_over() {
    let world = world(|_, _| respond(200, &json!([])));
    let system = world.system();
    let api = ManagementApi::new(&system, access());
    run(async {
        for _ in 0..3 {
            api.list(request::domains(api.tenant())).await.unwrap();
        }
        system.clock.sleep(Duration::from_secs(3600)).await;
        api.list(request::domains(api.tenant())).await.unwrap();
    });
    let paths: Vec<_> = world.requests().iter().map(|own| own.uri().path().to_owned()).collect();
    let (token, domains) = ("/oidc/token", "/api/domains");
    assert_eq!(paths, [token, domains, domains, domains, token, domains]);
}

#[test]
fn a_token_that_ended_early_is_renewed_once() {
    let world = world(|bearer, _| if bearer == "at1" { expired() } else { respond(200, &json!([])) });
    let system = world.system();
    let api = ManagementApi::new(&system, access());
    run(async {
        api.sign_in().await.unwrap();
        api.list(request::domains(api.tenant())).await.unwrap();
    });
    assert_eq!(world.requests().len(), 4);
}

#[test]
fn a_token_that_is_refused_again_is_not_renewed_for_ever() {
    let world = world(|_, _| expired());
    let system = world.system();
    let api = ManagementApi::new(&system, access());
    let error = run(api.list(request::domains(api.tenant()))).unwrap_err();
    assert!(matches!(error, LogtoError::Api(ApiError::Unauthorized(_))), "{error}");
    assert_eq!(world.requests().len(), 4);
}

#[test]
fn a_token_of_another_host_is_not_renewed() {
    let world = world(|_, _| {
        let data = json!({ "code": "ERR_JWT_CLAIM_VALIDATION_FAILED", "claim": "iss" });
        respond(401, &json!({ "code": "auth.unauthorized", "data": data }))
    });
    let system = world.system();
    let api = ManagementApi::new(&system, access());
    let error = run(api.list(request::domains(api.tenant()))).unwrap_err();
    assert!(matches!(error, LogtoError::Api(ApiError::Unauthorized(fault)) if fault.is_foreign()));
    assert_eq!(world.requests().len(), 2);
}

#[test]
fn what_came_too_often_is_sent_again_when_logto_says_so() {
    let calls = Rc::new(Cell::new(0));
    let seen = calls.clone();
    let world = world(move |_, _| {
        calls.set(calls.get() + 1);
        match calls.get() {
            1 => Response::builder().status(429).header("retry-after", "7").body(Vec::new()).unwrap(),
            _ => respond(200, &json!([])),
        }
    });
    let (system, before) = (world.system(), world.now());
    let api = ManagementApi::new(&system, access());
    run(api.list(request::domains(api.tenant()))).unwrap();
    assert_eq!(seen.get(), 2);
    assert_eq!(world.now().duration_since(before).as_secs(), 7);
}

#[test]
fn nobody_waits_longer_than_a_minute_or_for_ever() {
    for (header, calls) in [("3600", 2), ("1", 5)] {
        let world = world(move |_, _| {
            Response::builder().status(429).header("retry-after", header).body(Vec::new()).unwrap()
        });
        let system = world.system();
        let api = ManagementApi::new(&system, access());
        let error = run(api.list(request::domains(api.tenant()))).unwrap_err();
        assert!(matches!(error, LogtoError::Api(ApiError::Limited { .. })), "{error}");
        assert_eq!(world.requests().len(), calls, "{header}");
    }
}

#[test]
fn the_token_goes_to_the_tenant_alone_and_no_redirect_is_followed() {
    let world = world(|_, _| {
        Response::builder().status(302).header("location", "https://evil.example/").body(Vec::new()).unwrap()
    });
    let system = world.system();
    let api = ManagementApi::new(&system, access());
    let elsewhere = Tenant::new(&"https://evil.example".parse().unwrap(), Some("t"), None).unwrap();
    let error = run(api.list(request::domains(&elsewhere))).unwrap_err();
    assert!(matches!(error, LogtoError::Elsewhere), "{error}");
    assert!(run(api.list(request::domains(api.tenant()))).is_err());
    assert!(world.requests().iter().all(|own| own.uri().host() == Some("t.logto.app")));
}

#[test]
fn nothing_secret_is_in_an_error() {
    let world = World::new();
    world.answer(|_| Ok(respond(401, &json!({ "error": "invalid_client", "error_description": "canary" }))));
    let system = world.system();
    let api = ManagementApi::new(&system, access());
    let error = run(api.sign_in()).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"));
}
