use crate::{
    json_schema::{Direction, JsonSchema, Validator},
    openapi::Document,
    source::Source,
};
use serde_json::{Value, json};

/// Returns the schema at `/schema` of a document of that version.
fn schema(version: &str, direction: Direction, text: &str) -> JsonSchema {
    let text = format!("openapi: {version}\n{text}");
    let document = Document::parse(Source::new("x", text)).unwrap();
    JsonSchema::of(document.at("/schema").unwrap(), direction)
}

fn of_3_0(text: &str) -> Value {
    schema("3.0.3", Direction::Response, text).as_value().clone()
}

fn of_3_1(text: &str) -> Value {
    schema("3.1.0", Direction::Response, text).as_value().clone()
}

#[test]
fn a_schema_of_3_0_becomes_one_of_2020_12() {
    let cases = [
        ("{type: string, nullable: true}", json!({"type": ["string", "null"]})),
        // Without a type there is nothing that `nullable` could widen.
        ("{nullable: true}", json!({})),
        (
            "{type: integer, minimum: 1, exclusiveMinimum: true}",
            json!({"type": "integer", "exclusiveMinimum": 1}),
        ),
        ("{maximum: 5, exclusiveMaximum: false}", json!({"maximum": 5})),
        ("{minimum: 1.5, exclusiveMinimum: 2}", json!({"minimum": 1.5})),
        // Words of later dialects are no words yet.
        ("{const: 1, if: {}, patternProperties: {a: {}}, type: [string]}", json!({"type": "string"})),
        (
            "{type: object, additionalProperties: false}",
            json!({"type": "object", "additionalProperties": false}),
        ),
        ("{example: 3, type: integer}", json!({"type": "integer", "examples": [3]})),
        (
            "{$ref: '#/other', type: integer}\nother: {type: string}",
            json!({"$ref": "#/$defs/0", "$defs": {"0": {"type": "string"}}}),
        ),
    ];
    for (written, expected) in cases {
        assert_eq!(of_3_0(&format!("schema: {written}\n")), expected, "{written}");
    }
}

#[test]
fn a_schema_of_3_1_keeps_its_words() {
    let cases = [
        ("{type: [string, 'null'], const: a}", json!({"const": "a", "type": ["string", "null"]})),
        ("{type: string, nullable: true}", json!({"type": "string"})),
        ("{exclusiveMinimum: 1}", json!({"exclusiveMinimum": 1})),
        (
            "{if: {minimum: 1}, then: {maximum: 2}, else: false}",
            json!({"if": {"minimum": 1}, "then": {"maximum": 2}, "else": false}),
        ),
        ("{examples: [1, 2]}", json!({"examples": [1, 2]})),
        (
            "{$ref: '#/other', maxLength: 3}\nother: true",
            json!({"$ref": "#/$defs/0", "maxLength": 3, "$defs": {"0": true}}),
        ),
        (
            "{format: int32, maximum: 7}",
            json!({"format": "int32", "maximum": 7, "minimum": -2_147_483_648_i64}),
        ),
    ];
    for (written, expected) in cases {
        assert_eq!(of_3_1(&format!("schema: {written}\n")), expected, "{written}");
    }
    assert_eq!(of_3_1("schema: true\n"), json!(true));
}

#[test]
fn keywords_of_the_wrong_type_say_nothing() {
    let broken = "{type: 3, required: true, enum: [], minLength: -1, pattern: 2, properties: [], allOf: {}, \
                   items: 7, multipleOf: 0, maximum: x, uniqueItems: 'yes', $ref: 4, anyOf: [3], \
                   dependentRequired: {a: b}, examples: {a: 1}, $id: 'https://evil.example', $schema: x}";
    assert_eq!(of_3_1(&format!("schema: {broken}\n")), json!({}));
    assert_eq!(of_3_0(&format!("schema: {broken}\n")), json!({}));
    Validator::new(&JsonSchema::from_value(of_3_1(&format!("schema: {broken}\n")))).unwrap();
}

