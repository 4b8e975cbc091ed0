//! A wrong value anywhere: nothing panics, and what is mended stays mended.

use super::*;
use crate::adapt::{Settings, adapt, offers};
use serde_json::{Value, json};

const DOCUMENT: &str = "\
openapi: 3.0.0
paths:
  /items/{id}:
    parameters:
      - {name: id, in: path, schema: {type: string}}
    get:
      summary: Get
      x-openai-isConsequential: 'false'
      parameters:
        - $ref: '#/components/parameters/Limit'
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
    put:
      operationId: put item
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer, minimum: 0, exclusiveMinimum: true}}
  schemas:
    Item: {type: object, nullable: true, example: {a: 1}, anyOf: [{type: string}, {type: 'null'}]}
";

/// Returns the pointers of all nodes.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(pairs) => {
            pairs.iter().for_each(|(key, value)| pointers(value, &format!("{at}/{}", escaped(key)), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(key, value)| pointers(value, &format!("{at}/{key}"), found));
        }
        _ => {}
    }
}

#[test]
fn s26_a_wrong_value_anywhere_is_survived() {
    let original = document(DOCUMENT).root().to_json();
    let mut places = Vec::new();
    pointers(&original, "", &mut places);
    assert!(places.len() > 40, "{places:?}");
    for place in places.iter().skip(1) {
        for wrong in [json!(null), json!([]), json!({}), json!(""), json!(0), json!(true), json!([null, {}])]
        {
            let mut changed = original.clone();
            *changed.pointer_mut(place).unwrap() = wrong;
            for text in [yaml(&changed), changed.to_string(), format!("{changed:#}")] {
                mended(&text, |_| true);
                let document = document(&text);
                let chosen: Vec<_> = (0..offers(&document).len()).collect();
                let settings = Settings { title: None, server: "https://api.example.com".to_owned() };
                let new = adapt(&document, &chosen, &settings);
                assert!(new.document["paths"].is_object(), "{text}");
            }
        }
    }
}
