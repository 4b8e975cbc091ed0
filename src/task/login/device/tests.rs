use crate::{
    oauth::{answer::UnusableAnswer, device::DeviceError, token::TokenError},
    system::{
        HttpError,
        fake::{World, run},
    },
    task::{
        fixture::{ISSUER, answer, body, kept, project_with, provide, sign_in, store},
        login::{Event, LoginError, LoginOptions, LoginOutcome, Step, Turn, login},
    },
};
use http::Response;
use serde_json::{Value, json};
use std::{cell::Cell, rc::Rc, time::Duration};

fn offered() -> Value {
    json!({ "device_code": "dc-canary", "user_code": "WDJB-MJHT", "expires_in": 60, "interval": 5,
        "verification_uri": format!("{ISSUER}/device") })
}

fn pending() -> Response<Vec<u8>> {
    answer(400, &json!({ "error": "authorization_pending" }))
}

fn tokens() -> Response<Vec<u8>> {
    answer(200, &json!({ "access_token": "at1", "refresh_token": "rt1", "token_type": "Bearer" }))
}

/// A provider that answers the polls in this order, and every later one like the last.
fn polled(offer: Value, polls: Vec<Response<Vec<u8>>>) -> World {
    let world = World::new();
    let count = Cell::new(0);
    provide(&world, move |path, _| match path {
        "/device/auth" => answer(200, &offer),
        "/token" => {
            let number = count.replace(count.get() + 1);
            polls[number.min(polls.len() - 1)].clone()
        }
        "/me" => answer(200, &json!({ "sub": "u1" })),
        path => panic!("nobody should ask {path}"),
    });
    world
}

fn signed_in(
    world: &World,
    options: LoginOptions,
    lines: &str,
) -> (Result<LoginOutcome, LoginError>, Vec<Event>) {
    let project = project_with(&format!("token_endpoint_auth_method = \"none\"\n{lines}"));
    let mut events = Vec::new();
    let mut on = |event| events.push(event);
    let options = LoginOptions { device: true, ..options };
    let outcome = run(login(&world.system(), &*store(world), &project, options, &mut on));
    (outcome.map_err(|failed| *failed.error), events)
}

fn with_device(world: &World) -> (Result<LoginOutcome, LoginError>, Vec<Event>) {
    signed_in(world, LoginOptions::default(), &endpoint())
}

fn endpoint() -> String {
    format!("device_authorization_endpoint = \"{ISSUER}/device/auth\"")
}

fn polls(world: &World) -> usize {
    world.requests().iter().filter(|request| request.uri().path().ends_with("/token")).count()
}

#[test]
fn the_code_is_shown_and_polled_at_the_interval_until_the_user_has_signed_in() {
    let world = polled(offered(), vec![pending(), pending(), tokens()]);
    let started = world.now();
    let (outcome, events) = with_device(&world);
    let outcome = outcome.unwrap();
    assert_eq!(outcome.subject.as_deref(), Some("u1"));
    assert!(outcome.refreshable && outcome.redirect_uri.is_none());
    assert_eq!(world.now().duration_since(started).as_secs(), 15);
    let shown = events.iter().find_map(|event| match event {
        Event::Device { user_code, verification_uri, .. } => Some((user_code, verification_uri.as_str())),
        _ => None,
    });
    assert_eq!(shown, Some((&"WDJB-MJHT".to_owned(), "https://id.example.com/oidc/device")));
    assert!(world.opened().is_empty(), "no browser is opened here");
    assert_eq!(kept(&world).unwrap()["refresh_token"], "rt1");
    let skipped = |taken: &&crate::task::login::Taken| taken.turn == Turn::Skipped;
    let skipped = outcome.steps.iter().filter(skipped).map(|taken| taken.step).collect::<Vec<_>>();
    assert_eq!(skipped, [Step::Callback, Step::TokenValidation]);
}

#[test]
fn what_is_asked_for_goes_with_the_first_request_and_resources_with_every_poll() {
    let world = polled(offered(), vec![tokens()]);
    let mut options = LoginOptions::default();
    options.parameters.add("audience", "agenda").unwrap();
    let lines = format!("{}\nresource = \"https://api.example.com\"", endpoint());
    signed_in(&world, options, &lines).0.unwrap();
    let requests = world.requests();
    let of =
        |end: &str| body(requests.iter().find(|own| own.uri().path().ends_with(end)).unwrap()).to_owned();
    assert_eq!(
        of("/device/auth"),
        "client_id=agenda&scope=openid+offline_access&audience=agenda\
         &resource=https%3A%2F%2Fapi.example.com"
    );
    assert!(of("/token").ends_with("&device_code=dc-canary&resource=https%3A%2F%2Fapi.example.com"));
}

