//! Samples of every schema of whole documents: the fixtures, the templates, and other people's.

#![expect(clippy::disallowed_methods, reason = "the documents are files")]

use crate::{
    json_schema::{Direction, JsonSchema, Validator},
    openapi::{Document, Node, Operation},
    sample::{SampleError, Sampler},
    source::Source,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// How many samples are made of the fixtures' schemas.
const CASES: usize = 10_000;

#[test]
fn samples_of_the_fixtures_are_valid_in_ten_thousand_cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = files(&root.join("fixtures"));
    documents.extend(files(&root.join("templates")));
    let schemas = schemas(&documents);
    assert!(schemas.len() > 75, "only {} schemas were found", schemas.len());
    let tally = tally(&schemas, CASES.div_ceil(schemas.len()));
    tally.print("the fixtures");
    assert!(tally.made + tally.impossible >= CASES);
    assert_eq!(tally.wrong, 0);
    // Those are the ones that are wrong on purpose.
    assert!(tally.impossible * 50 < tally.made, "too many schemas without a sample");
}

#[test]
fn samples_of_published_actions_are_valid() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/gpt-actions");
    let documents = files(&folder);
    if documents.is_empty() {
        println!("skipped: there is no {}", folder.display());
        return;
    }
    let tally = tally(&schemas(&documents), 3);
    tally.print("published actions");
    assert_eq!(tally.wrong, 0);
    // One of them has a `pattern` with a parenthesis too many.
    assert_eq!(tally.impossible, 3);
}

#[derive(Default)]
struct Tally {
    made: usize,
    wrong: usize,
    /// Schemas that no value fits, or that are none.
    impossible: usize,
}

impl Tally {
    fn print(&self, of: &str) {
        let Self { made, wrong, impossible } = self;
        println!("samples of {of}: {made} made, {wrong} of them wrong; {impossible} times there was none");
    }
}

fn tally(schemas: &[(String, JsonSchema)], seeds: usize) -> Tally {
    let mut tally = Tally::default();
    for (name, schema) in schemas {
        let (sampler, validator) = match (Sampler::new(schema), Validator::new(schema)) {
            (Ok(sampler), Ok(validator)) => (sampler, validator),
            (sampler, _) => {
                println!("{name}: {:?}", sampler.err().map(|error| error.to_string()));
                tally.impossible += seeds;
                continue;
            }
        };
        for seed in 0..seeds {
            match sampler.sample(seed.try_into().unwrap_or_default()) {
                Ok(sample) if validator.is_valid(&sample) => tally.made += 1,
                Ok(_) => tally.wrong += 1,
                Err(error @ (SampleError::NotFound { .. } | SampleError::Unusable(_))) => {
                    if seed == 0 {
                        println!("{name}: {error}: {}", schema.as_value());
                    }
                    tally.impossible += 1;
                }
            }
        }
    }
    tally
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.extension().is_some_and(|own| own == "yaml" || own == "json") {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// Returns every schema of a parameter, a request and a response.
fn schemas(files: &[PathBuf]) -> Vec<(String, JsonSchema)> {
    let mut schemas = Vec::new();
    for file in files {
        let Ok(text) = fs::read_to_string(file) else { continue };
        let Ok(document) = Document::parse(Source::new("x", text)) else { continue };
        for operation in document.operations() {
            let mut add = |what: &str, node: Option<Node<'_>>, direction| {
                let Some(node) = node.filter(|node| node.is_mapping()) else { return };
                let name = format!("{} {} {what}", file.display(), operation.path());
                schemas.push((name, JsonSchema::of(node, direction)));
            };
            for parameter in operation.parameters() {
                add("parameter", parameter.schema(), Direction::Request);
            }
            add("request", operation.request_body().and_then(|body| body.json_schema()), Direction::Request);
            for schema in answers(&operation) {
                add("response", Some(schema), Direction::Response);
            }
        }
    }
    schemas
}

fn answers<'a>(operation: &Operation<'a>) -> Vec<Node<'a>> {
    let contents = operation.responses().filter_map(|(_, answer)| answer.get("content"));
    contents.flat_map(Node::entries).filter_map(|(_, content)| content.get("schema")).collect()
}
