//! S26: documents in use with every node replaced by what does not belong there.

#![expect(clippy::disallowed_methods, reason = "the documents are files")]

use super::*;
use serde_json::{Value, json};
use std::fs;

fn wrong() -> [Value; 6] {
    [json!(null), json!([]), json!({}), json!(""), json!(0), json!(true)]
}

/// Returns the pointers of all nodes below `value`, in document order.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            let token = key.replace('~', "~0").replace('/', "~1");
            pointers(value, &format!("{at}/{token}"), found);
        }),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, value)| pointers(value, &format!("{at}/{n}"), found));
        }
        _ => {}
    }
}

/// Checks a document with each of its nodes replaced in each way, and returns how many that were. Of
/// a document with more nodes than `most`, every so manieth is replaced.
fn mutate(name: &str, text: &str, most: usize) -> usize {
    let Ok(document) = Document::parse(Source::new(name, text)) else { return 0 };
    let original = document.root().to_json();
    let mut nodes = Vec::new();
    pointers(&original, "", &mut nodes);
    let step = nodes.len().div_ceil(most);
    let mut count = 0;
    for pointer in nodes.iter().skip(1).step_by(step) {
        for replacement in wrong() {
            let mut mutant = original.clone();
            *mutant.pointer_mut(pointer).unwrap() = replacement;
            let outcome =
                CheckOutcome::of(Document::parse(Source::new(name, mutant.to_string())).unwrap(), None);
            // One wrong node makes a few findings more, never a flood.
            assert!(outcome.diagnostics.len() <= nodes.len() + 20, "{name} {pointer}");
            for diagnostic in &outcome.diagnostics {
                let location = diagnostic.location.as_ref().unwrap();
                assert!(outcome.document.source().text().get(location.span.clone()).is_some());
            }
            count += 1;
        }
    }
    count
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn s26_a_wrong_node_anywhere_in_our_own_documents_is_no_panic() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = documents(&root.join("fixtures/lint"));
    paths.retain(|path| path.ends_with("triggers.yaml"));
    // Every seventh, so that what concerns parameters, bodies, servers and sign-in is all there.
    let mut paths: Vec<_> = paths.into_iter().step_by(7).collect();
    paths.extend(documents(&root.join("templates")));
    let counts = paths.iter().map(|path| mutate("own", &fs::read_to_string(path).unwrap(), 200));
    assert!(counts.filter(|count| *count > 20).count() >= 10);
}

#[test]
fn s26_a_wrong_node_anywhere_in_documents_in_use_is_no_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/gpt-actions");
    let paths = documents(&folder);
    if paths.is_empty() {
        println!("skipped: there are no documents in {}", folder.display());
        return;
    }
    let texts =
        paths.iter().filter_map(|path| fs::read_to_string(path).ok()).filter(|text| text.len() < 20_000);
    assert!(texts.step_by(4).take(10).map(|text| mutate("in use", &text, 30)).sum::<usize>() > 1_000);
}
