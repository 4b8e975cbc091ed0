//! YAML in block style and in brackets, before and after.

use super::*;
use insta::assert_snapshot;

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
