use crate::{
    json_schema::{JsonSchema, Validator},
    sample::{SampleError, Sampler},
};
use serde_json::{Value, json};

/// Returns the samples of some seeds, all of which a second validator has let pass.
fn samples(schema: Value) -> Vec<Value> {
    let schema = JsonSchema::from_value(schema);
    let validator = Validator::new(&schema).unwrap();
    let sampler = Sampler::new(&schema).unwrap();
    let samples: Vec<_> = (0..50)
        .map(|seed| sampler.sample(seed).unwrap_or_else(|error| panic!("{error} of {}", schema.as_value())))
        .collect();
    for sample in &samples {
        assert!(validator.is_valid(sample), "{sample} of {}", schema.as_value());
    }
    samples
}

#[test]
fn the_same_seed_gives_the_same_value() {
    let schema = JsonSchema::from_value(
        json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}),
    );
    let sampler = Sampler::new(&schema).unwrap();
    assert_eq!(sampler.sample(7).unwrap(), Sampler::new(&schema).unwrap().sample(7).unwrap());
    assert_ne!(sampler.sample(7).unwrap(), sampler.sample(8).unwrap());
}

#[test]
fn examples_and_defaults_come_first_unless_they_are_wrong() {
    assert!(
        samples(json!({"type": "string", "examples": ["Dentist"], "default": "x"}))
            .iter()
            .all(|own| own == "Dentist")
    );
    assert!(samples(json!({"type": "integer", "default": 25})).iter().all(|own| own == 25));
    assert!(
        samples(json!({"type": "integer", "examples": ["7"], "minimum": 3, "maximum": 3}))
            .iter()
            .all(|own| own == 3)
    );
    let object = json!({"type": "object", "required": ["b"], "properties": {"a": {}, "b": {"const": 1}}, "examples": [{"a": 1}]});
    assert!(samples(object).iter().all(|own| own["b"] == 1));
}

