#![expect(clippy::disallowed_methods, reason = "the fixtures are files")]

use super::*;
use crate::source::{Position, Source};

fn parse(text: &str) -> Document {
    Document::parse(Source::new("openapi.yaml", text)).unwrap()
}

fn refused(text: &str) -> (Fault, Position) {
    let error = Document::parse(Source::new("openapi.yaml", text)).unwrap_err();
    (error.fault().clone(), error.position())
}

fn at(line: usize, column: usize) -> Position {
    Position { line, column }
}

/// What an editor would have selected.
fn selected<'a>(document: &'a Document, pointer: &str) -> &'a str {
    document.source().slice(document.at(pointer).unwrap().span())
}

const AGENDA: &str = "\
openapi: 3.1.0
servers:
  - url: https://{region}.example.com
    variables: {region: {default: eu}}
paths:
  /items/{id}:
    parameters:
      - $ref: '#/components/parameters/Id'
      - {name: page, in: query, description: inherited}
    get:
      operationId: getItem
      summary: |
        Get
        one
      security: []
      x-openai-isConsequential: false
      parameters:
        - {name: page, in: query, description: own}
      responses:
        200: {$ref: '#/components/responses/Ok'}
    post:
      requestBody:
        required: true
        content:
          application/json; charset=utf-8: {schema: {$ref: '#/components/schemas/a~1b%20c'}}
  /plain:
    x-note: 1
    get: ~
