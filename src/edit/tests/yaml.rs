//! YAML in block style and in brackets, before and after.

use super::*;
use insta::assert_snapshot;

#[test]
fn an_object_gets_its_properties_behind_its_type() {
    let text = "\
components:
  schemas:
    Free:
      type: object  # anything
      # what it is for
      description: Anything
    Last:
      description: Anything
      type: object
    Map: { type: object, additionalProperties: true }
    Empty:
      type: object
      properties:
    Known:
      type: object
      properties: {}
    Listed:
      type: [object, 'null']
";
    assert_snapshot!(fixed(text), @r"
    components:
      schemas:
        Free:
          type: object  # anything
          properties: {}
          # what it is for
          description: Anything
        Last:
          description: Anything
          type: object
          properties: {}
        Map: { type: object, properties: {}, additionalProperties: true }
        Empty:
          type: object
          properties: {}
        Known:
          type: object
          properties: {}
        Listed:
          type: [object, 'null']
          properties: {}
    ");
}

#[test]
fn a_document_without_a_last_line_break_stays_so() {
    let text = "components:\n  schemas:\n    A:\n      type: object";
    assert_eq!(fixed(text), "components:\n  schemas:\n    A:\n      type: object\n      properties: {}");
}

#[test]
fn line_breaks_of_windows_and_a_byte_order_mark_stay() {
    let text = "\u{feff}components:\r\n  schemas:\r\n    A:\r\n      type: object\r\n    B: {}\r\n";
    let expected = "\u{feff}components:\r\n  schemas:\r\n    A:\r\n      type: object\r\n      properties: {}\r\n    B: {}\r\n";
    assert_eq!(fixed(text), expected);
}

#[test]
fn a_key_named_like_a_keyword_is_no_schema() {
    let text = "components:\n  schemas:\n    A:\n      type: object\n      properties:\n        type: {type: string}\n      example:\n        type: object\n";
    assert_eq!(fixed(text), text);
}

#[test]
fn an_operation_gets_a_name_of_its_own() {
    let text = "\
paths:
  /items:
    # the whole list
    get:
      summary: List
    post: {}
    put:
      operationId: ''
      summary: Put
    patch:
      operationId:
    delete:
  /items/{item-id}/tags.json:
    get: {summary: Tags}
  /other:
    get:
      operationId: getItems
";
    assert_snapshot!(fixed(text), @r"
    paths:
      /items:
        # the whole list
        get:
          operationId: getItems2
          summary: List
        post: {operationId: postItems}
        put:
          operationId: 'putItems'
          summary: Put
        patch:
          operationId: patchItems
        delete:
      /items/{item-id}/tags.json:
        get: {operationId: getItemsByItemIdTagsJson, summary: Tags}
      /other:
        get:
          operationId: getItems
    ");
}

#[test]
fn a_name_that_no_function_can_have_is_changed_only_when_asked_for() {
    let text = "paths:\n  /a:\n    get:\n      operationId: \"repos/list-for-user\"\n    post:\n      operationId: ünter.x\n";
    assert_eq!(fixed(text), text);
    assert_eq!(
        fixed_of(Mends::OperationIdUnusable, text),
        "paths:\n  /a:\n    get:\n      operationId: \"reposListForUser\"\n    post:\n      operationId: nterX\n"
    );
}

#[test]
fn the_name_of_a_boolean_becomes_the_boolean() {
    let text = "paths:\n  /a:\n    get:\n      operationId: a\n      x-openai-isConsequential: 'false'  # asks\n    post: { operationId: b, x-openai-isConsequential: \"True\" }\n    put:\n      operationId: c\n      x-openai-isConsequential: 'maybe'\n";
    assert_snapshot!(fixed(text), @r"
    paths:
      /a:
        get:
          operationId: a
          x-openai-isConsequential: false  # asks
        post: { operationId: b, x-openai-isConsequential: true }
        put:
          operationId: c
          x-openai-isConsequential: 'maybe'
    ");
}

#[test]
fn a_referenced_parameter_is_copied_with_its_comments() {
    let text = "\
paths:
  /a:
    get:
      operationId: a
      parameters:
        - $ref: '#/components/parameters/Limit'  # how many
        - { $ref: \"#/components/parameters/Page\" }
        - name: q
          in: query
        - $ref: '#/components/parameters/Nothing'
    post:
      operationId: b
      parameters: [{$ref: '#/components/parameters/Limit'}]
components:
  parameters:
    Limit:
      # at most
      name: limit
      in: query
      description: |
        How many
          there may be

        at once
      schema: {type: integer}  # not more
    Page: {name: page, in: query, schema: {type: string}}
";
    assert_snapshot!(fixed(text), @r#"
    paths:
      /a:
        get:
          operationId: a
          parameters:
            - # how many
              name: limit
              in: query
              description: |
                How many
                  there may be

                at once
              schema: {type: integer}  # not more
            - {name: page, in: query, schema: {type: string}}
            - name: q
              in: query
            - $ref: '#/components/parameters/Nothing'
        post:
          operationId: b
          parameters: [{name: limit, in: query, description: "How many\n  there may be\n\nat once\n", schema: {type: integer}}]
    components:
      parameters:
        Limit:
          # at most
          name: limit
          in: query
          description: |
            How many
              there may be

            at once
          schema: {type: integer}  # not more
        Page: {name: page, in: query, schema: {type: string}}
      schemas: {}
    "#);
}

#[test]
fn parameters_of_a_path_go_into_its_operations() {
    let text = "\
paths:
  /items/{id}:
    parameters:
    - name: id  # of the item
      in: path
      required: true
      schema:
        type: string
    - $ref: '#/components/parameters/Trace'
    get:
      operationId: getItem
      responses: {}
    put:
      operationId: putItem
      parameters:
      - name: dry
        in: query
    delete:
      operationId: deleteItem
      parameters:
      - name: id
        in: path
        description: its own
    post: { operationId: post, responses: {} }
components:
  parameters:
    Trace: {name: trace, in: query}
";
    assert_snapshot!(fixed(text), @"
    paths:
      /items/{id}:
        get:
          operationId: getItem
          parameters:
          - name: id  # of the item
            in: path
            required: true
            schema:
              type: string
          - {name: trace, in: query}
          responses: {}
        put:
          operationId: putItem
          parameters:
          - name: id  # of the item
            in: path
            required: true
            schema:
              type: string
          - {name: trace, in: query}
          - name: dry
            in: query
        delete:
          operationId: deleteItem
          parameters:
          - {name: trace, in: query}
          - name: id
            in: path
            required: true
            description: its own
        post: { operationId: post, parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: trace, in: query}], responses: {} }
    components:
      parameters:
        Trace: {name: trace, in: query}
      schemas: {}
    ");
}

#[test]
fn a_path_without_operations_keeps_its_parameters() {
    let text = "paths:\n  /a:\n    parameters:\n      - name: id\n        in: query\n";
    assert_eq!(fixed(text), text);
}

#[test]
fn openapi_3_0_becomes_3_1_with_its_schemas() {
    let text = "\
openapi: '3.0.3' # as generated
components:
  schemas:
    A:
      type: string
      nullable: true  # may be missing
      example: \"a, b\"
    B: {type: integer, nullable: false, minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false}
    C:
      nullable: true
      allOf:
        - $ref: '#/components/schemas/A'
    D:
      type: array
      items:
        nullable: true
        type: number
        minimum: 1.50
        exclusiveMinimum: true
      example:
        - 1
        # two
        - 2
    E:
      type: object
      properties:
        example:
          type: string
          example: |
            two
            lines
        nullable: {type: boolean, example: true}
      example:
        example: x
        nullable: true
    F:
      nullable: true
  parameters:
    P: {name: p, in: query, example: 1, schema: {type: integer, example: [1]}}
";
    assert_snapshot!(fixed(text), @r#"
    openapi: '3.1.0' # as generated
    components:
      schemas:
        A:
          type: [string, "null"]
          # may be missing
          examples: ["a, b"]
        B: {type: integer, exclusiveMinimum: 0, maximum: 9}
        C:
          allOf:
            - $ref: '#/components/schemas/A'
        D:
          type: array
          items:
            type: [number, "null"]
            exclusiveMinimum: 1.50
          examples:
            - - 1
              # two
              - 2
        E:
          type: object
          properties:
            example:
              type: string
              examples:
                - |
                  two
                  lines
            nullable: {type: boolean, examples: [true]}
          examples:
            - example: x
              nullable: true
        F: {}
      parameters:
        P: {name: p, in: query, example: 1, schema: {type: integer, examples: [[1]]}}
    "#);
}

#[test]
fn a_later_patch_of_3_1_becomes_the_one_that_the_editor_takes() {
    assert_eq!(fixed("openapi: 3.1.2\npaths: {}\n"), "openapi: 3.1.1\npaths: {}\n");
    assert_eq!(fixed("openapi: 3.0\npaths: {}\n"), "openapi: 3.1.0\npaths: {}\n");
    for text in
        ["openapi: 3.2.0\n", "openapi: 4.0.0\n", "swagger: '2.0'\n", "openapi: [3.0.0]\n", "openapi:\n"]
    {
        assert_eq!(fixed(text), text);
    }
}

#[test]
fn long_texts_are_cut_only_when_asked_for_and_at_the_end_of_a_sentence() {
    let sentence = "This sentence has exactly fifty characters in it. ";
    let long = sentence.repeat(7);
    let text = format!(
        "paths:\n  /a:\n    get:\n      operationId: a\n      summary: {}\n      description: >-\n        {}\n        {}\n      # kept\n      parameters: []\n",
        "x".repeat(400),
        long.trim(),
        long.trim(),
    );
    assert_eq!(fixed(&text), text);
    let short = sentence.repeat(6);
    let expected = format!(
        "paths:\n  /a:\n    get:\n      operationId: a\n      summary: {}\n      description: {}\n      # kept\n      parameters: []\n",
        "x".repeat(400),
        short.trim()
    );
    assert_eq!(fixed_of(Mends::OperationText, &text), expected);
}

#[test]
fn what_aliases_stand_for_is_mended_once_for_all_of_them() {
    let text = "\
openapi: 3.0.0
components:
  schemas:
    A: &a
      type: object
      nullable: true
    B: *a
    C:
      type: array
      items: *a
";
    assert_snapshot!(fixed(text), @r#"
    openapi: 3.1.0
    components:
      schemas:
        A: &a
          type: [object, "null"]
          properties: {}
        B: *a
        C:
          type: array
          items: *a
    "#);
}

#[test]
fn an_anchor_that_other_parts_use_is_left() {
    let text = "\
x-shared: *nothing
";
    assert!(Document::parse(Source::new("x", text)).is_err());
    let text = "\
x-shared: &a {type: object}
components:
  schemas:
    B: *a
  examples: [*a]
";
    assert_eq!(fixed(text), text, "the example would change as well");
}

#[test]
fn of_a_repeated_key_the_one_that_is_read_is_mended() {
    let text = "components:\n  schemas:\n    A:\n      type: object\n    A:\n      type: object\n";
    assert_eq!(
        fixed(text),
        "components:\n  schemas:\n    A:\n      type: object\n    A:\n      type: object\n      properties: {}\n"
    );
}

#[test]
fn quoted_keys_and_four_columns_are_followed() {
    let text = "\
\"openapi\": \"3.0.1\"
\"paths\":
    \"/a\":
        \"parameters\":
            -   \"name\": \"a\"
                \"in\": \"query\"
        \"get\":
            \"operationId\": \"a\"
";
    assert_snapshot!(fixed(text), @r#"
    "openapi": "3.1.0"
    "paths":
        "/a":
            "get":
                "operationId": "a"
                parameters:
                    - "name": "a"
                      "in": "query"
    "#);
}

#[test]
fn nullable_in_a_document_of_3_1_becomes_a_type_where_there_is_one() {
    let text = "\
openapi: 3.1.0
components:
  schemas:
    A:
      type: string
      nullable: true
    B: {nullable: false}
    C: {nullable: true, allOf: [{type: string}]}
    D: {type: [string, 'null'], nullable: true}
";
    assert_snapshot!(fixed(text), @r#"
    openapi: 3.1.0
    components:
      schemas:
        A:
          type: [string, "null"]
        B: {}
        C: {nullable: true, allOf: [{type: string}]}
        D: {type: [string, 'null']}
    "#);
}

#[test]
fn the_description_of_a_parameter_is_cut_at_its_own_limit() {
    let at = |sentences: usize| {
        let text = "This sentence has exactly fifty characters in it. ".repeat(sentences);
        format!(
            "paths:\n  /a:\n    get:\n      operationId: a\n      parameters:\n        - name: q\n          in: query\n          description: '{}'  # kept\n",
            text.trim()
        )
    };
    assert_eq!(fixed_of(Mends::ParameterText, &at(14)), at(14));
    assert_eq!(fixed_of(Mends::ParameterText, &at(15)), at(14));
}
