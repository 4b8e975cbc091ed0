//! Trouble on the way to the stand-in.

use crate::system::{
    HttpError,
    fake::{
        World,
        logto::{Credentials, Fault, StandIn},
        run,
    },
};
use http::{Request, Response};
use serde_json::{Value, json};

const HOST: &str = "https://acme.logto.app";

fn ask(world: &World, request: http::request::Builder, body: &str) -> Result<Response<Vec<u8>>, HttpError> {
    run(world.system().http.send(request.body(body.as_bytes().to_vec()).unwrap()))
}

/// Returns a token of the Management API.
fn token(world: &World, machine: &Credentials) -> String {
    let form = format!(
        "grant_type=client_credentials&resource={HOST}/api&scope=all&client_id={}&client_secret={}",
        machine.id, machine.secret
    );
    let request = Request::post(format!("{HOST}/oidc/token"))
        .header("content-type", "application/x-www-form-urlencoded");
    let answer: Value = serde_json::from_slice(ask(world, request, &form).unwrap().body()).unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn each_fault_leaves_done_or_undone_what_its_name_says() {
    let created = |fault: Option<Fault>| {
        let world = World::new();
        let mut logto = StandIn::cloud("acme", "acme.logto.app");
        let machine = logto.put_machine(true, world.now());
        let logto = world.answer_as_logto(logto);
        let token = token(&world, &machine);
        if let Some(fault) = fault {
            logto.borrow_mut().fail_at(0, fault);
        }
        let create = Request::post(format!("{HOST}/api/applications"))
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {token}"));
        let body = json!({ "name": "Agenda", "type": "Traditional" }).to_string();
        let status = ask(&world, create, &body).map(|answer| answer.status().as_u16());
        let logto = logto.borrow();
        (status.ok(), logto.logto.application_ids("Traditional").len())
    };
    assert_eq!(created(None), (Some(200), 1));
    let seen = Fault::ALL.map(|fault| created(Some(fault)));
    assert_eq!(seen, [(None, 0), (None, 1), (Some(500), 0), (Some(429), 0), (Some(401), 0)]);
}

#[test]
#[should_panic(expected = "unknown path of the Management API")]
fn a_request_that_nobody_measured_ends_the_test() {
    let world = World::new();
    let mut logto = StandIn::cloud("acme", "acme.logto.app");
    let machine = logto.put_machine(true, world.now());
    world.answer_as_logto(logto);
    let token = token(&world, &machine);
    let request =
        Request::get(format!("{HOST}/api/hooks")).header("authorization", format!("Bearer {token}"));
    let _ = ask(&world, request, "");
}
