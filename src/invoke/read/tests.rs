use super::*;
use crate::{
    invoke::bind::{self, Arguments},
    platform::gpt_action,
    source::Source,
};
use serde_json::{Value, json};
use std::{fs, path::Path};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: t, version: "1"}
servers: [{url: https://api.example.com}]
paths:
  /items/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: getItem
      summary: One item
      security: []
      parameters:
        - {name: fields, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - {name: X-Key, in: header, required: true, schema: {type: string}}
        - $ref: "#/components/parameters/Kind"
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: object}}}}
        "204": {description: nothing}
        4XX: {description: no, content: {text/plain: {}}}
    post:
      x-openai-isConsequential: false
      requestBody:
        required: true
        content:
          application/json; charset=utf-8:
            schema:
              allOf:
                - $ref: "#/components/schemas/Base"
                - {type: object, required: [name, minutes], properties: {minutes: {anyOf: [{type: integer}, {type: "null"}]}}}
      responses: {default: {description: any}}
    delete:
      operationId: deleteItem
      requestBody: {content: {multipart/form-data: {}}}
components:
  parameters:
    Kind: {name: kind, in: query, required: true, description: which, schema: {type: string, enum: [a]}}
  schemas:
    Base: {type: object, properties: {name: {type: [string, "null"]}, id: {type: string, readOnly: true}}}
"##;

fn read() -> Vec<Signature> {
    let document = Document::parse(Source::new("openapi.yaml", DOCUMENT)).unwrap();
    signatures(&document, &gpt_action::TARGET.call)
}

#[test]
fn parameters_come_from_the_path_item_the_operation_and_references() {
    let get = &read()[0];
    assert_eq!((get.name.as_str(), get.public, get.consequential), ("getItem", true, false));
    let places: Vec<_> =
        get.parameters.iter().map(|own| (own.name.as_str(), own.place, own.required)).collect();
    assert_eq!(
        places,
        [
            ("id", Place::Path, true),
            ("fields", Place::Query, false),
            ("X-Key", Place::Header, true),
            ("kind", Place::Query, true),
        ]
    );
    assert_eq!(get.parameters[1].encoding, Encoding { style: Style::Form, explode: false, reserved: false });
    assert_eq!(get.parameters[1].shape.items.as_ref().map(|own| own.kind), Some(ShapeKind::String));
    assert_eq!(get.parameters[3].shape.default, Some(Value::from("a")));
    assert_eq!(get.parameters[3].shape.description.as_deref(), Some("which"));
}

#[test]
fn a_body_is_read_through_references_and_all_of() {
    let post = &read()[1];
    assert_eq!((post.name.as_str(), post.consequential), ("POST /items/{id}", false));
    let body = post.body.as_ref().unwrap();
    assert!(body.required && body.json);
    let properties: Vec<_> = body.properties.iter().map(|own| (own.name.as_str(), own.required)).collect();
    assert_eq!(properties, [("name", true), ("minutes", true)]);
    assert_eq!(
        (body.properties[1].shape.kind, body.properties[1].shape.nullable),
        (ShapeKind::Integer, true)
    );
    assert_eq!((body.properties[0].shape.kind, body.properties[0].shape.nullable), (ShapeKind::String, true));
}

/// Returns the body of the one operation whose request has that schema.
fn body_of(schema: &Value) -> Body {
    let document = json!({"openapi": "3.1.0", "paths": {"/x": {"post": {"operationId": "x",
    "requestBody": {"required": true, "content": {"application/json": {"schema": schema}}}}}},
    "components": {"schemas": {
        "Mood": {"type": "string", "enum": ["good", "bad"]},
        "Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}, {"$ref": "#/components/schemas/Loop"}],
                 "anyOf": [{"$ref": "#/components/schemas/Loop"}, {"$ref": "#/components/schemas/Loop"}]},
    }}});
    let document = Document::parse(Source::new("x.json", document.to_string())).unwrap();
    signatures(&document, &gpt_action::TARGET.call).remove(0).body.unwrap()
}

#[test]
fn the_alternatives_of_a_body_are_named_and_none_of_them_is_required() {
    let card = json!({"type": "object", "required": ["kind", "card"],
        "properties": {"kind": {"const": "card"}, "card": {"type": "string"}, "note": {"type": "string"}}});
    let iban = json!({"type": "object", "required": ["kind", "iban"],
        "properties": {"kind": {"const": "iban"}, "iban": {"type": "string"}, "note": {"type": "integer"}}});
    let body = body_of(
        &json!({"required": ["at"], "properties": {"at": {"type": "string"}}, "oneOf": [card, iban]}),
    );
    let named: Vec<_> = body.properties.iter().map(|own| (own.name.as_str(), own.required)).collect();
    assert_eq!(named, [("at", true), ("kind", false), ("card", false), ("note", false), ("iban", false)]);
    assert_eq!(body.properties[1].shape.allowed, [json!("card"), json!("iban")]);
    assert_eq!(body.properties[1].shape.default, None);
    assert_eq!(body.properties[3].shape.kind, ShapeKind::Any);
}

