use super::*;
use crate::{
    invoke::{
        bind::{self, Arguments, Rigor, Typed},
        read,
    },
    openapi::Document,
    platform::gpt_action,
    source::Source,
};
use serde_json::{Value, json};

const DOCUMENT: &str = include_str!("../../../fixtures/call/rooms.yaml");

/// Returns what is wrong with the arguments of an operation of `document`, `place: message` each.
fn faults(document: &str, operation: &str, input: &Value) -> Vec<String> {
    let document = Document::parse(Source::new("x.yaml", document)).unwrap();
    let signatures = read::signatures(&document, &gpt_action::TARGET.call);
    let signature = signatures.iter().find(|own| own.name == operation).unwrap();
    let operations = document.operations();
    let described = operations.iter().find(|own| own.name() == Some(operation)).unwrap();
    let typed = input.as_object().unwrap().iter();
    let typed =
        typed.map(|(name, value)| Typed { name: name.clone(), path: Vec::new(), value: value.clone() });
    let arguments = Arguments { typed: typed.collect(), rigor: Rigor::Lenient, ..Arguments::default() };
    let bound = bind::bind(signature, &arguments).unwrap();
    match judge(described, signature, &bound) {
        Ok(_) => Vec::new(),
        Err(BindError::Unfit { faults, .. }) => faults
            .into_iter()
            .map(|own| format!("{}{}: {}", own.parameter.unwrap_or_default(), own.pointer, own.message))
            .collect(),
        Err(other) => panic!("{other}"),
    }
}

fn slots(change: &str, value: Value) -> Value {
    let mut input = json!({"room": "red-1", "days": ["mon"], "range": {"from": 8, "to": 12}});
    input[change] = value;
    input
}

#[test]
fn what_fits_is_sent() {
    for (change, value) in [
        ("room", json!("blue-12")),
        ("limit", json!(100)),
        ("filter", json!({"seats": 1})),
        ("near", json!({"lat": 47.1, "lon": 15.4})),
        ("floors", json!([])),
    ] {
        assert_eq!(faults(DOCUMENT, "findSlots", &slots(change, value)), Vec::<String>::new(), "{change}");
    }
}

#[test]
fn c10_a_parameter_that_breaks_its_schema_in_depth_is_told_with_its_place() {
    for (change, value, expected) in [
        ("room", json!("Red 1"), "room: "),
        ("days", json!(["mon", "sun"]), "days/1: "),
        ("days", json!([]), "days: "),
        ("range", json!({"from": 8}), "range: \"to\" is a required"),
        ("range", json!({"from": -1, "to": 12}), "range/from: "),
        ("range", json!({"from": 8, "to": 0}), "range/to: "),
        ("near", json!({"lat": 91}), "near/lat: "),
        ("floors", json!([1, "two"]), "floors/1: "),
        ("filter", json!({"seats": 0}), "filter/seats: "),
        ("limit", json!(101), "limit: "),
        ("limit", json!("ten"), "limit: "),
    ] {
        let found = faults(DOCUMENT, "findSlots", &slots(change, value));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(expected), "{found:?}, expected {expected}");
    }
}

/// A body with one of everything that a schema can ask for.
const BODY: &str = "openapi: 3.1.0
info: {title: x, version: '1'}
paths:
  /x:
    post:
      operationId: create
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [date, id]
              properties:
                id: {type: string, readOnly: true}
                date: {type: string, format: date}
                kind: {enum: [a, b]}
                guest: {$ref: '#/components/schemas/Guest'}
                tags: {type: array, maxItems: 2, uniqueItems: true, items: {type: string, minLength: 2}}
                price: {type: number, multipleOf: 0.5, exclusiveMaximum: 10}
                either: {oneOf: [{type: string}, {type: object, required: [n], properties: {n: {type: integer}}}]}
      responses: {'200': {description: x}}
components:
  schemas:
    Guest:
      type: object
      additionalProperties: false
      required: [name]
      properties: {name: {type: string}, email: {type: string, format: email}, boss: {$ref: '#/components/schemas/Guest'}}
";

#[test]
fn c10_a_body_that_breaks_its_schema_in_depth_is_told_with_its_place() {
    let body = |change: &str, value: Value| {
        let mut input = json!({"date": "2026-01-15"});
        input[change] = value;
        input
    };
    assert_eq!(faults(BODY, "create", &body("kind", json!("a"))), Vec::<String>::new());
    for (change, value, expected) in [
        ("date", json!("tomorrow"), "/date: "),
        ("kind", json!("c"), "/kind: "),
        ("guest", json!({"name": 5}), "/guest/name: "),
        (
            "guest",
            json!({"name": "x", "boss": {"name": "y", "boss": {"email": "a@b"}}}),
            "/guest/boss/boss: ",
        ),
        ("guest", json!({"name": "x", "email": "nobody"}), "/guest/email: "),
        ("guest", json!({"name": "x", "age": 3}), "/guest: "),
        ("tags", json!(["ab", "ab"]), "/tags: "),
        ("tags", json!(["ab", "c"]), "/tags/1: "),
        ("tags", json!(["ab", "cd", "ef"]), "/tags: "),
        ("price", json!(0.3), "/price: "),
        ("price", json!(10), "/price: "),
        ("either", json!({"n": "1"}), "/either/n: "),
    ] {
        let found = faults(BODY, "create", &body(change, value));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(expected), "{found:?}, expected {expected}");
    }
    let found = faults(BODY, "create", &json!({"kind": "a"}));
    assert_eq!(found, [": \"date\" is a required property"], "and `id` is not for requests");
}

#[test]
fn a_schema_that_can_judge_nothing_is_said_and_stops_nothing() {
    let broken = BODY.replace("{enum: [a, b]}", "{type: string, pattern: '('}");
    let document = Document::parse(Source::new("x.yaml", broken)).unwrap();
    let signatures = read::signatures(&document, &gpt_action::TARGET.call);
    let named = vec![("date".to_owned(), "tomorrow".to_owned())];
    let bound = bind::bind(&signatures[0], &Arguments { named, ..Arguments::default() }).unwrap();
    let unjudged = judge(&document.operations()[0], &signatures[0], &bound).unwrap();
    assert_eq!(unjudged.len(), 1);
    assert_eq!(unjudged[0].parameter, None);
}

#[test]
fn faults_of_one_place_are_told_up_to_a_limit() {
    let tags: Vec<_> = (0..50).map(|number| format!("{}", number % 10)).collect();
    let document = BODY.replace("maxItems: 2, uniqueItems: true, ", "");
    let found = faults(&document, "create", &json!({"date": "2026-01-15", "tags": tags}));
    assert_eq!(found.len(), MAX_TOLD);
}
