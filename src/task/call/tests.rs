use super::*;
use crate::{
    invoke::bind::{self, Arguments},
    system::{
        StoreChoice,
        fake::{World, nobody_answers, run},
    },
    task::{
        action::{self, Selection},
        fixture::{self, answer},
    },
};
use http::{Request, Response};
use serde_json::json;
use std::path::Path;

const DOCUMENT: &str = r#"
openapi: 3.1.0
info: {title: Agenda, version: "1"}
servers: [{url: https://api.example.com/v1}]
paths:
  /items:
    get: {operationId: listItems, responses: {"200": {description: ok}}}
    post:
      operationId: createItems
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {text: {type: string}}}}}}
  /health:
    get: {operationId: health, security: [], responses: {"200": {description: ok}}}
"#;

const PROJECT: &str = r#"
schema = "openapi.yaml"
[oauth]
issuer = "https://id.example.com/oidc"
client_id = "agenda"
scope = "openid offline_access"
token_endpoint_auth_method = "none"
"#;

/// Returns a world with a project, in which `api` answers for the API and the provider renews once.
fn world(mut api: impl FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>> + 'static) -> World {
    let world = World::new();
    world.set_file("/project/gptauth.toml", PROJECT);
    world.set_file("/project/openapi.yaml", DOCUMENT);
    world.answer(move |request| match (request.uri().host(), request.uri().path()) {
        (Some("api.example.com" | "typed.example.com"), _) => Ok(api(request)),
        (Some("id.example.com"), "/oidc/.well-known/openid-configuration") => Ok(answer(200, &fixture::metadata())),
        (Some("id.example.com"), "/oidc/token") if fixture::body(request).contains("refresh_token=rt0") => {
            Ok(answer(200, &json!({"access_token": "at1", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt1"})))
        }
        (Some("id.example.com"), "/oidc/token") => Ok(answer(400, &json!({"error": "invalid_grant"}))),
        _ => Err(nobody_answers(request)),
    });
    world
}

fn with_project() -> Selection<'static> {
    Selection { project: Some(Path::new("/project/gptauth.toml")), ..Selection::default() }
}

fn call_with(
    world: &World,
    selection: Selection<'_>,
    operation: &str,
    credentials: Credentials<'_>,
) -> Result<CallOutcome, CallError> {
    let system = world.system();
    let action = action::open(&system, selection).unwrap();
    let signature = action.operation(operation).unwrap();
    let bound = bind::bind(signature, &Arguments::default()).unwrap();
    let tokens = action.tokens(&system, &StoreChoice::Auto);
    run(call(&system, &action, &tokens, (signature, &bound), credentials))
}

fn call_own(world: &World, operation: &str) -> Result<CallOutcome, CallError> {
    call_with(world, with_project(), operation, Credentials::Own)
}

/// Returns the `Authorization` of every request to the API, in order.
fn authorizations(world: &World) -> Vec<Option<String>> {
    let to_api = |request: &Request<Vec<u8>>| request.uri().host() != Some("id.example.com");
    let value = |request: &Request<Vec<u8>>| {
        request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned())
    };
    world.requests().iter().filter(|request| to_api(request)).map(value).collect()
}

fn bearer(token: &str) -> Option<String> {
    Some(format!("Bearer {token}"))
}

/// Returns an API that takes these tokens.
fn takes(good: &'static [&'static str]) -> impl FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>> {
    move |request| {
        let given = request.headers().get("authorization").and_then(|value| value.to_str().ok());
        if given.and_then(|text| text.strip_prefix("Bearer ")).is_some_and(|token| good.contains(&token)) {
            return answer(200, &json!([]));
        }
        let mut refusal = answer(401, &json!({"error": "unauthorized"}));
        let challenge = r#"Basic realm="x", Bearer error="invalid_token", error_description="expired""#;
        refusal.headers_mut().insert("www-authenticate", challenge.parse().unwrap());
        refusal
    }
}

#[test]
fn the_stored_token_goes_to_the_server_of_the_document_with_chatgpts_limits() {
    let world = world(takes(&["at0"]));
    fixture::sign_in(&world, json!({}));
    let outcome = call_own(&world, "listItems").unwrap();
    assert_eq!((outcome.status.as_u16(), outcome.authorization), (200, Authorization::Bearer));
    let requests = world.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].uri(), "https://api.example.com/v1/items");
    assert_eq!(requests[0].headers()["authorization"], "Bearer at0");
    assert_eq!(requests[0].extensions().get::<Limits>().unwrap().time, Duration::from_secs(45));
}

#[test]
fn c04_a_refused_token_is_renewed_once_and_the_call_repeated() {
    let world = world(takes(&["at1"]));
    fixture::sign_in(&world, json!({}));
    let outcome = call_own(&world, "createItems").unwrap();
    assert_eq!((outcome.status.as_u16(), outcome.renewed), (200, true));
    assert_eq!(authorizations(&world), [bearer("at0"), bearer("at1")]);
    assert_eq!(fixture::kept(&world).unwrap()["refresh_token"], "rt1");
}

#[test]
fn c04_a_renewed_token_that_is_refused_as_well_is_the_end() {
    let world = world(takes(&[]));
    fixture::sign_in(&world, json!({}));
    let outcome = call_own(&world, "listItems").unwrap();
    assert_eq!((outcome.status.as_u16(), outcome.renewed), (401, true));
    assert_eq!(authorizations(&world), [bearer("at0"), bearer("at1")]);
    let challenge = outcome.challenge.unwrap();
    assert_eq!(
        (challenge.error.as_deref(), challenge.description.as_deref()),
        (Some("invalid_token"), Some("expired"))
    );
}

