#![expect(clippy::disallowed_methods, reason = "the fixtures are files")]

use super::*;
use crate::source::Position;

fn refused(text: &str) -> (Fault, Position) {
    let error = Document::parse(Source::new("openapi.yaml", text)).unwrap_err();
    (error.fault().clone(), error.position())
}

fn at(line: usize, column: usize) -> Position {
    Position { line, column }
}

#[test]
fn s01_aliases_that_multiply_or_stand_in_themselves_are_refused() {
    assert_eq!(refused("a: &a [*a]\n"), (Fault::SelfAlias, at(1, 8)));
    let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for level in 1..9 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(",");
        bomb += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    assert_eq!(refused(&bomb).0, Fault::TooManyAliases);
    let mut ladder = "a0: &a0 [x]\n".to_owned();
    for level in 1..300 {
        ladder += &format!("a{level}: &a{level} [*a{}]\n", level - 1);
    }
    assert_eq!(refused(&ladder).0, Fault::TooDeep);
}

#[test]
fn s02_deep_nesting_is_refused_in_every_notation() {
    let block: String = (0..1_000).map(|level| " ".repeat(level) + "a:\n").collect();
    let flow = format!("a: {}{}", "[".repeat(20_000), "]".repeat(20_000));
    let json = format!("{{\"a\": {}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    let unclosed = "{\"a\":".repeat(60_000);
    for text in [&block, &flow, &json, &unclosed] {
        assert_eq!(refused(text).0, Fault::TooDeep, "{}", &text[..20]);
    }
    let deep = format!("{{\"a\": {}{}}}", "[".repeat(255), "]".repeat(255));
    assert!(parse(&deep).root().to_json().is_object());
}

#[test]
fn s04_tabs_and_quotes_are_refused_at_their_line() {
    assert_eq!(refused("openapi: 3.1.0\n\tinfo: 1\n"), (Fault::Tab, at(2, 1)));
    assert_eq!(refused("openapi: '3.1.0\ninfo: x\n").0, Fault::UnclosedQuote);
}

#[test]
fn s05_a_byte_order_mark_and_crlf_are_accepted() {
    let document = parse("\u{feff}openapi: 3.1.0\r\ninfo: {title: x}\r\n");
    assert_eq!(document.at("/info/title").and_then(Node::as_str), Some("x"));
    let document = parse("\u{feff}{\"openapi\": \"3.1.0\"}");
    assert_eq!(document.notation(), Notation::Json);
}

#[test]
fn s06_nul_is_refused_and_named() {
    assert_eq!(refused("a: b\0c\n"), (Fault::Control { character: '\0' }, at(1, 5)));
    assert!(Fault::Control { character: '\0' }.to_string().contains("\\u{0}"));
}

#[test]
fn s06_c1_controls_are_accepted_and_kept() {
    let document = parse("a: 'x\u{80}y'\nb\u{9f}: Ā \u{80}\n");
    assert_eq!(document.root().get("a").and_then(Node::as_str), Some("x\u{80}y"));
    assert_eq!(document.root().get("b\u{9f}").and_then(Node::as_str), Some("Ā \u{80}"));
    assert_eq!(selected(&document, "/a"), "'x\u{80}y'");
    assert_eq!(document.around(5).pointer(), "/a");
}

#[test]
fn s07_a_second_document_is_refused_where_it_starts() {
    assert_eq!(refused("---\na: 1\n---\nb: 2\n"), (Fault::SecondDocument, at(3, 1)));
}

#[test]
fn s08_what_is_no_document_has_a_sentence_of_its_own() {
    assert_eq!(refused("").0, Fault::Empty);
    assert_eq!(refused("\u{feff} \n\n").0, Fault::Empty);
    assert_eq!(refused("# nothing\n").0, Fault::OnlyComments);
    assert_eq!(refused("---\n").0, Fault::OnlyComments);
    assert_eq!(refused("just text\n").0, Fault::NotAMapping { found: "a single value" });
    assert_eq!(refused("''").0, Fault::NotAMapping { found: "a single value" });
    assert_eq!(refused("- a\n").0, Fault::NotAMapping { found: "a list" });
    assert_eq!(refused("[1]").0, Fault::NotAMapping { found: "a list" });
    assert_eq!(refused("\n<!DOCTYPE html>\n<p>: x").0, Fault::Html);
}

#[test]
fn s10_json_with_a_comma_too_many_is_read_as_yaml_and_noted() {
    let document = parse("{\"a\": [1, 2,],}");
    assert_eq!(document.notation(), Notation::LooseJson { offset: 12 });
    assert_eq!(document.root().to_json(), serde_json::json!({"a": [1, 2]}));
    assert_eq!(refused("{\"a\": 1").0, Fault::Json { found: None });
    assert_eq!(refused("{\"a\": 1 \"b\": 2}").0, Fault::Json { found: Some('"') });
}

#[test]
fn s11_values_that_want_quotes_are_refused_with_that_hint() {
    assert_eq!(refused("a:\n  summary: x: y\n").0, Fault::ColonInValue);
    assert_eq!(refused("a:\n  summary: *important*\n").0, Fault::UnknownAlias);
    assert_eq!(refused("servers:\n  - url: {your_url}/v1\n    description: x\n").0, Fault::BracketInValue);
}

#[test]
fn s26_a_wrong_type_anywhere_is_no_panic() {
    let original = parse(AGENDA).root().to_json();
    fn replace(
        value: &serde_json::Value,
        target: usize,
        seen: &mut usize,
        with: &serde_json::Value,
    ) -> serde_json::Value {
        *seen += 1;
        if *seen == target {
            return with.clone();
        }
        match value {
            serde_json::Value::Object(map) => {
                map.iter().map(|(key, value)| (key.clone(), replace(value, target, seen, with))).collect()
            }
            serde_json::Value::Array(items) => {
                items.iter().map(|item| replace(item, target, seen, with)).collect()
            }
            other => other.clone(),
        }
    }
    for with in ["null", "[]", "{}", "\"\"", "0", "true"] {
        let with = serde_json::from_str(with).unwrap();
        for target in 2.. {
            let mut seen = 0;
            let changed = replace(&original, target, &mut seen, &with);
            if seen < target {
                break;
            }
            let document = parse(&changed.to_string());
            for operation in document.operations() {
                let _ = (operation.name(), operation.is_public(), operation.is_consequential());
                let _ = operation.responses().count();
                let _ = operation.request_body().and_then(|body| body.json_schema());
                let _ = operation.parameters().iter().filter_map(Parameter::schema).count();
            }
            let _ = document.servers().iter().filter_map(Server::expanded).count();
            let _ = document.security_schemes().iter().filter_map(SecurityScheme::token_url).count();
        }
    }
}

#[test]
fn hostile_files_are_read_or_refused_with_a_place() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/hostile");
    let mut read = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let Ok(text) = String::from_utf8(bytes) else { continue };
        read += 1;
        match Document::parse(Source::new("hostile", text)) {
            Ok(document) => {
                let _ = document.root().to_json();
                let _ =
                    document.operations().iter().map(|operation| operation.parameters().len()).sum::<usize>();
            }
            Err(error) => {
                assert!(error.offset() <= error.text().text().len());
                assert!(!error.fault().hint().is_empty());
            }
        }
    }
    assert!(read > 50, "{read} hostile files");
}
