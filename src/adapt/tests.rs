use super::*;
use crate::{openapi::Document, source::Source};
use insta::assert_snapshot;

fn adapted(text: &str) -> Adapted {
    let document = Document::parse(Source::new("x", text)).unwrap();
    let chosen: Vec<_> = (0..offers(&document).len()).collect();
    let settings = Settings { title: None, server: "https://api.example.com".to_owned() };
    adapt(&document, &chosen, &settings)
}

fn shown(text: &str) -> String {
    let Adapted { document, operations, notes } = adapted(text);
    let notes: Vec<_> = notes
        .iter()
        .map(|Note { subject, says, advice }| format!("{subject}: {says} ({})", advice.unwrap_or("-")))
        .collect();
    format!("{}---\n{operations} operations\n{}", crate::edit::yaml(&document), notes.join("\n"))
}

#[test]
fn a_document_of_fastapi_loses_what_chatgpt_cannot_send() {
    let text = r##"{"openapi":"3.1.0","info":{"title":"FastAPI","version":"0.1.0"},"paths":{
"/items/{item_id}":{"get":{"tags":["items"],"summary":"Read Item","operationId":"read_item_items__item_id__get","parameters":[
 {"name":"item_id","in":"path","required":true,"schema":{"type":"integer","title":"Item Id"}},
 {"name":"q","in":"query","required":false,"schema":{"anyOf":[{"type":"string","maxLength":9},{"type":"null"}],"title":"Q"}},
 {"name":"x-token","in":"header","required":true,"schema":{"type":"string"}},
 {"name":"session","in":"cookie","schema":{"type":"string"}},
 {"name":"Authorization","in":"header","schema":{"type":"string"}}],
 "responses":{"200":{"description":"Successful Response","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Item"}}}},
 "422":{"description":"Validation Error","content":{"application/json":{"schema":{"$ref":"#/components/schemas/HTTPValidationError"}}}}}}},
"/upload":{"post":{"operationId":"upload","requestBody":{"required":true,"content":{"multipart/form-data":{"schema":{"$ref":"#/components/schemas/Body"}}}},"responses":{"200":{"description":"ok"}}}},
"/tags":{"post":{"operationId":"tags","requestBody":{"content":{"application/json":{"schema":{"type":"array","items":{"type":"string"}}}}},"responses":{"200":{"description":"ok"}}}}},
"components":{"schemas":{"Item":{"properties":{"name":{"type":"string"},"owner":{"anyOf":[{"$ref":"#/components/schemas/Owner"},{"type":"null"}]},"meta":{"type":"object","additionalProperties":true}},"type":"object","required":["name"],"title":"Item"},
"Owner":{"type":"object","properties":{"id":{"type":"integer"}}},
"Body":{"type":"object","properties":{"file":{"type":"string","format":"binary"}}},
"HTTPValidationError":{"properties":{"detail":{"items":{"$ref":"#/components/schemas/ValidationError"},"type":"array"}},"type":"object"},
"ValidationError":{"properties":{"msg":{"type":"string"}},"type":"object"},"Unused":{"type":"object"}}}}"##;
    assert_snapshot!(shown(text), @r##"
    openapi: 3.1.0
    info:
      title: FastAPI
      version: 0.1.0
    servers:
      - url: https://api.example.com
    paths:
      /items/{item_id}:
        get:
          operationId: read_item_items__item_id__get
          summary: Read Item
          parameters:
            - name: item_id
              in: path
              required: true
              schema:
                type: integer
                title: Item Id
            - name: q
              in: query
              schema:
                title: Q
                type: [string, "null"]
                maxLength: 9
          responses:
            "200":
              description: Successful Response
              content:
                application/json:
                  schema:
                    $ref: "#/components/schemas/Item"
            "422":
              description: Validation Error
              content:
                application/json:
                  schema:
                    $ref: "#/components/schemas/HTTPValidationError"
      /tags:
        post:
          operationId: tags
          responses:
            "200":
              description: ok
    components:
      schemas:
        Item:
          properties:
            name:
              type: string
            owner:
              $ref: "#/components/schemas/Owner"
            meta:
              type: object
              additionalProperties: true
              properties: {}
          type: object
          required: [name]
          title: Item
        Owner:
          type: object
          properties:
            id:
              type: integer
        HTTPValidationError:
          properties:
            detail:
              items:
                $ref: "#/components/schemas/ValidationError"
              type: array
          type: object
        ValidationError:
          properties:
            msg:
              type: string
          type: object
    ---
    2 operations
    read_item_items__item_id__get: the required header parameter `x-token` is left out: ChatGPT sends none (let the API do without it, or take it from the query)
    read_item_items__item_id__get: the cookie parameter `session` is left out: ChatGPT sends none (if the API needs it, take it from the query)
    upload: is left out: it takes `multipart/form-data`, and ChatGPT sends JSON only (offer an operation that takes a JSON object)
    tags: is called without a body: it takes a body that is a list; ChatGPT sends objects only (offer an operation that takes a JSON object)
    "##);
}

