use super::*;
use crate::{
    arazzo::Description,
    demo::api::AgendaApi,
    source::Source,
    task::{
        action,
        test::{self, Wish},
    },
};

/// Records what `test` makes up for a document, into a file below the project.
fn recorded(world: &World, write: bool, file: &str) -> Result<Recorded, RecordError> {
    let system = world.system();
    let action = action::open(&system, selection()).unwrap();
    let tokens = action.tokens(&system, &StoreChoice::Auto);
    let wish = Wish { write: write.then_some(1), ..Wish::default() };
    let plan = test::plan(&action, &tokens, wish).unwrap();
    record(&system, &action, &plan, (Path::new(file), false))
}

fn demo() -> impl FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>> {
    let mut drawn = 0;
    let mut api = AgendaApi::new(Box::new(move |bytes| {
        drawn += 1;
        bytes.fill(drawn);
    }));
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    move |request| {
        let path = request.uri().to_string();
        let mut own = request.clone();
        *own.uri_mut() = path.trim_start_matches("https://api.example.com").parse().unwrap();
        api.respond(&own, now, &mut |_| answer(200, &json!({"sub": "u1"})))
    }
}

#[test]
fn what_is_recorded_runs_unchanged_and_passes() {
    for (write, steps) in [(false, 2), (true, 8)] {
        let world = world("", demo());
        let agenda = include_str!("../../../../templates/agenda.yaml");
        let document =
            agenda.replace("{{title}}", "Agenda").replace("{{server}}", "https://api.example.com/api");
        world.set_file("/project/openapi.yaml", document);
        let own = recorded(&world, write, "/project/flows.yaml");
        assert!(matches!(own, Err(RecordError::Exists { .. })), "{own:?}");
        let own = recorded(&world, write, "/project/new.yaml").unwrap();
        assert_eq!((own.steps, own.writes, own.remarks.len()), (steps, write, 0));
        let text = world.file("/project/new.yaml").unwrap();
        world.set_file("/project/flows.yaml", text);
        let outcome = outcome(&world);
        assert_eq!((outcome.passed(), outcome.failed()), (steps, 0), "{:?}", told(&outcome));
        assert_eq!(outcome.steps.len(), steps);
    }
}

#[test]
fn an_empty_list_ends_the_reads_without_a_failure() {
    let world = world("", always(200, &json!([])));
    recorded(&world, false, "/project/new.yaml").unwrap();
    world.set_file("/project/flows.yaml", world.file("/project/new.yaml").unwrap());
    assert_eq!(told(&outcome(&world)), pairs(&[("listItems", "passed")]));
}

#[test]
fn what_fails_in_a_round_is_cleared_up_behind_and_stays_a_failure() {
    let api = |request: &Request<Vec<u8>>| match (request.method().as_str(), request.uri().path()) {
        ("POST", _) => answer(201, &json!({"id": "n1", "text": "t"})),
        ("DELETE", _) => Response::builder().status(204).body(Vec::new()).unwrap(),
        ("GET", path) if path.ends_with("n1") => answer(500, &json!({})),
        _ => answer(200, &json!([])),
    };
    let world = world("", api);
    recorded(&world, true, "/project/new.yaml").unwrap();
    world.set_file("/project/flows.yaml", world.file("/project/new.yaml").unwrap());
    let own = outcome(&world);
    let expected = [
        ("listItems", "passed"),
        ("create", "passed"),
        ("read", "GA640"),
        ("delete", "passed"),
        ("gone", "GA640"),
    ];
    assert_eq!(told(&own), pairs(&expected));
    assert_eq!(own.failed(), 2);
}

