//! Our reader against an independent one: the operations of OpenAPI 3.0 documents.

#![expect(clippy::disallowed_methods, reason = "the corpus is files")]

use gptauth::{openapi::Document, source::Source};
use std::{collections::BTreeSet, fs, path::Path};

type Operations = BTreeSet<(String, String, Option<String>)>;

fn ours(document: &Document) -> Operations {
    let operations = document.operations();
    let row = |operation: &gptauth::openapi::Operation<'_>| {
        let method = operation.method().as_str().to_lowercase();
        (method, operation.path().to_owned(), operation.name().map(str::to_owned))
    };
    operations.iter().map(row).collect()
}

fn theirs(document: &openapiv3::OpenAPI) -> Operations {
    let row = |(path, method, operation): (&str, &str, &openapiv3::Operation)| {
        (method.to_owned(), path.to_owned(), operation.operation_id.clone())
    };
    document.operations().map(row).collect()
}

#[test]
fn both_readers_see_the_same_operations() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/gpt-actions");
    let Ok(files) = fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return;
    };
    let mut compared = 0;
    for file in files {
        let path = file.expect("a folder entry").path();
        let text = fs::read_to_string(&path).unwrap_or_default();
        let Ok(document) = Document::parse(Source::new(path.display().to_string(), text)) else { continue };
        let version = document.root().get("openapi").and_then(|version| version.text()).unwrap_or_default();
        if !version.starts_with("3.0") || !document.repeated_keys().is_empty() {
            continue;
        }
        // The other reader gets the content as JSON, so that two readers of YAML do not differ.
        let Ok(oracle) = serde_json::from_value(document.root().to_json()) else { continue };
        assert_eq!(ours(&document), theirs(&oracle), "{}", path.display());
        compared += 1;
    }
    assert!(compared >= 10, "only {compared} documents were compared");
}

#[test]
fn both_readers_see_the_same_content() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/gpt-actions");
    let Ok(files) = fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return;
    };
    let mut compared = 0;
    for file in files {
        let path = file.expect("a folder entry").path();
        let text = fs::read_to_string(&path).unwrap_or_default();
        let Ok(document) = Document::parse(Source::new("x", text.as_str())) else { continue };
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        let oracle: Result<serde_json::Value, _> = if is_json {
            serde_json::from_str(&text).map_err(|error| error.to_string())
        } else {
            serde_yaml::from_str(&text).map_err(|error| error.to_string())
        };
        let Ok(oracle) = oracle else { continue };
        assert_eq!(document.root().to_json(), oracle, "{}", path.display());
        compared += 1;
    }
    assert!(compared >= 40, "only {compared} documents were compared");
}
