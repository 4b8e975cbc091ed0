use super::*;
use http::{HeaderMap, Method, StatusCode};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What a step in the middle of a workflow knows.
struct World {
    inputs: Map<String, Value>,
    steps: BTreeMap<String, Map<String, Value>>,
    workflows: BTreeMap<String, Ran>,
    sent: Sent,
    answered: Answered,
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

impl World {
    fn new() -> Self {
        let mut headers = HeaderMap::new();
        headers.insert("server", "demo".parse().unwrap());
        let ran = Ran { inputs: map(json!({"user": "u"})), outputs: map(json!({"list": [{"name": "n"}]})) };
        Self {
            inputs: map(
                json!({"name": "Ada \"the first\"", "a.b": 1, "a": {"b": 2, "c": 3}, "n": 7, "none": null}),
            ),
            steps: BTreeMap::from([("find".to_owned(), map(json!({"pets": [{"id": 5}], "x.y": true})))]),
            workflows: BTreeMap::from([("before".to_owned(), ran)]),
            sent: Sent {
                url: "https://api.example.com/items/1?q=2".parse().unwrap(),
                method: Method::PUT,
                headers: vec![("accept".to_owned(), "application/json".to_owned())],
                parameters: vec![("path", "id".to_owned(), json!(1)), ("query", "q".to_owned(), json!("2"))],
                body: Some(json!({"user": {"uuid": "abc"}})),
            },
            answered: Answered {
                status: StatusCode::CREATED,
                headers,
                body: Some(json!({"id": 9, "a/b": {"m~n": [1, 2]}})),
            },
        }
    }

    fn context(&self) -> Context<'_> {
        Context {
            inputs: Some(&self.inputs),
            steps: Some(&self.steps),
            workflows: Some(&self.workflows),
            sent: Some(&self.sent),
            answered: Some(&self.answered),
            ..Context::default()
        }
    }

    fn value(&self, text: &str) -> Result<Value, String> {
        let expression = Expression::parse(text).unwrap();
        self.context().value(&expression).map(|value| value.into_owned()).map_err(|absent| absent.why)
    }

    fn template(&self, text: &str) -> Value {
        Template::of_text(text).unwrap().evaluate(&self.context()).unwrap().unwrap()
    }
}