#[test]
fn a_refusal_that_cannot_be_mended_says_why() {
    let world = world(takes(&[]));
    fixture::sign_in(&world, json!({"refresh_token": "revoked"}));
    assert!(matches!(call_own(&world, "listItems"), Err(CallError::Renewal(_))));
    assert_eq!(authorizations(&world), [bearer("at0")]);
}

#[test]
fn other_refusals_renew_nothing() {
    let world = world(|_| answer(403, &json!({})));
    fixture::sign_in(&world, json!({}));
    assert_eq!(call_own(&world, "listItems").unwrap().status.as_u16(), 403);
    assert_eq!(world.requests().len(), 1);
}

#[test]
fn without_a_token_the_store_is_not_even_opened() {
    let world = world(takes(&[]));
    world.break_store();
    let public = call_own(&world, "health").unwrap();
    assert_eq!(public.authorization, Authorization::Public);
    let withheld = call_with(&world, with_project(), "listItems", Credentials::Withheld).unwrap();
    assert_eq!(withheld.authorization, Authorization::Withheld);
    assert_eq!(authorizations(&world), [None, None]);
    assert!(matches!(call_own(&world, "listItems"), Err(CallError::Store(_) | CallError::Session(_))));
}

#[test]
fn a_token_from_the_environment_needs_no_store_and_is_not_renewed() {
    let world = world(takes(&[]));
    world.break_store();
    world.set_variable("GPTAUTH_ACCESS_TOKEN", "given");
    let outcome = call_own(&world, "listItems").unwrap();
    assert_eq!((outcome.status.as_u16(), outcome.renewed), (401, false));
    assert_eq!(authorizations(&world), [bearer("given")]);
}

#[test]
fn c03_a_token_with_a_line_break_is_not_sent() {
    let world = world(takes(&[]));
    world.set_variable("GPTAUTH_ACCESS_TOKEN", "canary\r\nHost: evil.example");
    let error = call_own(&world, "listItems").unwrap_err();
    assert!(matches!(error, CallError::Request(RequestError::TokenCharacters)));
    assert!(!format!("{error:?} {error}").contains("canary"));
    assert!(world.requests().is_empty());
}

#[test]
fn c02_a_document_that_was_only_named_gets_no_token() {
    let world = world(takes(&["at0"]));
    fixture::sign_in(&world, json!({}));
    world.set_file("/elsewhere.yaml", DOCUMENT);
    let named = Selection { schema: Some(Path::new("/elsewhere.yaml")), ..with_project() };
    let error = call_with(&world, named, "listItems", Credentials::Own).unwrap_err();
    assert!(matches!(error, CallError::Server(ServerError::ForeignDocument { .. })));
    assert!(world.requests().is_empty());
    let typed = Selection { server: Some("https://typed.example.com"), ..named };
    assert_eq!(call_with(&world, typed, "listItems", Credentials::Own).unwrap().status.as_u16(), 200);
    assert_eq!(world.requests()[0].uri(), "https://typed.example.com/items");
}

#[test]
fn the_projects_own_document_may_be_named_as_well() {
    let world = world(takes(&["at0"]));
    fixture::sign_in(&world, json!({}));
    let named = Selection { schema: Some(Path::new("/project/./openapi.yaml")), ..with_project() };
    assert!(call_with(&world, named, "listItems", Credentials::Own).is_ok());
}

#[test]
fn without_a_project_there_is_no_session() {
    let world = World::new();
    world.set_file("/elsewhere.yaml", DOCUMENT);
    let alone = Selection {
        schema: Some(Path::new("/elsewhere.yaml")),
        server: Some("http://127.0.0.1:9"),
        ..Selection::default()
    };
    let error = call_with(&world, alone, "listItems", Credentials::Own).unwrap_err();
    assert!(matches!(error, CallError::NoSession { .. }));
    assert!(world.requests().is_empty());
    let error = call_with(&world, alone, "listItems", Credentials::Withheld).unwrap_err();
    assert!(matches!(error, CallError::Http(HttpError::Connect { .. })));
}

#[test]
fn c01_a_redirect_is_not_followed() {
    let world = world(|_| {
        let mut redirect = answer(307, &json!({}));
        redirect.headers_mut().insert("location", "https://evil.example/".parse().unwrap());
        redirect
    });
    fixture::sign_in(&world, json!({}));
    let outcome = call_own(&world, "listItems").unwrap();
    assert_eq!(outcome.redirects_to().as_deref(), Some("https://evil.example/"));
    assert_eq!(outcome.findings[0].kind.code, "GA606");
    assert_eq!(world.requests().len(), 1);
}

#[test]
fn c07_an_answer_that_does_not_end_is_too_slow() {
    let world = world(takes(&[]));
    fixture::sign_in(&world, json!({}));
    world.answer(|_| {
        Err(HttpError::Timeout {
            origin: "https://api.example.com".to_owned(),
            limit: Duration::from_secs(45),
        })
    });
    let error = call_own(&world, "listItems").unwrap_err();
    assert_eq!(error.to_string(), "no complete answer within 45 s, and ChatGPT waits no longer");
}
