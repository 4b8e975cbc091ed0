#![expect(clippy::disallowed_methods, reason = "the documents are files")]

use super::*;
use crate::{diagnostic::Severity, task::check::CheckOutcome};
use std::path::{Path, PathBuf};

const LARGE: usize = 30;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Returns what is still wrong with a document made of a file, as `check` sees it.
fn errors(path: &Path) -> Option<Vec<String>> {
    let document = Document::parse(Source::new("x", std::fs::read_to_string(path).ok()?)).ok()?;
    let chosen: Vec<_> = (0..adapt::offers(&document).len().min(LARGE)).collect();
    let settings = Settings { title: None, server: "https://api.example.com".to_owned() };
    let adaptation = match super::adapt(&document, &chosen, &settings) {
        Ok(adaptation) => adaptation,
        Err(AdaptError::NoOperations { .. } | AdaptError::NothingLeft { .. }) => return None,
        Err(error) => panic!("{}: {error}", path.display()),
    };
    let new = Document::parse(Source::new("openapi.yaml", adaptation.text)).unwrap();
    let outcome = CheckOutcome::of(new, None);
    // Only someone who writes for ChatGPT declares file parameters, and has to say what was meant.
    let kept = |kind: &str| kind == "file-parameter-unusable";
    let errors = outcome.diagnostics.iter();
    let errors = errors.filter(|one| one.severity == Severity::Error && !kept(one.kind.name));
    let shown = |one: &crate::diagnostic::Diagnostic| {
        format!("{}: {} {} {:?}", path.display(), one.kind.name, one.message, one.location)
    };
    Some(errors.map(shown).collect())
}

fn all_pass(files: &[PathBuf]) -> usize {
    let made: Vec<_> = files.iter().filter_map(|file| errors(file)).collect();
    let count = made.len();
    let errors: Vec<_> = made.into_iter().flatten().collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    count
}

#[test]
fn whatever_is_made_of_a_fixture_passes_check() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    assert!(all_pass(&files(&fixtures)) > 50);
}

#[test]
fn whatever_is_made_of_a_document_in_use_passes_check() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/gpt-actions");
    let files = files(&corpus);
    if files.is_empty() {
        eprintln!("skipped: no documents in {}", corpus.display());
        return;
    }
    assert!(all_pass(&files) > 40);
}

#[test]
fn a_server_that_chatgpt_can_call_is_taken_from_the_document() {
    let server = |text: &str, base: Option<&str>| {
        let document = Document::parse(Source::new("x", text)).unwrap();
        let base = base.map(|base| Url::parse(base).unwrap());
        server(&document, base.as_ref()).map(String::from)
    };
    let listed = "servers: [{url: 'http://localhost:8000'}, {url: 'https://api.example.com/v1'}]";
    assert_eq!(server(listed, None).as_deref(), Some("https://api.example.com/v1"));
    assert_eq!(server("servers: [{url: /v2}]", None), None);
    let base = Some("https://pets.example.com/openapi.json");
    assert_eq!(server("servers: [{url: /v2}]", base).as_deref(), Some("https://pets.example.com/v2"));
    assert_eq!(
        server("servers: [{url: 'https://10.0.0.1'}, {url: 'https://x.example.com:8443'}]", None),
        None
    );
}

#[test]
fn the_placeholder_of_the_issuer_is_on_the_domain_of_the_server() {
    assert_eq!(example_issuer("https://api.github.com/v3").as_deref(), Some("https://auth.github.com/oidc"));
    assert_eq!(example_issuer("https://10.0.0.1"), None);
}

#[test]
fn more_than_the_editor_takes_is_refused_with_the_tags() {
    let offer = |at: usize| Offer {
        name: Some(format!("o{at}")),
        method: "GET",
        path: format!("/{at}"),
        tags: vec![if at < 20 { "first" } else { "second" }.to_owned()],
        summary: None,
    };
    let offers: Vec<_> = (0..31).map(offer).collect();
    let Err(AdaptError::TooMany { count, limit, tags }) = choose(&offers, &Choice::default()) else {
        panic!("31 operations are too many");
    };
    assert_eq!((count, limit), (31, 30));
    assert_eq!(tags, [("first".to_owned(), 20), ("second".to_owned(), 11)]);
    let choice = Choice { tags: vec!["second".to_owned()], ..Choice::default() };
    assert_eq!(choose(&offers, &choice).unwrap().len(), 11);
}
