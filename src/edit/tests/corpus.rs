//! What holds for every document: mended twice is mended once, nothing else changes, comments stay.
#![expect(clippy::disallowed_methods, reason = "the documents are files")]

use super::*;
use std::path::{Path, PathBuf};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path
            .extension()
            .is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|own| extension == *own))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Returns the comments of a text in order of their words: they may come to stand elsewhere, and
/// twice.
fn comments(text: &str) -> std::collections::BTreeSet<String> {
    let options = granit_parser::options! { emit_comments: true };
    let events = granit_parser::Parser::new_from_str_with_options(text, options);
    events
        .map_while(Result::ok)
        .filter_map(|(event, _)| match event {
            granit_parser::Event::Comment(text, ..) => Some(text.trim().to_owned()),
            _ => None,
        })
        .collect()
}

fn holds(path: &Path) -> usize {
    let Ok(text) = std::fs::read_to_string(path) else { return 0 };
    let Ok(document) = Document::parse(Source::new("x", text.as_str())) else { return 0 };
    let mended = mend(document, &|_, fixes| fixes);
    let new = mended.document.source().text();
    let name = path.display();
    let lost: Vec<_> = comments(&text).difference(&comments(new)).cloned().collect();
    assert!(lost.is_empty(), "{name}: comments are lost: {lost:?}");
    let count = mended.applied.len();
    assert_eq!(count == 0, new == text, "{name}");
    let again = mend(document_of(new), &|_, fixes| fixes);
    assert_eq!(again.applied, [], "{name}: mended twice");
    let left: Vec<_> = fixes(&mended.document).into_iter().map(|fix| fix.does).collect();
    assert!(left.is_empty(), "{name}: {left:?}\n{new}");
    count
}

fn document_of(text: &str) -> Document {
    Document::parse(Source::new("x", text)).unwrap()
}

#[test]
fn every_fixture_can_be_mended() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files: Vec<_> =
        ["fixtures", "templates"].iter().flat_map(|folder| files(&root.join(folder))).collect();
    assert!(files.len() > 50, "{} files", files.len());
    let count: usize = files.iter().map(|file| holds(file)).sum();
    assert!(count > 0, "there is something to mend among the fixtures");
}

#[test]
fn documents_in_use_can_be_mended() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/gpt-actions");
    let files = files(&corpus);
    if files.is_empty() {
        eprintln!("skipped: no documents in {}", corpus.display());
        return;
    }
    let count: usize = files.iter().map(|file| holds(file)).sum();
    assert!(count > 100, "only {count} fixes were made");
}