#[test]
fn a_reference_that_leads_nowhere_allows_everything() {
    for written in ["{$ref: '#/nowhere'}", "{$ref: 'https://evil.example/x'}", "{$ref: '#/schema'}"] {
        let schema = JsonSchema::from_value(of_3_1(&format!("schema: {written}\n")));
        assert!(Validator::new(&schema).unwrap().is_valid(&json!([1])), "{written}");
    }
}

#[test]
fn a_schema_may_hold_itself() {
    let text = "schema: {type: object, required: [next], properties: {next: {$ref: '#/node'}}}\n\
                node: {type: object, properties: {next: {$ref: '#/node'}, value: {type: integer}}}\n";
    let validator = Validator::new(&JsonSchema::from_value(of_3_0(text))).unwrap();
    assert!(validator.is_valid(&json!({"next": {"next": {"value": 1}}})));
    assert!(!validator.is_valid(&json!({"next": {"next": {"value": "1"}}})));
    assert!(!validator.is_valid(&json!({})));
}

#[test]
fn what_is_for_the_other_direction_is_not_required() {
    let text = "schema:\n  type: object\n  required: [id, secret, name]\n  properties:\n    \
                id: {type: string, readOnly: true}\n    secret: {type: string, writeOnly: true}\n    \
                name: {$ref: '#/name'}\n  allOf: [{required: [id]}]\nname: {type: string}\n";
    let required = |direction| schema("3.1.0", direction, text).as_value()["required"].clone();
    assert_eq!(required(Direction::Request), json!(["secret", "name"]));
    assert_eq!(required(Direction::Response), json!(["id", "name"]));
    let request = schema("3.1.0", Direction::Request, text).as_value().clone();
    assert_eq!(request["allOf"], json!([{"required": []}]));
    assert_eq!(request["properties"]["id"]["readOnly"], json!(true));
}

fn violations(schema: Value, value: Value) -> Vec<(String, String)> {
    let validator = Validator::new(&JsonSchema::from_value(schema)).unwrap();
    let violations = validator.violations(&value, 10).into_iter();
    violations.map(|violation| (violation.pointer, violation.message)).collect()
}

#[test]
fn a_violation_says_where_and_what_but_not_the_value() {
    let item = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "format": "uuid"}}});
    let list = json!({"type": "array", "items": item});
    let canary = json!([{"id": "canary"}, {}, {"id": 7}]);
    let expected = [
        ("/0/id", "is not a \"uuid\""),
        ("/1", "\"id\" is a required property"),
        ("/2/id", "is not of type \"string\""),
    ];
    assert_eq!(
        violations(list, canary),
        expected.map(|(pointer, message)| (pointer.to_owned(), message.to_owned()))
    );
}

#[test]
fn of_alternatives_the_nearest_is_told() {
    let schema =
        json!({"anyOf": [{"type": "null"}, {"type": "object", "properties": {"a": {"type": "integer"}}}]});
    let found = violations(json!({"properties": {"x": schema}}), json!({"x": {"a": "1"}}));
    assert_eq!(found, [("/x/a".to_owned(), "is not of type \"integer\"".to_owned())]);
}

#[test]
fn formats_are_held_to() {
    let cases = [
        ("date", "2026-01-15", "2026-13-01"),
        ("date-time", "2026-01-15T10:00:00Z", "2026-01-15 10:00"),
        ("email", "a@example.com", "a"),
        ("uuid", "00000000-0000-4000-8000-000000000000", "1"),
        ("uri", "https://example.com", "example.com/a b"),
        ("ipv4", "127.0.0.1", "127.0.0.256"),
        ("byte", "aGVsbG8=", "hello!"),
    ];
    for (format, right, wrong) in cases {
        let schema = JsonSchema::from_value(json!({"type": "string", "format": format}));
        let validator = Validator::new(&schema).unwrap();
        assert!(validator.is_valid(&json!(right)), "{format} {right}");
        assert!(!validator.is_valid(&json!(wrong)), "{format} {wrong}");
    }
}

#[test]
fn a_pattern_that_is_none_is_reported_and_nothing_is_fetched() {
    for schema in [json!({"pattern": "("}), json!({"$ref": "https://evil.example/schema"})] {
        assert!(Validator::new(&JsonSchema::from_value(schema)).is_err());
    }
}
