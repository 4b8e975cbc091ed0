//! Large documents: GitHub's, where npm has brought it, and documents of our own that grow.

use crate::{
    GPTAUTH, Place,
    measure::{self, Measured, Program},
    table::{Goal, Row},
};
use std::{
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

const MEBIBYTE: u64 = 1024 * 1024;

/// How large the first of the growing documents is; the last is eight times that.
const FIRST: usize = 47_000_000 / 8;

/// Reads a file as the floors do: `serde_json` into its `Value`, or the events of the YAML parser.
pub(crate) fn floor(kind: &str, path: &str) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    match kind {
        "json" => {
            let value: serde_json::Value = serde_json::from_str(&text)?;
            let paths = value.get("paths").and_then(serde_json::Value::as_object);
            std::hint::black_box(paths.map(serde_json::Map::len));
        }
        _ => {
            let mut events = 0_usize;
            for event in granit_parser::Parser::new_from_str(&text) {
                event?;
                events += 1;
            }
            std::hint::black_box(events);
        }
    }
    Ok(())
}

/// Measures what GitHub's document takes, as JSON and as YAML, and the peers at the same document.
pub(crate) fn github(place: &Place) -> Result<Vec<Row>, Box<dyn Error>> {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/node_modules");
    let json = modules.join("@octokit/openapi/generated/api.github.com.json");
    if !json.is_file() {
        let missing = Measured::failed("not installed: npm install --prefix benches");
        return Ok(vec![Row::new("check of GitHub's schema", missing, None, Goal::TimesPeer(3.0))]);
    }
    let value: serde_json::Value = serde_json::from_str(&fs::read_to_string(&json)?)?;
    let yaml = place.home.join("github.yaml");
    fs::write(&yaml, serde_yaml::to_string(&value)?)?;
    drop(value);
    let mut rows = vec![
        against_floor(place, "check of GitHub's schema, JSON", "serde_json", "json", &json)?,
        against_floor(place, "check of GitHub's schema, YAML", "granit-parser", "yaml", &yaml)?,
    ];
    let ruleset = place.home.join("spectral.yaml");
    fs::write(&ruleset, "extends: spectral:oas\n")?;
    let (file, ruleset) = (json.display().to_string(), ruleset.display().to_string());
    for (name, work, arguments) in [
        ("redocly", "the same by Redocly", vec!["lint", &file]),
        ("spectral", "the same by Spectral", vec!["lint", "--ruleset", &ruleset, &file]),
    ] {
        let path = modules.join(".bin").join(name);
        if path.is_file() {
            let peer = Program::new(name, path).arguments(&arguments).directory(&place.home).may_find();
            let measured = measure::once(&peer);
            rows.push(Row::new(work, measured, None, Goal::None));
        }
    }
    Ok(rows)
}

fn against_floor(
    place: &Place,
    work: &'static str,
    name: &'static str,
    kind: &str,
    path: &Path,
) -> Result<Row, Box<dyn Error>> {
    let path = path.display().to_string();
    let floor = Program::new(name, std::env::current_exe()?).arguments(&["--floor", kind, &path]);
    let ours = place.gptauth(&["check", "--format", "concise", &path]).may_find();
    let (ours, peer) = measure::side_by_side(&ours, Some(&floor), 9);
    Ok(Row::new(work, ours, peer, Goal::TimesPeer(3.0)).within_memory(200 * MEBIBYTE))
}

/// Measures documents of one, two, four and eight times a size: time must grow as they do.
pub(crate) fn growth(place: &Place) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for (times, work) in [
        (1, "check of a document of 6 MB"),
        (2, "check of twice that"),
        (4, "check of four times that"),
        (8, "check of eight times that, 47 MB"),
    ] {
        let path = write(place, times * FIRST)?;
        let ours = Program::new("gptauth", GPTAUTH).directory(&place.home).may_find();
        let ours = ours.arguments(&["check", "--format", "concise", &path.display().to_string()]);
        let (measured, _) = measure::side_by_side(&ours, None, 3);
        let row = Row::new(work, measured, None, Goal::Within(Duration::from_secs(10)));
        rows.push(row.within_memory(1024 * MEBIBYTE));
    }
    Ok(rows)
}

/// Writes a document of operations that are all alike, of at least so many bytes.
fn write(place: &Place, bytes: usize) -> Result<PathBuf, Box<dyn Error>> {
    let (mut paths, mut schemas) = (String::new(), String::new());
    let mut number = 0;
    while paths.len() + schemas.len() < bytes {
        let comma = if number == 0 { "" } else { ",\n" };
        write!(
            paths,
            r##"{comma}"/items{number}/{{id}}": {{"get": {{"operationId": "getItem{number}", "summary": "Get one of the items", "parameters": [{{"name": "id", "in": "path", "required": true, "schema": {{"type": "string"}}}}, {{"name": "page", "in": "query", "description": "The page to show", "schema": {{"type": "integer", "minimum": 1}}}}], "responses": {{"200": {{"description": "The item", "content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/Item{number}"}}}}}}}}}}}}}}"##
        )?;
        write!(
            schemas,
            r#"{comma}"Item{number}": {{"type": "object", "required": ["id"], "properties": {{"id": {{"type": "string"}}, "title": {{"type": "string", "maxLength": 200}}, "tags": {{"type": "array", "items": {{"type": "string", "enum": ["a", "b", "c"]}}}}}}}}"#
        )?;
        number += 1;
    }
    let path = place.home.join("grown.json");
    fs::write(
        &path,
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "Grown", "version": "1.0.0"}}, "servers": [{{"url": "https://api.example.com"}}],
"paths": {{{paths}}},
"components": {{"schemas": {{{schemas}}}}}}}
"#
        ),
    )?;
    Ok(path)
}
