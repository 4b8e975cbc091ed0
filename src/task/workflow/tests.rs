//! Workflows against an API of a few lines.

mod flow;
mod opening;
mod recording;
mod undoing;

use super::*;
use crate::{
    system::{
        StoreChoice,
        fake::{World, nobody_answers, run as block_on},
    },
    task::fixture::{self, answer},
};
use http::{Request, Response};
use serde_json::{Value, json};

const DOCUMENT: &str = r#"
openapi: 3.1.0
info: {title: Agenda, version: "1"}
servers: [{url: https://api.example.com/api}]
paths:
  /items:
    get:
      operationId: listItems
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Item'}}}}
    post:
      operationId: createItems
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
      responses:
        "201": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
  /items/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getItemById
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
        "404": {description: gone}
    delete: {operationId: deleteItemById, responses: {"204": {description: ok}}}
components:
  schemas:
    Item: {type: object, required: [text], properties: {id: {type: string}, text: {type: string}}}
"#;

const HEAD: &str =
    "arazzo: 1.0.1\ninfo: {title: t, version: '1'}\nsourceDescriptions: [{name: api, url: ./openapi.yaml}]\n";

/// Returns a world with the project, signed in, and a description with these workflows.
fn world(workflows: &str, api: impl FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>> + 'static) -> World {
    let world = signed_out(workflows, api);
    fixture::sign_in(&world, json!({}));
    world
}

fn signed_out(
    workflows: &str,
    mut api: impl FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>> + 'static,
) -> World {
    let world = World::new();
    let oauth = "[oauth]\nissuer = \"https://id.example.com/oidc\"\nclient_id = \"agenda\"\n\
                 scope = \"openid offline_access\"\ntoken_endpoint_auth_method = \"none\"\n";
    world.set_file("/project/gptauth.toml", format!("schema = \"openapi.yaml\"\n{oauth}"));
    world.set_file("/project/openapi.yaml", DOCUMENT);
    world.set_file("/project/flows.yaml", format!("{HEAD}workflows:\n{workflows}"));
    world.answer(move |request| match request.uri().host() {
        Some("api.example.com") => Ok(api(request)),
        _ => Err(nobody_answers(request)),
    });
    world
}

fn selection() -> Selection<'static> {
    Selection { project: Some(Path::new("/project/gptauth.toml")), ..Selection::default() }
}

fn opened(world: &World) -> Result<Scenario, WorkflowError> {
    open(&world.system(), selection(), Path::new("/project/flows.yaml"))
}

/// Runs every workflow with these inputs.
fn run_with(world: &World, given: &[(&str, Value)]) -> Result<WorkflowOutcome, WorkflowError> {
    let scenario = opened(world)?;
    let chosen = scenario.chosen(&[])?;
    let given: Vec<_> =
        given.iter().map(|(name, value)| ((*name).to_owned(), Given::Json(value.clone()))).collect();
    let (system, choice) = (world.system(), StoreChoice::Auto);
    let tokens: Vec<_> = scenario.sources.iter().map(|own| own.action.tokens(&system, &choice)).collect();
    let signals = futures_util::stream::pending();
    block_on(run(&system, &scenario, &tokens, (&chosen, &given), signals, &mut |_| {}))
}

fn outcome(world: &World) -> WorkflowOutcome {
    run_with(world, &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns each step that was taken with how it ended: `passed`, `foreseen`, or the code of what is
/// wrong.
fn told(outcome: &WorkflowOutcome) -> Vec<(String, &'static str)> {
    let word = |taken: &Taken| match &taken.ending {
        Ending::Passed => "passed",
        Ending::Foreseen { .. } => "foreseen",
        Ending::Failed(findings) => findings.first().map_or("failed", |own| own.kind.code),
        Ending::Unanswered(_) => "unanswered",
    };
    outcome.steps.iter().map(|own| (own.step.clone(), word(own))).collect()
}

fn pairs(steps: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    steps.iter().map(|(step, word)| ((*step).to_owned(), *word)).collect()
}

/// Returns an API that answers the same to everybody.
fn always(status: u16, body: &Value) -> impl FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>> + use<> {
    let body = body.clone();
    move |_| answer(status, &body)
}

fn paths(world: &World) -> Vec<String> {
    world
        .requests()
        .iter()
        .map(|own| own.uri().to_string().replace("https://api.example.com/api", ""))
        .collect()
}
