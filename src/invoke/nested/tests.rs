use super::*;
use crate::{
    invoke::bind::{Arguments, bind},
    json_schema::{Direction, JsonSchema},
    openapi::Document,
    platform::gpt_action,
    source::Source,
};
use serde_json::{Value, json};

const DOCUMENT: &str = include_str!("../../../fixtures/call/rooms.yaml");

/// Types names and values of the operation `book`, and returns the body that comes of it.
fn body(pairs: &[(&str, &str)]) -> Result<Value, BindError> {
    let document = Document::parse(Source::new("rooms.yaml", DOCUMENT)).unwrap();
    let signatures = read::signatures(&document, &gpt_action::TARGET.call);
    let (signature, operation) = (&signatures[1], document.operations()[1]);
    let mut arguments = Arguments::default();
    for (name, value) in pairs {
        match typed(&operation, signature, name, value, Rigor::Strict)? {
            Some(typed) => arguments.typed.push(typed),
            None => arguments.named.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    // What is required and not looked at here.
    arguments.filled_body = Some(json!({}));
    let call = bind(signature, &arguments)?;
    Ok(serde_json::from_slice(&call.body.unwrap()).unwrap())
}

#[test]
fn a_name_with_points_leads_into_an_object() {
    let body = body(&[
        ("guest.name", "Ada"),
        ("guest.address.zip", "8010"),
        ("guest.address.floor", "2"),
        ("guest.manager.manager.name", "Eve"),
        ("body:payment.card", "1"),
        ("repeat.every", "3"),
        ("labels.a", "7"),
        ("note", "x"),
    ]);
    let expected = json!({
        "note": "x",
        "guest": {"name": "Ada", "address": {"zip": "8010", "floor": 2}, "manager": {"manager": {"name": "Eve"}}},
        "payment": {"card": "1"},
        "repeat": {"every": 3},
        "labels": {"a": "7"},
    });
    assert_eq!(body.unwrap(), expected);
}

#[test]
fn c10_a_place_that_nothing_declares_is_refused_with_the_nearest() {
    let Err(BindError::Unknown { name, nearest, .. }) = body(&[("guest.adress.city", "Graz")]) else {
        panic!()
    };
    assert_eq!((name.as_str(), nearest), ("guest.adress", vec!["guest.address".to_owned()]));
    assert!(matches!(body(&[("gast.name", "Ada")]), Err(BindError::Unknown { .. })));
    assert!(matches!(body(&[("room.name", "Ada")]), Err(BindError::Unknown { .. })));
    assert!(matches!(body(&[("guest.", "Ada")]), Err(BindError::Unknown { .. })));
}

#[test]
fn c10_a_value_of_the_wrong_type_or_given_twice_is_refused() {
    let wrong = body(&[("guest.address.floor", "two")]).unwrap_err();
    assert_eq!(wrong.to_string(), "`guest.address.floor` must be an integer, not `two`");
    let twice = body(&[("guest.name", "a"), ("guest.name", "b")]).unwrap_err();
    assert_eq!(twice, BindError::Duplicate { name: "guest.name".to_owned() });
    // A whole that leaves the name free takes it in; one that has it does not.
    let both = body(&[("guest.name", "a"), ("guest", "{}")]).unwrap();
    assert_eq!(both["guest"], json!({"name": "a"}));
    let both = body(&[("guest.name", "a"), ("guest", "{\"name\": \"b\"}")]).unwrap_err();
    assert_eq!(both, BindError::Duplicate { name: "guest.name".to_owned() });
    let through = body(&[("room", "red-1"), ("guest.name", "a"), ("guest.name.first", "b")]).unwrap_err();
    assert!(matches!(through, BindError::Duplicate { .. } | BindError::Unknown { .. }), "{through}");
}

#[test]
fn a_schema_that_is_composed_of_itself_ends() {
    let parts = ["{$ref: '#/components/schemas/Loop'}"; 8].join(", ");
    let document = format!(
        "openapi: 3.1.0\npaths:\n  /x:\n    post:\n      operationId: x\n      requestBody:\n        content:\n          application/json:\n            schema: {{properties: {{a: {{$ref: '#/components/schemas/Loop'}}}}}}\n\
         components:\n  schemas:\n    Loop: {{type: object, properties: {{b: {{type: integer}}}}, allOf: [{parts}], anyOf: [{parts}]}}\n"
    );
    let document = Document::parse(Source::new("loop.yaml", document)).unwrap();
    let signature = read::signatures(&document, &gpt_action::TARGET.call).remove(0);
    let operation = document.operations()[0];
    let typed = |name, value| typed(&operation, &signature, name, value, Rigor::Strict);
    assert_eq!(typed("a.b", "1").unwrap().unwrap().value, json!(1));
    assert!(matches!(typed("a.c", "1"), Err(BindError::Unknown { .. })));
    let schema = operation.request_body().unwrap().json_schema().unwrap();
    assert!(JsonSchema::of(schema, Direction::Request).as_value().is_object());
}
