//! Any document: the rules find what they find, each in its place.

#![no_main]

use gptauth::{lint, openapi::Document, source::Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(document) = Document::parse(Source::new("openapi.yaml", text)) else { return };
    for diagnostic in lint::run(&document, None) {
        assert!(!diagnostic.message.is_empty());
        let location = diagnostic.location.expect("a place");
        let source = document.text(location.file).expect("a text");
        assert!(source.text().get(location.span.clone()).is_some(), "{location:?}");
    }
});
