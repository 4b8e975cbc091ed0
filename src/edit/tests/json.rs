//! JSON, pretty and on one line, and what is nearly JSON.

use super::*;
use insta::assert_snapshot;

#[test]
fn pretty_json_stays_pretty() {
    let text = r##"{
    "openapi": "3.0.0",
    "paths": {
        "/a/{id}": {
            "parameters": [
                {
                    "name": "id",
                    "in": "path",
                    "schema": {"type": "string", "nullable": true}
                }
            ],
            "get": {
                "parameters": [
                    {"$ref": "#/components/parameters/Limit"}
                ],
                "x-openai-isConsequential": "true"
            },
            "put": {
                "operationId": "put"
            }
        }
    },
    "components": {
        "parameters": {
            "Limit": {
                "name": "limit",
                "in": "query",
                "schema": {
                    "type": "object",
                    "example": {
                        "a": 1
                    }
                }
            }
        }
    }
}
"##;
    assert_snapshot!(fixed(text), @r#"
    {
        "openapi": "3.1.0",
        "paths": {
            "/a/{id}": {
                "get": {
                    "operationId": "getAById",
                    "parameters": [
                        {
                            "name": "id",
                            "in": "path",
                            "required": true,
                            "schema": {"type": ["string", "null"]}
                        },
                        {
                            "name": "limit",
                            "in": "query",
                            "schema": {
                                "type": "object",
                                "properties": {},
                                "examples": [
                                    {
                                        "a": 1
                                    }
                                ]
                            }
                        }
                    ],
                    "x-openai-isConsequential": true
                },
                "put": {
                    "operationId": "put",
                    "parameters": [
                        {
                            "name": "id",
                            "in": "path",
                            "required": true,
                            "schema": {"type": ["string", "null"]}
                        }
                    ]
                }
            }
        },
        "components": {
            "parameters": {
                "Limit": {
                    "name": "limit",
                    "in": "query",
                    "schema": {
                        "type": "object",
                        "properties": {},
                        "examples": [
                            {
                                "a": 1
                            }
                        ]
                    }
                }
            },
            "schemas": {}
        }
    }
    "#);
}

#[test]
fn json_on_one_line_stays_on_it() {
    let text = r#"{"openapi":"3.0.0","components":{"schemas":{"A":{"nullable":true,"type":"object"},"B":{"minimum":1,"exclusiveMinimum":true,"nullable":false},"C":{"nullable":true}}},"paths":{"/a":{"get":{}}}}"#;
    assert_snapshot!(fixed(text), @r#"{"openapi":"3.1.0","components":{"schemas":{"A":{"type":["object","null"],"properties":{}},"B":{"exclusiveMinimum":1},"C":{}}},"paths":{"/a":{"get":{"operationId":"getA"}}}}"#);
}

#[test]
fn what_is_nearly_json_is_mended_as_it_is() {
    let text = "{\n  # a comment\n  'openapi': '3.0.0',\n  paths: {'/a': {get: {summary: 'x',},},},\n}\n";
    assert_snapshot!(fixed(text), @r#"
    {
      # a comment
      'openapi': '3.1.0',
      paths: {'/a': {get: {"operationId": "getA", summary: 'x',},},},
    }
    "#);
}