#[test]
fn lengths_hold_whatever_else_is_said_of_a_text() {
    for schema in [
        json!({"pattern": "^[a-z]+$", "minLength": 20, "maxLength": 20}),
        json!({"pattern": "^[A-Z]{2}[0-9]+$", "minLength": 15, "maxLength": 15}),
        json!({"pattern": "^([a-z]+-)+[a-z]+$", "minLength": 30, "maxLength": 32}),
        json!({"pattern": "^[a-z]*$", "maxLength": 1}),
        json!({"format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
        json!({"format": "date-time", "pattern": r"^\d{4}-\d{2}-\d{2}T"}),
        json!({"format": "email", "pattern": "^[^@]+@[^@]+\\.com$"}),
        json!({"format": "email", "maxLength": 12}),
        json!({"format": "email", "minLength": 40, "maxLength": 40}),
        json!({"format": "email", "minLength": 150}),
        json!({"format": "hostname", "minLength": 100, "maxLength": 102}),
        json!({"format": "hostname", "maxLength": 8}),
        json!({"format": "uri", "maxLength": 20}),
        json!({"format": "byte", "minLength": 30}),
    ] {
        let mut schema = schema;
        schema["type"] = "string".into();
        samples(schema);
    }
}

#[test]
fn every_keyword_is_followed() {
    let cases = [
        json!(true),
        json!({}),
        json!({"type": "null"}),
        json!({"type": ["null", "boolean"]}),
        json!({"enum": [1, "a", null]}),
        json!({"type": "integer", "minimum": -3, "exclusiveMaximum": -1}),
        json!({"type": "integer", "multipleOf": 7, "minimum": 50, "maximum": 60}),
        json!({"type": "integer", "multipleOf": 2.5, "minimum": 1, "maximum": 9}),
        json!({"type": "integer", "minimum": -9_223_372_036_854_775_808_i64, "maximum": 9_223_372_036_854_775_807_i64}),
        json!({"type": "integer", "minimum": 9_223_372_036_854_775_800_i64}),
        json!({"type": "integer", "minimum": 0.5, "maximum": 1.5}),
        json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.001}),
        json!({"type": "number", "multipleOf": 0.01, "minimum": 3}),
        json!({"type": "string", "minLength": 40}),
        json!({"type": "string", "maxLength": 3}),
        json!({"type": "string", "minLength": 0, "maxLength": 0}),
        json!({"type": "array", "items": {"type": "integer"}, "minItems": 3, "uniqueItems": true}),
        json!({"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 2, "uniqueItems": true}),
        json!({"type": "array", "prefixItems": [{"type": "string"}, {"const": 2}], "items": false}),
        json!({"type": "array", "contains": {"const": "x"}, "minContains": 2, "items": {"type": "string"}}),
        json!({"type": "array", "maxItems": 0, "items": {"type": "string"}}),
        json!({"type": "object", "minProperties": 3}),
        json!({"type": "object", "maxProperties": 1, "properties": {"a": true, "b": true}, "required": ["b"]}),
        json!({"type": "object", "additionalProperties": {"type": "integer"}}),
        json!({"type": "object", "patternProperties": {"^x-[a-z]{2,4}$": {"type": "integer"}}, "additionalProperties": false, "minProperties": 1}),
        json!({"type": "object", "propertyNames": {"pattern": "^[a-z]{3}$"}, "minProperties": 2}),
        json!({"properties": {"a": {"type": "string"}}, "dependentRequired": {"a": ["b"]}}),
        json!({"allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}, {"required": ["a"], "properties": {"a": {"minimum": 5, "maximum": 5}}}]}),
        json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
        json!({"oneOf": [{"type": "integer"}, {"type": "number", "multipleOf": 0.5}]}),
        json!({"anyOf": [{"type": "object", "required": ["a"]}, {"type": "object", "required": ["b"]}], "properties": {"a": false}}),
        json!({"not": {"type": "string"}, "type": ["string", "integer"]}),
        json!({"type": "integer", "if": {"minimum": 50}, "then": {"multipleOf": 10}, "else": {"maximum": 10}}),
        json!({"type": "object", "properties": {"a": {"type": "string"}}, "unevaluatedProperties": false}),
    ];
    cases.into_iter().for_each(|case| drop(samples(case)));
}

#[test]
fn formats_and_patterns_are_followed() {
    for format in [
        "date",
        "date-time",
        "time",
        "duration",
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "iri",
        "iri-reference",
        "uri-template",
        "uuid",
        "json-pointer",
        "relative-json-pointer",
        "regex",
        "byte",
        "binary",
        "password",
        "no-such-format",
    ] {
        samples(json!({"type": "string", "format": format}));
    }
    samples(json!({"type": "string", "format": "uri", "minLength": 80}));
    for pattern in [
        "^[A-Z]{3}-\\d{4}$",
        "^\\d{4}-\\d{2}-\\d{2}$",
        "a|bc|[^a-z]",
        "^\\/items\\/[\\w-]+$",
        "^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{8,}$",
        "^(?!admin).{4,8}$",
        "^#([a-fA-F0-9]{6}|[a-fA-F0-9]{3})$",
        "^\\+?[1-9]\\d{1,14}$",
        "^\\p{Lu}\\p{Ll}+$",
        "\\bword\\b",
        "^.*$",
        "",
    ] {
        samples(json!({"type": "string", "pattern": pattern}));
    }
    samples(json!({"type": "string", "pattern": "^[a-z]+$", "minLength": 30, "maxLength": 32}));
    samples(json!({"type": "string", "pattern": "^[a-z]{1,20}$", "maxLength": 2}));
    samples(json!({"type": "string", "pattern": "[0-9]", "minLength": 12}));
}

#[test]
fn recursion_ends() {
    let tree = json!({
        "$ref": "#/$defs/node",
        "$defs": {"node": {
            "type": "object",
            "required": ["value", "children"],
            "properties": {
                "value": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "integer"}]},
                "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                "parent": {"$ref": "#/$defs/node"},
            },
        }},
    });
    assert!(samples(tree).iter().all(|sample| sample.to_string().len() < 20_000));
    let endless = json!({"$ref": "#/$defs/a", "$defs": {"a": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/a"}}}}});
    let sampler = Sampler::new(&JsonSchema::from_value(endless)).unwrap();
    assert!(matches!(sampler.sample(1), Err(SampleError::NotFound { last: None })));
}

#[test]
fn where_there_is_no_value_none_is_made_up() {
    for schema in [
        json!(false),
        json!({"type": "integer", "minimum": 2, "maximum": 1}),
        json!({"type": "string", "enum": [1]}),
        json!({"allOf": [{"type": "string"}, {"type": "integer"}]}),
        json!({"type": "string", "minLength": 1_000_000_000}),
        json!({"type": "string", "pattern": "^a{1000}$", "maxLength": 3}),
        json!({"type": "array", "items": {"const": 1}, "uniqueItems": true, "minItems": 2}),
    ] {
        let sampler = Sampler::new(&JsonSchema::from_value(schema.clone())).unwrap();
        assert!(sampler.sample(1).is_err(), "{schema}");
    }
    assert!(matches!(
        Sampler::new(&JsonSchema::from_value(json!({"pattern": "("}))),
        Err(SampleError::Unusable(_))
    ));
}

#[test]
fn what_is_of_the_other_direction_is_left_out() {
    let schema = json!({"type": "object", "properties": {"id": {"type": "string", "readOnly": true}, "text": {"type": "string"}}});
    assert!(samples(schema).iter().all(|sample| sample.get("id").is_none() && sample.get("text").is_some()));
}