#[test]
fn what_was_created_is_removed_even_where_its_answer_is_not_as_it_must_be() {
    let api = |request: &Request<Vec<u8>>| match (request.method().as_str(), request.uri().path()) {
        ("POST", _) => answer(201, &json!({"id": "n1", "text": "t"})),
        ("DELETE", path) if path.ends_with("n1") => Response::builder().status(204).body(Vec::new()).unwrap(),
        ("GET", path) if path.ends_with("n1") => answer(404, &json!({})),
        _ => answer(200, &json!([])),
    };
    let world = world("", api);
    let text = recorded(&world, true, "/project/new.yaml").unwrap().text;
    world.set_file("/project/flows.yaml", text.replace("$statusCode == 201", "$statusCode == 202"));
    let own = outcome(&world);
    let expected = [("listItems", "passed"), ("create", "GA640"), ("delete", "passed")];
    assert_eq!((told(&own), own.failed()), (pairs(&expected), 1));
    assert_eq!((own.steps[2].undoes.as_deref(), own.leftovers), (Some("create"), Vec::new()));
}

#[test]
fn what_was_refused_leaves_nothing_to_clear_up() {
    let api = |request: &Request<Vec<u8>>| match request.method().as_str() {
        "POST" => answer(400, &json!({})),
        _ => answer(200, &json!([])),
    };
    let world = world("", api);
    recorded(&world, true, "/project/new.yaml").unwrap();
    world.set_file("/project/flows.yaml", world.file("/project/new.yaml").unwrap());
    let own = outcome(&world);
    assert_eq!(told(&own), pairs(&[("listItems", "passed"), ("create", "GA640")]));
    assert_eq!(own.leftovers, []);
}

#[test]
fn the_address_of_the_document_is_seen_from_the_file() {
    for (file, url) in [
        ("/project/a.yaml", "./openapi.yaml"),
        ("/project/tests/flows/a.yaml", "../../openapi.yaml"),
        ("/elsewhere/a.yaml", "../project/openapi.yaml"),
    ] {
        let world = world("", always(200, &json!([])));
        let text = recorded(&world, false, file).unwrap().text;
        let own = Description::read(Source::new("a", text.clone()))
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(own.sources[0].url, url);
    }
}

#[test]
fn what_the_document_does_not_say_is_a_guess_and_said_to_be_one() {
    let world = world("", always(200, &json!([])));
    let silent = DOCUMENT.replace(
        "{application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Item'}}}}",
        "{application/json: {}}",
    );
    world.set_file("/project/openapi.yaml", silent);
    let own = recorded(&world, false, "/project/new.yaml").unwrap();
    assert_eq!(own.remarks, ["the document does not say where `listItems` answers `id`; `/0/id` is a guess"]);
    assert!(own.text.contains("# To look at: the document does not say"), "{}", own.text);
}

#[test]
fn sample_data_that_looks_like_an_expression_is_sent_as_it_is() {
    let document =
        DOCUMENT.replace("text: {type: string}", "text: {type: string, enum: ['costs {$inputs.x}']}");
    let api = |request: &Request<Vec<u8>>| match request.method().as_str() {
        "POST" => answer(201, &json!({"id": "n1", "text": "costs {$inputs.x}"})),
        "DELETE" => Response::builder().status(204).body(Vec::new()).unwrap(),
        _ => answer(404, &json!({})),
    };
    let world = world("", api);
    world.set_file("/project/openapi.yaml", document);
    recorded(&world, true, "/project/new.yaml").unwrap();
    world.set_file("/project/flows.yaml", world.file("/project/new.yaml").unwrap());
    outcome(&world);
    let post = world.requests().into_iter().find(|own| own.method() == Method::POST).unwrap();
    let body: Value = serde_json::from_slice(post.body()).unwrap();
    assert_eq!(body["text"], "costs {$inputs.x}");
}

#[test]
fn operations_without_a_name_are_recorded_by_their_path() {
    let world = world("", always(200, &json!([{"id": "i1", "text": "t"}])));
    world.set_file("/project/openapi.yaml", DOCUMENT.replace("      operationId: listItems\n", ""));
    recorded(&world, false, "/project/new.yaml").unwrap();
    let text = world.file("/project/new.yaml").unwrap();
    assert!(text.contains("{$sourceDescriptions.api.url}#/paths/~1items/get"), "{text}");
    world.set_file("/project/flows.yaml", text);
    assert_eq!(outcome(&world).steps[0].calls, "GET /items");
}
