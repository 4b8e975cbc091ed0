//! Any text: the reader answers, and every view of what it read answers too.

#![no_main]

use gptauth::{
    openapi::{Document, Node, Place, Schema},
    source::Source,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // A form feed parts the document from a second text that it may refer to.
    let (text, other) = text.split_once('\u{c}').unwrap_or((text, ""));
    let source = Source::new("openapi.yaml", text);
    let mut document = match Document::parse_at(Place::File("openapi.yaml".to_owned()), source) {
        Ok(document) => document,
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.fault().hint().is_empty());
            assert!(error.line().end <= text.len() && error.offset() <= text.len());
            return;
        }
    };
    for place in document.wanted() {
        document.add(place, Source::new("other", other));
    }
    walk(&document, document.root(), &mut 2_000);
    for reference in document.references() {
        if let Err(unresolved) = document.follow(reference.node) {
            assert!(unresolved.reference().as_str().is_some());
        }
    }
    for (first, again) in document.repeated_keys() {
        assert_eq!(first.text(), again.text());
    }
    for operation in document.operations() {
        for parameter in operation.parameters() {
            _ = (parameter.schema(), parameter.style(), parameter.explode(), parameter.is_json());
        }
        if let Some(body) = operation.request_body() {
            _ = (body.json_schema(), body.media_types().count());
        }
        _ = (operation.responses().count(), operation.is_public());
    }
    _ = document.servers().iter().filter_map(|server| server.expanded()).count();
    _ = document.security_schemes().iter().map(|scheme| scheme.scopes().count()).sum::<usize>();
    for (_, schema) in document.schemas() {
        look(schema);
    }
});

/// Looks at nodes, as many as `left` allows, and at the places of all of them.
fn walk(document: &Document, node: Node<'_>, left: &mut usize) {
    if *left == 0 {
        return;
    }
    *left -= 1;
    let span = node.span();
    assert!(span.start <= span.end && node.source().text().get(span).is_some());
    _ = document.at(&node.pointer());
    look(Schema::new(node));
    node.entries().for_each(|(key, value)| {
        _ = (key.pointer(), key.what());
        walk(document, value, left);
    });
    node.items().for_each(|item| walk(document, item, left));
}

fn look(schema: Schema<'_>) {
    _ = (schema.types(), schema.minimum(), schema.maximum(), schema.is_nullable(), schema.allowed());
    _ = (schema.properties().count(), schema.required().count(), schema.examples().count());
}