#[test]
fn expressions_have_the_values_of_the_exchange_and_keep_their_types() {
    let world = World::new();
    for (text, expected) in [
        ("$url", json!("https://api.example.com/items/1?q=2")),
        ("$method", json!("PUT")),
        ("$statusCode", json!(201)),
        ("$request.header.Accept", json!("application/json")),
        ("$request.path.id", json!(1)),
        ("$request.query.q", json!("2")),
        ("$request.body#/user/uuid", json!("abc")),
        ("$response.header.SERVER", json!("demo")),
        ("$response.body#/a~1b/m~0n/1", json!(2)),
        ("$response.body.id", json!(9)),
        ("$response.body#", json!({"id": 9, "a/b": {"m~n": [1, 2]}})),
        ("$inputs.a.b", json!(1)),
        ("$inputs.a.c", json!(3)),
        ("$inputs.none", json!(null)),
        ("$steps.find.outputs.pets#/0/id", json!(5)),
        ("$steps.find.outputs.pets[0].id", json!(5)),
        ("$steps.find.outputs.x.y", json!(true)),
        ("$workflows.before.inputs.user", json!("u")),
        ("$workflows.before.outputs.list[0].name", json!("n")),
    ] {
        assert_eq!(world.value(text), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_not_there_has_no_value_and_says_why() {
    let world = World::new();
    for (text, expected) in [
        ("$request.header.authorization", "no such header was sent"),
        ("$request.path.other", "no path parameter `other` was sent"),
        ("$request.query.id", "no query parameter `id` was sent"),
        ("$response.header.location", "the answer has no such header"),
        ("$response.body#/nothing", "there is nothing at `#/nothing`"),
        ("$response.body[0]", "there is nothing at `[0]`"),
        ("$response.body.id.more", "there is nothing at `.id.more`"),
        ("$inputs.other", "no input `other`"),
        ("$outputs.a", "there is no output"),
        ("$steps.later.outputs.a", "step `later` has given nothing yet"),
        ("$steps.find.outputs.b", "no output `b`"),
        ("$workflows.later.outputs.a", "workflow `later` has not been run yet"),
        ("$sourceDescriptions.a.url", "it names no value"),
        ("$components.parameters.a", "components are referred to, not evaluated"),
    ] {
        assert_eq!(world.value(text), Err(expected.to_owned()), "{text}");
    }
    let before = Context::default();
    for text in ["$url", "$method", "$statusCode", "$request.body", "$response.body", "$inputs.a"] {
        assert!(before.value(&Expression::parse(text).unwrap()).is_err(), "{text}");
    }
}

#[test]
fn texts_take_values_in_and_stay_texts() {
    let world = World::new();
    assert_eq!(world.template("n={$inputs.n}, id={$response.body#/id}"), json!("n=7, id=9"));
    assert_eq!(world.template("{$inputs.n}"), json!("7"));
    assert_eq!(world.template("$inputs.n"), json!(7));
    assert_eq!(world.template("{$inputs.a}!"), json!("{\"b\":2,\"c\":3}!"));
    assert_eq!(world.template("costs $5 {5} {$5}"), json!("costs $5 {5} {$5}"));
}

fn body(text: &str) -> Body {
    let text = format!(
        "arazzo: 1.0.1\ninfo: {{title: t, version: '1'}}\nsourceDescriptions: [{{name: api, url: a}}]\nworkflows: [{{workflowId: w, inputs: {{type: object, properties: {{n: {{}}, name: {{}}, gone: {{}}}}}}, steps: [{{stepId: s, operationId: o, requestBody: {text}}}]}}]\n"
    );
    let mut own = read(&text).unwrap_or_else(|_| panic!("{:?}", faults(&text)));
    own.workflows.remove(0).steps.remove(0).body.unwrap()
}

fn sent(text: &str) -> Result<Option<String>, BodyError> {
    let world = World::new();
    let optional = ["gone".to_owned()];
    body(text).json(&Context { optional: &optional, ..world.context() })
}

#[test]
fn payloads_are_put_together() {
    for (text, expected) in [
        (
            "{payload: {n: $inputs.n, s: '{$inputs.n}', l: [true, $inputs.name]}}",
            r#"{"n":7,"s":"7","l":[true,"Ada \"the first\""]}"#,
        ),
        ("{payload: {n: $inputs.n, gone: $inputs.gone, l: [$inputs.gone]}}", r#"{"n":7,"l":[]}"#),
        ("{payload: $inputs.n}", "7"),
        ("{payload: text}", "\"text\""),
        (r#"{payload: '{"a": "{$inputs.n}"}'}"#, r#"{"a": "7"}"#),
        (
            r#"{payload: '{"who": "{$inputs.name}", "n": {$inputs.n}}'}"#,
            r#"{"who": "Ada \"the first\"", "n": 7}"#,
        ),
        (
            "{payload: {a: {b: [1, 2]}}, replacements: [{target: /a/b/1, value: $inputs.n}, {target: /a/b/-, value: 3}, {target: /c~1d, value: x}]}",
            r#"{"a":{"b":[1,7,3]},"c/d":"x"}"#,
        ),
        ("{payload: {a: 1}, replacements: [{target: '', value: [1]}]}", "[1]"),
        (r#"{payload: '{"a": 1}', replacements: [{target: /a, value: 2}]}"#, r#"{"a":2}"#),
        ("{payload: {a: 1}, replacements: [{target: /a, value: $inputs.gone}]}", r#"{"a":1}"#),
    ] {
        assert_eq!(sent(text), Ok(Some(expected.to_owned())), "{text}");
    }
    assert_eq!(sent("{payload: $inputs.gone}"), Ok(None));
    assert_eq!(sent("{contentType: application/json}"), Ok(None));
}

#[test]
fn a_payload_that_cannot_be_put_together_is_refused() {
    assert!(matches!(sent(r#"{payload: '{"a": {$inputs.name}}'}"#), Err(BodyError::NotJson { line: 1, .. })));
    assert!(matches!(sent("{payload: '{oops'}"), Err(BodyError::NotJson { .. })));
    assert!(matches!(sent("{payload: {a: $response.body#/none}}"), Err(BodyError::Absent(_))));
    for target in ["/a/b", "/x/y", "/l/2", "/l/01x"] {
        let text =
            format!("{{payload: {{a: 1, l: [1, 2]}}, replacements: [{{target: {target}, value: 1}}]}}");
        assert_eq!(sent(&text), Err(BodyError::NoPlace { target: target.to_owned() }), "{target}");
    }
}

#[test]
fn only_json_is_json() {
    for (kind, expected) in [
        ("application/json", true),
        ("Application/JSON; charset=utf-8", true),
        ("application/problem+json", true),
        ("application/x-www-form-urlencoded", false),
        ("application/xml", false),
        ("text/json", false),
    ] {
        assert_eq!(body(&format!("{{contentType: '{kind}', payload: {{}}}}")).is_json(), expected, "{kind}");
    }
}