#[test]
fn swagger_2_0_becomes_3_with_its_bodies_and_lists() {
    let text = "\
swagger: '2.0'
info: {title: Pets, version: 1.0}
host: api.example.com
consumes: [application/json]
parameters:
  Limit: {name: limit, in: query, type: integer, maximum: 9, exclusiveMaximum: true}
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, type: string}
    put:
      operationId: put-pet
      parameters:
        - $ref: '#/parameters/Limit'
        - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: multi}
        - {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
      responses:
        200: {description: ok, schema: {$ref: '#/definitions/Pet'}}
    post:
      operationId: upload
      parameters:
        - {name: file, in: formData, type: file, required: true}
      responses:
        200: {description: ok}
definitions:
  Pet:
    type: object
    required: [name]
    properties:
      name: {type: string, x-nullable: true}
";
    assert_snapshot!(shown(text), @r##"
    openapi: 3.0.3
    info:
      title: Pets
      version: "1.0"
    servers:
      - url: https://api.example.com
    paths:
      /pets/{id}:
        put:
          operationId: put-pet
          parameters:
            - name: id
              in: path
              required: true
              schema:
                type: string
            - name: limit
              in: query
              schema:
                type: integer
                maximum: 9
                exclusiveMaximum: true
            - name: tags
              in: query
              style: form
              explode: true
              schema:
                type: array
                items:
                  type: string
          requestBody:
            required: true
            content:
              application/json:
                schema:
                  $ref: "#/components/schemas/Pet"
          responses:
            "200":
              description: ok
              content:
                application/json:
                  schema:
                    $ref: "#/components/schemas/Pet"
    components:
      schemas:
        Pet:
          type: object
          required: [name]
          properties:
            name:
              type: string
              nullable: true
    ---
    1 operations
    upload: is left out: it takes `multipart/form-data`, and ChatGPT sends JSON only (offer an operation that takes a JSON object)
    "##);
}

#[test]
fn a_schema_that_contains_itself_is_opened_once() {
    let text = "\
openapi: 3.1.0
paths:
  /trees:
    get:
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Tree'}
components:
  schemas:
    Tree:
      type: object
      properties:
        leaf: {$ref: '#/components/schemas/Leaf'}
        inner: {type: array, items: {$ref: '#/components/schemas/Tree'}}
    Leaf:
      type: object
      properties:
        tree: {$ref: '#/components/schemas/Tree'}
";
    assert_snapshot!(shown(text), @r##"
    openapi: 3.1.0
    info:
      title: API
      version: 1.0.0
    servers:
      - url: https://api.example.com
    paths:
      /trees:
        get:
          operationId: getTrees
          responses:
            "200":
              description: ok
              content:
                application/json:
                  schema:
                    $ref: "#/components/schemas/Tree"
    components:
      schemas:
        Tree:
          type: object
          properties:
            leaf:
              $ref: "#/components/schemas/Leaf"
            inner:
              type: array
              items:
                type: object
                description: Another Tree.
                properties: {}
        Leaf:
          type: object
          properties:
            tree:
              type: object
              description: Another Tree.
              properties: {}
    ---
    1 operations
    getTrees: the schema `Tree` contains itself; the inner one is left open (ChatGPT takes no recursive schemas)
    "##);
}

#[test]
fn two_schemas_of_one_name_stay_apart_and_names_of_operations_too() {
    let text = "\
openapi: 3.1.0
paths:
  /a:
    get:
      operationId: list items
      responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/A/properties/x'}}}}}
    post:
      operationId: listItems
      responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/x'}}}}}
  /b/{id}:
    get:
      operationId: '!!'
      description: b
components:
  schemas:
    A: {type: object, properties: {x: {type: string}}}
    x: {type: integer}
";
    assert_snapshot!(shown(text), @r##"
    openapi: 3.1.0
    info:
      title: API
      version: 1.0.0
    servers:
      - url: https://api.example.com
    paths:
      /a:
        get:
          operationId: listItems
          responses:
            "200":
              description: a
              content:
                application/json:
                  schema:
                    $ref: "#/components/schemas/x"
        post:
          operationId: listItems2
          responses:
            "200":
              description: a
              content:
                application/json:
                  schema:
                    $ref: "#/components/schemas/x2"
      /b/{id}:
        get:
          operationId: getBById
          description: b
          parameters:
            - name: id
              in: path
              required: true
              schema:
                type: string
          responses:
            "200":
              description: The answer.
    components:
      schemas:
        x:
          type: string
        x2:
          type: integer
    ---
    3 operations
    list items: is called `listItems`: a function can have no other name (-)
    listItems: is called `listItems2`: a function can have no other name (-)
    !!: is called `getBById`: a function can have no other name (-)
    getBById: the path parameter `id` was not declared; it is a string now (describe it)
    "##);
}