#[test]
fn slow_down_is_obeyed() {
    let slow = || answer(400, &json!({ "error": "slow_down" }));
    let world = polled(offered(), vec![slow(), slow(), tokens()]);
    let started = world.now();
    with_device(&world).0.unwrap();
    assert_eq!(world.now().duration_since(started).as_secs(), 5 + 10 + 15);
}

#[test]
fn a_poll_without_an_answer_is_made_again_and_later() {
    let world = World::new();
    let count = Rc::new(Cell::new(0));
    let polls = Rc::clone(&count);
    world.answer(move |request| {
        let path = request.uri().path();
        if path.ends_with("openid-configuration") {
            return Ok(answer(200, &crate::task::fixture::metadata()));
        }
        if path.ends_with("/device/auth") {
            return Ok(answer(200, &offered()));
        }
        if path.ends_with("/me") {
            return Ok(answer(200, &json!({ "sub": "u1" })));
        }
        polls.set(polls.get() + 1);
        match polls.get() {
            1 => Err(HttpError::Timeout { origin: ISSUER.to_owned(), limit: Duration::from_secs(30) }),
            2 => Ok(answer(503, &json!({}))),
            _ => Ok(tokens()),
        }
    });
    let started = world.now();
    with_device(&world).0.unwrap();
    assert_eq!(count.get(), 3);
    assert_eq!(world.now().duration_since(started).as_secs(), 5 + 10 + 20);
}

#[test]
fn the_wait_ends_with_the_code_or_with_our_patience() {
    let world = polled(offered(), vec![pending()]);
    let error = with_device(&world).0.unwrap_err();
    assert!(matches!(error, LoginError::NotTyped { code_expired: true, limit } if limit.as_secs() == 60));
    assert_eq!(polls(&world), 12);

    let world = polled(offered(), vec![pending()]);
    let options = LoginOptions { timeout: Duration::from_secs(12), ..LoginOptions::default() };
    let error = signed_in(&world, options, &endpoint()).0.unwrap_err();
    assert!(matches!(error, LoginError::NotTyped { code_expired: false, .. }));
    assert_eq!(polls(&world), 2);
}

#[test]
fn a_refusal_ends_the_wait_and_keeps_what_was_kept() {
    for error in ["access_denied", "expired_token", "invalid_client", "invalid_grant"] {
        let world = polled(offered(), vec![pending(), answer(400, &json!({ "error": error }))]);
        sign_in(&world, json!({}));
        let failed = with_device(&world).0.unwrap_err();
        assert!(matches!(failed, LoginError::Token(TokenError::Refused(found)) if found.error == error));
        assert_eq!(polls(&world), 2);
        assert_eq!(kept(&world).unwrap()["refresh_token"], "rt0");
    }
}

#[test]
fn l20_a_page_that_is_none_of_the_web_is_not_shown() {
    for page in ["javascript:alert(1)", "file:///etc/passwd", "--flag"] {
        let mut offer = offered();
        offer["verification_uri"] = json!(page);
        let world = polled(offer, vec![tokens()]);
        let (outcome, events) = with_device(&world);
        assert!(matches!(outcome, Err(LoginError::Device(DeviceError::Member { .. }))), "{page}");
        assert!(!events.iter().any(|event| matches!(event, Event::Device { .. })));
        assert_eq!(polls(&world), 0);
    }
}

#[test]
fn a_provider_without_the_grant_is_said_so_before_anything_is_asked() {
    let world = polled(offered(), vec![tokens()]);
    let error = signed_in(&world, LoginOptions::default(), "").0.unwrap_err();
    assert!(matches!(error, LoginError::NoDeviceEndpoint));
    assert_eq!(world.requests().len(), 1, "the metadata alone");
}

#[test]
fn an_offer_that_is_none_is_refused() {
    let world = World::new();
    provide(&world, |_, _| answer(404, &json!({ "message": "Not Found" })));
    let error = with_device(&world).0.unwrap_err();
    assert!(matches!(error, LoginError::Device(DeviceError::Unusable(UnusableAnswer::Status(_)))));
}

#[test]
fn the_id_token_of_a_poll_is_checked_like_any_other() {
    let forged = json!({ "access_token": "at1", "token_type": "Bearer", "id_token": "e30.e30.AA" });
    let world = World::new();
    provide(&world, move |path, _| match path {
        "/device/auth" => answer(200, &offered()),
        "/jwks" => answer(200, &json!({ "keys": [] })),
        _ => answer(200, &forged),
    });
    let error = with_device(&world).0.unwrap_err();
    assert!(matches!(error, LoginError::IdToken { .. }), "{error}");
    assert!(kept(&world).is_none());
}
