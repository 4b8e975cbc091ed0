//! Parameters, before and after.

use super::*;
use insta::assert_snapshot;

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
