//! The JSON Schema Test Suite, as npm carries it, through documents of OpenAPI.
//!
//! Its draft 4 is what OpenAPI 3.0 builds on, with fewer keywords; 3.1 builds on a later draft, in
//! which most of the same cases hold.

#![expect(clippy::disallowed_methods, reason = "the suite is files")]

use crate::{
    json_schema::{Direction, JsonSchema, Validator},
    openapi::Document,
    source::Source,
};
use serde_json::Value;
use std::{fs, path::Path};

/// Files about keywords that OpenAPI 3.0 does not have (§4.7.24), or has otherwise.
const NOT_IN_3_0: &[(&str, &str)] = &[
    ("additionalItems", "no keyword"),
    ("definitions", "refers to the metaschema of draft 4, which is not fetched"),
    ("dependencies", "no keyword"),
    ("items", "lists of schemas are no `items`"),
    ("patternProperties", "no keyword"),
    ("refRemote", "nothing is fetched"),
];

/// And those that became other keywords, or changed, before 2020-12.
const NOT_IN_3_1: &[(&str, &str)] = &[
    ("additionalItems", "`items` beside `prefixItems`"),
    ("definitions", "refers to the metaschema of draft 4, which is not fetched"),
    ("dependencies", "`dependentRequired` and `dependentSchemas`"),
    ("items", "lists of schemas are `prefixItems`"),
    ("maximum", "`exclusiveMaximum` is a number"),
    ("minimum", "`exclusiveMinimum` is a number"),
    ("refRemote", "nothing is fetched"),
];

/// Single cases that the dialect decides otherwise.
const OTHERWISE: &[(&str, &str, &str)] = &[
    ("3.0.3", "additionalProperties: additionalProperties being false", "`patternProperties` is no keyword"),
    ("3.0.3", "properties: properties, patternProperties", "`patternProperties` is no keyword"),
    ("3.1.0", "bignum: float comparison with high precision", "`exclusiveMaximum` is a number"),
    (
        "3.",
        "format: validation of URIs: \"a valid protocol-relative URI\"",
        "since draft 6 that is a `uri-reference`",
    ),
    ("3.", "ref: relative pointer ref to array", "lists of schemas are no `items`"),
    ("3.", "ref: remote ref, containing refs itself", "nothing is fetched"),
    ("3.", "zeroTerminatedFloats", "since draft 6, 1.0 is an integer"),
];

#[test]
fn the_json_schema_test_suite_passes_in_both_dialects() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("tests/suites/node_modules/json-schema-test-suite/tests/draft4");
    if !folder.is_dir() {
        println!("skipped: there is no {}; tests/suites/run.sh installs it", folder.display());
        return;
    }
    let mut wrong = Vec::new();
    for (version, left_out) in [("3.0.3", NOT_IN_3_0), ("3.1.0", NOT_IN_3_1)] {
        let (mut passed, mut all) = (0, 0);
        for (name, groups) in files(&folder) {
            if left_out.iter().any(|(own, _)| *own == name) {
                continue;
            }
            for group in groups.as_array().into_iter().flatten() {
                let of = |key: &str| group[key].as_str().unwrap_or_default().to_owned();
                let schema = schema(version, &group["schema"]);
                for test in group["tests"].as_array().into_iter().flatten() {
                    let case = format!("{version} {name}: {}: {}", of("description"), test["description"]);
                    all += 1;
                    match Validator::new(&schema) {
                        Ok(validator)
                            if Some(validator.is_valid(&test["data"])) == test["valid"].as_bool() =>
                        {
                            passed += 1;
                        }
                        Ok(_) => wrong.push(case),
                        Err(error) => wrong.push(format!("{case}: {error}")),
                    }
                }
            }
        }
        println!("JSON Schema Test Suite, draft 4 through OpenAPI {version}: {passed} of {all} cases pass");
        assert!(all > 150, "only {all} cases were read");
    }
    let unexplained: Vec<_> = wrong
        .iter()
        .filter(|case| !OTHERWISE.iter().any(|(version, start, _)| explains(case, version, start)))
        .collect();
    assert!(unexplained.is_empty(), "{unexplained:#?}");
}

fn explains(case: &str, version: &str, start: &str) -> bool {
    case.starts_with(version) && case.split_once(' ').is_some_and(|(_, case)| case.starts_with(start))
}

fn schema(version: &str, schema: &Value) -> JsonSchema {
    // In the suite the schema is the document that references start from.
    let schema = schema.to_string().replace("\"$ref\":\"#", "\"$ref\":\"#/schema");
    let text = format!("{{\"openapi\":\"{version}\",\"schema\":{schema}}}");
    let document = Document::parse(Source::new("x", text)).unwrap();
    JsonSchema::of(document.at("/schema").unwrap(), Direction::Response)
}

fn files(folder: &Path) -> Vec<(String, Value)> {
    let entries = fs::read_dir(folder).unwrap().chain(fs::read_dir(folder.join("optional")).unwrap());
    let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let read = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    };
    let mut files: Vec<_> = paths.map(read).collect();
    files.sort_by(|(left, _), (right, _)| left.cmp(right));
    files
}