#[test]
fn what_one_part_requires_another_may_describe() {
    let body =
        body_of(&json!({"allOf": [{"required": ["a"]}, {"properties": {"a": {"type": "string"}, "b": {}}}]}));
    let named: Vec<_> = body.properties.iter().map(|own| (own.name.as_str(), own.required)).collect();
    assert_eq!(named, [("a", true), ("b", false)]);
}

#[test]
fn the_type_of_a_composed_schema_is_the_one_that_all_of_it_has() {
    let mood = json!({"$ref": "#/components/schemas/Mood"});
    let good_or_bad = vec![json!("good"), json!("bad")];
    for (schema, kind, nullable, allowed) in [
        (json!({"allOf": [mood], "description": "how"}), ShapeKind::String, false, good_or_bad.clone()),
        (json!({"anyOf": [mood, {"type": "null"}]}), ShapeKind::String, true, good_or_bad.clone()),
        (json!({"oneOf": [{"const": "good"}, {"const": "bad"}]}), ShapeKind::Any, false, good_or_bad),
        (json!({"anyOf": [mood, {"type": "string"}]}), ShapeKind::String, false, Vec::new()),
        (json!({"anyOf": [{"type": "integer"}, {"type": "string"}]}), ShapeKind::Any, false, Vec::new()),
        (json!({"type": ["integer", "null"]}), ShapeKind::Integer, true, Vec::new()),
        (json!({"type": ["integer", "string"]}), ShapeKind::Any, false, Vec::new()),
        (json!({"$ref": "#/components/schemas/Loop"}), ShapeKind::Any, false, Vec::new()),
    ] {
        let body = body_of(&json!({"properties": {"x": schema}}));
        let shape = &body.properties[0].shape;
        assert_eq!((shape.kind, shape.nullable, &shape.allowed), (kind, nullable, &allowed), "{schema}");
    }
    let items = body_of(&json!({"properties": {"x": {"type": "array", "items": {"allOf": [mood]}}}}));
    let items = items.properties[0].shape.items.as_ref().unwrap();
    assert_eq!((items.kind, items.allowed.len()), (ShapeKind::String, 2));
}

#[test]
fn what_changes_things_asks_first_and_a_form_is_no_json() {
    let delete = &read()[2];
    assert!(delete.consequential);
    assert!(!delete.body.as_ref().unwrap().json);
}

#[test]
fn json_is_promised_per_status() {
    let get = &read()[0];
    assert!(get.promises_json(200));
    assert!(!get.promises_json(204));
    assert!(!get.promises_json(404));
    assert!(!get.promises_json(201));
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the documents of others stay where they are, outside the package"
)]
fn documents_in_use_can_be_called_or_say_why_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/gpt-actions");
    let Ok(files) = fs::read_dir(&folder) else {
        println!("skipped: no {}", folder.display());
        return;
    };
    let (mut operations, mut callable) = (0, 0);
    for path in files.map(|file| file.unwrap().path()) {
        let is_document = path.extension().is_some_and(|extension| extension != "tsv");
        let Some(text) = is_document.then(|| fs::read_to_string(&path).ok()).flatten() else { continue };
        let Ok(document) = Document::parse(Source::new(path.display().to_string(), text)) else { continue };
        for signature in signatures(&document, &gpt_action::TARGET.call) {
            operations += 1;
            // Every required argument with a value of its type binds, or is refused for its own reason.
            let named = signature.arguments().filter(|own| own.required && own.place.is_sent()).map(|own| {
                let value = own.shape.allowed.first().map(crate::invoke::value_text);
                let place = own.place.word();
                (format!("{place}:{}", own.name), value.unwrap_or_else(|| example(own.shape.kind).to_owned()))
            });
            let arguments = Arguments { named: named.collect(), ..Arguments::default() };
            callable += usize::from(bind::bind(&signature, &arguments).is_ok());
        }
    }
    assert!(operations > 200, "{operations}");
    assert!(callable * 10 > operations * 9, "{callable} of {operations}");
}

fn example(kind: ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Integer | ShapeKind::Number => "1",
        ShapeKind::Boolean => "true",
        ShapeKind::Array => "[]",
        ShapeKind::Object => "{}",
        ShapeKind::String | ShapeKind::Any => "x",
    }
}
