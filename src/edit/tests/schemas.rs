//! Schemas and the version, before and after.

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
fn a_key_named_like_a_keyword_is_no_schema() {
    let text = "components:\n  schemas:\n    A:\n      type: object\n      properties:\n        type: {type: string}\n      example:\n        type: object\n";
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