components:
  parameters:
    Id: {name: id, in: path, schema: {type: string}}
  responses:
    Ok: {description: ok}
  schemas:
    a/b c: {type: object}
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode: {authorizationUrl: https://a.example/auth, tokenUrl: https://a.example/token, scopes: {openid: ''}}
";

#[test]
fn operations_come_in_document_order_with_or_without_an_id() {
    let document = parse(AGENDA);
    let operations: Vec<_> = document
        .operations()
        .iter()
        .map(|operation| {
            (operation.method().as_str(), operation.path().to_owned(), operation.name().map(str::to_owned))
        })
        .collect();
    assert_eq!(
        operations,
        [
            ("GET", "/items/{id}".to_owned(), Some("getItem".to_owned())),
            ("POST", "/items/{id}".to_owned(), None),
            ("GET", "/plain".to_owned(), None),
        ]
    );
}

#[test]
fn an_operation_has_its_own_and_the_inherited_parameters() {
    let document = parse(AGENDA);
    let operation = document.operations()[0];
    let parameters: Vec<_> = operation
        .parameters()
        .iter()
        .map(|parameter| {
            (parameter.name(), parameter.location(), parameter.is_required(), parameter.is_reference())
        })
        .collect();
    assert_eq!(
        parameters,
        [
            (Some("id"), Some(ParameterIn::Path), true, true),
            (Some("page"), Some(ParameterIn::Query), false, false),
        ]
    );
    assert_eq!(operation.parameters()[1].description().and_then(Node::as_str), Some("own"));
    assert_eq!(operation.summary().and_then(Node::as_str), Some("Get\none\n"));
    assert!(operation.is_public());
    assert_eq!(operation.is_consequential(), Some(false));
    let responses: Vec<_> = operation.responses().map(|(status, node)| (status, node.pointer())).collect();
    assert_eq!(responses, [("200", "/components/responses/Ok".to_owned())]);
}

#[test]
fn a_json_body_is_found_behind_parameters_of_the_media_type_and_escaped_references() {
    let document = parse(AGENDA);
    let body = document.operations()[1].request_body().unwrap();
    assert!(body.is_required());
    assert_eq!(body.json_schema().unwrap().pointer(), "/components/schemas/a~1b c");
    assert!(document.operations()[2].request_body().is_none());
}

#[test]
fn servers_and_security_schemes_are_seen() {
    let document = parse(AGENDA);
    assert_eq!(document.servers()[0].expanded().as_deref(), Some("https://eu.example.com"));
    let scheme = document.security_schemes()[0];
    assert_eq!((scheme.name(), scheme.kind()), ("oauth", Some("oauth2")));
    assert_eq!(scheme.token_url().and_then(Node::as_str), Some("https://a.example/token"));
    assert_eq!(scheme.scopes().collect::<Vec<_>>(), ["openid"]);
}

#[test]
fn every_node_has_the_place_that_an_editor_would_select() {
    let document = parse(AGENDA);
    assert_eq!(selected(&document, "/servers/0/url"), "https://{region}.example.com");
    assert_eq!(selected(&document, "/paths/~1items~1{id}/get/summary"), "Get\n        one");
    assert_eq!(selected(&document, "/components/responses/Ok"), "{description: ok}");
    let item = selected(&document, "/paths/~1plain");
    assert!(item.starts_with("x-note") && item.ends_with("get: ~"), "{item:?}");
    let get = document.at("/paths/~1plain/get").unwrap();
    assert_eq!(get.key().unwrap().text(), Some("get"));
    assert_eq!(get.key().unwrap().pointer(), "/paths/~1plain/get");
}

#[test]
fn every_pointer_leads_back_to_its_node() {
    fn walk(document: &Document, node: Node<'_>) {
        assert!(document.at(&node.pointer()).unwrap().is_same(node), "{}", node.pointer());
        node.entries().for_each(|(_, value)| walk(document, value));
        node.items().for_each(|item| walk(document, item));
    }
    let document = parse(AGENDA);
    walk(&document, document.root());
}

#[test]
fn json_and_yaml_mean_the_same() {
    let yaml = parse(AGENDA);
    let text = serde_json::to_string_pretty(&yaml.root().to_json()).unwrap();
    let json = parse(&text);
    assert_eq!(json.notation(), Notation::Json);
    assert_eq!(json.root().to_json(), yaml.root().to_json());
    assert_eq!(json.root().to_json(), serde_json::from_str::<serde_json::Value>(&text).unwrap());
    assert_eq!(selected(&json, "/servers/0/url"), "\"https://{region}.example.com\"");
}

#[test]
fn escapes_of_json_strings_are_undone() {
    let document = parse(r#"{"a\nb": "\u00e9\ud83d\udc4d", "n": [1, -2.5e3, true, null, {}, []]}"#);
    assert_eq!(document.root().get("a\nb").and_then(Node::as_str), Some("é👍"));
    assert_eq!(document.root().to_json()["n"], serde_json::json!([1, -2500.0, true, null, {}, []]));
}

#[test]
fn s03_a_key_that_comes_twice_is_kept_and_the_last_one_counts() {
    for text in ["a: 1\nb: 2\na: 3\n", r#"{"a": 1, "b": 2, "a": 3}"#] {
        let document = parse(text);
        assert_eq!(document.root().get("a").and_then(Node::as_i64), Some(3));
        assert_eq!(document.root().entries().count(), 3);
    }
    let many: String = (0..40).map(|n| format!("k{}: {n}\n", n % 20)).collect();
    let document = parse(&many);
    assert_eq!(document.root().get("k7").and_then(Node::as_i64), Some(27));
    assert!(document.root().get("k20").is_none());
}

#[test]
fn s12_yaml_1_1_traps_are_strings_and_a_status_may_be_a_number() {
    let document = parse("summary: no\ndate: 2024-01-02\nresponses: {200: ok}\nversion: 3.1\n");
    assert_eq!(document.root().get("summary").and_then(Node::as_str), Some("no"));
    assert_eq!(document.root().get("date").and_then(Node::as_str), Some("2024-01-02"));
    assert!(document.at("/responses/200").is_some());
    assert_eq!(document.root().get("version").and_then(Node::as_str), None);
    assert_eq!(document.root().get("version").and_then(Node::as_f64), Some(3.1));
}

#[test]
fn an_alias_has_the_content_of_its_anchor_and_a_place_of_its_own() {
    let document = parse("a: &x {b: 1}\nc: *x\nd: !!str 12\n");
    assert_eq!(document.at("/c/b").and_then(Node::as_i64), Some(1));
    assert_eq!(selected(&document, "/c"), "*x");
    assert_eq!(document.at("/d").and_then(Node::as_str), Some("12"));
    assert_eq!(document.root().to_json(), serde_json::json!({"a": {"b": 1}, "c": {"b": 1}, "d": "12"}));
}

#[test]
fn s13_references_in_circles_lead_nowhere() {
    let document = parse("a: {$ref: '#/b'}\nb: {$ref: '#/a'}\nc: {$ref: '#/c'}\nd: {$ref: '#/e'}\ne: 1\n");
    let resolve = |pointer| document.resolve(document.at(pointer).unwrap()).map(Node::pointer);
    assert_eq!(resolve("/a"), None);
    assert_eq!(resolve("/c"), None);
    assert_eq!(resolve("/d"), Some("/e".to_owned()));
}

#[test]
fn s14_a_reference_that_is_no_pointer_leads_nowhere() {
    let document =
        parse("a: {$ref: '#components/x'}\nb: {$ref: other.yaml}\nc: {$ref: '#/none'}\nd: {$ref: 3}\n");
    for pointer in ["/a", "/b", "/c"] {
        assert!(document.resolve(document.at(pointer).unwrap()).is_none(), "{pointer}");
    }
    assert!(document.resolve(document.at("/d").unwrap()).is_some());
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

mod fuzz {
    use super::*;
    use proptest::prelude::*;

    /// Pieces that make documents, right and wrong.
    fn piece() -> impl Strategy<Value = String> {
        let words = [
            "openapi: 3.1.0\n",
            "paths:\n",
            "  /a:\n",
            "    get:\n",
            "      operationId: x\n",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ": ",
            ",",
            "\n",
            "  ",
            "\t",
            "&a ",
            "*a",
            "|\n",
            ">-\n",
            "'",
            "\"",
            "#",
            "---\n",
            "...\n",
            "!!str ",
            "$ref: '#/a'\n",
            "\"\\u00",
            "\u{feff}",
            "\u{80}",
            "\0",
            "é",
            "👍",
            "{\"a\":",
            "1e9",
            "? ",
            "<<: ",
            "%YAML 1.2\n",
        ];
        prop_oneof![4 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(pieces in prop::collection::vec(piece(), 0..60)) {
            let text = pieces.concat();
            match Document::parse(Source::new("x", text.as_str())) {
                Ok(document) => {
                    let _ = document.root().to_json();
                    let _ = document.repeated_keys();
                    for operation in document.operations() {
                        let span = operation.key().span();
                        prop_assert!(text.get(span).is_some());
                    }
                }
                Err(error) => prop_assert!(text.is_char_boundary(error.offset()), "{error}"),
            }
        }

        #[test]
        fn what_serde_reads_as_json_is_read_alike(value in json()) {
            let value = serde_json::json!({ "root": value });
            let document = parse(&value.to_string());
            prop_assert_eq!(document.notation(), Notation::Json);
            prop_assert_eq!(document.root().to_json(), value);
        }
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            (-1.0e9..1.0e9).prop_map(serde_json::Value::from),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Into::into),
                prop::collection::vec((any::<String>(), inner), 0..20)
                    .prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect())),
            ]
        })
    }
}
