use super::*;
use serde_json::{Value, json};

/// A document in which most of the words that rules look at occur.
const WHOLE: &str = "\
openapi: 3.1.0
info: {title: Agenda, version: 1.0.0}
servers:
  - url: https://{region}.example.com/v1
    variables: {region: {default: api}}
security:
  - oauth: [openid]
tags: [{name: items}]
paths:
  /items/{id}:
    summary: An item
    parameters:
      - $ref: '#/components/parameters/Limit'
    post:
      operationId: changeItem
      summary: Change an item
      description: Changes it.
      tags: [items]
      security: []
      x-openai-isConsequential: false
      parameters:
        - {name: id, in: path, required: true, description: The id, schema: {type: string}}
        - {name: X-Trace, in: header, content: {text/plain: {schema: {type: string}}}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Item'}
      responses:
        '200': {$ref: '#/components/responses/Item'}
        default: {description: An error}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer, minimum: 1}}
  responses:
    Item:
      description: The item
      content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
  schemas:
    Item:
      type: object
      required: [text]
      properties:
        text: {type: string, nullable: true, enum: [a, b]}
        labels: {type: object, additionalProperties: {type: string}}
        parts: {type: array, items: {$ref: '#/components/schemas/Item'}}
        either: {anyOf: [{type: string}, {type: 'null'}], oneOf: [], allOf: [{}]}
        openaiFileIdRefs: {type: array, items: {type: string}}
        openaiFileResponse: {type: array, items: {type: string}}
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://auth.example.com/auth
          tokenUrl: https://auth.example.com/token
          scopes: {openid: Who you are}
";

/// Every place where the specification wants a mapping or a list.
#[test]
fn s26_nothing_where_a_mapping_is_expected_is_found() {
    let whole = document(WHOLE).root().to_json();
    for pointer in [
        "/info",
        "/servers",
        "/paths",
        "/paths/~1items~1{id}",
        "/paths/~1items~1{id}/parameters",
        "/paths/~1items~1{id}/post",
        "/paths/~1items~1{id}/post/parameters",
        "/paths/~1items~1{id}/post/requestBody",
        "/paths/~1items~1{id}/post/requestBody/content",
        "/paths/~1items~1{id}/post/requestBody/content/application~1json",
        "/paths/~1items~1{id}/post/responses",
        "/paths/~1items~1{id}/post/responses/default",
        "/components",
        "/components/schemas",
        "/components/parameters",
        "/components/securitySchemes",
        "/components/securitySchemes/oauth/flows",
        "/components/schemas/Item/properties",
        "/components/schemas/Item/properties/text",
        "/components/schemas/Item/properties/either/anyOf",
    ] {
        for wrong in [Value::Null, json!("text")] {
            let mut mutated = whole.clone();
            *mutated.pointer_mut(pointer).unwrap() = wrong.clone();
            let found = run(&document(mutated.to_string()), None);
            let is_here = |diagnostic: &&Diagnostic| {
                ["GA105", "GA106", "GA107", "GA108", "GA207", "GA404"].contains(&diagnostic.kind.code)
            };
            assert!(found.iter().any(|diagnostic| is_here(&diagnostic)), "{pointer} {wrong}: {found:?}");
        }
    }
}
